//! Values that a user's `macro_rules!` forwards, as literals and as expressions.

use sse_monitor::monitor_script;

macro_rules! by_literal {
    ($id:literal, $delay:literal) => {
        monitor_script! { sse_element_id: $id, reconnect_delay: $delay }
    };
}

macro_rules! by_expression {
    ($id:expr, $delay:expr, $callbacks:tt) => {
        monitor_script! { sse_element_id: $id, reconnect_delay: $delay, callbacks: $callbacks }
    };
}

macro_rules! by_name {
    ($field:ident, $value:expr) => {
        monitor_script! { sse_element_id: "live", $field: $value }
    };
}

macro_rules! inside {
    ($timeout:expr, $html:literal, $($status:literal),*) => {
        monitor_script! {
            sse_element_id: "live",
            status_element_id: "status",
            status_indicators: { closed: html($html) },
            heartbeat_timeout: Some($timeout),
            give_up_on: [$($status),*],
        }
    };
}

/// Fragments with nothing in them, and names and signs in groups that nobody sees.
macro_rules! by_fragment {
    ($visibility:vis $name:ident, $delay:tt, $map:tt) => {
        monitor_script! { $visibility sse_element_id: "live", $name: $delay $visibility, callbacks: $map }
    };
}

fn main() {
    let expected = monitor_script! {
        sse_element_id: "live",
        status_element_id: "status",
        status_indicators: { closed: html("<b>!</b>") },
        heartbeat_timeout: 30s,
        give_up_on: [401, "not-a-stream"],
    };
    assert_eq!(inside!(30s, "<b>!</b>", 401, "not-a-stream"), expected);

    let expected = monitor_script! { sse_element_id: "live", reconnect_delay: 5000 };
    assert_eq!(by_literal!("live", 5s), expected);
    assert_eq!(by_expression!("live", 5s, {}), expected);
    assert_eq!(by_name!(reconnect_delay, 5000), expected);
    assert_eq!(by_fragment!(reconnect_delay, 5s, {}), expected);
    assert_eq!(by_name!(heartbeat_timeout, None), by_literal!("live", 3s));
}

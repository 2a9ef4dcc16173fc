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

fn main() {
    let expected = monitor_script! { sse_element_id: "live", reconnect_delay: 5000 };
    assert_eq!(by_literal!("live", 5s), expected);
    assert_eq!(by_expression!("live", 5s, {}), expected);
    assert_eq!(by_name!(reconnect_delay, 5000), expected);
    assert_eq!(by_name!(heartbeat_timeout, None), by_literal!("live", 3s));
}

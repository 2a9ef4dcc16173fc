//! The macros that name something of this crate. A proc macro does not know what its user calls it, so it is told.

macro_rules! table {
    ($($name:ident [$($simple:ident)?] $kind:ident $takes:literal $default:literal $example:literal $setter:tt $doc:literal;)*) => {
        concat!(
            "| field | takes | default | meaning |\n|---|---|---|---|\n",
            $(
                "| `", stringify!($name), "` | ", $takes, " | `", $default, "` | ", $doc, " |\n",
            )*
        )
    };
}

/// A monitor as one declaration for everything that must agree with it: a constant expression of type
/// [`Monitor`](crate::Monitor).
///
/// The same fields and the same errors as [`monitor_script!`](crate::monitor_script!). Beside the script there is what
/// else the page, its policy and the server need: the tag, the source for the `Content-Security-Policy`, the `ETag`, the
/// ids, and the interval of the heartbeat. It can be a `const` or a `static`, needs no allocator, and is written as its
/// tag.
///
/// ```
/// use std::time::Duration;
/// use sse_monitor::{Monitor, monitor};
///
/// const LIVE: Monitor = monitor! {
///     sse_element_id: "live",
///     status_element_id: "status",
///     heartbeat_timeout: 45s,
/// };
///
/// // The page: ids and script.
/// let page = format!(
///     r#"<p id="{}"></p><ul id="{}" hx-ext="sse" sse-connect="/events" sse-swap="message"></ul>{LIVE}"#,
///     LIVE.status_element_id().unwrap_or_default(),
///     LIVE.sse_element_id(),
/// );
///
/// // Its headers: exactly this script may run inline.
/// let policy = format!("script-src 'self' {}", LIVE.csp_source());
///
/// // The stream: a comment at least every 15 s.
/// assert_eq!(LIVE.heartbeat_interval(), Some(Duration::from_secs(15)));
/// # assert!(page.contains(r#"id="live""#) && policy.contains("'sha256-"));
/// ```
///
/// # Fields
///
#[doc = sse_monitor_core::__fields!(table)]
///
/// Durations and the rest of the notation are those of [`monitor_script!`](crate::monitor_script!); what the fields do on
/// the page is in [the manual](crate).
///
/// # Errors
///
/// As [`monitor_script!`](crate::monitor_script!). No type error follows them.
#[macro_export]
macro_rules! monitor {
    ($($field:tt)*) => {
        $crate::__macros::monitor! { $crate $($field)* }
    };
}

/// The script of a monitor, checked and written at compile time.
///
/// ```
/// use sse_monitor::monitor_script;
/// const MONITOR: &str = monitor_script! {
///     sse_element_id: "live",
///     status_element_id: "status",
///     reconnect_delay: 5s,
///     max_reconnect_attempts: 10,
///     heartbeat_timeout: 45s,
///     give_up_on: [401, 403],
///     callbacks: { connected: "app.onUp", disconnected: "app.onDown" },
///     status_indicators: { connected: "Online", disconnected: html("<b>Offline</b>") },
/// };
///
/// const PAGE: &str = concat!("<script>", monitor_script! { sse_element_id: "live" }, "</script>");
/// ```
///
/// # Fields
///
/// Durations have a unit: `500ms`, `5s`, `1.5s`, `2min`, `1h`; a number without one is milliseconds, from `1000` on.
/// They are 10 ms to 2147483647 ms long, about 24.8 days, because browsers fire longer timers at once (`reconnect_delay`
/// up to 284 h). Where `None` is possible, `Some(value)` is the same as `value`.
///
#[doc = sse_monitor_core::__fields!(table)]
///
/// The states are `connecting`, `connected`, `disconnected`, `error`, `reconnecting` and `closed`.
///
/// Values are literals: a macro sees the name of a constant, not its value. What is known only at run time goes through
/// `MonitorConfig` and `generate_monitor_script`; with the feature `serde`, from a file, too.
///
/// # Errors
///
/// Every mistake in one go, each at its own place, with the way to mend it:
///
/// ```compile_fail
/// use sse_monitor::monitor_script;
/// const MONITOR: &str = monitor_script! {
///     sse_element_id: "#live",  // "#live" is a CSS selector, not an id
///     reconect_delay: 5s,       // unknown field `reconect_delay`
///     heartbeat_timeout: 30,    // did you mean `30s`? Write `30ms` for milliseconds
/// };
/// ```
#[macro_export]
macro_rules! monitor_script {
    ($($field:tt)*) => {
        $crate::__macros::monitor_script! { $crate $($field)* }
    };
}

/// The script of a monitor with every default but these: `sse_element_id`, `status_element_id`, `client` and `debug`.
///
/// They mean the same as in [`monitor_script!`](crate::monitor_script!).
///
/// ```
/// use sse_monitor::simple_monitor_script;
/// const MONITOR: &str = simple_monitor_script! { sse_element_id: "live", status_element_id: "status" };
/// ```
///
/// # Errors
///
/// As [`monitor_script!`](crate::monitor_script!), and for its other fields.
#[macro_export]
macro_rules! simple_monitor_script {
    ($($field:tt)*) => {
        $crate::__macros::simple_monitor_script! { $crate $($field)* }
    };
}

/// The script of [`connection_counter_script!`](crate::connection_counter_script!) with its tag and its hash: a constant
/// expression of type [`Script`](crate::Script).
///
/// ```
/// use sse_monitor::{Script, connection_counter};
///
/// static COUNTER: Script = connection_counter! {};
///
/// let policy = format!("script-src 'self' {}", COUNTER.csp_source());
/// let page = format!("<!doctype html><title>Live</title>{}", COUNTER.script_tag());
/// # assert!(policy.contains("'sha256-") && page.contains("SSEConnectionCounter"));
/// ```
///
/// # Errors
///
/// It takes no fields.
#[macro_export]
macro_rules! connection_counter {
    ($($field:tt)*) => {
        $crate::__macros::connection_counter! { $crate $($field)* }
    };
}

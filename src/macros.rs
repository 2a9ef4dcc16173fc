//! The macros that name something of this crate. A proc macro does not know what its user calls it, so it is told.

/// A monitor as one declaration for everything that must agree with it: a constant expression of type
/// [`Monitor`](crate::Monitor).
///
/// The same fields and the same errors as [`monitor_script!`](crate::monitor_script!). Beside the script there is what
/// else the page, its policy and the server need: the tag, the source for the `Content-Security-Policy`, the `ETag`, the
/// ids, and the name and the interval of the heartbeat. It can be a `const` or a `static`, and needs no allocator.
///
/// ```
/// use std::time::Duration;
/// use sse_monitor::{Monitor, monitor};
///
/// const LIVE: Monitor = monitor! {
///     sse_element_id: "live",
///     status_element_id: "status",
///     heartbeat_timeout: 45s,
///     heartbeat_events: ["beat", "tick"],
/// };
///
/// // The page: ids and script.
/// let page = format!(
///     r#"<p id="{}"></p><ul id="{}" hx-ext="sse" sse-connect="/events" sse-swap="message"></ul>{}"#,
///     LIVE.status_element_id().unwrap_or_default(),
///     LIVE.sse_element_id(),
///     LIVE.script_tag(),
/// );
///
/// // Its headers: exactly this script may run inline.
/// let policy = format!("script-src 'self' {}", LIVE.csp_source());
///
/// // The stream: `event: beat` every 15 s.
/// assert_eq!(LIVE.heartbeat_event(), Some("beat"));
/// assert_eq!(LIVE.heartbeat_interval(), Some(Duration::from_secs(15)));
/// # assert!(page.contains(r#"id="live""#) && policy.contains("'sha256-"));
/// ```
///
/// # Errors
///
/// As [`monitor_script!`](crate::monitor_script!), and nothing about types behind them.
#[macro_export]
macro_rules! monitor {
    ($($field:tt)*) => {
        $crate::__macros::monitor! { $crate $($field)* }
    };
}

/// The script of a monitor, checked and written at compile time.
///
/// ```
/// # use sse_monitor::monitor_script;
/// const MONITOR: &str = monitor_script! {
///     sse_element_id: "live",
///     status_element_id: "status",
///     reconnect_delay: 5s,
///     max_reconnect_attempts: 10,
///     heartbeat_timeout: 30s,
///     heartbeat_events: ["heartbeat", "tick"],
///     callbacks: { connected: "app.onUp", disconnected: "app.onDown" },
///     status_indicators: { connected: "Online", error: html("<b>Broken</b>") },
/// };
///
/// const PAGE: &str = concat!("<script>", monitor_script! { sse_element_id: "live" }, "</script>");
/// ```
///
/// # Fields
///
/// Durations are milliseconds (`5000`) or have a unit: `500ms`, `5s`, `1.5s`, `2min`, `1h`; from 10 ms to
/// 2147483647 ms, about 24.8 days, because browsers fire longer timers at once. Where `None` is possible, `Some(value)`
/// is the same as `value`.
///
/// | field | value | default | meaning |
/// |---|---|---|---|
/// | `sse_element_id` | HTML id | required | the element that carries `sse-connect` or `hx-sse:connect` |
/// | `status_element_id` | HTML id or `None` | `None` | the element that shows the state |
/// | `auto_reconnect` | `true` or `false` | `true` | bring the connection back after a failure |
/// | `reconnect_delay` | duration | `3s` | mean of the first delay before an attempt, and base of the backoff |
/// | `max_reconnect_attempts` | 1 or more, or `None` | `None` | consecutive failed attempts before giving up; `None` never gives up |
/// | `visibility_reconnect` | `true` or `false` | `true` | try at once when the tab becomes visible |
/// | `heartbeat_timeout` | duration or `None` | `None` | silence after which the connection counts as dead |
/// | `debug` | `true` or `false` | `false` | a readable script that logs to the console |
/// | `callbacks` | `{ state: "app.onUp" }` | `{}` | for each state the path of a global JavaScript function, called with the state's name |
/// | `status_indicators` | `{ state: "text" }` or `{ state: html("<b>HTML</b>") }` | `{}` | what the status element shows; states left out keep their default text |
/// | `reconnect_max_delay` | duration | `30s`, or `reconnect_delay` if that is more | no delay is longer |
/// | `connect_timeout` | duration or `None` | `20s` | time until an event stream's headers must have come |
/// | `heartbeat_events` | `["name"]` | `["heartbeat"]` | named events that are a sign of life; only with `heartbeat_timeout` |
/// | `client` | `"auto"`, `"htmx2"`, `"htmx4"`, `"eventsource"` | `"auto"` | the SSE client that the page uses; `"auto"` finds htmx 2 or 4 at run time |
/// | `events` | `["name"]` | `[]` | named events dispatched to the page; only with `client: "eventsource"` |
/// | `last_event_id_param` | name or `None` | `"lastEventId"` | query parameter that carries the last event id where a new `EventSource` cannot send the header |
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
/// # use sse_monitor::monitor_script;
/// const MONITOR: &str = monitor_script! {
///     sse_element_id: "#live",  // "#live" is a CSS selector, not an id
///     reconect_delay: 5s,       // unknown field `reconect_delay`
///     heartbeat_timeout: 3,     // 3 ms is below the minimum of 10 ms
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
/// # use sse_monitor::simple_monitor_script;
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

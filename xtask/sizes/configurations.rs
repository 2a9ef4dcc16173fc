//! The configurations whose sizes are watched, and what they may weigh.

/// A rendered script.
pub(crate) struct Configuration {
    pub(crate) name: &'static str,
    /// What gives the script.
    pub(crate) invocation: &'static str,
    pub(crate) script: &'static str,
    /// In bytes after `gzip -9`.
    pub(crate) at_most: usize,
    /// The same: what would be good.
    pub(crate) aim: usize,
}

/// The script and the text of one invocation, so that they cannot differ.
macro_rules! configuration {
    ($name:literal, $at_most:literal, $aim:literal, $macro:ident! { $($fields:tt)* }) => {
        Configuration {
            name: $name,
            invocation: concat!(stringify!($macro), "! { ", stringify!($($fields)*), " }"),
            script: sse_monitor::$macro! { $($fields)* },
            at_most: $at_most,
            aim: $aim,
        }
    };
}

/// Every configuration, in the order of the table.
pub(crate) const ALL: [Configuration; 5] = [
    configuration!(
        "simple, htmx2",
        3700,
        2100,
        simple_monitor_script! {
            sse_element_id: "live", status_element_id: "status", client: "htmx2"
        }
    ),
    configuration!(
        "simple, htmx4",
        4350,
        2100,
        simple_monitor_script! {
            sse_element_id: "live", status_element_id: "status", client: "htmx4"
        }
    ),
    configuration!(
        "simple, dom",
        3150,
        1850,
        simple_monitor_script! {
            sse_element_id: "live", status_element_id: "status", client: "dom"
        }
    ),
    configuration!(
        "every field, auto",
        5350,
        3400,
        monitor_script! {
            sse_element_id: "live",
            status_element_id: "status",
            client: "auto",
            auto_reconnect: true,
            reconnect_delay: 1s,
            reconnect_max_delay: 60s,
            max_reconnect_attempts: 10,
            visibility_reconnect: true,
            connect_timeout: 15s,
            heartbeat_timeout: 45s,
            give_up_on: [401, 403, "not-a-stream"],
            prepare_request: "app.prepare",
            last_event_id_param: "since",
            pause_hidden: 5min,
            grace: 500ms,
            status_indicators: { connected: html("<b class=\"up\">Live</b>"), disconnected: "Offline" },
            callbacks: { connected: "app.onConnected", disconnected: "app.onDisconnected" },
            debug: false
        }
    ),
    configuration!("counter", 522, 450, connection_counter_script! {}),
];

//! Fields that have no effect beside others.

use sse_monitor::monitor_script;

const NO_RECONNECT: &str = monitor_script! {
    sse_element_id: "live",
    auto_reconnect: false,
    reconnect_delay: 5s, //~ ERROR reconnect_delay
    max_reconnect_attempts: 3, //~ ERROR max_reconnect_attempts
    reconnect_max_delay: 10s, //~ ERROR reconnect_max_delay
};

const NO_TIMEOUT: &str = monitor_script! {
    sse_element_id: "live",
    heartbeat_timeout: None,
    heartbeat_events: ["tick"], //~ ERROR heartbeat_events
};

const NO_EVENT_SOURCE: &str = monitor_script! {
    sse_element_id: "live",
    client: "htmx4",
    events: ["news"], //~ ERROR events
    last_event_id_param: None, //~ ERROR last_event_id_param
};

const NO_STATUS_ELEMENT: &str = monitor_script! {
    sse_element_id: "live",
    status_indicators: { connected: "Online" }, //~ ERROR status_indicators
};

// What the other field is, is not known: no error about the two together.
const NOT_KNOWN: &str = monitor_script! {
    sse_element_id: "live",
    auto_reconnect: "no", //~ ERROR "no"
    reconnect_delay: 5s,
    heartbeat_timout: 30s, //~ ERROR heartbeat_timout
    heartbeat_events: ["tick"],
    status_element_id = "status", //~ ERROR =
    status_indicators: { connected: "Online" },
};

fn main() {}

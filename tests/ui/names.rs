//! Names that do not exist: fields, states, clients.

use sse_monitor::{monitor_script, simple_monitor_script};

const TYPING_ERROR: &str = monitor_script! {
    sse_element_id: "live",
    reconect_delay: 5s, //~ ERROR reconect_delay
    heartbeat_timout: 30s, //~ ERROR heartbeat_timout
};

const OF_OTHERS: &str = monitor_script! {
    sse_element_id: "live",
    status_id: "status", //~ ERROR status_id
    heartbeat: 30s, //~ ERROR heartbeat
    retry: true, //~ ERROR retry
    max_retries: 3, //~ ERROR max_retries
    reconnect_delay_max: 30s, //~ ERROR reconnect_delay_max
    on_error: "app.onError", //~ ERROR on_error
};

const OF_OTHERS_TOO: &str = monitor_script! {
    sse_element_id: "live",
    timeout: 30s, //~ ERROR timeout
    reconect: true, //~ ERROR reconect
    max_attempts: 3, //~ ERROR max_attempts
    max_reconnect: 30s, //~ ERROR max_reconnect
};

// What was meant may be there, too: that is not twice.
const BESIDE: &str = monitor_script! {
    sse_element_id: "live",
    timeout: 30s, //~ ERROR timeout
    heartbeat_timeout: 45s,
};

const BESIDE_WHAT_WAS_MEANT: &str = monitor_script! {
    sse_element_id: "live",
    reconect_max_delay: 30s, //~ ERROR reconect_max_delay
    reconnect_delay: 6s,
};

const OTHER_CASES: &str = monitor_script! {
    sseElementId: "live", //~ ERROR sseElementId
    status-element-id: "status", //~ ERROR status-element-id
    MAX_RECONNECT_ATTEMPTS: 3, //~ ERROR MAX_RECONNECT_ATTEMPTS
};

const FAR_FROM_ALL: &str = monitor_script! {
    sse_element_id: "live",
    url: "/events", //~ ERROR url
    MonitorConfig::debug: true, //~ ERROR MonitorConfig::debug
};

const STATES: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    callbacks: {
        conected: "app.onUp", //~ ERROR conected
        ConnectionState::Error: "app.onError", //~ ERROR ConnectionState::Error
        online: "app.onUp", //~ ERROR online
        debug: true, //~ ERROR debug
    },
    status_indicators: {
        Closed: "Ended", //~ ERROR Closed
    },
};

const CLIENT: &str = monitor_script! {
    sse_element_id: "live",
    client: "htmx", //~ ERROR "htmx"
};

const OLD_CLIENT: &str = monitor_script! {
    sse_element_id: "live",
    client: "EventSource", //~ ERROR "EventSource"
};

const NO_CLIENT: &str = monitor_script! {
    sse_element_id: "live",
    client: "datastar", //~ ERROR "datastar"
};

const SIMPLE: &str = simple_monitor_script! {
    sse_element_id: "live",
    heartbeat_timeout: 30s, //~ ERROR heartbeat_timeout
    debugg: true, //~ ERROR debugg
    colour: "red", //~ ERROR colour
};

fn main() {}

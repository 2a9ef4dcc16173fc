//! Fields that have no effect beside others.

use sse_monitor::monitor_script;

const NO_RECONNECT: &str = monitor_script! {
    sse_element_id: "live",
    auto_reconnect: false,
    reconnect_delay: 5s, //~ ERROR reconnect_delay
    max_reconnect_attempts: 3, //~ ERROR max_reconnect_attempts
    reconnect_max_delay: 60s, //~ ERROR reconnect_max_delay
    visibility_reconnect: true, //~ ERROR visibility_reconnect
    give_up_on: [401], //~ ERROR give_up_on
    grace: 500ms, //~ ERROR grace
    // What is off asks for nothing.
    connect_timeout: None,
};

const NOTHING_ASKED: &str = monitor_script! {
    sse_element_id: "live",
    auto_reconnect: false,
    max_reconnect_attempts: None,
    visibility_reconnect: false,
    give_up_on: [],
    grace: None,
    debugg: true, //~ ERROR debugg
};

const NO_STATUS_ELEMENT: &str = monitor_script! {
    sse_element_id: "live",
    status_indicators: { connected: "Online" }, //~ ERROR status_indicators
};

const NEVER_SHOWN: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    status_indicators: { connected: "Online", error: "Broken" }, //~ ERROR error
};

// What the other field is, is not known: no error about the two together.
const NOT_KNOWN: &str = monitor_script! {
    sse_element_id: "live",
    auto_reconnect: "no", //~ ERROR "no"
    reconnect_delay: 5s,
    status_elementid: "status", //~ ERROR status_elementid
    status_indicators: { connected: "Online" },
};

const BEHIND_A_WRONG_SIGN: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id = "status", //~ ERROR =
    status_indicators: { connected: "Online" },
};

fn main() {}

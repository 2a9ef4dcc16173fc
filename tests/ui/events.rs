//! Event names that no stream delivers, and a parameter without a name.

use sse_monitor::monitor_script;

const HEARTBEATS: &str = monitor_script! {
    sse_element_id: "live",
    heartbeat_timeout: 30s,
    heartbeat_events: [
        "beat",
        "", //~ ERROR ""
        "tick\ntock", //~ ERROR "tick\ntock"
        "beat", //~ ERROR "beat"
    ],
    last_event_id_param: "", //~ ERROR ""
};

const EVENTS: &str = monitor_script! {
    sse_element_id: "live",
    client: "eventsource",
    events: [7, "news\0", "message", "error"], //~ ERROR 7 //~ ERROR "news\0" //~ ERROR "message" //~ ERROR "error"
    last_event_id_param: "id\0", //~ ERROR "id\0"
};

fn main() {}

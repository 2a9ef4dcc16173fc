//! What is required, or was begun, and is not there.

use sse_monitor::{connection_counter_script, monitor_script, simple_monitor_script};

const NOTHING: &str = monitor_script! {}; //~ ERROR monitor_script! {}

const NO_ID: &str = simple_monitor_script! { debug: true }; //~ ERROR simple_monitor_script! { debug: true }

// The near miss is the id that was meant: one error, not two.
const NEAR_MISS: &str = monitor_script! { sse_elementid: "live" }; //~ ERROR sse_elementid

const NO_VALUES: &str = monitor_script! {
    sse_element_id, //~ ERROR sse_element_id
    reconnect_delay:, //~ ERROR reconnect_delay
    callbacks: { connected }, //~ ERROR connected
    debug: //~ ERROR debug
};

const EMPTY_SOME: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: Some(), //~ ERROR Some()
};

const NONE: &str = monitor_script! { sse_element_id: None }; //~ ERROR None

const SOME_NONE: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: Some(None), //~ ERROR Some(None)
    heartbeat_timeout: Some(None), //~ ERROR Some(None)
};

const COUNTER: &str = connection_counter_script! {
    sse_element_id: "live" //~ ERROR sse_element_id: "live"
};

fn main() {}

//! Names that are given twice.

use sse_monitor::monitor_script;

const FIELDS: &str = monitor_script! {
    sse_element_id: "live",
    debug: true,
    reconnect_delay: 5s,
    debug: false, //~ ERROR debug
    reconnect_delay: 5s, //~ ERROR reconnect_delay
    sse_element_id: "#other", //~ ERROR sse_element_id
};

const STATES: &str = monitor_script! {
    sse_element_id: "live",
    callbacks: {
        connected: "app.onUp",
        connected: "app.onUp", //~ ERROR connected
        closed: "app.onEnd",
        connected: "app.onUp", //~ ERROR connected
    },
};

fn main() {}

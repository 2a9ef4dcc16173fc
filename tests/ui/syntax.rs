//! Input that is not a list of `name: value`. The fields around it are read all the same.

use sse_monitor::monitor_script;

const COMMAS: &str = monitor_script! {
    sse_element_id: "live"
    status_element_id: "status", //~ ERROR status_element_id
    debug: true; //~ ERROR ;
    heartbeat_timeout: 30s,
    , //~ ERROR ,
    heartbeat_events: ["a" "b", //~ ERROR "b"
        , "c"], //~ ERROR ,
    callbacks: { connected: "app.onUp" closed: "app.onEnd" }, //~ ERROR closed
};

const COLONS: &str = monitor_script! {
    sse_element_id "live", //~ ERROR "live"
    debug = true, //~ ERROR =
    auto_reconnect => false, //~ ERROR =>
    reconnect_delay: 3, //~ ERROR 3
};

const NO_NAME: &str = monitor_script! {
    "live", //~ ERROR "live"
    5s, //~ ERROR 5s
    "debug": true, //~ ERROR "debug"
};

const AS_IN_RUST: &str = monitor_script! {
    MonitorConfig { sse_element_id: "live" } //~ ERROR MonitorConfig
};

const SPREAD: &str = monitor_script! {
    sse_element_id: "live",
    ..Default::default() //~ ERROR .
};

const COMMENTS: &str = monitor_script! {
    /** The news. */ //~ ERROR /** The news. */
    sse_element_id: "live",
    #[cfg(debug_assertions)] //~ ERROR #[cfg(debug_assertions)]
    debug: true,
};

const NESTED: &str = monitor_script! {
    sse_element_id: { "live" }, //~ ERROR "live"
    status_element_id: ("status"), //~ ERROR ("status")
    callbacks: { { connected: "app.onUp" } }, //~ ERROR { connected: "app.onUp" }
};

fn main() {}

//! Input that is not a list of `name: value`. The fields around it are read all the same.

use sse_monitor::monitor_script;

const COMMAS: &str = monitor_script! {
    sse_element_id: "live"
    status_element_id: "status", //~ ERROR status_element_id
    debug: true; //~ ERROR ;
    heartbeat_timeout: 30s,
    , //~ ERROR ,
    give_up_on: [401 403, //~ ERROR 403
        , 404], //~ ERROR ,
    callbacks: { connected: "app.onUp" closed: "app.onEnd" }, //~ ERROR closed
};

const COLONS: &str = monitor_script! {
    sse_element_id "live", //~ ERROR "live"
    debug = true, //~ ERROR =
    visibility_reconnect => false, //~ ERROR =>
    reconnect_delay: 3, //~ ERROR 3
    status_element_id:: "status", //~ ERROR ::
};

// What is behind a wrong sign is read all the same.
const BEHIND: &str = monitor_script! {
    sse_element_id = "#live", //~ ERROR = //~ ERROR "#live"
    callbacks = { connected: "a()" }, //~ ERROR = //~ ERROR "a()"
    debug = yes, //~ ERROR = //~ ERROR yes
};

const NO_COMMA_AND_NO_COLON: &str = monitor_script! {
    sse_element_id = "live" //~ ERROR =
    debug = true //~ ERROR debug //~ ERROR =
};

const NO_NAME: &str = monitor_script! {
    sse_element_id: "live",
    "live", //~ ERROR "live"
    5s, //~ ERROR 5s
    "debug": true, //~ ERROR "debug"
};

const AS_IN_RUST: &str = monitor_script! {
    MonitorConfig { sse_element_id: "live" } //~ ERROR MonitorConfig
};

const AS_IN_RUST_TOO: &str = monitor_script! {
    MonitorConfig { sse_element_id: "#live" } //~ ERROR MonitorConfig //~ ERROR "#live"
};

const SPREAD: &str = monitor_script! {
    sse_element_id: "live",
    ..Default::default() //~ ERROR ..Default::default()
};

const COMMENTS: &str = monitor_script! {
    /** The news. */ //~ ERROR /** The news. */
    sse_element_id: "live",
    #[cfg(debug_assertions)] //~ ERROR #[cfg(debug_assertions)]
    debug: true,
};

const NESTED: &str = monitor_script! {
    sse_element_id: { "live" }, //~ ERROR { "live" }
    status_element_id: ("status"), //~ ERROR ("status")
    debug: { true }, //~ ERROR { true }
    heartbeat_timeout: (DELAY), //~ ERROR (DELAY)
    callbacks: { { connected: "app.onUp" } }, //~ ERROR { connected: "app.onUp" }
};

fn main() {}

//! Texts that are no path of a JavaScript function.

use sse_monitor::monitor_script;

const CALLS: &str = monitor_script! {
    sse_element_id: "live",
    callbacks: {
        connecting: "app.onUp()", //~ ERROR "app.onUp()"
        connected: "onUp(state);", //~ ERROR "onUp(state);"
        disconnected: "(state) => console.log(state)", //~ ERROR "(state) => console.log(state)"
        error: "", //~ ERROR ""
        reconnecting: "app..onUp", //~ ERROR "app..onUp"
        closed: "app['onUp']", //~ ERROR "app['onUp']"
    },
};

const WORDS: &str = monitor_script! {
    sse_element_id: "live",
    callbacks: {
        connecting: "this.onUp", //~ ERROR "this.onUp"
        connected: "new", //~ ERROR "new"
        disconnected: "on-down", //~ ERROR "on-down"
        error: "1st", //~ ERROR "1st"
        reconnecting: " app.onUp", //~ ERROR " app.onUp"
        closed: "app.delete",
    },
};

const ONE_FOR_ALL: &str = monitor_script! {
    sse_element_id: "live",
    callbacks: "app.onChange()", //~ ERROR "app.onChange()"
    prepare_request: "app.prepare(url)", //~ ERROR "app.prepare(url)"
};

const RESERVED: &str = monitor_script! {
    sse_element_id: "live",
    callbacks: "this.onUp()", //~ ERROR "this.onUp()"
    prepare_request: " new", //~ ERROR " new"
};

const BEYOND_ASCII: &str = monitor_script! {
    sse_element_id: "live",
    callbacks: { connected: "été", closed: "½" }, //~ ERROR "½"
};

fn main() {}

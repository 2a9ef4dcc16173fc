//! Values of the wrong type.

use sse_monitor::monitor_script;

const DELAY: u32 = 5_000;

const DURATIONS: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: "5s", //~ ERROR "5s"
    reconnect_max_delay: true, //~ ERROR true
    heartbeat_timeout: '9', //~ ERROR '9'
    connect_timeout: DELAY, //~ ERROR DELAY
};

const TOO_LONG: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: "400h", //~ ERROR "400h"
    heartbeat_timeout: Duration::from_secs(0), //~ ERROR Duration::from_secs(0)
    grace: "900h", //~ ERROR "900h"
};

const REFUSALS: &str = monitor_script! {
    sse_element_id: "live",
    give_up_on: [
        401,
        not-a-stream, //~ ERROR not-a-stream
    ],
    grace: 20_000us, //~ ERROR 20_000us
};

const MORE_DURATIONS: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: 5 seconds, //~ ERROR 5 seconds
    reconnect_max_delay: None, //~ ERROR None
    heartbeat_timeout: std::time::Duration::from_secs(5), //~ ERROR std::time::Duration::from_secs(5)
    connect_timeout: 5 * 1000, //~ ERROR 5 * 1000
    pause_hidden: { DELAY }, //~ ERROR { DELAY }
    grace: env!("GRACE"), //~ ERROR env!("GRACE")
};

const FLAGS: &str = monitor_script! {
    sse_element_id: "live",
    auto_reconnect: "true", //~ ERROR "true"
    visibility_reconnect: 1, //~ ERROR 1
    debug: yes, //~ ERROR yes
};

const OTHER_FLAGS: &str = monitor_script! {
    sse_element_id: "live",
    auto_reconnect: cfg!(debug_assertions), //~ ERROR cfg!(debug_assertions)
    debug: Some(true), //~ ERROR Some(true)
    reconnect_max_delay: Some(60s), //~ ERROR Some(60s)
};

const TEXTS: &str = monitor_script! {
    sse_element_id: live, //~ ERROR live
    status_element_id: null, //~ ERROR null
    prepare_request: app.prepare, //~ ERROR app.prepare
    client: htmx2, //~ ERROR htmx2
    last_event_id_param: b"id", //~ ERROR b"id"
};

const OTHER_TEXTS: &str = monitor_script! {
    sse_element_id: html("live"), //~ ERROR html("live")
    prepare_request: |url| url, //~ ERROR |url| url
    status_element_id: config::STATUS_ID, //~ ERROR config::STATUS_ID
    client: "auto"suffix, //~ ERROR "auto"suffix
    last_event_id_param: false, //~ ERROR false
};

const CLIENTS: [&str; 4] = [
    monitor_script! { sse_element_id: "live", client: Htmx2 }, //~ ERROR Htmx2
    monitor_script! { sse_element_id: "live", client: Client::Dom }, //~ ERROR Client::Dom
    monitor_script! { sse_element_id: "live", client: htmx }, //~ ERROR htmx
    monitor_script! { sse_element_id: "live", client: CLIENT }, //~ ERROR CLIENT
];

const REFERENCES: &str = monitor_script! {
    sse_element_id: &"live", //~ ERROR &"live"
    status_element_id: &STATUS_ID, //~ ERROR &STATUS_ID
};

const NONE: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: { None }, //~ ERROR { None }
    connect_timeout: (None), //~ ERROR (None)
    callbacks: ("app.onUp"), //~ ERROR ("app.onUp")
    prepare_request: this.prepare, //~ ERROR this.prepare
};

const CONSTANTS: &str = monitor_script! {
    sse_element_id: ID, //~ ERROR ID
    status_element_id: { STATUS_ID }, //~ ERROR { STATUS_ID }
};

const FORMATTED: &str = monitor_script! {
    sse_element_id: format!("live-{}", 7), //~ ERROR format!("live-{}", 7)
};

const OF_THE_BUILD: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: env!("STATUS_ID"), //~ ERROR env!("STATUS_ID")
};

// The compiler itself says what this is, and nothing else is said about it.
const QUOTES: &str = monitor_script! {
    sse_element_id: 'live', //~ ERROR 'live'
};

const MAPS: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    callbacks: ["app.onUp"], //~ ERROR ["app.onUp"]
    status_indicators: ["Online"], //~ ERROR ["Online"]
};

const ONE_FUNCTION: &str = monitor_script! {
    sse_element_id: "live",
    callbacks: app.onChange, //~ ERROR app.onChange
};

const ONE_TEXT: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    callbacks: app::ON_UP, //~ ERROR app::ON_UP
    status_indicators: "Online", //~ ERROR "Online"
};

const IN_MAPS: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    callbacks: {
        connected: app.onUp, //~ ERROR app.onUp
        closed: () => console.log("ended"), //~ ERROR () => console.log("ended")
    },
    status_indicators: {
        connected: html(ONLINE), //~ ERROR html(ONLINE)
        closed: None, //~ ERROR None
        connecting: html!("<i>…</i>"), //~ ERROR html!("<i>…</i>")
        disconnected: Html("<b>!</b>"), //~ ERROR Html("<b>!</b>")
        reconnecting: html(include_str!("reconnecting.html")), //~ ERROR html(include_str!("reconnecting.html"))
    },
};

const HTML: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    status_indicators: {
        connected: html!("<span class=\"badge badge-success\">Connected to the server</span>"), //~ ERROR html!("<span class=\"badge badge-success\">Connected to the server</span>")
        closed: html(), //~ ERROR html()
    },
};

fn main() {}

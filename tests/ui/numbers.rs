//! Numbers that are no duration or no count, or out of range.

use sse_monitor::monitor_script;

const UNIT_SLIPS: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: 3, //~ ERROR 3
    pause_hidden: 300, //~ ERROR 300
    grace: 5000.0, //~ ERROR 5000.0
    heartbeat_timeout: 30sec, //~ ERROR 30sec
    connect_timeout: 2m, //~ ERROR 2m
};

const UNITS: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: 5S, //~ ERROR 5S
    pause_hidden: 5u32, //~ ERROR 5u32
    grace: 1.5, //~ ERROR 1.5
    heartbeat_timeout: 0x1d, //~ ERROR 0x1d
    connect_timeout: 1e3s, //~ ERROR 1e3s
};

const SECONDS: &str = monitor_script! {
    sse_element_id: "live",
    heartbeat_timeout: 30, //~ ERROR 30
    connect_timeout: 10, //~ ERROR 10
    pause_hidden: 5.0, //~ ERROR 5.0
    grace: 0x1388, //~ ERROR 0x1388
};

// As Rust reads them, these are no numbers with a suffix.
const POINTS: &str = monitor_script! {
    sse_element_id: "live",
    heartbeat_timeout: 2.s, //~ ERROR 2.s
    connect_timeout: .5s, //~ ERROR .5s
    pause_hidden: 5.min, //~ ERROR 5.min
};

const TOO_SHORT: &str = monitor_script! {
    sse_element_id: "live",
    heartbeat_timeout: 9ms, //~ ERROR 9ms
    connect_timeout: 0.005s, //~ ERROR 0.005s
    grace: 0ms, //~ ERROR 0ms
};

const TOO_LONG: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: 285h, //~ ERROR 285h
    heartbeat_timeout: 99999999999999999999999h, //~ ERROR 99999999999999999999999h
    connect_timeout: 1d, //~ ERROR 1d
};

const RANGES: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: 0, //~ ERROR 0
    reconnect_max_delay: 2147483648, //~ ERROR 2147483648
    heartbeat_timeout: 600h, //~ ERROR 600h
    connect_timeout: Some(0), //~ ERROR Some(0)
};

const SIGNS_AND_FRACTIONS: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: -5s, //~ ERROR -5s
    connect_timeout: 10.5ms, //~ ERROR 10.5ms
};

const LONGEST_BELOW_FIRST: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_delay: 60s,
    reconnect_max_delay: 30s, //~ ERROR 30s
};

const LONGEST_BELOW_DEFAULT: &str = monitor_script! {
    sse_element_id: "live",
    reconnect_max_delay: 6s, //~ ERROR 6s
};

const NO_ATTEMPT: &str = monitor_script! {
    sse_element_id: "live",
    max_reconnect_attempts: 0, //~ ERROR 0
};

const ATTEMPTS_WITH_A_UNIT: &str = monitor_script! {
    sse_element_id: "live",
    max_reconnect_attempts: 3s, //~ ERROR 3s
};

const NEGATIVE_ATTEMPTS: &str = monitor_script! {
    sse_element_id: "live",
    max_reconnect_attempts: -1, //~ ERROR -1
};

const QUOTED_ATTEMPTS: &str = monitor_script! {
    sse_element_id: "live",
    max_reconnect_attempts: "3", //~ ERROR "3"
};

const TOO_MANY_ATTEMPTS: &str = monitor_script! {
    sse_element_id: "live",
    max_reconnect_attempts: 4294967296, //~ ERROR 4294967296
};

fn main() {}

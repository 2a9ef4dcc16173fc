//! One script, and the ways to render it at run time that are compared.

use std::sync::LazyLock;
use std::time::Duration;

use askama::Template;
use sse_monitor::{MonitorConfig, generate_monitor_script, monitor_script};

/// What is known only at run time.
pub const SSE_ELEMENT_ID: &str = "live-updates";
/// The same.
pub const STATUS_ELEMENT_ID: &str = "live-status";
/// The same, in milliseconds.
pub const HEARTBEAT_TIMEOUT: u32 = 46_789;

/// The script, if everything is known at compile time.
pub const SCRIPT: &str = monitor_script! {
    sse_element_id: "live-updates",
    status_element_id: "live-status",
    heartbeat_timeout: 46_789,
};

/// The script as a template's author would write it: the text between the values.
static TEXT: LazyLock<[&str; 4]> = LazyLock::new(|| {
    let heartbeat_timeout = HEARTBEAT_TIMEOUT.to_string();
    let mut rest = SCRIPT;
    let mut text = [""; 4];
    for (place, value) in [STATUS_ELEMENT_ID, &heartbeat_timeout, SSE_ELEMENT_ID].iter().enumerate()
    {
        (text[place], rest) = rest.split_once(value).expect("every value stands in the script");
        assert!(!rest.contains(value), "`{value}` stands there once");
    }
    text[3] = rest;
    text
});

/// With this crate: everything is checked and escaped.
///
/// # Panics
///
/// If a value is not valid.
#[must_use]
pub fn generated(sse_element_id: &str, status_element_id: &str, heartbeat_timeout: u32) -> String {
    let config = MonitorConfig::new(sse_element_id)
        .status_element_id(status_element_id)
        .heartbeat_timeout(Duration::from_millis(heartbeat_timeout.into()));
    generate_monitor_script(&config).expect("the configuration is valid")
}

/// With `format!`: nothing is checked, nothing is escaped.
#[must_use]
pub fn formatted(sse_element_id: &str, status_element_id: &str, heartbeat_timeout: u32) -> String {
    let [a, b, c, d] = *TEXT;
    format!("{a}{status_element_id}{b}{heartbeat_timeout}{c}{sse_element_id}{d}")
}

/// With askama: nothing is checked, nothing is escaped, for its escaping is that of HTML.
///
/// # Panics
///
/// Never: a `String` takes any text.
#[must_use]
pub fn templated(sse_element_id: &str, status_element_id: &str, heartbeat_timeout: u32) -> String {
    let page = Page { text: *TEXT, sse_element_id, status_element_id, heartbeat_timeout };
    page.render().expect("a String takes any text")
}

#[derive(Template)]
#[template(
    source = "{{ text[0] }}{{ status_element_id }}{{ text[1] }}{{ heartbeat_timeout }}{{ text[2] }}{{ sse_element_id }}{{ text[3] }}",
    ext = "txt"
)]
struct Page<'a> {
    text: [&'a str; 4],
    sse_element_id: &'a str,
    status_element_id: &'a str,
    heartbeat_timeout: u32,
}

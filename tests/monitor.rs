//! What a `Monitor` says of its script, checked by other implementations than the macro's.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use sse_monitor::{
    Client, ConnectionState, Indicator, Monitor, MonitorConfig, Script, connection_counter,
    connection_counter_script,
};

/// The same fields for both macros.
macro_rules! both {
    ($($fields:tt)*) => {
        (sse_monitor::monitor! { $($fields)* }, sse_monitor::monitor_script! { $($fields)* })
    };
}

static LEAST: (Monitor, &str) = both! { sse_element_id: "live" };
static MOST: (Monitor, &str) = both! {
    sse_element_id: "л</script>",
    status_element_id: "status",
    reconnect_delay: 1.5s,
    heartbeat_timeout: 100ms,
    callbacks: { connected: "app.onUp" },
    status_indicators: { closed: html("<b>\u{2028}</b>") },
    client: "dom",
};
static READABLE: (Monitor, &str) = both! {
    sse_element_id: "live",
    debug: true,
    heartbeat_timeout: 1min,
};
static COUNTER: Script = connection_counter! {};

#[test]
fn the_script_is_that_of_the_other_macro() {
    for (monitor, script) in [LEAST, MOST, READABLE] {
        assert_eq!(monitor.as_str(), script);
        assert_eq!(monitor.to_string(), monitor.script_tag());
        assert_eq!(monitor.script_tag(), format!("<script>{script}</script>"));
    }
    assert_eq!(COUNTER.as_str(), connection_counter_script! {});
    assert_eq!(COUNTER.script_tag(), format!("<script>{}</script>", COUNTER.as_str()));
}

/// As a browser reads the tag: what is between its ends, and no end before.
#[test]
fn the_hash_is_that_of_the_bytes_between_the_tags() {
    let monitors = [LEAST, MOST, READABLE].map(|(monitor, _)| {
        (monitor.script_tag(), monitor.csp_source(), monitor.integrity(), monitor.etag())
    });
    let counter = (COUNTER.script_tag(), COUNTER.csp_source(), COUNTER.integrity(), COUNTER.etag());
    for (tag, csp_source, integrity, etag) in monitors.into_iter().chain([counter]) {
        let inside = tag.strip_prefix("<script>").unwrap();
        let end = inside.find("</script").unwrap();
        assert_eq!(&inside[end..], "</script>");
        let hash = BASE64_STANDARD.encode(Sha256::digest(&inside[..end]));
        assert_eq!(integrity, format!("sha256-{hash}"));
        assert_eq!(csp_source, format!("'sha256-{hash}'"));
        assert_eq!(etag, format!("\"sha256-{hash}\""));
    }
    assert_ne!(LEAST.0.etag(), READABLE.0.etag());
}

#[test]
fn the_server_reads_what_the_page_was_told() {
    assert_eq!(LEAST.0.sse_element_id(), "live");
    assert_eq!(LEAST.0.status_element_id(), None);
    assert_eq!(LEAST.0.heartbeat_interval(), None);

    assert_eq!(MOST.0.sse_element_id(), "л</script>");
    assert_eq!(MOST.0.status_element_id(), Some("status"));
    assert_eq!(MOST.0.heartbeat_interval(), Some(Duration::from_millis(33)));

    assert_eq!(READABLE.0.heartbeat_interval(), Some(Duration::from_secs(20)));
}

/// The tag, and not the script beside it, is what the program carries.
#[test]
fn the_text_is_stored_once() {
    let (tag, script) = (LEAST.0.script_tag(), LEAST.0.as_str());
    assert_eq!(script.as_ptr(), tag["<script>".len()..].as_ptr());
}

/// The same fields, set at run time, make the same monitor.
#[test]
fn a_monitor_of_run_time_is_the_macro_s() {
    let config = MonitorConfig::new("л</script>")
        .status_element_id("status")
        .reconnect_delay(Duration::from_millis(1_500))
        .heartbeat_timeout(Duration::from_millis(100))
        .callback(ConnectionState::Connected, "app.onUp")
        .status_indicator(ConnectionState::Closed, Indicator::html("<b>\u{2028}</b>"))
        .client(Client::Dom);
    let monitor: Monitor<String> = config.monitor().unwrap();
    assert_eq!(monitor.borrowed(), MOST.0);
    assert_eq!(monitor.to_string(), MOST.0.to_string());
    assert_eq!(monitor.csp_source(), MOST.0.csp_source());
    assert_eq!(monitor.status_element_id(), Some("status"));
    assert_eq!(Script::new(connection_counter_script! {}).borrowed(), COUNTER);
}

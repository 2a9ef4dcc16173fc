//! Every field, in every form of value that it takes.

use std::time::Duration;

use sse_monitor::{Client, ConnectionState, GiveUp, Indicator, MonitorConfig};
use sse_monitor::{generate_monitor_script, monitor_script};

/// The script of the same configuration, rendered at run time.
fn rendered(configure: impl FnOnce(MonitorConfig) -> MonitorConfig) -> String {
    generate_monitor_script(&configure(MonitorConfig::new("live"))).unwrap()
}

fn main() {
    let bare = monitor_script! {
        sse_element_id: r"live",
        status_element_id: "status",
        client: "htmx2",
        auto_reconnect: true,
        reconnect_delay: 1.5s,
        reconnect_max_delay: 0.5h,
        max_reconnect_attempts: 1_0,
        visibility_reconnect: false,
        connect_timeout: 250_ms,
        heartbeat_timeout: 2min,
        give_up_on: [401, 403, "not-a-stream",],
        prepare_request: "app.prepare",
        last_event_id_param: "since",
        pause_hidden: 5min,
        grace: 1000,
        status_indicators: { connected: "On\u{2013}line", closed: html("<b>!</b>") },
        callbacks: { connected: "app.onUp", closed: "window.$bye" },
        debug: true,
    };
    let expected = rendered(|config| {
        config
            .status_element_id("status")
            .client(Client::Htmx2)
            .reconnect_delay(Duration::from_millis(1_500))
            .reconnect_max_delay(Duration::from_secs(1_800))
            .max_reconnect_attempts(10)
            .visibility_reconnect(false)
            .connect_timeout(Duration::from_millis(250))
            .heartbeat_timeout(Duration::from_mins(2))
            .give_up_on([GiveUp::Status(401), GiveUp::Status(403), GiveUp::NotAStream])
            .prepare_request("app.prepare")
            .last_event_id_param("since")
            .pause_hidden(Duration::from_mins(5))
            .grace(Duration::from_secs(1))
            .status_indicator(ConnectionState::Connected, "On\u{2013}line")
            .status_indicator(ConnectionState::Closed, Indicator::html("<b>!</b>"))
            .callback(ConnectionState::Connected, "app.onUp")
            .callback(ConnectionState::Closed, "window.$bye")
            .debug(true)
    });
    assert_eq!(bare, expected);

    let some = monitor_script! {
        sse_element_id: "live",
        status_element_id: Some("status"),
        max_reconnect_attempts: Some(3),
        connect_timeout: Some(1000),
        heartbeat_timeout: Some(45s),
        prepare_request: Some("app.prepare"),
        last_event_id_param: Some("since"),
        pause_hidden: Some(5min),
        grace: Some(500ms),
        status_indicators: Some({ connected: "Online" }),
        callbacks: "app.onChange",
    };
    let expected = rendered(|config| {
        config
            .status_element_id("status")
            .max_reconnect_attempts(3)
            .connect_timeout(Duration::from_secs(1))
            .heartbeat_timeout(Duration::from_secs(45))
            .prepare_request("app.prepare")
            .last_event_id_param("since")
            .pause_hidden(Duration::from_mins(5))
            .grace(Duration::from_millis(500))
            .status_indicator(ConnectionState::Connected, "Online")
            .callbacks("app.onChange")
    });
    assert_eq!(some, expected);

    let none = monitor_script! {
        sse_element_id: "live",
        status_element_id: None,
        max_reconnect_attempts: None,
        connect_timeout: None,
        heartbeat_timeout: None,
        prepare_request: None,
        last_event_id_param: None,
        pause_hidden: None,
        grace: None,
    };
    assert_eq!(none, rendered(|config| config.connect_timeout(None)));

    let attributes = monitor_script! {
        sse_element_id: "live",
        status_element_id: "status",
        status_indicators: None,
        give_up_on: [],
        callbacks: {},
    };
    let expected = rendered(|config| config.status_element_id("status").status_indicators(None));
    assert_eq!(attributes, expected);
}

//! Every field, in every form of value that it takes.

use sse_monitor::{ConnectionState, Indicator, LastEventIdParam, MonitorConfig};
use sse_monitor::{generate_monitor_script, monitor_script};

/// The script of the same configuration, rendered at run time.
fn rendered(configure: impl FnOnce(&mut MonitorConfig)) -> String {
    let mut config = MonitorConfig::new("live");
    configure(&mut config);
    generate_monitor_script(&config).unwrap()
}

fn main() {
    let bare = monitor_script! {
        sse_element_id: r"live",
        status_element_id: "status",
        auto_reconnect: true,
        reconnect_delay: 1.5s,
        max_reconnect_attempts: 1_0,
        visibility_reconnect: false,
        heartbeat_timeout: 2min,
        debug: true,
        callbacks: { connected: "app.onUp", closed: "window.$bye" },
        status_indicators: { connected: "On\u{2013}line", error: html("<b>!</b>") },
        reconnect_max_delay: 0.5h,
        connect_timeout: 250_ms,
        heartbeat_events: ["beat", "tick",],
        client: "htmx2",
        events: [],
        last_event_id_param: "since",
    };
    let expected = rendered(|config| {
        config.status_element_id = Some("status".into());
        config.reconnect_delay = Some(1_500);
        config.max_reconnect_attempts = Some(10);
        config.visibility_reconnect = false;
        config.heartbeat_timeout = Some(120_000);
        config.debug = true;
        config.callbacks.insert(ConnectionState::Connected, "app.onUp".into());
        config.callbacks.insert(ConnectionState::Closed, "window.$bye".into());
        config.status_indicators.insert(ConnectionState::Connected, "On\u{2013}line".into());
        config.status_indicators.insert(ConnectionState::Error, Indicator::html("<b>!</b>"));
        config.reconnect_max_delay = Some(1_800_000);
        config.connect_timeout = Some(250);
        config.heartbeat_events = Some(vec!["beat".into(), "tick".into()]);
        config.client = sse_monitor::Client::Htmx2;
        config.last_event_id_param = "since".into();
    });
    assert_eq!(bare, expected);

    let some = monitor_script! {
        sse_element_id: "live",
        status_element_id: Some("status"),
        max_reconnect_attempts: Some(3),
        heartbeat_timeout: Some(45s),
        connect_timeout: Some(1000),
        last_event_id_param: Some("since"),
    };
    let expected = rendered(|config| {
        config.status_element_id = Some("status".into());
        config.max_reconnect_attempts = Some(3);
        config.heartbeat_timeout = Some(45_000);
        config.connect_timeout = Some(1_000);
        config.last_event_id_param = "since".into();
    });
    assert_eq!(some, expected);

    let none = monitor_script! {
        sse_element_id: "live",
        status_element_id: None,
        max_reconnect_attempts: None,
        heartbeat_timeout: None,
        connect_timeout: None,
        last_event_id_param: None,
    };
    let expected = rendered(|config| {
        config.connect_timeout = None;
        config.last_event_id_param = LastEventIdParam::Off;
    });
    assert_eq!(none, expected);
}

//! The two tests of the Python original, for the script that is rendered here.

use std::time::Duration;

use sse_monitor_core::{
    Client, ConnectionState, MonitorConfig, generate_monitor_script, generate_simple_monitor,
};

#[test]
fn the_configuration_as_json_has_the_given_values_and_the_defaults() {
    let config = MonitorConfig::new("test-sse")
        .status_element_id("test-status")
        .reconnect_delay(Duration::from_secs(5))
        .max_reconnect_attempts(5);

    let json: serde_json::Value = serde_json::from_str(&config.to_js_config()).unwrap();

    assert_eq!(json["sseElementId"], "test-sse");
    assert_eq!(json["statusElementId"], "test-status");
    assert_eq!(json["reconnectDelay"], 5000);
    assert_eq!(json["maxReconnectAttempts"], 5);
    assert_eq!(json["autoReconnect"], true);
}

#[test]
fn the_script_has_its_key_components() {
    let config = MonitorConfig::new("test").debug(true);
    let script = generate_monitor_script(&config).unwrap();
    // The extension still dispatches `htmx:sseError` and `htmx:sseClose`: the connection is the monitor's own, so it
    // need not listen to them.
    for component in ["SSEMonitor", "htmx:sseOpen", "visibilitychange", "reconnect"] {
        assert!(script.contains(component), "{component}");
    }

    let simple = generate_simple_monitor("test-id", None, Client::Auto, false).unwrap();
    assert!(simple.contains("test-id"));
    assert!(simple.contains("sseMonitor"));
}

#[test]
fn the_json_has_the_originals_keys_in_its_order_then_the_new_ones() {
    let config = MonitorConfig::new("x")
        .status_element_id("y")
        .max_reconnect_attempts(1)
        .heartbeat_timeout(Duration::from_secs(1))
        .callback(ConnectionState::Connected, "up")
        .give_up_on([401])
        .pause_hidden(Duration::from_secs(300));
    assert_eq!(
        config.to_js_config(),
        concat!(
            r#"{"sseElementId":"x","statusElementId":"y","autoReconnect":true,"reconnectDelay":3000,"#,
            r#""maxReconnectAttempts":1,"visibilityReconnect":true,"heartbeatTimeout":1000,"debug":false,"#,
            r#""callbacks":{"connected":"up"},"client":"auto","reconnectMaxDelay":17000,"#,
            r#""connectTimeout":20000,"giveUpOn":[401],"pauseHidden":300000}"#
        )
    );
    assert_eq!(
        MonitorConfig::new("x").to_js_config().matches("null").count(),
        0,
        "fields without a value are absent"
    );
}

//! The configurations whose sizes are watched.

use sse_monitor_core::{
    Client, ConnectionState, Indicator, LastEventIdParam, MonitorConfig,
    generate_connection_counter, generate_monitor_script, generate_simple_monitor,
};

/// A rendered script and what it may weigh, in bytes after `gzip -9`.
pub(crate) struct Configuration {
    pub(crate) name: &'static str,
    pub(crate) script: String,
    pub(crate) at_most: usize,
    pub(crate) aim: usize,
}

/// Every configuration, in the order of the table.
pub(crate) fn all() -> [Configuration; 5] {
    [
        simple("simple, htmx2", Client::Htmx2),
        simple("simple, htmx4", Client::Htmx4),
        simple("simple, eventsource", Client::EventSource),
        Configuration {
            name: "every field, auto",
            script: generate_monitor_script(&every_field()).expect("the configuration is valid"),
            at_most: 2900,
            aim: 2400,
        },
        Configuration {
            name: "counter",
            script: generate_connection_counter().to_owned(),
            at_most: 560,
            aim: 450,
        },
    ]
}

fn simple(name: &'static str, client: Client) -> Configuration {
    let script = generate_simple_monitor("live", Some("status"), client, false);
    Configuration {
        name,
        script: script.expect("the configuration is valid"),
        at_most: 1850,
        aim: 1400,
    }
}

/// Every field that applies to `auto`; `events` does not.
fn every_field() -> MonitorConfig {
    let mut config = MonitorConfig::new("live");
    config.status_element_id = Some("status".into());
    config.auto_reconnect = true;
    config.reconnect_delay = Some(1_000);
    config.max_reconnect_attempts = Some(10);
    config.visibility_reconnect = true;
    config.heartbeat_timeout = Some(45_000);
    config.debug = false;
    config.callbacks = [
        (ConnectionState::Connected, "app.onConnected".into()),
        (ConnectionState::Disconnected, "app.onDisconnected".into()),
    ]
    .into();
    config.status_indicators = [
        (ConnectionState::Connected, Indicator::html("<b class=\"up\">Live</b>")),
        (ConnectionState::Disconnected, "Offline".into()),
    ]
    .into();
    config.reconnect_max_delay = Some(60_000);
    config.connect_timeout = Some(15_000);
    config.heartbeat_events = Some(vec!["heartbeat".into(), "tick".into()]);
    config.client = Client::Auto;
    config.last_event_id_param = LastEventIdParam::Name("since".into());
    config
}

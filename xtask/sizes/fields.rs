//! What each field alone adds to a script.

use crate::Result;
use crate::page::Row;
use sse_monitor::{Client, ConnectionState, GiveUp, Indicator, MonitorConfig};
use std::time::Duration;

/// What a field adds, in bytes.
pub(crate) struct Cost {
    /// As it is written in a macro.
    pub(crate) field: &'static str,
    pub(crate) bytes: i64,
    pub(crate) gzipped: i64,
    pub(crate) brotlied: i64,
}

type With = fn(MonitorConfig) -> MonitorConfig;

/// Each field with a value for which it is rendered, in the order of the documentation.
#[rustfmt::skip]
const FIELDS: [(&str, With); 19] = [
    ("status_element_id: None", |config| config.status_element_id(None)),
    ("client: \"htmx2\"", |config| config.client(Client::Htmx2)),
    ("client: \"htmx4\"", |config| config.client(Client::Htmx4)),
    ("client: \"dom\"", |config| config.client(Client::Dom)),
    ("auto_reconnect: false", |config| config.auto_reconnect(false)),
    ("max_reconnect_attempts: 10", |config| config.max_reconnect_attempts(10)),
    ("visibility_reconnect: false", |config| config.visibility_reconnect(false)),
    ("connect_timeout: None", |config| config.connect_timeout(None)),
    ("heartbeat_timeout: 45s", |config| config.heartbeat_timeout(Duration::from_secs(45))),
    ("give_up_on: [401, \"not-a-stream\"]", |config| config.give_up_on([GiveUp::Status(401), GiveUp::NotAStream])),
    ("prepare_request: \"app.prepare\"", |config| config.prepare_request("app.prepare")),
    ("last_event_id_param: \"since\"", |config| config.last_event_id_param("since")),
    ("pause_hidden: 5min", |config| config.pause_hidden(Duration::from_mins(5))),
    ("grace: 500ms", |config| config.grace(Duration::from_millis(500))),
    ("status_indicators: { connected: html(\"<b>Live</b>\") }", |config| {
        config.status_indicator(ConnectionState::Connected, Indicator::html("<b>Live</b>"))
    }),
    ("status_indicators: None", |config| config.status_indicators(None)),
    ("callbacks: { connected: \"app.onUp\" }", |config| config.callback(ConnectionState::Connected, "app.onUp")),
    ("callbacks: \"app.onChange\"", |config| config.callbacks("app.onChange")),
    ("debug: true", |config| config.debug(true)),
];

/// The costs, in this order.
pub(crate) fn costs() -> Result<Vec<Cost>> {
    let simple = MonitorConfig::new("live").status_element_id("status");
    let without = row(&simple)?;
    let cost = |(field, with): &(&'static str, With)| {
        let row = row(&with(simple.clone()))?;
        Ok(Cost {
            field,
            bytes: difference(row.bytes, without.bytes),
            gzipped: difference(row.gzipped, without.gzipped),
            brotlied: difference(row.brotlied, without.brotlied),
        })
    };
    FIELDS.iter().map(cost).collect()
}

fn row(config: &MonitorConfig) -> Result<Row> {
    let script = sse_monitor::generate_monitor_script(config).map_err(|error| error.to_string())?;
    Row::new(String::new(), &script)
}

fn difference(with: usize, without: usize) -> i64 {
    let signed = |bytes| i64::try_from(bytes).unwrap_or(i64::MAX);
    signed(with) - signed(without)
}

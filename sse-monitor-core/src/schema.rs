//! What an editor knows of the macros' input: an item for each name that can be written there. The macros refer to
//! them only while an editor expands them; a compiler never sees a use of this module.

// The items are named as they are written in the macros.
#![allow(non_upper_case_globals)]

/// What a field takes, as an editor shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// In words.
    pub takes: &'static str,
    /// What applies when it is left out; `required` if it cannot be.
    pub default: &'static str,
}

/// The fields of `monitor_script!` and `monitor!`.
pub mod monitor {
    use super::Field;

    /// The element that carries `sse-connect` or `hx-sse:connect`.
    ///
    /// An HTML id: `"live"`. Required.
    ///
    /// At run time: [`MonitorConfig::sse_element_id`](crate::MonitorConfig::sse_element_id).
    pub const sse_element_id: Field = Field { takes: "an HTML id", default: "required" };

    /// The element that shows the state.
    ///
    /// An HTML id or `None`: `"status"`. Default: `None`.
    ///
    /// At run time: [`MonitorConfig::status_element_id`](crate::MonitorConfig::status_element_id).
    pub const status_element_id: Field = Field { takes: "an HTML id or `None`", default: "None" };

    /// Bring the connection back after a failure.
    ///
    /// `true` or `false`. Default: `true`.
    ///
    /// At run time: [`MonitorConfig::auto_reconnect`](crate::MonitorConfig::auto_reconnect).
    pub const auto_reconnect: Field = Field { takes: "`true` or `false`", default: "true" };

    /// Mean of the first delay before an attempt, and base of the backoff.
    ///
    /// A duration: `5s`, `500ms`, `1.5s`, `2min`, `1h`, or a number of milliseconds; from 10 ms to 2147483647 ms.
    /// Default: `3s`.
    ///
    /// At run time: [`MonitorConfig::reconnect_delay`](crate::MonitorConfig::reconnect_delay).
    pub const reconnect_delay: Field = Field { takes: "a duration", default: "3s" };

    /// Consecutive failed attempts before giving up; `None` never gives up.
    ///
    /// A whole number or `None`, at least 1. Default: `None`.
    ///
    /// At run time: [`MonitorConfig::max_reconnect_attempts`](crate::MonitorConfig::max_reconnect_attempts).
    pub const max_reconnect_attempts: Field =
        Field { takes: "a whole number or `None`", default: "None" };

    /// Try at once when the tab becomes visible.
    ///
    /// `true` or `false`. Default: `true`.
    ///
    /// At run time: [`MonitorConfig::visibility_reconnect`](crate::MonitorConfig::visibility_reconnect).
    pub const visibility_reconnect: Field = Field { takes: "`true` or `false`", default: "true" };

    /// Silence after which the connection counts as dead; `None` lets it be silent.
    ///
    /// A duration or `None`: `5s`, `500ms`, `1.5s`, `2min`, `1h`, or a number of milliseconds; from 10 ms to
    /// 2147483647 ms. Default: `None`.
    ///
    /// At run time: [`MonitorConfig::heartbeat_timeout`](crate::MonitorConfig::heartbeat_timeout).
    pub const heartbeat_timeout: Field = Field { takes: "a duration or `None`", default: "None" };

    /// A readable script that logs to the console.
    ///
    /// `true` or `false`. Default: `false`.
    ///
    /// At run time: [`MonitorConfig::debug`](crate::MonitorConfig::debug).
    pub const debug: Field = Field { takes: "`true` or `false`", default: "false" };

    /// For each state the path of a global JavaScript function, called with the state's name.
    ///
    /// A map from states to JavaScript functions: `{ connected: "app.onUp" }`. Default: `{}`.
    ///
    /// At run time: [`MonitorConfig::callbacks`](crate::MonitorConfig::callbacks).
    pub const callbacks: Field =
        Field { takes: "a map from states to JavaScript functions", default: "{}" };

    /// What the status element shows, for each state; states left out keep their default text.
    ///
    /// A map from states to texts: `{ connected: "Online", error: html("<b>Broken</b>") }`. Default: `{}`.
    ///
    /// At run time: [`MonitorConfig::status_indicators`](crate::MonitorConfig::status_indicators).
    pub const status_indicators: Field =
        Field { takes: "a map from states to texts", default: "{}" };

    /// No delay is longer. By default 30 seconds, or `reconnect_delay` if that is more.
    ///
    /// A duration: `5s`, `500ms`, `1.5s`, `2min`, `1h`, or a number of milliseconds; from 10 ms to 2147483647 ms.
    /// Default: `30s`.
    ///
    /// At run time: [`MonitorConfig::reconnect_max_delay`](crate::MonitorConfig::reconnect_max_delay).
    pub const reconnect_max_delay: Field = Field { takes: "a duration", default: "30s" };

    /// Time until an event stream's headers must have come; `None` waits for ever.
    ///
    /// A duration or `None`: `5s`, `500ms`, `1.5s`, `2min`, `1h`, or a number of milliseconds; from 10 ms to
    /// 2147483647 ms. Default: `20s`.
    ///
    /// At run time: [`MonitorConfig::connect_timeout`](crate::MonitorConfig::connect_timeout).
    pub const connect_timeout: Field = Field { takes: "a duration or `None`", default: "20s" };

    /// Named events that are a sign of life. Only with `heartbeat_timeout`.
    ///
    /// A list of event names: `["heartbeat"]`. Default: `["heartbeat"]`.
    ///
    /// At run time: [`MonitorConfig::heartbeat_events`](crate::MonitorConfig::heartbeat_events).
    pub const heartbeat_events: Field =
        Field { takes: "a list of event names", default: "[\"heartbeat\"]" };

    /// The SSE client that the page uses; `auto` finds htmx 2 or 4 at run time.
    ///
    /// The name of a client: `"auto"`, `"htmx2"`, `"htmx4"` or `"eventsource"`. Default: `"auto"`.
    ///
    /// At run time: [`MonitorConfig::client`](crate::MonitorConfig::client).
    pub const client: Field = Field { takes: "the name of a client", default: "\"auto\"" };

    /// Named events dispatched to the page. Only with `client: "eventsource"`.
    ///
    /// A list of event names: `["news"]`. Default: `[]`.
    ///
    /// At run time: [`MonitorConfig::events`](crate::MonitorConfig::events).
    pub const events: Field = Field { takes: "a list of event names", default: "[]" };

    /// Query parameter that carries the last event id where a new `EventSource` cannot send the header; `None` adds
    /// none.
    ///
    /// The name of a query parameter or `None`: `"since"`. Default: `"lastEventId"`.
    ///
    /// At run time: [`MonitorConfig::last_event_id_param`](crate::MonitorConfig::last_event_id_param).
    pub const last_event_id_param: Field =
        Field { takes: "the name of a query parameter or `None`", default: "\"lastEventId\"" };
}

/// The fields of `simple_monitor_script!`.
pub mod simple {
    pub use super::monitor::{client, debug, sse_element_id, status_element_id};
}

/// The states, inside of `callbacks` and `status_indicators`.
pub mod states {
    use crate::ConnectionState;

    /// Started; the first connection is not open yet.
    ///
    /// The status element shows `Connecting...` unless an indicator says otherwise. At run time:
    /// [`ConnectionState::Connecting`](crate::ConnectionState::Connecting).
    pub const connecting: ConnectionState = ConnectionState::Connecting;

    /// Open: the event stream's headers arrived.
    ///
    /// The status element shows `Connected` unless an indicator says otherwise. At run time:
    /// [`ConnectionState::Connected`](crate::ConnectionState::Connected).
    pub const connected: ConnectionState = ConnectionState::Connected;

    /// No attempt will follow by itself: attempts exhausted, `auto_reconnect: false`, or offline.
    ///
    /// The status element shows `Disconnected` unless an indicator says otherwise. At run time:
    /// [`ConnectionState::Disconnected`](crate::ConnectionState::Disconnected).
    pub const disconnected: ConnectionState = ConnectionState::Disconnected;

    /// The connection failed, ended or fell silent. Left at once for what follows.
    ///
    /// The status element shows `Connection Error` unless an indicator says otherwise. At run time:
    /// [`ConnectionState::Error`](crate::ConnectionState::Error).
    pub const error: ConnectionState = ConnectionState::Error;

    /// An attempt is due or under way, until the outage ends.
    ///
    /// The status element shows `Reconnecting...` unless an indicator says otherwise. At run time:
    /// [`ConnectionState::Reconnecting`](crate::ConnectionState::Reconnecting).
    pub const reconnecting: ConnectionState = ConnectionState::Reconnecting;

    /// Ended on purpose, by the server's close event or with its element. No attempt ever follows.
    ///
    /// The status element shows `Connection Closed` unless an indicator says otherwise. At run time:
    /// [`ConnectionState::Closed`](crate::ConnectionState::Closed).
    pub const closed: ConnectionState = ConnectionState::Closed;
}

#[cfg(all(test, feature = "render"))]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;
    use crate::ConnectionState;
    use crate::fields::FIELDS;

    const SOURCE: &str = include_str!("schema.rs");

    /// Name, value and documentation of each constant in a module of this file.
    fn items(module: &str) -> Vec<(&'static str, String, String)> {
        let start = SOURCE.find(&format!("pub mod {module} {{")).unwrap();
        let body = SOURCE[start..].split("\n}").next().unwrap();
        let mut items = Vec::new();
        let mut documentation = String::new();
        let mut lines = body.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if let Some(text) = line.strip_prefix("///") {
                documentation.push_str(text);
            } else if let Some(item) = line.strip_prefix("pub const ") {
                let (name, value) = item.split_once(": ").unwrap();
                let mut value = String::from(value);
                while !value.ends_with(';') {
                    value.push(' ');
                    value.push_str(lines.next().unwrap());
                }
                items.push((name, value, core::mem::take(&mut documentation)));
            }
        }
        items
    }

    #[test]
    fn every_field_has_its_entry() {
        let items = items("monitor");
        assert_eq!(items.len(), FIELDS.len());
        for (field, (name, value, documentation)) in FIELDS.iter().zip(items) {
            assert_eq!(name, field.name);
            let takes = format!("takes: {:?}, default: {:?}", field.takes(), field.default);
            assert!(value.contains(&takes), "{name}: {value} has no {takes}");
            let default = match field.default {
                "required" => "Required.".into(),
                default => format!("Default: `{default}`."),
            };
            let (first, other) = field.takes().split_at(1);
            let takes = format!("{}{other}", first.to_uppercase());
            let link = format!("[`MonitorConfig::{name}`](crate::MonitorConfig::{name})");
            for part in [field.doc, &default, &takes, &link] {
                assert!(documentation.contains(part), "{name}: {documentation} has no {part}");
            }
            let is_duration = field.takes().starts_with("a duration");
            assert_eq!(documentation.contains("a number of milliseconds"), is_duration, "{name}");
        }
    }

    #[test]
    fn the_simple_macro_has_its_fields() {
        let module = SOURCE.split("pub mod simple {").nth(1).unwrap();
        let list = module.split(['{', '}']).nth(1).unwrap();
        let names: BTreeSet<_> =
            list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        let simple = FIELDS.iter().filter(|field| field.simple);
        assert_eq!(names, simple.map(|field| field.name).collect());
        assert_eq!(simple::debug, monitor::debug);
    }

    #[test]
    fn every_state_has_its_entry() {
        let items = items("states");
        assert_eq!(items.len(), ConnectionState::ALL.len());
        for (state, (name, value, documentation)) in ConnectionState::ALL.into_iter().zip(items) {
            assert_eq!(name, state.as_str());
            assert_eq!(value, format!("ConnectionState = ConnectionState::{state:?};"));
            assert!(documentation.contains(state.default_text()), "{name}: {documentation}");
        }
        assert_eq!(states::closed, ConnectionState::Closed);
    }
}

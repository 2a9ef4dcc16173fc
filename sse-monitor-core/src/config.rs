//! What a monitor is told: the typed configuration, and the default of each field that may be left out.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::{Client, ConnectionState, Indicator};

const RECONNECT_DELAY: u32 = 3_000;
const RECONNECT_MAX_DELAY: u32 = 30_000;
const CONNECT_TIMEOUT: u32 = 20_000;
const HEARTBEAT_EVENT: &str = "heartbeat";
const LAST_EVENT_ID_PARAM: &str = "lastEventId";

/// The configuration of one monitor.
///
/// Fields whose mere presence can be wrong are options: `None` means "not given" and an accessor tells what applies.
///
/// ```
/// use sse_monitor_core::{ConnectionState, Indicator, MonitorConfig};
///
/// let mut config = MonitorConfig::new("live");
/// config.status_element_id = Some("status".into());
/// config.status_indicators.insert(ConnectionState::Error, Indicator::html("<b>Broken</b>"));
/// config.heartbeat_timeout = Some(15_000);
/// assert!(config.validate().is_ok());
/// assert_eq!(config.heartbeat_event_names(), ["heartbeat"]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MonitorConfig {
    /// Id of the element that carries `sse-connect` or `hx-sse:connect`. Required.
    pub sse_element_id: String,
    /// Id of the element that shows the state. Default: none.
    pub status_element_id: Option<String>,
    /// Whether a failed connection is brought back. Default: `true`.
    pub auto_reconnect: bool,
    /// Mean of the first delay before an attempt, in milliseconds, and base of the backoff. Default: 3000.
    pub reconnect_delay: Option<u32>,
    /// Consecutive failed attempts before giving up, at least 1. Default: none, never give up.
    pub max_reconnect_attempts: Option<u32>,
    /// Whether an attempt is made at once when the tab becomes visible. Default: `true`.
    pub visibility_reconnect: bool,
    /// Silence in milliseconds after which the connection counts as dead. Default: none, silence is no sign.
    pub heartbeat_timeout: Option<u32>,
    /// Whether the script is readable and logs to the console. Default: `false`.
    pub debug: bool,
    /// Paths of global JavaScript functions (`app.onUp`), each called with the name of the state it is listed for.
    pub callbacks: BTreeMap<ConnectionState, String>,
    /// What the status element shows. States left out show [`ConnectionState::default_text`].
    pub status_indicators: BTreeMap<ConnectionState, Indicator>,
    /// No delay is longer, in milliseconds. Default: 30000, or `reconnect_delay` if that is more.
    pub reconnect_max_delay: Option<u32>,
    /// Time in milliseconds until an event stream's headers must have come. Default: 20000. `None`: no limit.
    pub connect_timeout: Option<u32>,
    /// Named events that are a sign of life. Default: `heartbeat` when `heartbeat_timeout` is set.
    pub heartbeat_events: Option<Vec<String>>,
    /// The SSE client that the page uses. Default: [`Client::Auto`].
    pub client: Client,
    /// Named events that the monitor dispatches to the page. [`Client::EventSource`] only. Default: none.
    pub events: Vec<String>,
    /// Query parameter that carries the last event id where a new `EventSource` cannot send the header.
    pub last_event_id_param: LastEventIdParam,
}

/// The query parameter that carries the last event id, added to the stream's address once an id was received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum LastEventIdParam {
    /// Not given: `lastEventId`.
    #[default]
    Default,
    /// Never add one.
    Off,
    /// This name.
    Name(String),
}

impl From<Option<String>> for LastEventIdParam {
    /// A name, or `Off`.
    fn from(name: Option<String>) -> Self {
        name.map_or(Self::Off, Self::Name)
    }
}

impl From<&str> for LastEventIdParam {
    fn from(name: &str) -> Self {
        Self::Name(name.into())
    }
}

impl MonitorConfig {
    /// A configuration with every default, for the element with this id.
    #[must_use]
    pub fn new(sse_element_id: impl Into<String>) -> Self {
        Self {
            sse_element_id: sse_element_id.into(),
            status_element_id: None,
            auto_reconnect: true,
            reconnect_delay: None,
            max_reconnect_attempts: None,
            visibility_reconnect: true,
            heartbeat_timeout: None,
            debug: false,
            callbacks: BTreeMap::new(),
            status_indicators: BTreeMap::new(),
            reconnect_max_delay: None,
            connect_timeout: Some(CONNECT_TIMEOUT),
            heartbeat_events: None,
            client: Client::Auto,
            events: Vec::new(),
            last_event_id_param: LastEventIdParam::Default,
        }
    }

    /// The mean of the first delay, in milliseconds.
    #[must_use]
    pub fn reconnect_delay_ms(&self) -> u32 {
        self.reconnect_delay.unwrap_or(RECONNECT_DELAY)
    }

    /// The longest delay, in milliseconds.
    #[must_use]
    pub fn reconnect_max_delay_ms(&self) -> u32 {
        self.reconnect_max_delay.unwrap_or(RECONNECT_MAX_DELAY.max(self.reconnect_delay_ms()))
    }

    /// The named events that are a sign of life. None without `heartbeat_timeout`.
    #[must_use]
    pub fn heartbeat_event_names(&self) -> Vec<&str> {
        match (&self.heartbeat_timeout, &self.heartbeat_events) {
            (None, _) => Vec::new(),
            (Some(_), None) => Vec::from([HEARTBEAT_EVENT]),
            (Some(_), Some(names)) => names.iter().map(String::as_str).collect(),
        }
    }

    /// What the status element shows in this state.
    #[must_use]
    pub fn indicator(&self, state: ConnectionState) -> Indicator {
        self.status_indicators
            .get(&state)
            .cloned()
            .unwrap_or_else(|| Indicator::Text(state.default_text().to_string()))
    }

    /// The name of the query parameter for the last event id; `None` when it is off.
    #[must_use]
    pub fn last_event_id_param_name(&self) -> Option<&str> {
        match &self.last_event_id_param {
            LastEventIdParam::Default => Some(LAST_EVENT_ID_PARAM),
            LastEventIdParam::Off => None,
            LastEventIdParam::Name(name) => Some(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_delay_is_never_below_the_first() {
        let mut config = MonitorConfig::new("live");
        assert_eq!(config.reconnect_max_delay_ms(), 30_000);
        config.reconnect_delay = Some(60_000);
        assert_eq!(config.reconnect_max_delay_ms(), 60_000);
        config.reconnect_max_delay = Some(90_000);
        assert_eq!(config.reconnect_max_delay_ms(), 90_000);
    }

    #[test]
    fn heartbeat_events_apply_only_with_a_timeout() {
        let mut config = MonitorConfig::new("live");
        assert!(config.heartbeat_event_names().is_empty());
        config.heartbeat_timeout = Some(1_000);
        assert_eq!(config.heartbeat_event_names(), ["heartbeat"]);
        config.heartbeat_events = Some(Vec::new());
        assert!(config.heartbeat_event_names().is_empty());
    }

    #[test]
    fn an_indicator_left_out_shows_the_default_text() {
        let mut config = MonitorConfig::new("live");
        config.status_indicators.insert(ConnectionState::Error, Indicator::html("<b>!</b>"));
        assert_eq!(config.indicator(ConnectionState::Error), Indicator::Html("<b>!</b>".into()));
        assert_eq!(config.indicator(ConnectionState::Closed), "Connection Closed".into());
    }

    #[test]
    fn the_last_event_id_parameter_can_be_named_or_switched_off() {
        let mut config = MonitorConfig::new("live");
        assert_eq!(config.last_event_id_param_name(), Some("lastEventId"));
        config.last_event_id_param = LastEventIdParam::Off;
        assert_eq!(config.last_event_id_param_name(), None);
        config.last_event_id_param = LastEventIdParam::Name("since".into());
        assert_eq!(config.last_event_id_param_name(), Some("since"));
    }
}

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
///
/// # Macro, builder or file
///
/// What is known when the program is compiled belongs into a macro: its mistakes do not compile, its script costs
/// nothing at run time, and its hash is a constant. What only the program knows is set field by field, as above, and
/// rendered by [`generate_monitor_script`](crate::generate_monitor_script). What whoever runs the program shall decide
/// comes from a file, with the feature `serde`.
///
/// # From TOML, JSON and other formats
///
/// With the feature `serde` a configuration is read by any format that describes itself. Names, values, rules and
/// messages are those of the macros, and every problem is listed at once:
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use sse_monitor_core::{MonitorConfig, generate_monitor_script};
///
/// let config: MonitorConfig = toml::from_str(
///     r#"
///         sse_element_id = "live"
///         status_element_id = "status"
///         reconnect_delay = "5s"
///         heartbeat_timeout = 45_000
///         connect_timeout = false
///
///         [callbacks]
///         connected = "app.onUp"
///
///         [status_indicators]
///         connected = "Online"
///         error = { html = "<b>Broken</b>" }
///     "#,
/// )?;
/// assert_eq!(config.reconnect_delay, Some(5_000));
/// assert_eq!(config.connect_timeout, None);
/// let script = generate_monitor_script(&config)?;
/// # assert!(script.contains("app.onUp"));
///
/// let same = serde_json::from_str(
///     r#"{
///         "sse_element_id": "live",
///         "status_element_id": "status",
///         "reconnect_delay": "5s",
///         "heartbeat_timeout": 45000,
///         "connect_timeout": null,
///         "callbacks": { "connected": "app.onUp" },
///         "status_indicators": { "connected": "Online", "error": { "html": "<b>Broken</b>" } }
///     }"#,
/// )?;
/// assert_eq!(config, same);
///
/// let error = toml::from_str::<MonitorConfig>("heartbeat_timeout = 3\nreconect_delay = '5s'").unwrap_err();
/// assert_eq!(
///     error.message(),
///     "sse_element_id: `sse_element_id` is missing\n  \
///        help: add `sse_element_id: \"live\"`, the id of the element that carries `sse-connect`\n\
///      heartbeat_timeout: 3 ms is below the minimum of 10 ms\n  \
///        help: did you mean `3s`? A number without a unit is milliseconds: 3 seconds are `3s` or `3000`\n\
///      reconect_delay: unknown field `reconect_delay`\n  \
///        help: did you mean `reconnect_delay`?"
/// );
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What the macros write in Rust's words, these formats write so:
///
/// | in a macro | TOML | JSON |
/// |---|---|---|
/// | `5s` | `"5s"` | `"5s"` |
/// | `5000` | `5000` | `5000` |
/// | `None` | `false` | `null` or `false` |
/// | `html("<b>!</b>")` | `{ html = "<b>!</b>" }` | `{ "html": "<b>!</b>" }` |
/// | `{ connected: "app.onUp" }` | `{ connected = "app.onUp" }`, or a table `[callbacks]` | `{ "connected": "app.onUp" }` |
///
/// Whoever writes an indicator as HTML must be trusted, and so whoever can write the file.
///
/// Written back, a configuration has the fields that differ from their defaults, and is read as the same again.
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
///
/// ```
/// use sse_monitor_core::{LastEventIdParam, MonitorConfig};
///
/// let mut config = MonitorConfig::new("live");
/// config.last_event_id_param = "since".into();
/// assert_eq!(config.last_event_id_param_name(), Some("since"));
/// config.last_event_id_param = LastEventIdParam::Off;
/// assert_eq!(config.last_event_id_param_name(), None);
/// ```
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
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let config = MonitorConfig::new("live");
    /// assert!(config.auto_reconnect && config.validate().is_ok());
    /// ```
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
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// assert_eq!(MonitorConfig::new("live").reconnect_delay_ms(), 3_000);
    /// ```
    #[must_use]
    pub fn reconnect_delay_ms(&self) -> u32 {
        self.reconnect_delay.unwrap_or(RECONNECT_DELAY)
    }

    /// The longest delay, in milliseconds.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let mut config = MonitorConfig::new("live");
    /// assert_eq!(config.reconnect_max_delay_ms(), 30_000);
    /// config.reconnect_delay = Some(60_000);
    /// assert_eq!(config.reconnect_max_delay_ms(), 60_000);
    /// ```
    #[must_use]
    pub fn reconnect_max_delay_ms(&self) -> u32 {
        self.reconnect_max_delay.unwrap_or(RECONNECT_MAX_DELAY.max(self.reconnect_delay_ms()))
    }

    /// The named events that are a sign of life. None without `heartbeat_timeout`.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let mut config = MonitorConfig::new("live");
    /// assert!(config.heartbeat_event_names().is_empty());
    /// config.heartbeat_timeout = Some(45_000);
    /// assert_eq!(config.heartbeat_event_names(), ["heartbeat"]);
    /// ```
    #[must_use]
    pub fn heartbeat_event_names(&self) -> Vec<&str> {
        match (&self.heartbeat_timeout, &self.heartbeat_events) {
            (None, _) => Vec::new(),
            (Some(_), None) => Vec::from([HEARTBEAT_EVENT]),
            (Some(_), Some(names)) => names.iter().map(String::as_str).collect(),
        }
    }

    /// What the status element shows in this state.
    ///
    /// ```
    /// use sse_monitor_core::{ConnectionState, Indicator, MonitorConfig};
    ///
    /// let config = MonitorConfig::new("live");
    /// assert_eq!(config.indicator(ConnectionState::Connected), Indicator::from("Connected"));
    /// ```
    #[must_use]
    pub fn indicator(&self, state: ConnectionState) -> Indicator {
        self.status_indicators
            .get(&state)
            .cloned()
            .unwrap_or_else(|| Indicator::Text(state.default_text().to_string()))
    }

    /// The name of the query parameter for the last event id; `None` when it is off.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// assert_eq!(MonitorConfig::new("live").last_event_id_param_name(), Some("lastEventId"));
    /// ```
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

//! Until the core is there.
use std::collections::BTreeMap;
use std::time::Duration;
use std::fmt::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client { Auto, Htmx2, Htmx4, Dom }
impl Client {
    pub(crate) const ALL: [Self; 4] = [Self::Auto, Self::Htmx2, Self::Htmx4, Self::Dom];
    pub(crate) fn as_str(self) -> &'static str {
        match self { Self::Auto => "auto", Self::Htmx2 => "htmx2", Self::Htmx4 => "htmx4", Self::Dom => "dom" }
    }
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ConnectionState { Connecting, Connected, Disconnected, Error, Reconnecting, Closed }
impl ConnectionState {
    pub(crate) const ALL: [Self; 6] = [Self::Connecting, Self::Connected, Self::Disconnected, Self::Error, Self::Reconnecting, Self::Closed];
    pub(crate) fn as_str(self) -> &'static str {
        ["connecting", "connected", "disconnected", "error", "reconnecting", "closed"][self as usize]
    }
    pub(crate) fn default_text(self) -> &'static str {
        ["Connecting...", "Connected", "Disconnected", "Connection Error", "Reconnecting...", "Connection Closed"][self as usize]
    }
}
impl std::str::FromStr for ConnectionState {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| text.to_owned())
    }
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Indicator { Text(String), Html(String) }
impl Indicator {
    pub(crate) fn html(text: &str) -> Self { Self::Html(text.into()) }
}
impl From<&str> for Indicator { fn from(text: &str) -> Self { Self::Text(text.into()) } }
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GiveUp(String);
impl From<u16> for GiveUp { fn from(status: u16) -> Self { Self(status.to_string()) } }
impl From<&str> for GiveUp { fn from(text: &str) -> Self { Self(format!("{text:?}")) } }

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MonitorConfig {
    id: String, status: Option<String>, client: Client, auto: bool, delay: Duration, max_delay: Option<Duration>,
    attempts: Option<u32>, visibility: bool, connect: Option<Duration>, heartbeat: Option<Duration>,
    give_up: Vec<GiveUp>, prepare: Option<String>, param: Option<String>, pause: Option<Duration>, grace: Option<Duration>,
    indicators: Option<BTreeMap<ConnectionState, Indicator>>, callbacks: BTreeMap<ConnectionState, String>,
    all: Option<String>, debug: bool,
}
macro_rules! setters {
    ($($name:ident($field:ident: $type:ty);)*) => { $(pub(crate) fn $name(mut self, $field: impl Into<$type>) -> Self { self.$field = $field.into(); self })* };
}
impl MonitorConfig {
    pub(crate) fn new(id: impl Into<String>) -> Self {
        let indicators = ConnectionState::ALL.into_iter().filter(|state| *state != ConnectionState::Error).map(|state| (state, state.default_text().into())).collect();
        Self { id: id.into(), status: None, client: Client::Auto, auto: true, delay: Duration::from_secs(3), max_delay: None, attempts: None,
            visibility: true, connect: Some(Duration::from_secs(20)), heartbeat: None, give_up: vec![], prepare: None, param: None,
            pause: None, grace: None, indicators: Some(indicators), callbacks: BTreeMap::new(), all: None, debug: false }
    }
    pub(crate) fn status_element_id<'a>(mut self, id: impl Into<Option<&'a str>>) -> Self { self.status = id.into().map(Into::into); self }
    pub(crate) fn prepare_request<'a>(mut self, id: impl Into<Option<&'a str>>) -> Self { self.prepare = id.into().map(Into::into); self }
    pub(crate) fn last_event_id_param<'a>(mut self, id: impl Into<Option<&'a str>>) -> Self { self.param = id.into().map(Into::into); self }
    setters! {
        client(client: Client); auto_reconnect(auto: bool); reconnect_delay(delay: Duration); reconnect_max_delay(max_delay: Option<Duration>);
        max_reconnect_attempts(attempts: Option<u32>); visibility_reconnect(visibility: bool); connect_timeout(connect: Option<Duration>);
        heartbeat_timeout(heartbeat: Option<Duration>); pause_hidden(pause: Option<Duration>); grace(grace: Option<Duration>); debug(debug: bool);
        sse_element_id(id: String);
    }
    pub(crate) fn give_up_on<T: Into<GiveUp>>(mut self, items: impl IntoIterator<Item = T>) -> Self { self.give_up = items.into_iter().map(Into::into).collect(); self }
    pub(crate) fn callback(mut self, state: ConnectionState, path: &str) -> Self { self.callbacks.insert(state, path.into()); self }
    pub(crate) fn callbacks(mut self, path: &str) -> Self { self.all = Some(path.into()); self }
    pub(crate) fn status_indicator(mut self, state: ConnectionState, indicator: impl Into<Indicator>) -> Self { self.indicators.as_mut().unwrap().insert(state, indicator.into()); self }
    pub(crate) fn status_indicators(mut self, _none: Option<()>) -> Self { self.indicators = None; self }
    pub(crate) fn to_js_config(&self) -> String { format!("{self:?}") }
    pub(crate) fn validate(&self) -> Result<(), String> {
        let html = self.indicators.iter().flat_map(BTreeMap::values).any(|indicator| matches!(indicator, Indicator::Html(_)));
        if html && self.status.is_none() { return Err("html".into()); }
        if !self.auto && (self.attempts.is_some() || !self.visibility || self.grace.is_some() || !self.give_up.is_empty()) { return Err("auto".into()); }
        if self.indicators.is_none() && self.status.is_none() { return Err("texts".into()); }
        Ok(())
    }
}
fn ms(duration: Option<Duration>) -> String { duration.map_or_else(|| "0".into(), |duration| duration.as_millis().to_string()) }
fn text(given: &str) -> String { format!("{}", serde_json::Value::from(given)).replace('<', "\\u003c") }

pub(crate) fn generate_monitor_script(config: &MonitorConfig) -> Result<String, String> {
    const SOURCE: &str = include_str!("../../sse-monitor-core/js/monitor.js");
    config.validate()?;
    let html_given = config.indicators.iter().flat_map(BTreeMap::values).any(|indicator| matches!(indicator, Indicator::Html(_)));
    let has = |name: &str| {
        let html = config.indicators.iter().flat_map(BTreeMap::values).any(|indicator| matches!(indicator, Indicator::Html(_)));
        let auto = config.client == Client::Auto;
        match name {
            "debug" => config.debug,
            "status" => config.status.is_some(),
            "texts" => config.status.is_some() && config.indicators.is_some(),
            "html" => config.status.is_some() && html,
            "callbacks" => config.all.is_some() || !config.callbacks.is_empty(),
            "retry" => config.auto,
            "limit" => config.attempts.is_some(),
            "visibility" => config.auto && config.visibility,
            "heartbeat" => config.heartbeat.is_some(),
            "connect" => config.connect.is_some(),
            "deadline" => config.heartbeat.is_some() || config.connect.is_some(),
            "giveUp" => !config.give_up.is_empty(),
            "prepare" => config.prepare.is_some(),
            "param" => config.param.is_some(),
            "report" => config.all.is_some() || !config.callbacks.is_empty() || html_given || config.prepare.is_some(),
            "header" => config.param.is_none(),
            "pauseHidden" => config.pause.is_some(),
            "grace" => config.grace.is_some(),
            "htmx2" => auto || config.client == Client::Htmx2,
            "htmx4" => auto || config.client == Client::Htmx4,
            "htmx" => config.client != Client::Dom,
            "dom" => config.client == Client::Dom,
            other => panic!("a new part: {other}"),
        }
    };
    let mut script = String::new();
    let mut cut: Option<&str> = None;
    for line in SOURCE.lines() {
        let mark = line.trim();
        if let Some(name) = cut {
            if mark == format!("/*}}{name}*/") { cut = None; }
        } else if let Some(name) = mark.strip_prefix("/*{").and_then(|mark| mark.strip_suffix("*/")) {
            if !has(name) { cut = Some(name); }
        } else if mark.starts_with("/*}") {
        } else { writeln!(script, "{line}").unwrap(); }
    }
    let indicators = config.indicators.as_ref().filter(|_| config.status.is_some()).map_or("0".into(), |map| {
        let entries: Vec<_> = map.iter().map(|(state, indicator)| format!("{}: {}", state.as_str(), match indicator {
            Indicator::Text(given) => text(given),
            Indicator::Html(given) => format!("{{\"html\": {}}}", text(given)),
        })).collect();
        format!("{{ {} }}", entries.join(", "))
    });
    let call = |path: &str| format!("(state, detail) => {path}(state, detail)");
    let callbacks = match &config.all {
        Some(path) => call(path),
        None if config.callbacks.is_empty() => "0".into(),
        None => format!("{{ {} }}", config.callbacks.iter().map(|(state, path)| format!("{}: {}", state.as_str(), call(path))).collect::<Vec<_>>().join(", ")),
    };
    let maximum = config.max_delay.unwrap_or_else(|| Duration::from_secs(17).max(config.delay * 21 / 10));
    let arguments = [
        config.status.as_deref().map_or("0".into(), text), indicators, callbacks,
        ms(Some(config.delay)), ms(Some(maximum)), config.attempts.unwrap_or(0).to_string(), ms(config.connect), ms(config.heartbeat),
        if config.give_up.is_empty() { "0".into() } else { format!("[{}]", config.give_up.iter().map(|item| item.0.clone()).collect::<Vec<_>>().join(", ")) },
        config.prepare.as_ref().map_or("0".into(), |path| format!("(url, options) => {path}(url, options)")),
        config.param.as_deref().map_or("0".into(), text), ms(config.pause), ms(config.grace), text(&config.id),
    ];
    Ok(format!("{}({});\n", script.trim_end(), arguments.join(", ")))
}

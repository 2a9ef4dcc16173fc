//! What the runtime is called with: one argument for each parameter of `js/monitor.js`, in their order.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;
use core::time::Duration;

use super::json;
use crate::config::kinds::{GiveUpOn, Kind as _};
use crate::input::{Value, duration};
use crate::{Callbacks, ConnectionState, Effective, Indicator};

pub(crate) struct Setting {
    /// The name of the parameter: a test compares them.
    #[cfg(test)]
    pub(crate) parameter: &'static str,
    /// The optional part of the runtime that is for this setting alone.
    pub(crate) part: &'static str,
    /// The argument; `None` where the configuration does not use it.
    pub(crate) value: fn(&Effective) -> Option<String>,
}

macro_rules! settings {
    ($($parameter:ident $part:literal $value:expr;)*) => {
        pub(crate) const SETTINGS: &[Setting] =
            &[$(Setting { #[cfg(test)] parameter: stringify!($parameter), part: $part, value: $value }),*];
    };
}

settings! {
    statusElementId "status" |config| text(config.status_element_id.as_ref());
    statusIndicators "texts" |config| {
        config.status_element_id.as_ref()?;
        Some(indicators(config.status_indicators.as_ref()?))
    };
    callbacks "callbacks" |config| callbacks(&config.callbacks);
    reconnectDelay "retry" |config| config.auto_reconnect.then(|| millis(config.reconnect_delay));
    reconnectMaxDelay "retry" |config| config.auto_reconnect.then(|| millis(config.reconnect_max_delay));
    maxReconnectAttempts "limit" |config| {
        config.max_reconnect_attempts.filter(|_| config.auto_reconnect).map(|attempts| attempts.to_string())
    };
    connectTimeout "" |config| config.connect_timeout.map(millis);
    heartbeatTimeout "heartbeat" |config| config.heartbeat_timeout.map(millis);
    giveUpOn "giveUp" |config| {
        let given = config.auto_reconnect && !config.give_up_on.is_empty();
        given.then(|| json::value(&GiveUpOn::write(&config.give_up_on)))
    };
    prepareRequest "prepare" |config| config.prepare_request.as_ref().map(|path| function(path));
    lastEventIdParam "param" |config| text(config.last_event_id_param.as_ref());
    pauseHidden "pauseHidden" |config| config.pause_hidden.map(millis);
    grace "grace" |config| config.grace.filter(|_| config.auto_reconnect).map(millis);
    // Last, because rustc tells long literals apart by a hash of their first and last 64 bytes. Scripts of one length
    // that differ in the middle alone make it compare each to all.
    sseElementId "" |config| text(Some(&config.sse_element_id));
}

/// The argument of each setting that the configuration uses.
pub(crate) fn arguments(config: &Effective) -> Vec<Option<String>> {
    SETTINGS.iter().map(|setting| (setting.value)(config)).collect()
}

fn text(text: Option<&String>) -> Option<String> {
    text.map(|text| json::string(text))
}

fn millis(value: Duration) -> String {
    duration::milliseconds(value).to_string()
}

/// What is shown in each state; `error` never is.
fn indicators(given: &alloc::collections::BTreeMap<ConnectionState, Indicator>) -> String {
    let states = ConnectionState::ALL.iter().filter(|state| **state != ConnectionState::Error);
    json::value(&Value::map(states.map(|state| {
        let shown = match given.get(state) {
            Some(Indicator::Html(html)) => Value::html(html),
            Some(Indicator::Text(text)) => Value::Text(text.clone()),
            None => Value::Text(state.default_text().into()),
        };
        (state.as_str(), shown)
    })))
}

fn callbacks(callbacks: &Callbacks) -> Option<String> {
    match callbacks {
        Callbacks::All(path) => Some(function(path)),
        Callbacks::Each(paths) if paths.is_empty() => None,
        Callbacks::Each(paths) => Some(json::members(
            paths.iter().map(|(state, path)| (state.to_string(), function(path))),
        )),
    }
}

/// A function that finds the one at the path when it is called, wherever the page declares it: `const app` makes no
/// property of `window`. Identifiers beyond ASCII are escaped.
fn function(path: &str) -> String {
    // The parameter must not hide what the path begins with.
    let arguments = if path.split('.').next() == Some("a") { "b" } else { "a" };
    let mut ascii = String::with_capacity(path.len());
    for character in path.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            write!(ascii, "\\u{{{:x}}}", u32::from(character)).expect("a String takes any text");
        }
    }
    format!("(...{arguments})=>{ascii}(...{arguments})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::parts::READABLE;
    use crate::{GiveUp, MonitorConfig, generate_monitor_script};

    fn call(config: &MonitorConfig) -> String {
        let script = generate_monitor_script(config).unwrap();
        script[script.rfind("})(").unwrap() + 2..].into()
    }

    #[test]
    fn the_settings_are_the_parameters_of_the_runtime() {
        let list = READABLE.split_once("(function SSEMonitor(").unwrap().1;
        let list = list.split_once(") {").unwrap().0;
        let parameters = list
            .lines()
            .flat_map(|line| line.split("//").next().unwrap_or_default().split(',').map(str::trim));
        let parameters: Vec<_> = parameters.filter(|name| !name.is_empty()).collect();
        let settings: Vec<_> = SETTINGS.iter().map(|setting| setting.parameter).collect();
        assert_eq!(settings, parameters);
    }

    #[test]
    fn what_is_not_used_is_zero() {
        let plain = MonitorConfig::new("live");
        assert_eq!(call(&plain), r#"(0,0,0,3000,17000,0,20000,0,0,0,0,0,0,"live");"#);
        let nothing = plain.auto_reconnect(false).connect_timeout(None);
        assert_eq!(call(&nothing), r#"(0,0,0,0,0,0,0,0,0,0,0,0,0,"live");"#);
    }

    #[test]
    fn every_setting_has_its_place() {
        let config = MonitorConfig::new("live")
            .status_element_id("status")
            .status_indicator(ConnectionState::Connected, Indicator::html("<b>"))
            .callback(ConnectionState::Closed, "app.onEnd")
            .max_reconnect_attempts(3)
            .heartbeat_timeout(Duration::from_secs(45))
            .give_up_on([GiveUp::Status(401), GiveUp::NotAStream])
            .prepare_request("app.prepare")
            .last_event_id_param("since")
            .pause_hidden(Duration::from_secs(300))
            .grace(Duration::from_millis(500));
        assert_eq!(
            call(&config),
            concat!(
                r#"("status",{"connecting":"Connecting...","connected":{"html":"\u003cb>"},"#,
                r#""disconnected":"Disconnected","reconnecting":"Reconnecting...","closed":"Connection Closed"},"#,
                r#"{"closed":(...a)=>app.onEnd(...a)},3000,17000,3,20000,45000,[401,"not-a-stream"],"#,
                r#"(...a)=>app.prepare(...a),"since",300000,500,"live");"#
            )
        );
        let attributes =
            MonitorConfig::new("live").status_element_id("status").status_indicators(None);
        assert!(call(&attributes).starts_with(r#"("status",0,0,"#));
    }

    #[test]
    fn a_function_is_found_when_it_is_called() {
        assert_eq!(function("onUp"), "(...a)=>onUp(...a)");
        assert_eq!(function("a.b"), "(...b)=>a.b(...b)");
        assert_eq!(function("été.😀"), "(...a)=>\\u{e9}t\\u{e9}.\\u{1f600}(...a)");
    }

    #[test]
    fn a_setting_that_is_not_used_takes_its_part_along() {
        type Configure = fn(MonitorConfig) -> MonitorConfig;
        let cases: [(&str, Configure); 9] = [
            ("status", |config| config.status_element_id("status").status_indicators(None)),
            ("texts", |config| config.status_element_id("status")),
            ("callbacks", |config| config.callbacks("app.onChange")),
            ("limit", |config| config.max_reconnect_attempts(3)),
            ("heartbeat", |config| config.heartbeat_timeout(Duration::from_secs(1))),
            ("giveUp", |config| config.give_up_on([401])),
            ("prepare", |config| config.prepare_request("app.prepare")),
            ("param", |config| config.last_event_id_param("since")),
            ("grace", |config| config.grace(Duration::from_secs(1))),
        ];
        for (part, with) in cases {
            let setting = SETTINGS.iter().find(|setting| setting.part == part).unwrap();
            let plain = MonitorConfig::new("live");
            assert_eq!((setting.value)(&plain.effective()), None, "{part}");
            assert!((setting.value)(&with(plain).effective()).is_some(), "{part}");
        }
    }
}

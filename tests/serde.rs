//! A configuration from TOML and JSON: the fields, the rules and the words of the macros.

#[path = "serde/mistakes.rs"]
mod mistakes;

use std::collections::{BTreeMap, BTreeSet};

use mistakes::{JSON_ONLY, MISTAKES, RUST_ONLY};
use sse_monitor::{
    Client, ConnectionState, Indicator, LastEventIdParam, MonitorConfig, fields::FIELDS,
    generate_monitor_script, monitor_script,
};
use sse_monitor_tests::goldens;

const TOML: &str = r#"
sse_element_id = "live"
status_element_id = "status"
auto_reconnect = true
reconnect_delay = "1.5s"
max_reconnect_attempts = 10
visibility_reconnect = false
heartbeat_timeout = 45_000
debug = true
reconnect_max_delay = "2min"
connect_timeout = false
heartbeat_events = ["beat", "tick"]
client = "eventsource"
events = ["news"]
last_event_id_param = "since"

[callbacks]
connected = "app.onUp"
closed = "app.onEnd"

[status_indicators]
connected = "Online"
error = { html = "<b>!</b>" }
"#;

const JSON: &str = r#"{
    "sse_element_id": "live",
    "status_element_id": "status",
    "auto_reconnect": true,
    "reconnect_delay": 1500,
    "max_reconnect_attempts": 10,
    "visibility_reconnect": false,
    "heartbeat_timeout": "45s",
    "debug": true,
    "callbacks": { "connected": "app.onUp", "closed": "app.onEnd" },
    "status_indicators": { "connected": "Online", "error": { "html": "<b>!</b>" } },
    "reconnect_max_delay": 120000,
    "connect_timeout": null,
    "heartbeat_events": ["beat", "tick"],
    "client": "eventsource",
    "events": ["news"],
    "last_event_id_param": "since"
}"#;

fn from_toml(text: &str) -> Result<MonitorConfig, String> {
    toml::from_str(text).map_err(|error: toml::de::Error| error.message().to_owned())
}

fn from_json(text: &str) -> Result<MonitorConfig, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn every_field() -> MonitorConfig {
    let mut config = MonitorConfig::new("live");
    config.status_element_id = Some("status".into());
    config.reconnect_delay = Some(1_500);
    config.max_reconnect_attempts = Some(10);
    config.visibility_reconnect = false;
    config.heartbeat_timeout = Some(45_000);
    config.debug = true;
    config.callbacks.insert(ConnectionState::Connected, "app.onUp".into());
    config.callbacks.insert(ConnectionState::Closed, "app.onEnd".into());
    config.status_indicators.insert(ConnectionState::Connected, "Online".into());
    config.status_indicators.insert(ConnectionState::Error, Indicator::html("<b>!</b>"));
    config.reconnect_max_delay = Some(120_000);
    config.connect_timeout = None;
    config.heartbeat_events = Some(vec!["beat".into(), "tick".into()]);
    config.client = Client::EventSource;
    config.events = vec!["news".into()];
    config.last_event_id_param = LastEventIdParam::Name("since".into());
    config
}

#[test]
fn every_field_is_read() {
    for field in FIELDS {
        let is_key = |line: &str| line.split([' ', '=']).next() == Some(field.name);
        let is_table = TOML.contains(&format!("\n[{}]\n", field.name));
        assert!(TOML.lines().any(is_key) || is_table, "{} in TOML", field.name);
        assert!(JSON.contains(&format!("\"{}\":", field.name)), "{} in JSON", field.name);
    }
    assert_eq!(from_toml(TOML), Ok(every_field()));
    assert_eq!(from_json(JSON), Ok(every_field()));
}

/// The same fields, as a macro has them, give the same script.
#[test]
fn the_script_is_the_macro_s() {
    let script = monitor_script! {
        sse_element_id: "live",
        status_element_id: "status",
        auto_reconnect: true,
        reconnect_delay: 1.5s,
        max_reconnect_attempts: 10,
        visibility_reconnect: false,
        heartbeat_timeout: 45s,
        debug: true,
        callbacks: { connected: "app.onUp", closed: "app.onEnd" },
        status_indicators: { connected: "Online", error: html("<b>!</b>") },
        reconnect_max_delay: 2min,
        connect_timeout: None,
        heartbeat_events: ["beat", "tick"],
        client: "eventsource",
        events: ["news"],
        last_event_id_param: "since",
    };
    for config in [from_toml(TOML), from_json(JSON)] {
        assert_eq!(generate_monitor_script(&config.unwrap()).unwrap(), script);
    }
}

#[test]
fn none_is_null_in_json_and_false_in_both() {
    let mut expected = MonitorConfig::new("live");
    expected.connect_timeout = None;
    expected.last_event_id_param = LastEventIdParam::Off;
    for none in ["null", "false"] {
        let optional = [
            "status_element_id",
            "max_reconnect_attempts",
            "heartbeat_timeout",
            "connect_timeout",
            "last_event_id_param",
        ];
        let fields = optional.map(|name| format!(", \"{name}\": {none}")).concat();
        let json = format!("{{\"sse_element_id\": \"live\"{fields}}}");
        assert_eq!(from_json(&json), Ok(expected.clone()), "{json}");
    }
    let toml = "sse_element_id = 'live'\nconnect_timeout = false\nlast_event_id_param = false";
    assert_eq!(from_toml(toml), Ok(expected));
    // No text is taken for `None`: an element may be called so.
    let named = from_toml("sse_element_id = 'live'\nstatus_element_id = 'none'").unwrap();
    assert_eq!(named.status_element_id.as_deref(), Some("none"));
}

#[test]
fn what_is_written_is_read_as_the_same_again() {
    let mut off = MonitorConfig::new("live");
    off.auto_reconnect = false;
    off.connect_timeout = None;
    off.last_event_id_param = LastEventIdParam::Off;
    let mut given = MonitorConfig::new("live");
    // The default, but given: that is another configuration.
    given.reconnect_delay = Some(3_000);
    given.heartbeat_timeout = Some(60_000);
    given.heartbeat_events = Some(Vec::new());
    for config in [MonitorConfig::new("live"), every_field(), off, given] {
        let toml = toml::to_string(&config).unwrap();
        assert_eq!(from_toml(&toml).as_ref(), Ok(&config), "{toml}");
        let json = serde_json::to_string(&config).unwrap();
        assert_eq!(from_json(&json).as_ref(), Ok(&config), "{json}");
    }
}

#[test]
fn what_is_left_at_its_default_is_not_written() {
    let json = serde_json::to_string(&MonitorConfig::new("live")).unwrap();
    assert_eq!(json, r#"{"sse_element_id":"live"}"#);
}

/// As a part of a program's own configuration.
#[test]
fn it_can_stand_in_a_larger_file() {
    let text = "[live]\nsse_element_id = 'live'\n\n[news]\nsse_element_id = 'news'";
    let file: BTreeMap<String, MonitorConfig> = toml::from_str(text).unwrap();
    assert_eq!(file["news"], MonitorConfig::new("news"));
    let text = text.replace("'news'", "'#news'");
    let refused = toml::from_str::<BTreeMap<String, MonitorConfig>>(&text).unwrap_err();
    assert!(refused.to_string().contains("\"#news\" is a CSS selector"), "{refused}");
}

/// What a macro has no form for, or reads as another number.
#[test]
fn numbers_and_times_are_read_as_they_are_written() {
    let refused = |value: &str| {
        let text = format!("sse_element_id = 'live'\nreconnect_delay = {value}");
        sentences(&from_toml(&text).unwrap_err()).remove(0).message
    };
    assert_eq!(refused("5000.0"), "`5000.0` has a fraction but no unit");
    assert_eq!(refused("nan"), "`NaN` is no duration");
    assert_eq!(refused("-5000"), "a duration cannot be negative, and `-5000` is");
    assert_eq!(refused("5e3"), refused("5000.0"));
    let time = "`reconnect_delay` takes a duration, but a date or a time was given";
    assert_eq!(refused("00:00:05"), time);
    let hexadecimal = from_toml("sse_element_id = 'live'\nreconnect_delay = 0x1388").unwrap();
    assert_eq!(hexadecimal.reconnect_delay, Some(5_000));
}

#[test]
fn what_is_no_map_is_refused() {
    for text in ["\"live\"", "[\"live\"]", "7", "null"] {
        let refused = from_json(text).unwrap_err();
        assert!(refused.contains("expected the fields of an SSE monitor"), "{refused}");
    }
}

#[test]
fn several_problems_are_told_in_one_go() {
    let refused = from_json(
        r#"{ "reconect_delay": "5s", "heartbeat_timeout": 3, "callbacks": { "conected": "a()" } }"#,
    );
    let paths: Vec<_> =
        sentences(&refused.unwrap_err()).into_iter().map(|said| said.path).collect();
    assert_eq!(
        paths,
        ["sse_element_id", "reconect_delay", "heartbeat_timeout", "callbacks.conected"]
    );
}

/// Each mistake of `ui/` that data can make is refused with the macro's words, and no other mistake is there.
#[test]
fn every_mistake_is_refused_with_the_words_of_the_macro() {
    let known: BTreeSet<(String, String)> = goldens::sentences().into_iter().collect();
    let mut unsaid = known.clone();
    for mistake in MISTAKES.iter().chain(&JSON_ONLY) {
        for said in sentences(&from_json(mistake).unwrap_err()) {
            let words = (said.message, said.help);
            assert!(known.contains(&words), "{mistake}\n{words:#?}");
            unsaid.remove(&words);
        }
    }
    for (part, reason) in RUST_ONLY {
        let before = unsaid.len();
        unsaid.retain(|(message, help)| !message.contains(part) && !help.contains(part));
        assert!(unsaid.len() < before, "{part:?} is said after all, or by none: {reason}");
    }
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

/// TOML's tables have no order, so the problems are compared without.
#[test]
fn toml_is_refused_with_the_words_of_json() {
    let said = |refused: Result<MonitorConfig, String>| -> BTreeSet<Said> {
        sentences(&refused.unwrap_err()).into_iter().collect()
    };
    for mistake in MISTAKES {
        let table: toml::Table = serde_json::from_str(mistake).unwrap();
        let toml = toml::to_string(&table).unwrap();
        assert_eq!(said(from_toml(&toml)), said(from_json(mistake)), "{toml}");
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    path: String,
    message: String,
    help: String,
}

/// The problems of a refusal, as they are printed.
fn sentences(refused: &str) -> Vec<Said> {
    let lines: Vec<_> = refused.lines().collect();
    let problem = |pair: &[&str]| {
        let (path, message) = pair[0].split_once(": ").unwrap_or_else(|| panic!("{refused}"));
        let help = pair[1].strip_prefix("  help: ").unwrap_or_else(|| panic!("{refused}"));
        Said { path: path.into(), message: message.into(), help: help.into() }
    };
    assert_eq!(lines.len() % 2, 0, "{refused}");
    lines.chunks(2).map(problem).collect()
}

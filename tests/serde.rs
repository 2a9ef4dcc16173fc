//! A configuration from TOML and JSON: the fields and the rules of the macros, in the words of a file.

#[path = "serde/mistakes.rs"]
mod mistakes;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;
use std::{env, fs};

use mistakes::MISTAKES;
use sse_monitor::{
    Client, ConnectionState, FIELDS, GiveUp, Indicator, MonitorConfig, generate_monitor_script,
    monitor_script,
};

const TOML: &str = r#"
sse_element_id = "live"
status_element_id = "status"
client = "dom"
auto_reconnect = true
reconnect_delay = "1.5s"
reconnect_max_delay = "2min"
max_reconnect_attempts = 10
visibility_reconnect = false
connect_timeout = false
heartbeat_timeout = 45_000
give_up_on = [401, "not-a-stream"]
prepare_request = "app.prepare"
last_event_id_param = "since"
pause_hidden = "5min"
grace = "500ms"
debug = true

[callbacks]
connected = "app.onUp"
closed = "app.onEnd"

[status_indicators]
connected = "Online"
closed = { html = "<b>!</b>" }
"#;

const JSON: &str = r#"{
    "sse_element_id": "live",
    "status_element_id": "status",
    "client": "dom",
    "auto_reconnect": true,
    "reconnect_delay": 1500,
    "reconnect_max_delay": 120000,
    "max_reconnect_attempts": 10,
    "visibility_reconnect": false,
    "connect_timeout": null,
    "heartbeat_timeout": "45s",
    "give_up_on": [401, "not-a-stream"],
    "prepare_request": "app.prepare",
    "last_event_id_param": "since",
    "pause_hidden": "300s",
    "grace": "0.5s",
    "status_indicators": { "connected": "Online", "closed": { "html": "<b>!</b>" } },
    "callbacks": { "connected": "app.onUp", "closed": "app.onEnd" },
    "debug": true
}"#;

fn from_toml(text: &str) -> Result<MonitorConfig, String> {
    toml::from_str(text).map_err(|error: toml::de::Error| error.message().to_owned())
}

fn from_json(text: &str) -> Result<MonitorConfig, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn every_field() -> MonitorConfig {
    MonitorConfig::new("live")
        .status_element_id("status")
        .client(Client::Dom)
        .auto_reconnect(true)
        .reconnect_delay(Duration::from_millis(1_500))
        .reconnect_max_delay(Duration::from_mins(2))
        .max_reconnect_attempts(10)
        .visibility_reconnect(false)
        .connect_timeout(None)
        .heartbeat_timeout(Duration::from_secs(45))
        .give_up_on([GiveUp::Status(401), GiveUp::NotAStream])
        .prepare_request("app.prepare")
        .last_event_id_param("since")
        .pause_hidden(Duration::from_mins(5))
        .grace(Duration::from_millis(500))
        .status_indicator(ConnectionState::Connected, "Online")
        .status_indicator(ConnectionState::Closed, Indicator::html("<b>!</b>"))
        .callback(ConnectionState::Connected, "app.onUp")
        .callback(ConnectionState::Closed, "app.onEnd")
        .debug(true)
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
        client: "dom",
        auto_reconnect: true,
        reconnect_delay: 1.5s,
        reconnect_max_delay: 2min,
        max_reconnect_attempts: 10,
        visibility_reconnect: false,
        connect_timeout: None,
        heartbeat_timeout: 45s,
        give_up_on: [401, "not-a-stream"],
        prepare_request: "app.prepare",
        last_event_id_param: "since",
        pause_hidden: 5min,
        grace: 500ms,
        status_indicators: { connected: "Online", closed: html("<b>!</b>") },
        callbacks: { connected: "app.onUp", closed: "app.onEnd" },
        debug: true,
    };
    for config in [from_toml(TOML), from_json(JSON)] {
        assert_eq!(generate_monitor_script(&config.unwrap()).unwrap(), script);
    }
}

#[test]
fn none_is_null_in_json_and_false_in_both() {
    let expected = MonitorConfig::new("live")
        .status_element_id(None)
        .max_reconnect_attempts(None)
        .connect_timeout(None)
        .heartbeat_timeout(None)
        .prepare_request(None)
        .last_event_id_param(None)
        .pause_hidden(None)
        .grace(None)
        .status_indicators(None);
    let optional: Vec<_> =
        FIELDS.iter().filter(|field| field.takes.ends_with("or `None`")).collect();
    assert_eq!(optional.len(), 9);
    for none in ["null", "false"] {
        let fields: Vec<_> =
            optional.iter().map(|field| format!(", \"{}\": {none}", field.name)).collect();
        let json = format!("{{\"sse_element_id\": \"live\"{}}}", fields.concat());
        assert_eq!(from_json(&json), Ok(expected.clone()), "{json}");
    }
    let fields: Vec<_> = optional.iter().map(|field| format!("\n{} = false", field.name)).collect();
    let toml = format!("sse_element_id = 'live'{}", fields.concat());
    assert_eq!(from_toml(&toml), Ok(expected));
}

#[test]
fn what_is_written_is_read_as_the_same_again() {
    let off = MonitorConfig::new("live").auto_reconnect(false).connect_timeout(None);
    // The default, but given: that is another configuration.
    let given = MonitorConfig::new("live")
        .reconnect_delay(Duration::from_secs(3))
        .heartbeat_timeout(Duration::from_millis(100))
        .give_up_on([0_u16; 0])
        .status_element_id("status")
        .status_indicators(None)
        .callbacks("app.onChange");
    assert_ne!(given, MonitorConfig::new("live"));
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

/// TOML reads a number in another base itself.
#[test]
fn a_number_is_read_whatever_its_base() {
    let hexadecimal = from_toml("sse_element_id = 'live'\nreconnect_delay = 0x1388").unwrap();
    assert_eq!(hexadecimal.effective().reconnect_delay, Duration::from_secs(5));
}

#[test]
fn what_is_no_map_is_refused() {
    for text in ["\"live\"", "[\"live\"]", "7", "null"] {
        let refused = from_json(text).unwrap_err();
        assert!(refused.contains("expected the fields of an SSE monitor"), "{refused}");
    }
}

/// JSON can have what TOML's own parser refuses.
#[test]
fn a_field_given_twice_and_a_null_are_refused() {
    let refused = |json: &str| from_json(json).unwrap_err();
    assert_eq!(
        refused(r#"{ "sse_element_id": "live", "debug": true, "debug": true }"#),
        "`debug` is given twice\n  help: remove one of the two"
    );
    assert_eq!(
        refused(r#"{ "sse_element_id": "live", "callbacks": { "closed": "a", "closed": "b" } }"#),
        "callbacks.closed: `closed` is given twice\n  help: remove one of the two"
    );
    assert_eq!(
        refused(r#"{ "sse_element_id": "live", "reconnect_max_delay": null }"#),
        "`reconnect_max_delay` takes a duration, but `null` was given\n  help: leave it out for its default"
    );
}

fn whole(mistake: &str) -> String {
    if mistake.contains("sse_element_id") {
        mistake.into()
    } else {
        format!("sse_element_id = \"live\"\n{mistake}")
    }
}

/// What is said about each mistake is what a person has read and found good.
#[test]
fn every_mistake_is_refused_in_the_words_of_a_file() {
    let said = MISTAKES
        .map(|mistake| format!("{mistake}\n----\n{}\n\n", from_toml(&whole(mistake)).unwrap_err()));
    let said = said.concat();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("serde/mistakes.txt");
    if env::var("TRYBUILD").is_ok_and(|what| what == "overwrite") {
        fs::write(&golden, &said).unwrap();
    }
    assert_eq!(fs::read_to_string(golden).unwrap(), said);
    for foreign in ["`None`", "html(\"<b>!</b>\")`", "`5s`", "macro"] {
        assert!(!said.contains(foreign), "{foreign}");
    }
}

#[test]
fn json_is_refused_in_the_same_words() {
    for mistake in MISTAKES.iter().filter(|mistake| !mistake.contains("00:00:05")) {
        let table: toml::Table = toml::from_str(&whole(mistake)).unwrap();
        let json = serde_json::to_string(&table).unwrap();
        let said = |refused: Result<MonitorConfig, String>| -> BTreeSet<String> {
            refused.unwrap_err().lines().map(String::from).collect()
        };
        assert_eq!(said(from_toml(&whole(mistake))), said(from_json(&json)), "{json}");
    }
}

/// What comes out when the help of each mistake is obeyed to the letter is a configuration.
#[test]
fn every_help_can_be_obeyed() {
    for mistake in MISTAKES {
        let mut text = whole(mistake);
        let refused = from_toml(&text).unwrap_err();
        for pair in refused.lines().collect::<Vec<_>>().chunks(2) {
            text = obeyed(&text, pair[0], pair[1].trim_start().strip_prefix("help: ").unwrap());
        }
        let read = from_toml(&text);
        assert!(read.is_ok(), "{mistake}\n{refused}\n{text}\n{read:?}");
    }
}

fn obeyed(text: &str, message: &str, help: &str) -> String {
    let code = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    let path = match message.split_once(": ") {
        Some((path, message)) if !path.contains([' ', '`']) => {
            let names_a_state =
                message.contains("unknown state") || message.contains("not a state");
            if names_a_state { code(message) } else { path.into() }
        }
        _ => code(message),
    };
    let key = path.rsplit('.').next().unwrap_or_default().split('[').next().unwrap_or_default();
    let (before, rest) = text.split_once(&format!("{key} =")).unwrap_or_else(|| panic!("{key}"));
    let length = if before.ends_with("{ ") || before.ends_with(", ") {
        let nested = if rest.starts_with(" {") { rest.find('}').map(|end| end + 1) } else { None };
        nested.or(rest.find([',', '}'])).unwrap_or(rest.len())
    } else {
        rest.find('\n').unwrap_or(rest.len())
    };
    let (value, after) = rest.split_at(length);
    let said = code(help);
    let removed = ["remove", "leave it out", "the fields are", "write it before"];
    if help.starts_with("give the state an element of its own") {
        format!("{before}{key} = 'status'{after}")
    } else if removed.iter().any(|start| help.starts_with(start)) && help != "remove the minus sign"
    {
        format!("{before}{}", after.trim_start_matches([',', ' ']))
    } else if help == "remove the minus sign" {
        format!("{before}{key} ={}{after}", value.replace('-', ""))
    } else if let (true, Some(index)) = (path.ends_with(']'), path.split(['[', ']']).nth(1)) {
        let mut items: Vec<_> = value.trim().trim_matches(['[', ']']).split(", ").collect();
        items[index.parse::<usize>().unwrap()] = &said;
        format!("{before}{key} = [{}]{after}", items.join(", "))
    } else if message.contains("unknown") && !message.contains("unknown unit")
        || help.starts_with("add ")
    {
        if help.starts_with("add ") {
            format!("{said}\n{text}")
        } else if message.contains("unknown client") {
            format!("{before}{key} = {said}{after}")
        } else {
            format!("{before}{said} ={value}{after}")
        }
    } else {
        format!("{before}{key} = {said}{after}")
    }
}

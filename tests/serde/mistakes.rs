//! The mistakes of `ui/`, as far as data can make them.

/// Those that TOML can make, too.
pub(crate) const MISTAKES: [&str; 42] = [
    // Callbacks.
    r#"{ "sse_element_id": "live", "callbacks": {
        "connecting": "app.onUp()", "connected": "onUp(state);",
        "disconnected": "(state) => console.log(state)", "error": "", "reconnecting": "app..onUp",
        "closed": "app['onUp']" } }"#,
    r#"{ "sse_element_id": "live", "callbacks": {
        "connecting": "this.onUp", "connected": "new", "disconnected": "on-down", "error": "1st",
        "reconnecting": " app.onUp", "closed": "app.delete" } }"#,
    // Contradictions.
    r#"{ "sse_element_id": "live", "auto_reconnect": false, "reconnect_delay": "5s",
        "max_reconnect_attempts": 3, "reconnect_max_delay": "10s" }"#,
    r#"{ "sse_element_id": "live", "heartbeat_timeout": false, "heartbeat_events": ["tick"] }"#,
    r#"{ "sse_element_id": "live", "client": "htmx4", "events": ["news"],
        "last_event_id_param": false }"#,
    r#"{ "sse_element_id": "live", "status_indicators": { "connected": "Online" } }"#,
    r#"{ "sse_element_id": "live", "auto_reconnect": "no", "reconnect_delay": "5s",
        "heartbeat_timout": "30s", "heartbeat_events": ["tick"] }"#,
    // Events.
    r#"{ "sse_element_id": "live", "heartbeat_timeout": "30s",
        "heartbeat_events": ["beat", "", "tick\ntock", "beat"], "last_event_id_param": "" }"#,
    r#"{ "sse_element_id": "live", "client": "eventsource", "last_event_id_param": "id\u0000",
        "events": [7, "news\u0000", "message", "error"] }"#,
    // Ids.
    r#"{ "sse_element_id": "" }"#,
    r#"{ "sse_element_id": "my id", "status_element_id": " status\n" }"#,
    r##"{ "sse_element_id": "#live", "status_element_id": "#status" }"##,
    r#"{ "sse_element_id": "li\u0000ve" }"#,
    r#"{ "sse_element_id": "live", "status_element_id": "live" }"#,
    // What is missing.
    r"{}",
    r#"{ "sse_elementid": "live" }"#,
    // Names.
    r#"{ "sse_element_id": "live", "reconect_delay": "5s" }"#,
    r#"{ "sse_element_id": "live", "heartbeat_timout": "30s", "heartbeat_events": ["beat"] }"#,
    r#"{ "sseElementId": "live", "status-element-id": "status", "MAX_RECONNECT_ATTEMPTS": 3 }"#,
    r#"{ "sse_element_id": "live", "url": "/events", "MonitorConfig::debug": true }"#,
    r#"{ "sse_element_id": "live", "debugg": true }"#,
    r#"{ "sse_element_id": "live", "status_element_id": "status",
        "callbacks": { "conected": "app.onUp", "ConnectionState::Error": "app.onError",
            "online": "app.onUp" },
        "status_indicators": { "Closed": "Ended", "error": "Broken" } }"#,
    r#"{ "sse_element_id": "live", "client": "htmx" }"#,
    r#"{ "sse_element_id": "live", "client": "datastar" }"#,
    // Numbers.
    r#"{ "sse_element_id": "live", "reconnect_delay": 3, "reconnect_max_delay": 1.5,
        "heartbeat_timeout": "30sec", "connect_timeout": "2m" }"#,
    r#"{ "sse_element_id": "live", "reconnect_delay": "5S", "reconnect_max_delay": "5u32",
        "heartbeat_timeout": "0x1d", "connect_timeout": "1e3s" }"#,
    r#"{ "sse_element_id": "live", "reconnect_delay": 0, "reconnect_max_delay": 2147483648,
        "heartbeat_timeout": "600h", "connect_timeout": 0 }"#,
    r#"{ "sse_element_id": "live", "reconnect_delay": "-5s", "connect_timeout": "10.5ms" }"#,
    r#"{ "sse_element_id": "live", "reconnect_delay": "10s", "reconnect_max_delay": "5s" }"#,
    r#"{ "sse_element_id": "live", "reconnect_max_delay": "2s" }"#,
    r#"{ "sse_element_id": "live", "max_reconnect_attempts": 0 }"#,
    r#"{ "sse_element_id": "live", "max_reconnect_attempts": -1 }"#,
    r#"{ "sse_element_id": "live", "max_reconnect_attempts": "3" }"#,
    r#"{ "sse_element_id": "live", "max_reconnect_attempts": 4294967296 }"#,
    // Types.
    r#"{ "sse_element_id": "live", "reconnect_max_delay": true }"#,
    r#"{ "sse_element_id": "live", "reconnect_delay": "5 seconds" }"#,
    r#"{ "sse_element_id": "live", "auto_reconnect": "true" }"#,
    r#"{ "sse_element_id": "live", "visibility_reconnect": 1 }"#,
    r#"{ "sse_element_id": "live", "status_element_id": "status", "callbacks": "app.onUp" }"#,
    r#"{ "sse_element_id": "live", "status_element_id": "status", "status_indicators": ["Online"] }"#,
    r#"{ "sse_element_id": "live", "heartbeat_timeout": "30s", "heartbeat_events": "tick" }"#,
    r#"{ "sse_element_id": "live", "client": "eventsource", "events": ["news", "alert", 7] }"#,
];

/// Those with a null, or with a key twice, which TOML's parser refuses.
pub(crate) const JSON_ONLY: [&str; 4] = [
    r#"{ "sse_element_id": "live", "debug": true, "reconnect_delay": "5s", "debug": false,
        "reconnect_delay": "5s", "sse_element_id": "other" }"#,
    r#"{ "sse_element_id": "live", "callbacks": { "connected": "app.onUp",
        "connected": "app.onUp", "closed": "app.onEnd", "connected": "app.onUp" } }"#,
    r#"{ "sse_element_id": "live", "reconnect_max_delay": null }"#,
    r#"{ "sse_element_id": "live", "status_element_id": "status",
        "status_indicators": { "closed": null } }"#,
];

/// Of the other sentences a part each, and why no data brings it about.
pub(crate) const RUST_ONLY: [(&str, &str); 21] = [
    ("the macro cannot know the value", "data has no code"),
    ("code cannot stand here", "data has no code"),
    ("`yes` was given", "data has no code"),
    ("`null` was given", "null is `None`"),
    ("`false` was given", "`false` is `None`"),
    ("`Some(..)`", "data has no `Some`"),
    ("`5s` without quotes", "a string can be a duration"),
    ("`3s` is no whole number", "without quotes it is no value"),
    ("the HTML \"live\"", "a map is HTML only among the indicators"),
    ("a character was given", "data has no characters"),
    ("a byte string was given", "neither TOML nor JSON has byte strings"),
    ("a string with a suffix was given", "data has no suffixes"),
    ("something in parentheses was given", "data has no parentheses"),
    ("has no value", "syntax"),
    ("xpected ", "syntax"),
    ("names are written without quotes", "syntax"),
    ("`MonitorConfig { .. }`", "syntax"),
    ("attributes and documentation comments", "syntax"),
    ("is not a field of `simple_monitor_script!`", "data has every field"),
    ("takes no fields", "the counter has no configuration"),
    ("`sse_element_id`, `status_element_id`, `debug` and `client`", "data has every field"),
];

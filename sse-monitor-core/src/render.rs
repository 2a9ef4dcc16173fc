//! From a valid configuration to JavaScript: the runtime, with what the configuration uses of it, and the call.

use alloc::format;
use alloc::string::{String, ToString};

use serde_json::Value;

use crate::json::Object;
use crate::{Client, ConfigError, ConnectionState, Indicator, MonitorConfig, template};

/// The script of the monitor that `config` describes, complete and ready to inline.
///
/// It is pure ASCII and safe inside a `<script>` element, whatever the configuration's strings contain. The macro
/// `monitor_script!` gives the same script at compile time.
///
/// ```
/// use sse_monitor_core::{MonitorConfig, generate_monitor_script};
///
/// let mut config = MonitorConfig::new("live");
/// config.status_element_id = Some("status".into());
/// let script = generate_monitor_script(&config)?;
/// let page = format!("<script>{script}</script>");
/// # assert!(page.contains(r#""sseElementId":"live""#));
/// # Ok::<(), sse_monitor_core::ConfigError>(())
/// ```
///
/// # Errors
///
/// Every problem that [`MonitorConfig::validate`] finds.
pub fn generate_monitor_script(config: &MonitorConfig) -> Result<String, ConfigError> {
    config.validate()?;
    let mut script = template::runtime(config);
    script.push('(');
    script.push_str(&settings(config).to_script_json());
    script.push_str(");");
    if config.debug {
        script.push_str(&source_url(&config.sse_element_id));
    }
    Ok(script)
}

/// The script of a monitor with every default but these.
///
/// ```
/// use sse_monitor_core::{Client, generate_simple_monitor};
///
/// let script = generate_simple_monitor("live", Some("status"), Client::Htmx2, false)?;
/// # assert!(script.contains("live"));
/// # Ok::<(), sse_monitor_core::ConfigError>(())
/// ```
///
/// # Errors
///
/// Every problem that [`MonitorConfig::validate`] finds.
pub fn generate_simple_monitor(
    sse_element_id: &str,
    status_element_id: Option<&str>,
    client: Client,
    debug: bool,
) -> Result<String, ConfigError> {
    let mut config = MonitorConfig::new(sse_element_id);
    config.status_element_id = status_element_id.map(ToString::to_string);
    config.client = client;
    config.debug = debug;
    generate_monitor_script(&config)
}

impl MonitorConfig {
    /// The configuration as a JSON object, with JavaScript's names (`sseElementId`). Fields without a value are
    /// absent. Safe inside a `<script>` element.
    ///
    /// ```
    /// # use sse_monitor_core::MonitorConfig;
    /// let json = MonitorConfig::new("live").to_js_config();
    /// assert!(json.starts_with(r#"{"sseElementId":"live","autoReconnect":true,"reconnectDelay":3000,"#));
    /// ```
    #[must_use]
    pub fn to_js_config(&self) -> String {
        let mut config = Object::default();
        config
            .set("sseElementId", self.sse_element_id.as_str())
            .set_some("statusElementId", self.status_element_id.as_deref())
            .set("autoReconnect", self.auto_reconnect)
            .set("reconnectDelay", self.reconnect_delay_ms())
            .set_some("maxReconnectAttempts", self.max_reconnect_attempts)
            .set("visibilityReconnect", self.visibility_reconnect)
            .set_some("heartbeatTimeout", self.heartbeat_timeout)
            .set("debug", self.debug)
            .set_some_object("callbacks", &callbacks(self))
            .set_some_object("statusIndicators", &indicators(self.status_indicators.iter()))
            .set("reconnectMaxDelay", self.reconnect_max_delay_ms())
            .set_some("connectTimeout", self.connect_timeout)
            .set_some("heartbeatEvents", names(&self.heartbeat_event_names()))
            .set("client", self.client.as_str())
            .set_some("events", names(&self.events))
            .set_some("lastEventIdParam", self.last_event_id_param_name());
        config.to_script_json()
    }
}

/// What the runtime reads: the values of the parts that were rendered, and nothing else.
fn settings(config: &MonitorConfig) -> Object {
    let uses = |part| template::uses(config, part);
    let mut settings = Object::default();
    if uses("status") {
        let shown = ConnectionState::ALL.map(|state| (state, config.indicator(state)));
        // `error` is left in the task that enters it, and is never painted.
        let painted = shown.iter().filter(|(state, _)| *state != ConnectionState::Error);
        settings.set_some("statusElementId", config.status_element_id.as_deref()).set_object(
            "statusIndicators",
            &indicators(painted.map(|(state, indicator)| (state, indicator))),
        );
    }
    if uses("callbacks") {
        settings.set_object("callbacks", &callbacks(config));
    }
    if uses("retry") {
        settings
            .set("reconnectDelay", config.reconnect_delay_ms())
            .set("reconnectMaxDelay", config.reconnect_max_delay_ms())
            .set_some("maxReconnectAttempts", config.max_reconnect_attempts);
    }
    settings
        .set_some("connectTimeout", config.connect_timeout)
        .set_some("heartbeatTimeout", config.heartbeat_timeout);
    if uses("source") {
        settings
            .set_some("heartbeatEvents", names(&config.heartbeat_event_names()))
            .set_some("lastEventIdParam", config.last_event_id_param_name());
    }
    settings.set_some("events", names(&config.events));
    // Last, because rustc tells long literals apart by a hash of their first and last 64 bytes. Scripts of one length
    // that differ in the middle alone make it compare each to all.
    settings.set("sseElementId", config.sse_element_id.as_str());
    settings
}

fn callbacks(config: &MonitorConfig) -> Object {
    let mut callbacks = Object::default();
    for (state, path) in &config.callbacks {
        callbacks.set(state.as_str(), path.as_str());
    }
    callbacks
}

fn indicators<'a>(shown: impl Iterator<Item = (&'a ConnectionState, &'a Indicator)>) -> Object {
    let mut indicators = Object::default();
    for (state, indicator) in shown {
        match indicator {
            Indicator::Text(text) => indicators.set(state.as_str(), text.as_str()),
            Indicator::Html(html) => {
                let mut object = Object::default();
                object.set(Indicator::HTML, html.as_str());
                indicators.set_object(state.as_str(), &object)
            }
        };
    }
    indicators
}

fn names(names: &[impl AsRef<str>]) -> Option<Value> {
    (!names.is_empty()).then(|| names.iter().map(AsRef::as_ref).collect())
}

/// The name under which the browser's developer tools list the script.
fn source_url(id: &str) -> String {
    let name: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    format!("\n//# sourceURL=sse-monitor-{name}.js\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(configure: impl Fn(&mut MonitorConfig)) -> [String; 2] {
        [false, true].map(|debug| {
            let mut config = MonitorConfig::new("live");
            config.debug = debug;
            configure(&mut config);
            generate_monitor_script(&config).unwrap()
        })
    }

    #[test]
    fn nothing_in_a_script_can_end_it_or_depend_on_the_encoding() {
        let hostile = "</script><!--<script>\u{2028}\r\0\"\\😀";
        for script in rendered(|config| {
            config.sse_element_id = "</script>é".into();
            config.status_element_id = Some("<!--".into());
            for state in ConnectionState::ALL {
                config.status_indicators.insert(state, Indicator::html(hostile));
            }
            config.client = Client::EventSource;
            config.events = [hostile.replace(['\r', '\0'], "")].into();
        }) {
            assert!(script.is_ascii());
            assert!(!script.contains(['<', '\r', '\0']));
        }
    }

    #[test]
    fn a_rendered_script_has_no_markers_left() {
        for client in Client::ALL {
            for script in rendered(|config| config.client = client) {
                assert!(!script.contains("/*{") && !script.contains("/*}"));
            }
        }
    }

    #[test]
    fn only_the_code_of_the_client_is_rendered() {
        let traces = [
            ("htmx:sseOpen", [Client::Auto, Client::Htmx2].as_slice()),
            ("htmx:sse:before:connection", &[Client::Auto, Client::Htmx4]),
            ("new EventSource(", &[Client::EventSource]),
        ];
        for client in Client::ALL {
            for script in rendered(|config| config.client = client) {
                for (trace, clients) in traces {
                    assert_eq!(
                        script.contains(trace),
                        clients.contains(&client),
                        "{trace}, {client}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_field_taken_away_takes_its_code_along() {
        type Configure = fn(&mut MonitorConfig);
        let cases: [(&str, Configure, Configure); 7] = [
            ("statusElementId", |_| {}, |config| config.status_element_id = Some("status".into())),
            ("maxReconnectAttempts", |_| {}, |config| config.max_reconnect_attempts = Some(3)),
            ("heartbeatTimeout", |_| {}, |config| config.heartbeat_timeout = Some(1000)),
            ("reconnectDelay", |config| config.auto_reconnect = false, |_| {}),
            ("visibilitychange", |config| config.visibility_reconnect = false, |_| {}),
            (
                "callbacks",
                |_| {},
                |config| {
                    config.callbacks.insert(ConnectionState::Closed, "f".into());
                },
            ),
            (
                "innerHTML",
                |config| config.status_element_id = Some("status".into()),
                |config| {
                    config.status_element_id = Some("status".into());
                    config
                        .status_indicators
                        .insert(ConnectionState::Closed, Indicator::html("<i>"));
                },
            ),
        ];
        for (trace, without, with) in cases {
            for script in rendered(|config| {
                config.client = Client::Htmx2;
                without(config);
            }) {
                assert!(!script.contains(trace), "{trace}");
            }
            for script in rendered(with) {
                assert!(script.contains(trace), "{trace}");
            }
        }
    }

    #[test]
    fn without_any_deadline_there_is_no_watchdog() {
        let [_, guarded] = rendered(|_| {});
        assert!(guarded.contains("watchdog") && guarded.contains(r#""connectTimeout":20000"#));
        for script in rendered(|config| config.connect_timeout = None) {
            assert!(!script.contains("watchdog") && !script.contains("performance.now"));
        }
    }

    #[test]
    fn debug_renders_the_readable_form_with_a_source_url() {
        let [plain, debug] = rendered(|config| config.sse_element_id = "a/b".into());
        assert!(!plain.contains("sourceURL") && !plain.contains("console.log"));
        assert!(debug.contains("function SSEMonitor(config)") && debug.contains("console.log"));
        assert!(debug.ends_with("\n//# sourceURL=sse-monitor-a_b.js\n"));
    }

    #[test]
    fn an_invalid_configuration_is_refused() {
        assert!(generate_monitor_script(&MonitorConfig::new("two words")).is_err());
        assert!(generate_simple_monitor("", None, Client::Auto, false).is_err());
    }
}

//! From a valid configuration to JavaScript: the runtime, with what the configuration uses of it, and the call.

pub(crate) mod hash;
mod json;
pub(crate) mod markers;
pub(crate) mod parts;
mod settings;

use alloc::format;
use alloc::string::String;

use crate::input::duration::milliseconds;
use crate::{Client, ConfigError, Effective, Monitor, MonitorConfig, Script};

/// The script of the monitor that `config` describes, complete and ready to inline.
///
/// It is pure ASCII and safe inside a `<script>` element, whatever the configuration's strings contain. The macro
/// `monitor_script!` gives the same script at compile time.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::{MonitorConfig, generate_monitor_script};
///
/// let config = MonitorConfig::new("live").status_element_id("status");
/// let page = format!("<script>{}</script>", generate_monitor_script(&config)?);
/// # assert!(page.contains(r#""live""#));
/// # Ok::<(), sse_monitor::ConfigError>(())
/// ```
///
/// # Errors
///
/// Every problem that [`MonitorConfig::validate`] finds.
pub fn generate_monitor_script(config: &MonitorConfig) -> Result<String, ConfigError> {
    Ok(script(&config.checked()?))
}

/// The script of a monitor with every default but these.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::{Client, generate_simple_monitor};
///
/// let script = generate_simple_monitor("live", Some("status"), Client::Htmx2, false)?;
/// # assert!(script.contains("live"));
/// # Ok::<(), sse_monitor::ConfigError>(())
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
    let config = MonitorConfig::new(sse_element_id)
        .status_element_id(status_element_id)
        .client(client)
        .debug(debug);
    generate_monitor_script(&config)
}

/// The script of a configuration that is known to be valid.
#[doc(hidden)]
#[must_use]
pub fn script(effective: &Effective) -> String {
    let arguments = settings::arguments(effective);
    let mut script = parts::runtime(effective, &arguments);
    for (position, argument) in arguments.iter().enumerate() {
        script.push(if position == 0 { '(' } else { ',' });
        script.push_str(argument.as_deref().unwrap_or("0"));
    }
    script.push_str(");");
    if effective.debug {
        script.push_str(&source_url(&effective.sse_element_id));
    }
    script
}

impl MonitorConfig {
    /// What `monitor!` makes of the same fields, for a configuration that only the program knows.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::{Monitor, MonitorConfig};
    ///
    /// fn page(monitor: Monitor<&str>) -> String {
    ///     format!(r#"<div id="{}" hx-sse:connect="/events"></div>{monitor}"#, monitor.sse_element_id())
    /// }
    ///
    /// let room = 7;
    /// let monitor: Monitor<String> = MonitorConfig::new(format!("room-{room}")).monitor()?;
    /// let policy = format!("script-src 'self' {}", monitor.csp_source());
    /// assert!(page(monitor.borrowed()).contains(r#"<div id="room-7""#));
    /// # assert!(policy.contains("'sha256-"));
    /// # Ok::<(), sse_monitor::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem that [`validate`](Self::validate) finds.
    pub fn monitor(&self) -> Result<Monitor<String>, ConfigError> {
        let effective = self.checked()?;
        Ok(Monitor::__new(
            Script::new(&script(&effective)),
            effective.sse_element_id,
            effective.status_element_id,
            effective.heartbeat_timeout.map_or(0, milliseconds),
        ))
    }

    /// The configuration as a JSON object, with JavaScript's names (`sseElementId`), durations in milliseconds and the
    /// defaults. Fields without a value are absent. Safe inside a `<script>` element.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::MonitorConfig;
    /// let json = MonitorConfig::new("live").to_js_config();
    /// assert!(json.starts_with(r#"{"sseElementId":"live","autoReconnect":true,"reconnectDelay":3000,"#));
    /// ```
    #[must_use]
    pub fn to_js_config(&self) -> String {
        json::object(&self.effective())
    }
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
    use crate::{ConnectionState, Indicator};

    fn rendered(configure: impl Fn(MonitorConfig) -> MonitorConfig) -> [String; 2] {
        [false, true].map(|debug| {
            generate_monitor_script(&configure(MonitorConfig::new("live").debug(debug))).unwrap()
        })
    }

    #[test]
    fn nothing_in_a_script_can_end_it_or_depend_on_the_encoding() {
        let hostile = "</script><!--<script>\u{2028}\r\0\"\\😀";
        for script in rendered(|config| {
            let config = config
                .sse_element_id("</script>é")
                .status_element_id("<!--")
                .last_event_id_param("</script>é\r")
                .prepare_request("été.Ω")
                .callbacks("ñ");
            ConnectionState::ALL
                .iter()
                .filter(|state| **state != ConnectionState::Error)
                .fold(config, |config, state| {
                    config.status_indicator(*state, Indicator::html(hostile))
                })
        }) {
            assert!(script.is_ascii());
            assert!(!script.contains(['<', '\r', '\0']));
        }
    }

    #[test]
    fn a_rendered_script_has_no_markers_left() {
        for client in Client::ALL {
            for script in rendered(|config| config.client(*client)) {
                assert!(!script.contains("/*{") && !script.contains("/*}"));
            }
        }
    }

    #[test]
    fn debug_renders_the_readable_form_with_a_source_url() {
        let [plain, debug] = rendered(|config| config.sse_element_id("a/b"));
        assert!(!plain.contains("sourceURL") && !plain.contains("console.log"));
        assert!(debug.contains("function SSEMonitor(") && debug.contains("console.log"));
        assert!(debug.ends_with("\n//# sourceURL=sse-monitor-a_b.js\n"));
    }

    #[test]
    fn an_invalid_configuration_is_refused() {
        assert!(generate_monitor_script(&MonitorConfig::new("two words")).is_err());
        assert!(generate_simple_monitor("", None, Client::Auto, false).is_err());
        assert!(MonitorConfig::new("two words").monitor().is_err());
    }
}

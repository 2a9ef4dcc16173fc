//! The rules of a configuration: each one once, on the typed configuration, for compile time and run time alike.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::{ConfigError, Fault, Location, Problem};
use crate::words::code;
use crate::{Client, ConnectionState, LastEventIdParam, MonitorConfig, duration, names};

impl MonitorConfig {
    /// Checks every rule.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let mut config = MonitorConfig::new("live");
    /// assert!(config.validate().is_ok());
    /// config.reconnect_delay = Some(3);
    /// assert!(config.validate().is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem: impossible ids, names, paths and durations, and fields that have no effect.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let problem = |finding: Finding| Problem {
            path: finding.subject.to_string(),
            location: Location::Whole,
            first: None,
            fault: finding.fault,
        };
        ConfigError::from_problems(findings(self, |_| true).into_iter().map(problem).collect())
    }
}

/// What a rule speaks of.
#[derive(Debug)]
pub(crate) enum Subject {
    /// That the field is given at all.
    Field(&'static str),
    /// Its value.
    Value(&'static str),
    /// Its value for a state.
    State(&'static str, ConnectionState),
    /// The item at an index of its list.
    Item(&'static str, usize),
}

#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) subject: Subject,
    pub(crate) fault: Fault,
}

type Rule = fn(&MonitorConfig, &mut Vec<Finding>);

/// The rules, each with the fields that it reads.
const RULES: [(&[&str], Rule); 18] = [
    (&["sse_element_id"], sse_element_id),
    (&["status_element_id"], status_element_id),
    (&["sse_element_id", "status_element_id"], two_elements),
    (&["reconnect_delay"], reconnect_delay),
    (&["reconnect_max_delay"], reconnect_max_delay),
    (&["reconnect_delay", "reconnect_max_delay"], longest_delay),
    (&["heartbeat_timeout"], heartbeat_timeout),
    (&["connect_timeout"], connect_timeout),
    (&["max_reconnect_attempts"], max_reconnect_attempts),
    (&["callbacks"], callbacks),
    (&["heartbeat_events"], heartbeat_events),
    (&["events"], events),
    (&["last_event_id_param"], last_event_id_param),
    (&["auto_reconnect"], effect_of_reconnecting),
    (&["heartbeat_events", "heartbeat_timeout"], effect_of_heartbeat_events),
    (&["events", "client"], effect_of_events),
    (&["last_event_id_param", "client"], effect_of_last_event_id_param),
    (&["status_indicators", "status_element_id"], effect_of_status_indicators),
];

/// What the rules find, without those that read a field whose value is not `known`.
pub(crate) fn findings(config: &MonitorConfig, known: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (fields, rule) in RULES {
        if fields.iter().all(|field| known(field)) {
            rule(config, &mut findings);
        }
    }
    findings
}

fn sse_element_id(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    check(findings, Subject::Value("sse_element_id"), names::id(&config.sse_element_id));
}

fn status_element_id(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if let Some(id) = &config.status_element_id {
        check(findings, Subject::Value("status_element_id"), names::id(id));
    }
}

fn two_elements(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    let id = &config.sse_element_id;
    if config.status_element_id.as_ref() == Some(id) && names::id(id).is_ok() {
        let fault = Fault::new(
            "the status element is the SSE element itself",
            "give the state an element of its own: writing it here would delete what the stream shows",
        );
        check(findings, Subject::Value("status_element_id"), Err(fault));
    }
}

fn reconnect_delay(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    duration(findings, "reconnect_delay", config.reconnect_delay, false);
}

fn reconnect_max_delay(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    duration(findings, "reconnect_max_delay", config.reconnect_max_delay, false);
}

fn heartbeat_timeout(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    duration(findings, "heartbeat_timeout", config.heartbeat_timeout, true);
}

fn connect_timeout(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    duration(findings, "connect_timeout", config.connect_timeout, true);
}

fn duration(
    findings: &mut Vec<Finding>,
    field: &'static str,
    milliseconds: Option<u32>,
    optional: bool,
) {
    if let Some(milliseconds) = milliseconds {
        let fault = duration::in_range(milliseconds.into(), optional);
        check(findings, Subject::Value(field), fault);
    }
}

fn longest_delay(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    let (first, longest) = (config.reconnect_delay_ms(), config.reconnect_max_delay_ms());
    let both_possible =
        [first, longest].into_iter().all(|delay| duration::in_range(delay.into(), false).is_ok());
    if both_possible && longest < first {
        let default = if config.reconnect_delay.is_none() { ", its default" } else { "" };
        let fault = Fault::new(
            format!("{longest} ms is below `reconnect_delay`, which is {first} ms{default}"),
            format!("write at least `{first}`, or a shorter `reconnect_delay`"),
        );
        check(findings, Subject::Value("reconnect_max_delay"), Err(fault));
    }
}

fn max_reconnect_attempts(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if config.max_reconnect_attempts == Some(0) {
        let fault = Fault::new(
            "0 attempts are no attempts",
            "write `None` for no limit, or `auto_reconnect: false` instead of this field for no attempt",
        );
        check(findings, Subject::Value("max_reconnect_attempts"), Err(fault));
    }
}

fn callbacks(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    for (state, path) in &config.callbacks {
        check(findings, Subject::State("callbacks", *state), names::callback(path));
    }
}

fn heartbeat_events(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    event_names(
        findings,
        "heartbeat_events",
        config.heartbeat_events.as_deref().unwrap_or_default(),
    );
}

fn events(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    event_names(findings, "events", &config.events);
}

fn event_names(findings: &mut Vec<Finding>, field: &'static str, list: &[String]) {
    for (index, name) in list.iter().enumerate() {
        let fault = names::event(name).and_then(|()| names::once(name, &list[..index]));
        check(findings, Subject::Item(field, index), fault);
    }
}

fn last_event_id_param(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if let LastEventIdParam::Name(name) = &config.last_event_id_param {
        check(findings, Subject::Value("last_event_id_param"), names::query_parameter(name));
    }
}

fn effect_of_reconnecting(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if config.auto_reconnect {
        return;
    }
    for (field, is_given) in [
        ("reconnect_delay", config.reconnect_delay.is_some()),
        ("max_reconnect_attempts", config.max_reconnect_attempts.is_some()),
        ("reconnect_max_delay", config.reconnect_max_delay.is_some()),
    ] {
        if is_given {
            no_effect(
                findings,
                field,
                "with `auto_reconnect: false`",
                "remove it, or remove `auto_reconnect: false`",
            );
        }
    }
}

fn effect_of_heartbeat_events(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if config.heartbeat_events.is_some() && config.heartbeat_timeout.is_none() {
        no_effect(
            findings,
            "heartbeat_events",
            "without `heartbeat_timeout`",
            "add `heartbeat_timeout: 30s`, or remove it",
        );
    }
}

fn effect_of_events(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if !config.events.is_empty() && config.client != Client::EventSource {
        no_effect(
            findings,
            "events",
            "without `client: \"eventsource\"`",
            "remove it: htmx finds the names of events in `sse-swap` and `hx-trigger`",
        );
    }
}

fn effect_of_last_event_id_param(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if config.last_event_id_param != LastEventIdParam::Default && config.client == Client::Htmx4 {
        no_effect(
            findings,
            "last_event_id_param",
            "with `client: \"htmx4\"`",
            "remove it: htmx 4 sends the last event id in a header",
        );
    }
}

fn effect_of_status_indicators(config: &MonitorConfig, findings: &mut Vec<Finding>) {
    if !config.status_indicators.is_empty() && config.status_element_id.is_none() {
        no_effect(
            findings,
            "status_indicators",
            "without `status_element_id`",
            "add `status_element_id: \"status\"`, or remove it",
        );
    }
}

fn no_effect(findings: &mut Vec<Finding>, field: &'static str, when: &str, help: &str) {
    let fault = Fault::new(format!("{} has no effect {when}", code(field)), help);
    check(findings, Subject::Field(field), Err(fault));
}

fn check(findings: &mut Vec<Finding>, subject: Subject, fault: Result<(), Fault>) {
    if let Err(fault) = fault {
        findings.push(Finding { subject, fault });
    }
}

impl Subject {
    pub(crate) fn field(&self) -> &'static str {
        match self {
            Self::Field(name) | Self::Value(name) | Self::State(name, _) | Self::Item(name, _) => {
                name
            }
        }
    }
}

impl core::fmt::Display for Subject {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Field(name) | Self::Value(name) => formatter.write_str(name),
            Self::State(name, state) => write!(formatter, "{name}.{state}"),
            Self::Item(name, index) => write!(formatter, "{name}[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Indicator;
    use crate::fields::FIELDS;

    /// The paths of the problems of a valid configuration after a change.
    fn problems(change: impl FnOnce(&mut MonitorConfig)) -> Vec<String> {
        let mut config = MonitorConfig::new("live");
        change(&mut config);
        let problems = config.validate().err();
        problems
            .iter()
            .flat_map(ConfigError::problems)
            .map(|problem| problem.path().into())
            .collect()
    }

    #[test]
    fn every_field_of_a_rule_is_in_the_table() {
        for name in RULES.iter().flat_map(|(fields, _)| *fields) {
            assert!(FIELDS.iter().any(|field| field.name == *name), "{name}");
        }
    }

    #[test]
    fn what_is_legal_is_silent() {
        assert_eq!(problems(|_| {}), [""; 0]);
        let everything = problems(|config| {
            config.status_element_id = Some("status".into());
            config.reconnect_delay = Some(10);
            config.max_reconnect_attempts = Some(1);
            config.heartbeat_timeout = Some(2_147_483_647);
            config.callbacks.insert(ConnectionState::Error, "app.onError".into());
            config.status_indicators.insert(ConnectionState::Error, "\0</script>".into());
            config.reconnect_max_delay = Some(10);
            config.connect_timeout = None;
            config.heartbeat_events = Some(["tick", "tock"].map(Into::into).into());
            config.client = Client::EventSource;
            config.events = ["tick", "tock"].map(Into::into).into();
            config.last_event_id_param = "since".into();
        });
        assert_eq!(everything, [""; 0]);
    }

    #[test]
    fn each_value_has_its_rule() {
        assert_eq!(problems(|c| c.sse_element_id.clear()), ["sse_element_id"]);
        assert_eq!(problems(|c| c.status_element_id = Some("a b".into())), ["status_element_id"]);
        assert_eq!(problems(|c| c.reconnect_delay = Some(9)), ["reconnect_delay"]);
        assert_eq!(problems(|c| c.reconnect_max_delay = Some(1 << 31)), ["reconnect_max_delay"]);
        assert_eq!(problems(|c| c.heartbeat_timeout = Some(0)), ["heartbeat_timeout"]);
        assert_eq!(problems(|c| c.connect_timeout = Some(9)), ["connect_timeout"]);
        assert_eq!(problems(|c| c.max_reconnect_attempts = Some(0)), ["max_reconnect_attempts"]);
        assert_eq!(problems(|c| c.last_event_id_param = "".into()), ["last_event_id_param"]);
    }

    #[test]
    fn each_item_has_its_own_problem() {
        let paths = problems(|config| {
            config.client = Client::EventSource;
            config.events = ["", "tick", "tick"].map(Into::into).into();
            config.heartbeat_timeout = Some(1_000);
            config.heartbeat_events = Some(["tick", "a\nb"].map(Into::into).into());
            config.callbacks.insert(ConnectionState::Closed, "a()".into());
            config.callbacks.insert(ConnectionState::Connected, "b".into());
        });
        assert_eq!(paths, ["callbacks.closed", "heartbeat_events[1]", "events[0]", "events[2]"]);
    }

    #[test]
    fn two_elements_are_told_apart_once() {
        assert_eq!(problems(|c| c.status_element_id = Some("live".into())), ["status_element_id"]);
        let impossible = problems(|config| {
            config.sse_element_id = "#live".into();
            config.status_element_id = Some("#live".into());
        });
        assert_eq!(impossible, ["sse_element_id", "status_element_id"]);
    }

    #[test]
    fn the_longest_delay_is_not_below_the_first() {
        assert_eq!(problems(|c| c.reconnect_max_delay = Some(2_999)), ["reconnect_max_delay"]);
        assert_eq!(problems(|c| c.reconnect_max_delay = Some(3_000)), [""; 0]);
        assert_eq!(problems(|c| c.reconnect_delay = Some(60_000)), [""; 0]);
        // A delay that is impossible anyway says nothing about the other.
        let impossible = problems(|config| {
            config.reconnect_delay = Some(5_000);
            config.reconnect_max_delay = Some(5);
        });
        assert_eq!(impossible, ["reconnect_max_delay"]);
    }

    #[test]
    fn fields_without_effect_are_refused() {
        let no_reconnect = problems(|config| {
            config.auto_reconnect = false;
            config.reconnect_delay = Some(5_000);
            config.max_reconnect_attempts = Some(3);
            config.reconnect_max_delay = Some(9_000);
        });
        assert_eq!(
            no_reconnect,
            ["reconnect_delay", "max_reconnect_attempts", "reconnect_max_delay"]
        );
        assert_eq!(problems(|c| c.heartbeat_events = Some(Vec::new())), ["heartbeat_events"]);
        assert_eq!(problems(|c| c.events = ["tick".into()].into()), ["events"]);
        let no_status = problems(|config| {
            config.status_indicators.insert(ConnectionState::Error, Indicator::html("!"));
        });
        assert_eq!(no_status, ["status_indicators"]);
        let header = problems(|config| {
            config.client = Client::Htmx4;
            config.last_event_id_param = LastEventIdParam::Off;
        });
        assert_eq!(header, ["last_event_id_param"]);
    }

    #[test]
    fn a_rule_needs_all_of_its_fields() {
        let mut config = MonitorConfig::new("");
        config.auto_reconnect = false;
        config.reconnect_delay = Some(5_000);
        assert_eq!(findings(&config, |_| true).len(), 2);
        assert_eq!(findings(&config, |field| field != "sse_element_id").len(), 1);
        assert_eq!(findings(&config, |field| field != "auto_reconnect").len(), 1);
        let mut config = MonitorConfig::new("live");
        config.heartbeat_events = Some(Vec::new());
        assert_eq!(findings(&config, |field| field != "heartbeat_timeout").len(), 0);
    }
}

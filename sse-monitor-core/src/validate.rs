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

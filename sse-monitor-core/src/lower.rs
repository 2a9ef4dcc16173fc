//! Fields without types become a typed configuration, or every problem there is.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::{ConfigError, Fault, Location, Problem};
use crate::fields::{FIELDS, Field, Kind, Wanted};
use crate::locate::At;
use crate::read::{self, Read};
use crate::suggest::{nearest, question};
use crate::validate::{self, Subject};
use crate::value::Value;
use crate::words::code;
use crate::{ConnectionState, MonitorConfig, mismatch};

const REQUIRED: &str = "sse_element_id";

impl MonitorConfig {
    /// A configuration from named values, as the macros read them and with their messages.
    ///
    /// # Errors
    ///
    /// Every problem of names, values and the rules of [`validate`](Self::validate).
    ///
    /// ```
    /// use sse_monitor_core::{MonitorConfig, Value};
    ///
    /// let config = MonitorConfig::from_fields([
    ///     ("sse_element_id", Value::from("live")),
    ///     ("reconnect_delay", Value::number("5s")),
    /// ]);
    /// assert_eq!(config.unwrap().reconnect_delay, Some(5_000));
    ///
    /// let error = MonitorConfig::from_fields([("sse_elementid", Value::from("live"))]).unwrap_err();
    /// assert_eq!(error.problems()[0].help(), "did you mean `sse_element_id`?");
    /// ```
    pub fn from_fields<K: Into<String>>(
        fields: impl IntoIterator<Item = (K, Value)>,
    ) -> Result<Self, ConfigError> {
        lower(fields, |_| true)
    }

    /// As [`from_fields`](Self::from_fields), for the few fields that `simple_monitor_script!` takes.
    ///
    /// ```
    /// use sse_monitor_core::{MonitorConfig, Value};
    ///
    /// let config = MonitorConfig::from_simple_fields([("sse_element_id", Value::from("live"))]);
    /// assert_eq!(config, Ok(MonitorConfig::new("live")));
    ///
    /// let error = MonitorConfig::from_simple_fields([("events", Value::texts(["news"]))]).unwrap_err();
    /// assert_eq!(error.problems()[1].message(), "`events` is not a field of `simple_monitor_script!`");
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_fields`](Self::from_fields).
    pub fn from_simple_fields<K: Into<String>>(
        fields: impl IntoIterator<Item = (K, Value)>,
    ) -> Result<Self, ConfigError> {
        lower(fields, |field| field.simple)
    }
}

fn lower<K: Into<String>>(
    fields: impl IntoIterator<Item = (K, Value)>,
    takes: fn(&Field) -> bool,
) -> Result<MonitorConfig, ConfigError> {
    let entries: Vec<_> = fields.into_iter().map(|(key, value)| (key.into(), value)).collect();
    let mut lowering = Lowering {
        entries: &entries,
        takes,
        config: MonitorConfig::new(""),
        unsure: BTreeSet::new(),
        problems: Vec::new(),
    };
    lowering.fields();
    lowering.required();
    lowering.rules();
    ConfigError::from_problems(lowering.problems).map(|()| lowering.config)
}

/// A value whose problem has been reported.
struct Refused;

/// What was found among the fields so far.
struct Lowering<'a> {
    entries: &'a [(String, Value)],
    takes: fn(&Field) -> bool,
    config: MonitorConfig,
    /// Fields that were given, or meant, with a value that is not known: no rule can be applied to them.
    unsure: BTreeSet<&'static str>,
    problems: Vec<Problem>,
}

impl Lowering<'_> {
    fn fields(&mut self) {
        let mut seen = BTreeMap::new();
        for (index, (name, value)) in self.entries.iter().enumerate() {
            let at = At::field(index, name);
            match self.known(name) {
                None => self.unknown_field(name, value, &at),
                Some(field) => match seen.insert(field.name, index) {
                    Some(first) => {
                        seen.insert(field.name, first);
                        self.duplicate(name, &at, At::field(first, name));
                    }
                    None => {
                        if self.field(field, value, &at).is_err() {
                            self.unsure.insert(field.name);
                        }
                    }
                },
            }
        }
    }

    fn field(&mut self, field: &Field, value: &Value, at: &At) -> Result<(), Refused> {
        let wanted = field.kind.wanted();
        match field.kind {
            Kind::Id(place) => {
                *place(&mut self.config) = self.single(value, at, wanted, read::text)?;
            }
            Kind::OptionalId(place) => {
                *place(&mut self.config) = self.optional(value, at, wanted, read::text)?;
            }
            Kind::Flag(place) => {
                *place(&mut self.config) = self.single(value, at, wanted, read::flag)?;
            }
            Kind::Millis(place) => {
                *place(&mut self.config) = Some(self.single(value, at, wanted, read::millis)?);
            }
            Kind::OptionalMillis(place) => {
                *place(&mut self.config) = self.optional(value, at, wanted, read::millis)?;
            }
            Kind::Count(place) => {
                *place(&mut self.config) = self.optional(value, at, wanted, read::count)?;
            }
            Kind::Callbacks(place) => {
                let path = (Wanted::CallbackPath, read::text as Read<_>);
                *place(&mut self.config) = self.states(value, at, wanted, path)?;
            }
            Kind::Indicators(place) => {
                let indicator = (Wanted::Indicator, read::indicator as Read<_>);
                *place(&mut self.config) = self.states(value, at, wanted, indicator)?;
            }
            Kind::Names(place) => {
                *place(&mut self.config) = self.names(value, at, wanted)?;
            }
            Kind::OptionalNames(place) => {
                *place(&mut self.config) = Some(self.names(value, at, wanted)?);
            }
            Kind::Client(place) => {
                *place(&mut self.config) = self.single(value, at, wanted, read::client)?;
            }
            Kind::Param(place) => {
                *place(&mut self.config) = self.optional(value, at, wanted, read::text)?.into();
            }
        }
        Ok(())
    }

    fn single<T>(
        &mut self,
        value: &Value,
        at: &At,
        wanted: Wanted,
        read: Read<T>,
    ) -> Result<T, Refused> {
        match read(value) {
            Some(Ok(read)) => Ok(read),
            Some(Err(fault)) => {
                self.problem(at, Location::Value, fault);
                Err(Refused)
            }
            None => self.mismatch(value, at, wanted),
        }
    }

    fn optional<T>(
        &mut self,
        value: &Value,
        at: &At,
        wanted: Wanted,
        read: Read<T>,
    ) -> Result<Option<T>, Refused> {
        match value {
            Value::None => Ok(None),
            Value::Some(inner) => self.single(inner, &at.inside(), wanted, read).map(Some),
            bare => self.single(bare, at, wanted, read).map(Some),
        }
    }

    fn names(&mut self, value: &Value, at: &At, wanted: Wanted) -> Result<Vec<String>, Refused> {
        let Value::List(items) = value else { return self.mismatch(value, at, wanted) };
        let name =
            |(index, item)| self.single(item, &at.item(index), Wanted::EventName, read::text).ok();
        Ok(items.iter().enumerate().filter_map(name).collect())
    }

    fn states<T>(
        &mut self,
        value: &Value,
        at: &At,
        wanted: Wanted,
        (inner, read): (Wanted, Read<T>),
    ) -> Result<BTreeMap<ConnectionState, T>, Refused> {
        let Value::Map(entries) = value else { return self.mismatch(value, at, wanted) };
        let mut seen = BTreeMap::new();
        let mut states = BTreeMap::new();
        for (index, (name, value)) in entries.iter().enumerate() {
            let here = at.entry(index, name);
            let Ok(state) = name.parse::<ConnectionState>() else {
                self.unknown_state(name, value, &here);
                continue;
            };
            if let Some(first) = seen.get(&state) {
                self.duplicate(name, &here, at.entry(*first, name));
                continue;
            }
            seen.insert(state, index);
            if let Ok(read) = self.single(value, &here, inner, read) {
                states.insert(state, read);
            }
        }
        Ok(states)
    }

    /// The one required field. It is not missing if it was meant by another name, or by something unreadable.
    fn required(&mut self) {
        let is_given = |(name, _): &(String, Value)| name == REQUIRED;
        let could_be_it = |(name, value): &(String, Value)| {
            matches!(value, Value::Unreadable) && self.known(name).is_none()
        };
        if self.entries.iter().any(is_given) {
            return;
        }
        let is_meant = self.entries.iter().any(could_be_it);
        if !self.unsure.insert(REQUIRED) || is_meant {
            return;
        }
        self.problems.push(Problem {
            path: REQUIRED.to_string(),
            location: Location::Whole,
            first: None,
            fault: Fault::new(
                "`sse_element_id` is missing",
                "add `sse_element_id: \"live\"`, the id of the element that carries `sse-connect`",
            ),
        });
    }

    /// What the rules of the typed configuration find, located among the fields.
    fn rules(&mut self) {
        for finding in validate::findings(&self.config, |field| !self.unsure.contains(field)) {
            let at = At::subject(self.entries, &finding.subject);
            let part = if matches!(finding.subject, Subject::Field(_)) {
                Location::Key
            } else {
                Location::Value
            };
            self.problem(&at, part, finding.fault);
        }
    }

    fn unknown_field(&mut self, name: &str, value: &Value, at: &At) {
        if FIELDS.iter().any(|field| field.name == name) {
            let fault = Fault::new(
                format!("{} is not a field of `simple_monitor_script!`", code(name)),
                "use `monitor_script!`, which takes every field",
            );
            return self.problem(at, Location::Key, fault);
        }
        let takes = self.takes;
        let names = || FIELDS.iter().filter(|field| takes(field)).map(|field| field.name);
        let nearest = nearest(name, names());
        self.unsure.extend(&nearest);
        if !matches!(value, Value::Unreadable) {
            let help = question(&nearest, "the fields are", names(), code);
            self.problem(
                at,
                Location::Key,
                Fault::new(format!("unknown field {}", code(name)), help),
            );
        }
    }

    fn unknown_state(&mut self, name: &str, value: &Value, at: &At) {
        if !matches!(value, Value::Unreadable) {
            let names = || ConnectionState::ALL.into_iter().map(ConnectionState::as_str);
            let help = question(&nearest(name, names()), "the states are", names(), code);
            self.problem(
                at,
                Location::Key,
                Fault::new(format!("unknown state {}", code(name)), help),
            );
        }
    }

    fn duplicate(&mut self, name: &str, at: &At, first: At) {
        self.problems.push(Problem {
            path: at.path.clone(),
            location: Location::Key(at.indices.clone()),
            first: Some(Location::Key(first.indices)),
            fault: Fault::new(format!("{} is given twice", code(name)), "remove one of the two"),
        });
    }

    /// Reports a value of the wrong type.
    fn mismatch<T>(&mut self, value: &Value, at: &At, wanted: Wanted) -> Result<T, Refused> {
        if !value.is_unreadable() {
            self.problem(at, Location::Value, mismatch::fault(&at.path, wanted, value));
        }
        Err(Refused)
    }

    fn problem(&mut self, at: &At, part: fn(Vec<usize>) -> Location, fault: Fault) {
        let location = part(at.indices.clone());
        self.problems.push(Problem { path: at.path.clone(), location, first: None, fault });
    }

    fn known(&self, name: &str) -> Option<&'static Field> {
        FIELDS.iter().find(|field| field.name == name && (self.takes)(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, Indicator, LastEventIdParam};

    fn config<const N: usize>(fields: [(&str, Value); N]) -> MonitorConfig {
        MonitorConfig::from_fields(fields).unwrap()
    }

    fn problems<const N: usize>(fields: [(&str, Value); N]) -> Vec<Problem> {
        MonitorConfig::from_fields(fields).unwrap_err().problems().to_vec()
    }

    fn paths(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(Problem::path).collect()
    }

    fn live() -> (&'static str, Value) {
        ("sse_element_id", Value::from("live"))
    }

    #[test]
    fn every_kind_of_field_is_read() {
        let mut expected = MonitorConfig::new("live");
        expected.status_element_id = Some("status".into());
        expected.auto_reconnect = true;
        expected.reconnect_delay = Some(1_500);
        expected.max_reconnect_attempts = Some(10);
        expected.heartbeat_timeout = None;
        expected.connect_timeout = Some(60_000);
        expected.callbacks.insert(ConnectionState::Error, "app.onError".into());
        expected.status_indicators.insert(ConnectionState::Error, Indicator::html("<b>!</b>"));
        expected.status_indicators.insert(ConnectionState::Closed, "Ended".into());
        expected.client = Client::EventSource;
        expected.events = ["news".into()].into();
        expected.last_event_id_param = LastEventIdParam::Off;
        let read = config([
            live(),
            ("status_element_id", Value::from(Some("status"))),
            ("auto_reconnect", Value::from(true)),
            ("reconnect_delay", Value::number("1.5s")),
            ("max_reconnect_attempts", Value::number("1_0")),
            ("heartbeat_timeout", Value::None),
            ("connect_timeout", Value::Some(Value::number("1min").into())),
            ("callbacks", Value::map([("error", "app.onError")])),
            (
                "status_indicators",
                Value::map([
                    ("error", Value::Html("<b>!</b>".into())),
                    ("closed", Value::from("Ended")),
                ]),
            ),
            ("client", Value::from("eventsource")),
            ("events", Value::texts(["news"])),
            ("last_event_id_param", Value::None),
        ]);
        assert_eq!(read, expected);
    }

    #[test]
    fn every_problem_is_found_at_once_in_the_order_of_the_fields() {
        let problems = problems([
            ("debug", Value::from("true")),
            ("callbacks", Value::map([("connected", "a()"), ("conected", "b")])),
            ("reconnect_delay", Value::from(3)),
            ("colour", Value::from("red")),
        ]);
        let paths = paths(&problems);
        assert_eq!(
            paths,
            [
                "sse_element_id",
                "debug",
                "callbacks.connected",
                "callbacks.conected",
                "reconnect_delay",
                "colour"
            ]
        );
        let locations: Vec<_> = problems.iter().map(|problem| problem.location().clone()).collect();
        assert_eq!(
            locations,
            [
                Location::Whole,
                Location::Value([0].into()),
                Location::Value([1, 0].into()),
                Location::Key([1, 1].into()),
                Location::Value([2].into()),
                Location::Key([3].into()),
            ]
        );
    }

    #[test]
    fn the_id_is_not_missing_if_it_was_meant() {
        for given in [
            ("sse_elementid", Value::from("live")),
            ("sseElementId", Value::from("live")),
            ("sse_element_id", Value::Missing),
            ("sse_element_id", Value::from(true)),
        ] {
            let problems = problems([given]);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(!problems[0].message().contains("is missing"), "{problems:?}");
        }
    }

    #[test]
    fn what_is_not_known_breaks_no_rule() {
        let unsure = problems([
            live(),
            ("heartbeat_timout", Value::number("30s")),
            ("heartbeat_events", Value::texts(["tick"])),
            ("auto_reconnect", Value::from("false")),
            ("reconnect_delay", Value::number("5s")),
        ]);
        assert_eq!(paths(&unsure), ["heartbeat_timout", "auto_reconnect"]);
    }

    #[test]
    fn nothing_is_said_about_the_unreadable() {
        assert!(MonitorConfig::from_fields([("", Value::Unreadable)]).is_ok());
        assert!(MonitorConfig::from_fields([("sse_element_id", Value::Unreadable)]).is_ok());
        let around = problems([
            live(),
            ("client", Value::List([Value::Unreadable].into())),
            ("events", Value::texts(["tick"])),
            ("heartbeat_timeout", Value::Unreadable),
            ("heartbeat_events", Value::List([Value::Unreadable, Value::from("")].into())),
        ]);
        assert_eq!(paths(&around), ["heartbeat_events[1]"]);
    }

    #[test]
    fn a_name_given_twice_is_refused_where_it_stands_again() {
        let states =
            Value::map([("error", "a"), ("closed", "b"), ("error", "c()"), ("error", "d")]);
        let problems = problems([
            live(),
            ("debug", true.into()),
            ("callbacks", states),
            ("debug", 7.into()),
            ("debug", 8.into()),
        ]);
        let twice: Vec<_> =
            problems.iter().map(|problem| (problem.location(), problem.first())).collect();
        assert_eq!(
            twice,
            [
                (&Location::Key([2, 2].into()), Some(&Location::Key([2, 0].into()))),
                (&Location::Key([2, 3].into()), Some(&Location::Key([2, 0].into()))),
                (&Location::Key([3].into()), Some(&Location::Key([1].into()))),
                (&Location::Key([4].into()), Some(&Location::Key([1].into()))),
            ]
        );
    }

    #[test]
    fn rules_are_located_behind_what_was_refused() {
        let problems = problems([
            live(),
            ("status_element_id", Value::from(Some("live"))),
            ("heartbeat_timeout", Value::number("30s")),
            ("heartbeat_events", Value::List([7.into(), "tick".into(), "tick".into()].into())),
        ]);
        let located: Vec<_> =
            problems.iter().map(|problem| (problem.path(), problem.location().clone())).collect();
        assert_eq!(
            located,
            [
                ("status_element_id", Location::Value([1, 0].into())),
                ("heartbeat_events[0]", Location::Value([3, 0].into())),
                ("heartbeat_events[2]", Location::Value([3, 2].into())),
            ]
        );
    }

    #[test]
    fn none_and_some_stand_only_where_nothing_is_possible() {
        for field in FIELDS {
            let none = MonitorConfig::from_fields([live(), (field.name, Value::None)]);
            let optional = field.kind.wanted().is_optional();
            assert_eq!(none.is_ok(), optional, "{}", field.name);
        }
        let problem = &problems([live(), ("debug", Value::from(Some(true)))])[0];
        assert_eq!(problem.help(), "write the value without `Some(..)`");
    }

    #[test]
    fn the_simple_monitor_takes_four_fields() {
        let simple: Vec<_> = FIELDS.iter().filter(|f| f.simple).map(|f| f.name).collect();
        assert_eq!(simple, ["sse_element_id", "status_element_id", "debug", "client"]);
        let refused =
            MonitorConfig::from_simple_fields([live(), ("events", Value::texts([""; 0]))]);
        let error = refused.unwrap_err();
        assert_eq!(
            error.problems()[0].message(),
            "`events` is not a field of `simple_monitor_script!`"
        );
    }

    #[test]
    fn the_defaults_of_the_table_are_the_defaults() {
        let defaults = FIELDS.iter().filter(|field| field.default != "required").map(|field| {
            let value = match field.default {
                "None" => Value::None,
                "true" | "false" => Value::Bool(field.default == "true"),
                "{}" => Value::Map(Vec::new()),
                "[]" => Value::List(Vec::new()),
                "[\"heartbeat\"]" => Value::texts(["heartbeat"]),
                text if text.starts_with('"') => Value::from(text.trim_matches('"')),
                number => Value::number(number),
            };
            (field.name, value)
        });
        let timeout = ("heartbeat_timeout", Value::number("30s"));
        let defaults = defaults.filter(|(name, _)| *name != timeout.0);
        let explicit =
            MonitorConfig::from_fields([live(), timeout.clone()].into_iter().chain(defaults));
        let (explicit, implicit) = (explicit.unwrap(), config([live(), timeout]));
        assert_eq!(explicit.to_js_config(), implicit.to_js_config());
    }
}

//! A tree of values becomes a typed configuration, or every problem there is.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Entry, Map, Mark, Node, Value};
use crate::config::kinds::Form;
use crate::config::{FIELDS, Field, rules};
use crate::problem::suggest::{nearest, question};
use crate::problem::words::{Language, code};
use crate::problem::{ConfigError, Fault, Problem, mismatch};
use crate::{ConnectionState, Effective, MonitorConfig};

const REQUIRED: &str = "sse_element_id";

/// Reads the fields, those of `simple_monitor_script!` or all: what was given, and what applies. `problems` are what is
/// known to be wrong with them.
///
/// # Errors
///
/// Every problem of names and values, and of the rules that compare fields.
#[doc(hidden)]
pub fn read(
    entries: &[Entry],
    problems: Vec<Problem>,
    language: Language,
    simple: bool,
) -> Result<(MonitorConfig, Effective), ConfigError> {
    let mut reader = Reader { problems, ..Reader::new(language) };
    let mut config = MonitorConfig::new("");
    let takes = |field: &&Field| field.simple || !simple;
    for entry in entries {
        match FIELDS.iter().filter(takes).find(|field| field.name == entry.key) {
            Some(field) => reader.field(&mut config, field, entry),
            None => reader.unknown_field(entry, FIELDS.iter().filter(takes)),
        }
    }
    reader.required(entries);
    let effective = config.effective();
    rules::compare(&config, &effective, &mut reader);
    if reader.problems.is_empty() {
        Ok((config, effective))
    } else {
        Err(ConfigError { problems: reader.problems })
    }
}

/// What was found so far. Its methods report what they cannot read, and then return nothing.
pub(crate) struct Reader {
    pub(crate) language: Language,
    /// Of the value that is being read, for the reader of a message: `callbacks.connected`.
    path: String,
    problems: Vec<Problem>,
    given: Vec<Given>,
    /// Fields that a misspelt name may have meant: rules that compare them say nothing.
    meant: Vec<&'static str>,
}

/// A field that was given.
struct Given {
    name: &'static str,
    key: Mark,
    value: Mark,
    is_readable: bool,
}

impl Reader {
    pub(crate) fn new(language: Language) -> Self {
        Self {
            language,
            path: String::new(),
            problems: Vec::new(),
            given: Vec::new(),
            meant: Vec::new(),
        }
    }

    pub(crate) fn refuse(&mut self, mark: Mark, fault: Fault) {
        let path = self.path.clone();
        self.problems.push(Problem { path, mark, first: Mark::default(), fault });
    }

    /// Reports that a field has no effect, at its name.
    pub(crate) fn refuse_field(&mut self, name: &str, fault: Fault) {
        let mark = self.given(name).map_or(Mark::default(), |given| given.key);
        self.within(name, |reader| reader.refuse(mark, fault));
    }

    /// Reports that the value of a field does not go with another one.
    pub(crate) fn refuse_value(&mut self, name: &str, fault: Fault) {
        let mark = self.given(name).map_or(Mark::default(), |given| given.value);
        self.within(name, |reader| reader.refuse(mark, fault));
    }

    /// Whether the value of the field could be read. One that was not given is sure, too.
    pub(crate) fn is_sure(&self, name: &str) -> bool {
        !self.meant.contains(&name) && self.given(name).is_none_or(|given| given.is_readable)
    }

    /// Reports a value of the wrong type.
    pub(crate) fn mismatch<T>(&mut self, node: &Node, form: Form) -> Option<T> {
        if !node.value.is_unreadable() {
            let fault = mismatch::fault(&self.path, form, &node.value, self.language);
            self.refuse(node.mark, fault);
        }
        None
    }

    pub(crate) fn checked<T>(&mut self, node: &Node, checked: Result<T, Fault>) -> Option<T> {
        checked.map_err(|fault| self.refuse(node.mark, fault)).ok()
    }

    /// Reads the value of each state. `read` gets the state's entry.
    pub(crate) fn states<T>(
        &mut self,
        map: &Map,
        read: impl Fn(&mut Self, ConnectionState, &Entry) -> Option<T>,
    ) -> BTreeMap<ConnectionState, T> {
        self.problems.extend(map.problems.iter().cloned());
        let mut seen = BTreeMap::new();
        let mut states = BTreeMap::new();
        for entry in &map.entries {
            let Ok(state) = entry.key.parse::<ConnectionState>() else {
                self.unknown_state(entry);
                continue;
            };
            let step = format!(".{state}");
            if let Some(first) = seen.get(&state) {
                self.within(&step, |reader| reader.duplicate(entry, *first));
            } else {
                seen.insert(state, entry.mark);
                let value = self.within(&step, |reader| read(reader, state, entry));
                states.extend(value.map(|value| (state, value)));
            }
        }
        states
    }

    /// Reads the items of a list.
    pub(crate) fn items<T>(
        &mut self,
        items: &[Node],
        read: impl Fn(&mut Self, &Node, &[T]) -> Option<T>,
    ) -> Vec<T> {
        let mut list = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let read = self.within(&format!("[{index}]"), |reader| read(reader, item, &list));
            list.extend(read);
        }
        list
    }

    fn within<T>(&mut self, step: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(step);
        let read = read(self);
        self.path.truncate(length);
        read
    }

    fn given(&self, name: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.name == name)
    }

    fn field(&mut self, config: &mut MonitorConfig, field: &Field, entry: &Entry) {
        if let Some(first) = self.given(field.name).map(|given| given.key) {
            return self.within(field.name, |reader| reader.duplicate(entry, first));
        }
        let value = match &entry.value.value {
            Value::Call(name, inside) if name == "Some" => inside.mark,
            _ => entry.value.mark,
        };
        let is_readable = self
            .within(field.name, |reader| (field.read)(config, &entry.value, field.form, reader));
        self.given.push(Given { name: field.name, key: entry.mark, value, is_readable });
    }

    /// The one required field. It is not missing if it was meant by another name, or by something unreadable.
    fn required(&mut self, entries: &[Entry]) {
        let could_be_it = |entry: &Entry| {
            entry.value.is(&Value::Unreadable)
                && FIELDS.iter().all(|field| field.name != entry.key || field.name == REQUIRED)
        };
        if self.given(REQUIRED).is_some() || self.meant.contains(&REQUIRED) {
            return;
        }
        self.meant.push(REQUIRED);
        if entries.iter().any(could_be_it) {
            return;
        }
        let help = format!(
            "add {}, the id of the element that carries `sse-connect` or `hx-sse:connect`",
            self.language.code("sse_element_id: \"live\"")
        );
        self.problems.insert(
            0,
            Problem {
                path: REQUIRED.to_string(),
                mark: Mark::default(),
                first: Mark::default(),
                fault: Fault::new("`sse_element_id` is missing", help),
            },
        );
    }

    fn unknown_field<'a>(&mut self, entry: &Entry, takes: impl Iterator<Item = &'a Field>) {
        let name = &entry.key;
        if FIELDS.iter().any(|field| field.name == name) {
            let fault = Fault::new(
                format!("{} is not a field of `simple_monitor_script!`", code(name)),
                "use `monitor_script!`, which takes every field",
            );
            return self.within(name, |reader| reader.refuse(entry.mark, fault));
        }
        let names: Vec<_> = takes.map(|field| field.name).collect();
        let nearest = nearest(name, names.iter().copied());
        let help = question(&nearest, "the fields are", names.iter().copied(), code);
        self.meant.extend(nearest);
        if !entry.value.is(&Value::Unreadable) {
            let fault = Fault::new(format!("unknown field {}", code(name)), help);
            self.within(name, |reader| reader.refuse(entry.mark, fault));
        }
    }

    fn unknown_state(&mut self, entry: &Entry) {
        let name = &entry.key;
        if entry.value.is(&Value::Unreadable) {
            return;
        }
        let fault = if FIELDS.iter().any(|field| field.name == name) {
            let help = match self.language {
                Language::Rust => "write it outside of these braces".into(),
                Language::File => format!("write it before the table {}", code(&self.path)),
            };
            Fault::new(format!("{} is a field, not a state", code(name)), help)
        } else {
            let names = || ConnectionState::ALL.iter().map(|state| state.as_str());
            let help = question(&nearest(name, names()), "the states are", names(), code);
            Fault::new(format!("unknown state {}", code(name)), help)
        };
        self.refuse(entry.mark, fault);
    }

    fn duplicate(&mut self, entry: &Entry, first: Mark) {
        let message = format!("{} is given twice", code(&entry.key));
        self.problems.push(Problem {
            path: self.path.clone(),
            mark: entry.mark,
            first,
            fault: Fault::new(message, "remove one of the two"),
        });
    }
}

//! Where something is among the fields that were given.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::validate::Subject;
use crate::value::Value;

/// Where a value is: its path for a reader, and its indices for who built the fields.
pub(crate) struct At {
    pub(crate) path: String,
    pub(crate) indices: Vec<usize>,
}

impl At {
    pub(crate) fn field(index: usize, name: &str) -> Self {
        Self { path: name.into(), indices: Vec::from([index]) }
    }

    pub(crate) fn entry(&self, index: usize, name: &str) -> Self {
        Self { path: format!("{}.{name}", self.path), indices: self.deeper(index) }
    }

    pub(crate) fn item(&self, index: usize) -> Self {
        Self { path: format!("{}[{index}]", self.path), indices: self.deeper(index) }
    }

    /// The value in a `Some`.
    pub(crate) fn inside(&self) -> Self {
        Self { path: self.path.clone(), indices: self.deeper(0) }
    }

    /// What a rule of the typed configuration speaks of. Fields and states count where they are given first, and
    /// items that were refused are not in the configuration.
    pub(crate) fn subject(entries: &[(String, Value)], subject: &Subject) -> Self {
        let name = subject.field();
        let index = position(entries, name);
        let at = Self::field(index, name);
        match (subject, entries.get(index).map(|(_, value)| value)) {
            (Subject::State(_, state), Some(Value::Map(states))) => {
                at.entry(position(states, state.as_str()), state.as_str())
            }
            (Subject::Item(_, nth), Some(Value::List(items))) => {
                let mut texts =
                    items.iter().enumerate().filter(|(_, item)| matches!(item, Value::Text(_)));
                at.item(texts.nth(*nth).map_or(0, |(index, _)| index))
            }
            (Subject::Value(_), Some(Value::Some(_))) => at.inside(),
            _ => at,
        }
    }

    fn deeper(&self, index: usize) -> Vec<usize> {
        self.indices.iter().copied().chain([index]).collect()
    }
}

fn position(entries: &[(String, Value)], name: &str) -> usize {
    entries.iter().position(|(key, _)| key == name).unwrap_or_default()
}

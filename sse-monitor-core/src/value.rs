//! What a field is given before it has a type.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::Indicator;
use crate::words::{code, quoted};

/// What a field is given: the form that the macros and [`MonitorConfig::from_fields`](crate::MonitorConfig::from_fields)
/// share, so that both refuse the same things with the same words.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `None`.
    None,
    /// `Some(..)`: the same as the bare value, where `None` is possible.
    Some(Box<Value>),
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written, with minus sign and suffix: `3000`, `5s`, `-1`.
    Number(String),
    /// A text.
    Text(String),
    /// `html("…")`: a text that is HTML.
    Html(String),
    /// `[..]`.
    List(Vec<Value>),
    /// `{..}`: keys and values in the order given.
    Map(Vec<(String, Value)>),
    /// A key without a value.
    Missing,
    /// Code that would have to be evaluated, as it is written.
    Code(String),
    /// Something else, in words: "a character".
    Other(String),
    /// What could not be read and was refused already. It counts as given, nothing more is said about it, and its
    /// field keeps its default.
    Unreadable,
}

impl Value {
    /// A number, or a duration such as `5s`.
    ///
    /// ```
    /// use sse_monitor_core::Value;
    ///
    /// assert_eq!(Value::number("5s"), Value::Number("5s".into()));
    /// ```
    #[must_use]
    pub fn number(literal: impl Into<String>) -> Self {
        Self::Number(literal.into())
    }

    /// A list of texts.
    ///
    /// ```
    /// use sse_monitor_core::Value;
    ///
    /// assert_eq!(Value::texts(["news"]), Value::List(vec!["news".into()]));
    /// ```
    #[must_use]
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::Text(text.into())).collect())
    }

    /// A map.
    ///
    /// ```
    /// use sse_monitor_core::Value;
    ///
    /// let callbacks = Value::map([("connected", "app.onUp")]);
    /// assert_eq!(callbacks, Value::Map(vec![("connected".into(), "app.onUp".into())]));
    /// ```
    #[must_use]
    pub fn map<K: Into<String>, V: Into<Value>>(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }

    /// Whether it, or something directly in it, was refused already.
    pub(crate) fn is_unreadable(&self) -> bool {
        match self {
            Self::List(items) => items.contains(&Self::Unreadable),
            Self::Map(entries) => entries.iter().any(|(_, value)| *value == Self::Unreadable),
            single => *single == Self::Unreadable,
        }
    }

    /// What was given, in the words of a message.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::None => code("None"),
            Self::Some(_) => code("Some(..)"),
            Self::Bool(flag) => code(&flag.to_string()),
            Self::Number(literal) => format!("the number {}", code(literal)),
            Self::Text(text) => format!("the string {}", quoted(text)),
            Self::Html(html) => format!("the HTML {}", quoted(html)),
            Self::List(_) => "a list".into(),
            Self::Map(_) => "a map".into(),
            Self::Missing | Self::Unreadable => "nothing".into(),
            Self::Code(source) => code(source),
            Self::Other(words) => words.clone(),
        }
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Indicator> for Value {
    fn from(indicator: Indicator) -> Self {
        match indicator {
            Indicator::Text(text) => Self::Text(text),
            Indicator::Html(html) => Self::Html(html),
        }
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(option: Option<T>) -> Self {
        option.map_or(Self::None, |value| Self::Some(Box::new(value.into())))
    }
}

//! What a configuration is before it has types: a tree of values, as the macros and as files have it, and how it is
//! read. Each node carries a [`Mark`], which comes back with each problem.

pub(crate) mod duration;
mod read;
pub(crate) mod text;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub(crate) use read::Reader;
pub use read::read;

use crate::problem::Problem;
use crate::problem::words::{code, quoted};

/// Where a node stands in the input, for who built the tree: core only hands it back. Zero is nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark(pub usize);

/// `key: value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As it is written, whether there is such a field or not.
    pub key: String,
    /// Of the key.
    pub mark: Mark,
    /// What it is given.
    pub value: Node,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub mark: Mark,
}

/// What a field is given before it has a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `None`, or null.
    None,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written, with minus sign and suffix: `3000`, `5s`, `-1`.
    Number(String),
    /// A string.
    Text(String),
    /// `[..]`
    List(Vec<Node>),
    /// `{ .. }`
    Map(Map),
    /// A name before something in parentheses: `Some(..)`, `html(..)`, `cfg!(..)`.
    Call(String, Box<Node>),
    /// A value in parentheses.
    Wrapped(Box<Node>),
    /// A key without a value.
    Missing,
    /// Code that would have to be evaluated, as it is written.
    Code(String),
    /// Something else, in words: "a character".
    Other(&'static str),
    /// What could not be read and was refused already. It counts as given, and nothing more is said about it.
    Unreadable,
}

/// `{ key: value, key: value }`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// In the order given.
    pub entries: Vec<Entry>,
    /// What is wrong in it, if it should be a map at all.
    pub problems: Vec<Problem>,
    /// The braces may be around a single value instead.
    pub alone: Option<Box<Node>>,
}

impl Value {
    /// A value as the table of fields writes it: a default.
    pub(crate) fn written(literal: &str) -> Self {
        match literal {
            "None" => Self::None,
            "true" | "false" => Self::Bool(literal == "true"),
            "[]" => Self::List(Vec::new()),
            "{}" => Self::Map(Map::default()),
            _ => match literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                Some(text) => Self::Text(text.into()),
                None => Self::Number(literal.into()),
            },
        }
    }

    pub(crate) fn html(html: &str) -> Self {
        Self::Call("html".into(), Box::new(Node::from(Self::Text(html.into()))))
    }

    pub(crate) fn list(items: impl Iterator<Item = Self>) -> Self {
        Self::List(items.map(Node::from).collect())
    }

    pub(crate) fn map(entries: impl Iterator<Item = (&'static str, Self)>) -> Self {
        Self::Map(Map { entries: entries.map(Entry::from).collect(), ..Map::default() })
    }

    /// Whether it switches its field off, or asks for nothing.
    pub(crate) fn is_off(&self) -> bool {
        match self {
            Self::None | Self::Bool(false) => true,
            Self::List(items) => items.is_empty(),
            Self::Map(map) => map.entries.is_empty(),
            _ => false,
        }
    }

    /// Whether it, or something directly in it, was refused already.
    pub(crate) fn is_unreadable(&self) -> bool {
        match self {
            Self::List(items) => items.iter().any(|item| item.value == Self::Unreadable),
            Self::Call(_, inside) | Self::Wrapped(inside) => inside.value.is_unreadable(),
            single => *single == Self::Unreadable,
        }
    }

    /// As it would be written in a macro.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::None => "None".into(),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(source) | Self::Code(source) => source.clone(),
            Self::Text(text) => quoted(text),
            Self::List(_) => "[..]".into(),
            Self::Map(Map { alone: Some(inside), .. }) => {
                format!("{{ {} }}", inside.value.source())
            }
            Self::Map(_) => "{ .. }".into(),
            Self::Call(name, inside) => format!("{name}({})", inside.value.source()),
            Self::Wrapped(inside) => format!("({})", inside.value.source()),
            Self::Other(_) => "..".into(),
            Self::Missing | Self::Unreadable => String::new(),
        }
    }

    /// What was given, in the words of a message.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Number(literal) => format!("the number {}", code(literal)),
            Self::Text(text) => format!("the string {}", quoted(text)),
            Self::List(_) => "a list".into(),
            Self::Map(Map { alone: None, .. }) => "a map".into(),
            Self::Other(words) => (*words).into(),
            _ => code(&self.source()),
        }
    }
}

impl Node {
    pub(crate) fn is(&self, value: &Value) -> bool {
        self.value == *value
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self { value, mark: Mark::default() }
    }
}

impl From<(&'static str, Value)> for Entry {
    fn from((key, value): (&'static str, Value)) -> Self {
        Self { key: key.into(), mark: Mark::default(), value: value.into() }
    }
}

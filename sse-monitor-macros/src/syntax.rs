//! What the macro's input looks like once it is read: fields with spans, still without types.

use sse_monitor_core::Value;

use crate::span::{Diagnostic, Spans};

/// All that could be read, and what could not.
pub(crate) struct Syntax {
    pub(crate) entries: Vec<Entry>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// `key: value`, of a field or of a map.
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) value: Node,
}

pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) spans: Spans,
}

pub(crate) struct Node {
    pub(crate) spans: Spans,
    pub(crate) form: Form,
}

/// As core's [`Value`], with spans inside.
pub(crate) enum Form {
    /// A value without parts of its own.
    Leaf(Value),
    Some(Box<Node>),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

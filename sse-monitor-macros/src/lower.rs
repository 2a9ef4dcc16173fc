//! Fields with spans become core's fields, and core's problems become errors at those spans.

use sse_monitor_core::{Location, Problem, Value};

use crate::span::{Diagnostic, Spans};
use crate::syntax::{Entry, Form, Node};

/// The fields without their spans.
pub(crate) fn fields(entries: &[Entry]) -> Vec<(String, Value)> {
    entries.iter().map(|entry| (entry.key.name.clone(), value(&entry.value))).collect()
}

/// The problem at the tokens that it speaks of.
pub(crate) fn diagnostic(problem: &Problem, entries: &[Entry]) -> Diagnostic {
    let first = problem.first().and_then(|first| spans(first, entries)?.position());
    let message = match first {
        Some((line, _)) => format!("{}, first on line {line}", problem.message()),
        None => problem.message().to_string(),
    };
    Diagnostic {
        spans: spans(problem.location(), entries),
        ..Diagnostic::whole(&message, problem.help())
    }
}

fn value(node: &Node) -> Value {
    match &node.form {
        Form::Leaf(value) => value.clone(),
        Form::Some(inner) => Value::Some(Box::new(value(inner))),
        Form::List(items) => Value::List(items.iter().map(value).collect()),
        Form::Map(entries) => Value::Map(fields(entries)),
    }
}

/// `None` is the whole invocation.
fn spans(location: &Location, entries: &[Entry]) -> Option<Spans> {
    match location {
        Location::Whole => None,
        Location::Key(path) => entry(path, entries).map(|entry| entry.key.spans),
        Location::Value(path) => node(path, entries).map(|node| node.spans),
    }
}

fn entry<'a>(path: &[usize], entries: &'a [Entry]) -> Option<&'a Entry> {
    match path {
        [index] => entries.get(*index),
        [inside @ .., index] => match &node(inside, entries)?.form {
            Form::Map(entries) => entries.get(*index),
            _ => None,
        },
        [] => None,
    }
}

fn node<'a>(path: &[usize], entries: &'a [Entry]) -> Option<&'a Node> {
    let (first, deeper) = path.split_first()?;
    let mut node = &entries.get(*first)?.value;
    for index in deeper {
        node = match &node.form {
            Form::Leaf(_) => return None,
            Form::Some(inner) => inner,
            Form::List(items) => items.get(*index)?,
            Form::Map(entries) => &entries.get(*index)?.value,
        };
    }
    Some(node)
}

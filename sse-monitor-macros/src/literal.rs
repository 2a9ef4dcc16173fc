//! Single tokens become values.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenTree};
use sse_monitor_core::Value;
use syn::Lit;

use crate::parse::{inside, visible};

pub(crate) fn value(literal: &Literal) -> Value {
    let text = literal.to_string();
    if is_number(&text) {
        return Value::Number(text);
    }
    match Lit::new(literal.clone()) {
        Lit::Str(string) if string.suffix().is_empty() => Value::Text(string.value()),
        Lit::Str(_) => Value::Other("a string with a suffix".into()),
        Lit::Char(_) => Value::Other("a character".into()),
        Lit::Byte(_) => Value::Other("a byte".into()),
        Lit::ByteStr(_) => Value::Other("a byte string".into()),
        Lit::CStr(_) => Value::Other("a C string".into()),
        _ => Value::Code(text),
    }
}

/// `-5`: a minus sign and a number are two tokens.
pub(crate) fn negative(literal: &Literal) -> Option<Value> {
    let text = literal.to_string();
    is_number(&text).then(|| Value::Number(format!("-{text}")))
}

pub(crate) fn word(word: &Ident) -> Value {
    match word.to_string().as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "None" => Value::None,
        other => Value::Code(other.into()),
    }
}

/// The inside of `html("…")`.
pub(crate) fn html(group: &Group) -> Option<Value> {
    match (group.delimiter(), &visible(inside(group))[..]) {
        (Delimiter::Parenthesis, [TokenTree::Literal(literal)]) => match value(literal) {
            Value::Text(html) => Some(Value::Html(html)),
            _ => None,
        },
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    text.trim_start_matches('-').starts_with(|first: char| first.is_ascii_digit())
}

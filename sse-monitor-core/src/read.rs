//! Single values become types.

use alloc::format;
use alloc::string::String;

use crate::duration;
use crate::error::Fault;
use crate::suggest::{nearest, question};
use crate::value::Value;
use crate::words::{code, literal};
use crate::{Client, Indicator};

/// Reads a value: `None` if it has the wrong type, an error if it has the right one and still cannot be read.
pub(crate) type Read<T> = fn(&Value) -> Option<Result<T, Fault>>;

pub(crate) fn text(value: &Value) -> Option<Result<String, Fault>> {
    match value {
        Value::Text(text) => Some(Ok(text.clone())),
        _ => None,
    }
}

pub(crate) fn flag(value: &Value) -> Option<Result<bool, Fault>> {
    match value {
        Value::Bool(flag) => Some(Ok(*flag)),
        _ => None,
    }
}

pub(crate) fn millis(value: &Value) -> Option<Result<u32, Fault>> {
    let Value::Number(literal) = value else { return None };
    Some(duration::milliseconds(literal).and_then(duration::fitting))
}

pub(crate) fn count(value: &Value) -> Option<Result<u32, Fault>> {
    let Value::Number(literal) = value else { return None };
    let digits = literal.replace('_', "");
    let is_decimal = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Some(if is_decimal {
        digits.parse().map_err(|_| {
            Fault::new(
                format!("{} is above the maximum of {}", code(literal), u32::MAX),
                "write `None` for no limit",
            )
        })
    } else {
        Err(Fault::new(
            format!("{} is no whole number of attempts", code(literal)),
            "write a decimal number without a unit, such as `3`",
        ))
    })
}

pub(crate) fn client(value: &Value) -> Option<Result<Client, Fault>> {
    let Value::Text(name) = value else { return None };
    let known = Client::ALL.into_iter().find(|client| client.as_str() == name);
    Some(known.ok_or_else(|| {
        let names = || Client::ALL.into_iter().map(Client::as_str);
        let help = question(&nearest(name, names()), "the clients are", names(), literal);
        Fault::new(format!("unknown client {}", literal(name)), help)
    }))
}

pub(crate) fn indicator(value: &Value) -> Option<Result<Indicator, Fault>> {
    match value {
        Value::Text(text) => Some(Ok(Indicator::Text(text.clone()))),
        Value::Html(html) => Some(Ok(Indicator::Html(html.clone()))),
        _ => None,
    }
}

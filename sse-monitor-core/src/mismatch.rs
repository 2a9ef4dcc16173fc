//! A value of the wrong type: what was given, what is taken, and how to write it.

use alloc::format;
use alloc::string::String;

use crate::duration;
use crate::error::Fault;
use crate::fields::Wanted;
use crate::value::Value;
use crate::words::{code, literal, quoted};

/// What is wrong with `given` where `name` takes what is `wanted`.
pub(crate) fn fault(name: &str, wanted: Wanted, given: &Value) -> Fault {
    if matches!(given, Value::Missing) {
        let key = name.rsplit('.').next().unwrap_or(name);
        let example = code(&format!("{key}: {}", wanted.example()));
        return Fault::new(format!("{} has no value", code(name)), format!("write {example}"));
    }
    let message =
        format!("{} takes {}, but {} was given", code(name), wanted.in_words(), given.in_words());
    let help = help(wanted, given).unwrap_or_else(|| match given {
        Value::Code(source) => format!(
            "write a literal such as {}: the macro cannot know the value of {}",
            code(wanted.example()),
            code(source)
        ),
        _ => format!("write {}", written(wanted)),
    });
    Fault::new(message, help)
}

/// How the very value that was given is written rightly, if that is known.
fn help(wanted: Wanted, given: &Value) -> Option<String> {
    match given {
        Value::Text(text) => from_text(wanted, text),
        Value::Code(source) => from_code(wanted, source),
        Value::None => Some("leave it out for its default".into()),
        Value::Some(_) => Some("write the value without `Some(..)`".into()),
        Value::Html(html) if wanted.is_text() => Some(format!("write {}", literal(html))),
        Value::Number(number) if wanted == Wanted::Flag => match number.as_str() {
            "0" => Some("write `false`".into()),
            "1" => Some("write `true`".into()),
            _ => None,
        },
        Value::List(_) if matches!(wanted, Wanted::Callbacks | Wanted::Indicators) => {
            Some(format!("name the states in braces: {}", code(wanted.example())))
        }
        _ => None,
    }
}

fn from_text(wanted: Wanted, text: &str) -> Option<String> {
    let bare = match wanted {
        Wanted::Flag => matches!(text, "true" | "false"),
        Wanted::Duration | Wanted::OptionalDuration => duration::milliseconds(text).is_ok(),
        Wanted::Count => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    if bare {
        return Some(format!("write {} without quotes", code(text)));
    }
    match wanted {
        Wanted::EventNames => {
            Some(format!("write a list: {}", code(&format!("[{}]", quoted(text)))))
        }
        Wanted::Callbacks | Wanted::Indicators => Some(format!(
            "name the states in braces: {}",
            code(&format!("{{ connected: {} }}", quoted(text)))
        )),
        _ => None,
    }
}

fn from_code(wanted: Wanted, source: &str) -> Option<String> {
    let lower = source.to_lowercase();
    let duration = || {
        let joined = source.replace(' ', "");
        match duration::milliseconds(&joined) {
            Ok(_) => Some(format!("write {}", code(&joined))),
            Err(fault) => fault.help.starts_with("did you mean").then_some(fault.help),
        }
    };
    if wanted.is_optional() && matches!(lower.as_str(), "none" | "null" | "nil" | "undefined") {
        return Some("write `None`".into());
    }
    match wanted {
        Wanted::Flag => match lower.as_str() {
            "true" | "yes" | "on" => Some("write `true`".into()),
            "false" | "no" | "off" => Some("write `false`".into()),
            _ => None,
        },
        Wanted::Duration | Wanted::OptionalDuration => duration(),
        Wanted::CallbackPath if !is_plain(source) => Some(format!(
            "write the path of a global function, such as {}: code cannot stand here",
            code(wanted.example())
        )),
        _ if wanted.is_text() && is_plain(source) => Some(format!(
            "write {} if that is the text: the macro cannot know the value of {}",
            literal(source),
            code(source)
        )),
        _ => None,
    }
}

fn is_plain(source: &str) -> bool {
    source
        .chars()
        .all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | '.'))
}

fn written(wanted: Wanted) -> String {
    match wanted {
        Wanted::Flag => "`true` or `false`".into(),
        Wanted::Duration => "milliseconds, such as `5000`, or a duration, such as `5s`".into(),
        Wanted::OptionalDuration => {
            "milliseconds, such as `5000`, a duration, such as `5s`, or `None`".into()
        }
        Wanted::Count => "a whole number, such as `3`, or `None`".into(),
        _ if wanted.is_text() => format!("a string, such as {}", code(wanted.example())),
        _ => format!("it as in {}", code(wanted.example())),
    }
}

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
    if wanted.is_optional() && matches!(lower.as_str(), "none" | "null" | "nil" | "undefined") {
        return Some("write `None`".into());
    }
    match wanted {
        Wanted::Flag => match lower.as_str() {
            "true" | "yes" | "on" => Some("write `true`".into()),
            "false" | "no" | "off" => Some("write `false`".into()),
            _ => None,
        },
        Wanted::Duration | Wanted::OptionalDuration => without_spaces(source),
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

/// How `5 s` or `5 seconds` is written, if it is a duration but for its spaces.
pub(crate) fn without_spaces(source: &str) -> Option<String> {
    let joined = source.replace(' ', "");
    match duration::milliseconds(&joined) {
        Ok(_) => Some(format!("write {}", code(&joined))),
        Err(fault) => fault.help.starts_with("did you mean").then_some(fault.help),
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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn source(source: &str) -> Value {
        Value::Code(source.into())
    }

    #[test]
    fn what_was_given_is_written_rightly_if_that_is_known() {
        for (wanted, given, help) in [
            (Wanted::Duration, Value::from("5s"), "write `5s` without quotes"),
            (Wanted::Count, Value::from("3"), "write `3` without quotes"),
            (Wanted::Flag, Value::from("true"), "write `true` without quotes"),
            (Wanted::Flag, Value::from(0), "write `false`"),
            (Wanted::Flag, source("Yes"), "write `true`"),
            (Wanted::Flag, source("off"), "write `false`"),
            (Wanted::OptionalId, source("null"), "write `None`"),
            (Wanted::Duration, source("5 s"), "write `5s`"),
            (Wanted::Duration, source("5 seconds"), "did you mean `5s`?"),
            (Wanted::EventNames, Value::from("tick"), "write a list: `[\"tick\"]`"),
            (
                Wanted::Callbacks,
                Value::from("onUp"),
                "name the states in braces: `{ connected: \"onUp\" }`",
            ),
            (
                Wanted::Indicators,
                Value::List(Vec::new()),
                "name the states in braces: `{ connected: \"Online\" }`",
            ),
            (Wanted::Id, Value::Html("live".into()), "write `\"live\"`"),
            (Wanted::Flag, Value::None, "leave it out for its default"),
            (Wanted::Duration, Value::from(Some(5)), "write the value without `Some(..)`"),
            (
                Wanted::CallbackPath,
                source("() => up()"),
                "write the path of a global function, such as `\"app.onUp\"`: code cannot stand here",
            ),
            (
                Wanted::Id,
                source("live"),
                "write `\"live\"` if that is the text: the macro cannot know the value of `live`",
            ),
            (
                Wanted::Id,
                source("config::ID"),
                "write a literal such as `\"live\"`: the macro cannot know the value of `config::ID`",
            ),
        ] {
            assert_eq!(fault("field", wanted, &given).help, help, "{wanted:?} {given:?}");
        }
    }

    #[test]
    fn else_it_is_said_what_can_be_written() {
        for (wanted, help) in [
            (Wanted::Flag, "write `true` or `false`"),
            (Wanted::Duration, "write milliseconds, such as `5000`, or a duration, such as `5s`"),
            (Wanted::Count, "write a whole number, such as `3`, or `None`"),
            (Wanted::EventName, "write a string, such as `\"heartbeat\"`"),
            (Wanted::EventNames, "write it as in `[\"heartbeat\"]`"),
        ] {
            let fault = fault("field", wanted, &Value::Other("a byte".into()));
            assert_eq!(fault.help, help);
            assert!(fault.message.ends_with(", but a byte was given"), "{}", fault.message);
        }
    }

    #[test]
    fn a_value_that_is_missing_is_shown() {
        let fault = fault("callbacks.error", Wanted::CallbackPath, &Value::Missing);
        assert_eq!(fault.message, "`callbacks.error` has no value");
        assert_eq!(fault.help, "write `error: \"app.onUp\"`");
    }
}

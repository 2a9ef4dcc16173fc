//! A value of the wrong type: what was given, what is taken, and how to write it.

use alloc::format;
use alloc::string::String;

use super::Fault;
use super::words::{Language, code, literal};
use crate::config::kinds::{Form, Shape};
use crate::input::duration;
use crate::input::{Map, Node, Value};

/// What is wrong with `given` where `path` takes a value of this form.
pub(crate) fn fault(path: &str, form: Form, given: &Value, language: Language) -> Fault {
    if *given == Value::Missing {
        let key = path.rsplit('.').next().unwrap_or(path);
        let example = language.code(&format!("{key}: {}", form.example));
        return Fault::new(format!("{} has no value", code(path)), format!("write {example}"));
    }
    let takes = form.takes.replace("`None`", &language.code("None"));
    let given_words = match (given, language) {
        (Value::None, Language::File) => code("null"),
        _ => given.in_words(),
    };
    let message = format!("{} takes {takes}, but {given_words} was given", code(path));
    let help = Helper { path, form, language };
    Fault::new(message, help.with(given).unwrap_or_else(|| help.in_general()))
}

struct Helper<'a> {
    path: &'a str,
    form: Form,
    language: Language,
}

impl Helper<'_> {
    /// How the very value that was given is written rightly, if that is known.
    fn with(&self, given: &Value) -> Option<String> {
        let shape = self.form.shape;
        match given {
            Value::Text(text) => self.text(text),
            Value::Code(source) => Some(self.code(source)),
            Value::Call(name, inside) => Some(self.call(name, inside, given)),
            Value::Wrapped(inside) => self.wrapped(inside, "parentheses"),
            Value::Map(Map { alone: Some(inside), .. }) => self.wrapped(inside, "braces"),
            Value::None if self.form.is_required => {
                Some(format!("write the id, such as {}: it is required", self.example()))
            }
            Value::None => Some("leave it out for its default".into()),
            Value::Number(number) if shape == Shape::Flag => match number.as_str() {
                "0" => Some("write `false`".into()),
                "1" => Some("write `true`".into()),
                _ => None,
            },
            Value::Number(number) if shape == Shape::List => {
                Some(format!("write a list: {}", code(&format!("[{number}]"))))
            }
            _ => None,
        }
    }

    fn in_general(&self) -> String {
        let example = self.example();
        let help = match self.form.shape {
            Shape::Flag => return "write `true` or `false`".into(),
            Shape::Duration(_) => "write a duration, such as",
            Shape::Count => "write a whole number, such as",
            Shape::Text => "write a string, such as",
            Shape::Html => return self.html_example("write a string, or HTML as in"),
            Shape::List => "write a list, such as",
            Shape::States => "name the states in braces:",
        };
        if self.form.is_optional && self.form.shape != Shape::States {
            format!("{help} {example}, or {}", self.language.code("None"))
        } else {
            format!("{help} {example}")
        }
    }

    fn text(&self, text: &str) -> Option<String> {
        let bare = match self.form.shape {
            Shape::Flag => matches!(text, "true" | "false"),
            Shape::Duration(longest) => duration::read(text, longest, true, self.language).is_ok(),
            Shape::Count => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
            Shape::List => return Some(format!("write a list: {}", list_of(text))),
            _ => false,
        };
        match self.form.shape {
            _ if bare => Some(format!("write {} without quotes", code(text))),
            Shape::Duration(longest) => {
                duration::meant(text, longest).map(|meant| format!("write {}", code(&meant)))
            }
            _ => None,
        }
    }

    fn code(&self, source: &str) -> String {
        let lower = source.to_lowercase();
        if self.form.is_optional && matches!(lower.as_str(), "none" | "null" | "nil" | "undefined")
        {
            return format!("write {}", self.language.code("None"));
        }
        let meant = match self.form.shape {
            Shape::Flag => match lower.as_str() {
                "true" | "yes" | "on" => Some("`true`".into()),
                "false" | "no" | "off" => Some("`false`".into()),
                _ => None,
            },
            Shape::Duration(longest) => duration::meant(source, longest)
                .or_else(|| of_type(source).filter(|meant| self.is_duration(meant, longest)))
                .map(|meant| code(&meant)),
            Shape::Text | Shape::Html if is_name(source) => Some(literal(source)),
            Shape::States if self.form.takes.ends_with("path of one") && is_name(source) => {
                Some(literal(source))
            }
            _ => None,
        };
        match (meant, self.form.shape) {
            (Some(text), Shape::Text | Shape::Html | Shape::States) => format!(
                "write {text} if that is the text: {}{}",
                cannot_know(source),
                self.elsewhere()
            ),
            (Some(meant), _) => format!("write {meant}"),
            (None, Shape::Text) if source.contains(['(', '=', '|']) && self.form.is_path() => {
                format!(
                    "write the path of a global function, such as {}: code cannot stand here",
                    self.example()
                )
            }
            (None, _) => format!(
                "write a literal such as {}: {}{}",
                self.example(),
                cannot_know(source),
                self.elsewhere()
            ),
        }
    }

    fn call(&self, name: &str, inside: &Node, given: &Value) -> String {
        let source = given.source();
        let is_html = name.trim_end_matches('!').eq_ignore_ascii_case("html");
        match (name, &inside.value) {
            ("Some", Value::None) if self.form.is_optional => {
                format!("write {}", self.language.code("None"))
            }
            ("Some", Value::Missing) => self.in_general(),
            ("Some", _) => "write the value without `Some(..)`".into(),
            (_, Value::Text(html)) if is_html && self.form.shape == Shape::Html => {
                format!("write {}", self.language.code(&format!("html({html:?})")))
            }
            (_, Value::Text(text)) if is_html && self.form.shape == Shape::Text => {
                format!("write {}", literal(text))
            }
            (_, inside) if is_html && self.form.shape == Shape::Html => {
                let help = self.html_example("write the HTML itself, as in");
                format!("{help}: {}", cannot_know(&inside.source()))
            }
            ("cfg!", _) if self.form.shape == Shape::Flag => format!(
                "write two constants, one under `#[cfg(..)]` and one under `#[cfg(not(..))]`: {}",
                cannot_know(&source)
            ),
            (name, _) if name.ends_with('!') => {
                format!("build it with `MonitorConfig`, at run time: {}", cannot_know(&source))
            }
            _ => self.code(&source),
        }
    }

    fn is_duration(&self, text: &str, longest: u64) -> bool {
        duration::read(text, longest, true, self.language).is_ok()
    }

    /// `("live")` and `{ "live" }`.
    fn wrapped(&self, inside: &Node, what: &str) -> Option<String> {
        let value = &inside.value;
        let is_right = match self.form.shape {
            Shape::Flag => matches!(value, Value::Bool(_)),
            Shape::Duration(_) | Shape::Count => matches!(value, Value::Number(_)),
            Shape::Text | Shape::Html => matches!(value, Value::Text(_)),
            Shape::List => matches!(value, Value::List(_)),
            Shape::States => matches!(value, Value::Map(_)),
        };
        if is_right { Some(format!("write it without the {what}")) } else { self.with(value) }
    }

    /// Whoever names a constant wants to say an id once.
    fn elsewhere(&self) -> &'static str {
        match self.path {
            "sse_element_id" => ". Other code can read the id from `monitor!`: `.sse_element_id()`",
            "status_element_id" => {
                ". Other code can read the id from `monitor!`: `.status_element_id()`"
            }
            _ => "",
        }
    }

    fn html_example(&self, help: &str) -> String {
        format!("{help} {}", self.language.code("html(\"<b>!</b>\")"))
    }

    fn example(&self) -> String {
        self.language.code(self.form.example)
    }
}

fn cannot_know(source: &str) -> String {
    format!("the macro cannot know the value of {}", code(source))
}

fn list_of(text: &str) -> String {
    match text.parse::<u16>() {
        Ok(status) => code(&format!("[{status}]")),
        Err(_) => code(&format!("[{text:?}]")),
    }
}

/// `Duration::from_secs(5)`, whatever is before.
fn of_type(source: &str) -> Option<String> {
    let (name, argument) = source.rsplit_once("::")?.1.strip_suffix(')')?.split_once('(')?;
    let unit = match name {
        "from_millis" => "ms",
        "from_secs" => "s",
        "from_mins" => "min",
        "from_hours" => "h",
        _ => return None,
    };
    argument.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{argument}{unit}"))
}

/// A word that may be the text itself, without its quotes. Constants and paths are not.
fn is_name(source: &str) -> bool {
    source.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && source.chars().any(char::is_lowercase)
}

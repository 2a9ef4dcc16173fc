//! A value of the wrong type: what was given, what is taken, and how to write it.

use alloc::format;
use alloc::string::String;

use super::Fault;
use super::words::{Language, code, listed, literal};
use crate::GiveUp;
use crate::config::kinds::{ClientName, Form, Shape};
use crate::input::{Map, Node, Value, duration, text};

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
            Value::Number(number) if shape == Shape::List => list_of(number),
            _ => None,
        }
    }

    fn in_general(&self) -> String {
        let example = self.example();
        let help = match self.form.shape {
            Shape::Flag => return "write `true` or `false`".into(),
            Shape::Duration(_) => "write a duration, such as",
            Shape::Count => "write a whole number, such as",
            Shape::Text | Shape::Path | Shape::Client => "write a string, such as",
            Shape::Html => return self.html_example("write a string, or HTML as in"),
            Shape::List => "write a list, such as",
            Shape::States | Shape::Functions => "name the states in braces:",
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
            Shape::List => return list_of(text),
            _ => false,
        };
        match self.form.shape {
            _ if bare => Some(format!("write {} without quotes", self.language.code(text))),
            Shape::Duration(longest) => {
                let meant = duration::meant(text, longest)?;
                Some(format!("write {}", self.language.code(&meant)))
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
                .map(|meant| self.language.code(&meant)),
            Shape::Client => Some(listed(ClientName::meant(source), " or ", literal))
                .filter(|meant| !meant.is_empty()),
            _ => None,
        };
        if let Some(meant) = meant {
            return format!("write {meant}");
        }
        let example = self.example();
        let help = match self.form.shape {
            _ if self.may_be_quoted(source) => {
                format!("write {} if that is the text", literal(source))
            }
            Shape::Path if source.contains(['(', '=', '|']) => {
                return format!(
                    "write the path of a global function, such as {example}: code cannot stand here"
                );
            }
            _ if !has_name(source) => return self.in_general(),
            _ => format!("write a literal such as {example}"),
        };
        format!("{help}: {}{}", cannot_know(source), self.elsewhere())
    }

    /// Whether the text itself was meant, without its quotes.
    fn may_be_quoted(&self, source: &str) -> bool {
        let is_taken = match self.form.shape {
            Shape::Text | Shape::Html => true,
            Shape::Path | Shape::Functions => {
                text::path(source, self.form.example, self.language).is_ok()
            }
            _ => false,
        };
        is_taken && is_name(source)
    }

    fn call(&self, name: &str, inside: &Node, given: &Value) -> String {
        let source = given.source();
        let is_html = name.trim_end_matches('!').eq_ignore_ascii_case("html");
        match (name, &inside.value) {
            ("Some", Value::None) if self.form.is_optional => {
                format!("write {}", self.language.code("None"))
            }
            (_, Value::Missing) if is_html || name == "Some" => self.in_general(),
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
            ("vec!", _) if self.form.shape == Shape::List => self.in_general(),
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
        let is_right = match (&inside.value, self.form.shape) {
            (Value::None, _) => self.form.is_optional,
            (Value::Text(_), Shape::Text | Shape::Path | Shape::Client | Shape::Html)
            | (Value::Bool(_), Shape::Flag)
            | (Value::Number(_), Shape::Duration(_) | Shape::Count)
            | (Value::List(_), Shape::List)
            | (Value::Map(_), Shape::States)
            | (Value::Text(_) | Value::Map(_), Shape::Functions) => true,
            _ => false,
        };
        if is_right {
            Some(format!("write it without the {what}"))
        } else {
            self.with(&inside.value)
        }
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

/// A refusal as a list of one.
fn list_of(refusal: &str) -> Option<String> {
    let item = match refusal.replace('_', "").parse().ok()? {
        GiveUp::NotAStream => format!("{:?}", GiveUp::NOT_A_STREAM),
        status => format!("{status}"),
    };
    Some(format!("write a list: `[{item}]`"))
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

/// Whether there is a word outside of quotes that is no number: what only the compiler knows.
fn has_name(source: &str) -> bool {
    let outside = source.split('"').step_by(2);
    let mut words = outside.flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    words.any(|word| word.starts_with(char::is_alphabetic))
}

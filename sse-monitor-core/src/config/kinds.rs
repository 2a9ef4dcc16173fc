//! The kinds of fields. Each knows its words, how it is read and checked, and how it is written down again.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::marker::PhantomData;
use core::time::Duration;

use super::values::{Callbacks, GiveUp, Indicator};
use crate::input::text::{self, Check};
use crate::input::{Node, Reader, Value, duration};
use crate::problem::Fault;
use crate::problem::suggest::{nearest, question};
use crate::problem::words::{Language, code, literal, quoted};
use crate::{Client, ConnectionState};

/// A kind of values. Nothing is read wrongly: what cannot be read is reported.
pub(crate) trait Kind {
    type Value;
    const SHAPE: Shape;
    const IS_OPTIONAL: bool = false;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<Self::Value>;

    /// As a macro has it.
    fn write(value: &Self::Value) -> Value;
}

/// What a message says of a kind. A field has an example of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Completes "takes …", in the words of a macro.
    pub(crate) takes: &'static str,
    pub(crate) example: &'static str,
    pub(crate) is_optional: bool,
    pub(crate) is_required: bool,
    pub(crate) shape: Shape,
}

/// How a kind looks where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    /// A text that is the path of a JavaScript function.
    Path,
    /// A text that is the name of a client.
    Client,
    /// A text or `html("…")`.
    Html,
    Flag,
    /// Up to this many milliseconds.
    Duration(u64),
    Count,
    List,
    /// A map from states.
    States,
    /// A map from states to paths, or one path.
    Functions,
}

impl Form {
    pub(crate) const fn new(shape: Shape, takes: &'static str, example: &'static str) -> Self {
        Self { takes, example, is_optional: false, is_required: false, shape }
    }
}

macro_rules! texts {
    ($($kind:ident $shape:ident $check:path;)*) => { $(
        pub(crate) struct $kind;

        impl Kind for $kind {
            type Value = String;
            const SHAPE: Shape = Shape::$shape;

            fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<String> {
                read_text(node, form, reader, $check)
            }

            fn write(value: &String) -> Value {
                Value::Text(value.clone())
            }
        }
    )* };
}

texts! {
    Id Text text::id;
    Path Path text::path;
    Param Text text::query_parameter;
}

/// The form of one path in `callbacks`.
const PATH: Form = Form::new(Shape::Path, "the path of a JavaScript function", "\"app.onUp\"");

fn read_text(node: &Node, form: Form, reader: &mut Reader, check: Check) -> Option<String> {
    let Value::Text(text) = &node.value else { return reader.mismatch(node, form) };
    let checked = check(text, form.example, reader.language).map(|()| text.clone());
    reader.checked(node, checked)
}

/// A kind that `None` switches off.
pub(crate) struct Optional<K>(PhantomData<K>);

pub(crate) type OptionalId = Optional<Id>;
pub(crate) type OptionalPath = Optional<Path>;
pub(crate) type OptionalParam = Optional<Param>;
pub(crate) type Timeout = Optional<LongestDelay>;
pub(crate) type Count = Optional<Attempts>;
pub(crate) type Indicators = Optional<Shown>;

impl<K: Kind> Kind for Optional<K> {
    type Value = Option<K::Value>;
    const SHAPE: Shape = K::SHAPE;
    const IS_OPTIONAL: bool = true;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<Self::Value> {
        let in_a_file = reader.language == Language::File;
        match &node.value {
            Value::None => Some(None),
            Value::Bool(false) if in_a_file => Some(None),
            Value::Text(text) if in_a_file && text == "None" => {
                let help = format!("write {}, or leave it out", reader.language.code("None"));
                let fault = Fault::new("`\"None\"` is a text like any other", help);
                reader.refuse(node.mark, fault);
                None
            }
            Value::Call(name, inside) if name == "Some" => match inside.value {
                Value::None | Value::Missing => reader.mismatch(node, form),
                // The help may be to write `None`: that replaces `Some(..)`, so all of it is underlined.
                Value::Number(_) => {
                    let whole = Node { value: inside.value.clone(), mark: node.mark };
                    K::read(&whole, form, reader).map(Some)
                }
                _ => K::read(inside, form, reader).map(Some),
            },
            _ => K::read(node, form, reader).map(Some),
        }
    }

    fn write(value: &Self::Value) -> Value {
        value.as_ref().map_or(Value::None, K::write)
    }
}

pub(crate) struct Flag;

impl Kind for Flag {
    type Value = bool;
    const SHAPE: Shape = Shape::Flag;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<bool> {
        match node.value {
            Value::Bool(flag) => Some(flag),
            _ => reader.mismatch(node, form),
        }
    }

    fn write(value: &bool) -> Value {
        Value::Bool(*value)
    }
}

/// Durations up to this many milliseconds.
pub(crate) struct Time<const LONGEST: u64>;

pub(crate) type LongestDelay = Time<{ duration::LONGEST }>;
/// The longest delay is at least 2.1 times this one.
pub(crate) type Delay = Time<{ duration::LONGEST * 10 / super::LEAST_MAX_DELAY }>;

impl<const LONGEST: u64> Kind for Time<LONGEST> {
    type Value = Duration;
    const SHAPE: Shape = Shape::Duration(LONGEST);

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<Duration> {
        let literal = match &node.value {
            Value::Number(literal) => literal,
            Value::Text(literal) if reader.language == Language::File => literal,
            _ => return reader.mismatch(node, form),
        };
        let read = duration::read(literal, LONGEST, form.is_optional, reader.language);
        reader.checked(node, read)
    }

    fn write(value: &Duration) -> Value {
        Value::Number(duration::literal(*value))
    }
}

pub(crate) struct Attempts;

impl Kind for Attempts {
    type Value = u32;
    const SHAPE: Shape = Shape::Count;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<u32> {
        let Value::Number(literal) = &node.value else { return reader.mismatch(node, form) };
        let digits = literal.replace('_', "");
        let is_decimal = digits.bytes().all(|byte| byte.is_ascii_digit());
        let no_limit = format!("write {} for no limit", reader.language.code("None"));
        let checked = match (digits.parse(), is_decimal) {
            (Ok(0), true) => Err(Fault::new(
                "0 attempts are no attempts",
                format!(
                    "{no_limit}, or {} instead of this field for no attempt",
                    reader.language.code("auto_reconnect: false")
                ),
            )),
            (Ok(attempts), true) => Ok(attempts),
            (Err(_), true) => Err(Fault::new(
                format!("{} is above the maximum of {}", code(literal), u32::MAX),
                no_limit,
            )),
            (_, false) => Err(Fault::new(
                format!("{} is no whole number of attempts", code(literal)),
                // What means "for ever" elsewhere.
                if literal.starts_with('-') {
                    no_limit
                } else {
                    "write a decimal number without a unit, such as `3`".into()
                },
            )),
        };
        reader.checked(node, checked)
    }

    fn write(value: &u32) -> Value {
        Value::Number(value.to_string())
    }
}

pub(crate) struct ClientName;

impl ClientName {
    fn all() -> impl Iterator<Item = &'static str> {
        Client::ALL.iter().map(|client| client.as_str())
    }

    /// The clients that were meant by something else.
    pub(crate) fn meant(name: &str) -> Vec<&'static str> {
        match name.to_lowercase().as_str() {
            "eventsource" | "none" => Vec::from(["dom"]),
            name => nearest(name, Self::all()),
        }
    }
}

impl Kind for ClientName {
    type Value = Client;
    const SHAPE: Shape = Shape::Client;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<Client> {
        let Value::Text(name) = &node.value else { return reader.mismatch(node, form) };
        let client = name.parse().map_err(|_| {
            let help = question(&Self::meant(name), "the clients are", Self::all(), literal);
            Fault::new(format!("unknown client `{}`", quoted(name)), help)
        });
        reader.checked(node, client)
    }

    fn write(value: &Client) -> Value {
        Value::Text(value.as_str().into())
    }
}

pub(crate) struct GiveUpOn;

impl Kind for GiveUpOn {
    type Value = Vec<GiveUp>;
    const SHAPE: Shape = Shape::List;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<Vec<GiveUp>> {
        let Value::List(items) = &node.value else { return reader.mismatch(node, form) };
        Some(reader.items(items, Self::item))
    }

    fn write(value: &Vec<GiveUp>) -> Value {
        Value::list(value.iter().map(|refusal| match refusal {
            GiveUp::Status(status) => Value::Number(status.to_string()),
            GiveUp::NotAStream => Value::Text(GiveUp::NOT_A_STREAM.into()),
        }))
    }
}

impl GiveUpOn {
    const ITEM: Form = Form::new(Shape::Count, "an HTTP status or `\"not-a-stream\"`", "401");

    fn item(reader: &mut Reader, node: &Node, earlier: &[GiveUp]) -> Option<GiveUp> {
        let no_refusal =
            |help: &str| Fault::new(format!("{} is no refusal", code(&node.value.source())), help);
        let means_no_stream = |text: &str| {
            let letters = text.chars().filter(char::is_ascii_alphabetic);
            letters.map(|letter| letter.to_ascii_lowercase()).eq("notastream".chars())
        };
        let (written, is_text) = match &node.value {
            Value::Number(number) => (number.replace('_', ""), false),
            Value::Text(text) => (text.clone(), true),
            Value::Code(source) if means_no_stream(source) => {
                reader.refuse(node.mark, no_refusal("write `\"not-a-stream\"`"));
                return None;
            }
            _ => return reader.mismatch(node, Self::ITEM),
        };
        let refusal = match written.parse::<GiveUp>() {
            Ok(GiveUp::Status(status)) if is_text => Err(Fault::new(
                format!("{} is a string, and statuses are numbers", literal(&written)),
                format!("write `{status}` without quotes"),
            )),
            Ok(refusal) if earlier.contains(&refusal) => Err(Fault::new(
                format!("{} is listed twice", code(&node.value.source())),
                "remove one of the two",
            )),
            Ok(refusal) => Ok(refusal),
            Err(_) if means_no_stream(&written) => Err(no_refusal("write `\"not-a-stream\"`")),
            Err(_) if !is_text && !written.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err(Fault::new(
                    format!("{} is no HTTP status", code(&node.value.source())),
                    "write its decimal digits alone, such as `401`",
                ))
            }
            Err(_) => Err(no_refusal(
                "write a status from 400 to 599, or `\"not-a-stream\"` for a 200 that is something else",
            )),
        };
        reader.checked(node, refusal)
    }
}

/// A map from states to what the status element shows.
pub(crate) struct Shown;

impl Kind for Shown {
    type Value = BTreeMap<ConnectionState, Indicator>;
    const SHAPE: Shape = Shape::States;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<Self::Value> {
        let Value::Map(map) = &node.value else { return reader.mismatch(node, form) };
        Some(reader.states(map, |reader, state, entry| {
            if state == ConnectionState::Error {
                let help = "remove it: the state that follows in the same moment is shown, `reconnecting` or `disconnected`";
                reader.refuse(entry.mark, Fault::new("`error` is never shown", help));
                return None;
            }
            Self::item(&entry.value, reader)
        }))
    }

    fn write(value: &Self::Value) -> Value {
        Value::map(value.iter().map(|(state, indicator)| {
            let shown = match indicator {
                Indicator::Text(text) => Value::Text(text.clone()),
                Indicator::Html(html) => Value::html(html),
            };
            (state.as_str(), shown)
        }))
    }
}

impl Shown {
    const ITEM: Form = Form::new(Shape::Html, "a text or HTML", "\"Online\"");

    fn item(node: &Node, reader: &mut Reader) -> Option<Indicator> {
        let in_a_file = reader.language == Language::File;
        let html = match &node.value {
            Value::Text(text) if in_a_file => match html_of(text) {
                Some(html) => {
                    let help =
                        format!("write {}", reader.language.code(&format!("html({html:?})")));
                    let fault = Fault::new(format!("`{}` is a text, not HTML", quoted(text)), help);
                    return reader.checked(node, Err(fault));
                }
                None => return Some(Indicator::Text(text.clone())),
            },
            Value::Text(text) => return Some(Indicator::Text(text.clone())),
            Value::Call(name, inside) if name == Indicator::HTML => &inside.value,
            Value::Map(map) if in_a_file => match map.entries.as_slice() {
                [entry] if entry.key == Indicator::HTML => &entry.value.value,
                _ => return reader.mismatch(node, Self::ITEM),
            },
            _ => return reader.mismatch(node, Self::ITEM),
        };
        match html {
            Value::Text(html) => Some(Indicator::Html(html.clone())),
            _ => reader.mismatch(node, Self::ITEM),
        }
    }
}

/// A macro's `html("…")`, as a text.
fn html_of(text: &str) -> Option<&str> {
    let html = text.trim().strip_prefix("html(")?.strip_suffix(')')?;
    Some(html.trim_matches(['"', '\'']))
}

pub(crate) struct Functions;

impl Kind for Functions {
    type Value = Callbacks;
    const SHAPE: Shape = Shape::Functions;

    fn read(node: &Node, form: Form, reader: &mut Reader) -> Option<Callbacks> {
        match &node.value {
            Value::Text(_) => Path::read(node, PATH, reader).map(Callbacks::All),
            Value::Map(map) => Some(Callbacks::Each(
                reader.states(map, |reader, _, entry| Path::read(&entry.value, PATH, reader)),
            )),
            _ => reader.mismatch(node, form),
        }
    }

    fn write(value: &Callbacks) -> Value {
        match value {
            Callbacks::All(path) => Value::Text(path.clone()),
            Callbacks::Each(paths) => {
                Value::map(paths.iter().map(|(state, path)| (state.as_str(), Path::write(path))))
            }
        }
    }
}

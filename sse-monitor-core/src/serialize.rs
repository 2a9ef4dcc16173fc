//! A configuration as TOML, JSON and the like: what differs from its defaults, in the form in which it is read.

use alloc::vec::Vec;

use serde_core::ser::{Error, Serialize, SerializeMap, Serializer};

use crate::fields::{FIELDS, Kind};
use crate::value::Value;
use crate::{Indicator, LastEventIdParam, MonitorConfig};

impl Serialize for MonitorConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A field's place is known in a configuration that may change.
        let (mut config, mut default) = (self.clone(), Self::new(""));
        let given = FIELDS.iter().filter_map(|field| {
            let value = value(field.kind, &mut config);
            (value != self::value(field.kind, &mut default)).then_some((field.name, value?))
        });
        let given: Vec<_> = given.collect();
        let mut map = serializer.serialize_map(Some(given.len()))?;
        for (name, value) in &given {
            map.serialize_entry(name, &Written(value))?;
        }
        map.end()
    }
}

/// What a field was given; nothing, if that cannot be told from a field left out.
fn value(kind: Kind, config: &mut MonitorConfig) -> Option<Value> {
    match kind {
        Kind::Id(place) => Some(Value::from(place(config).as_str())),
        Kind::OptionalId(place) => Some(place(config).clone().map_or(Value::None, Value::Text)),
        Kind::Flag(place) => Some(Value::Bool(*place(config))),
        Kind::Millis(place) => place(config).map(Value::from),
        Kind::OptionalMillis(place) | Kind::Count(place) => {
            Some(place(config).map_or(Value::None, Value::from))
        }
        Kind::Callbacks(place) => {
            let paths = place(config).iter();
            Some(Value::map(paths.map(|(state, path)| (state.as_str(), path.as_str()))))
        }
        Kind::Indicators(place) => {
            let shown = place(config).iter();
            Some(Value::map(shown.map(|(state, indicator)| (state.as_str(), indicator.clone()))))
        }
        Kind::Names(place) => Some(Value::texts(place(config).clone())),
        Kind::OptionalNames(place) => place(config).as_ref().map(Value::texts),
        Kind::Client(place) => Some(Value::from(place(config).as_str())),
        Kind::Param(place) => match place(config) {
            LastEventIdParam::Default => None,
            LastEventIdParam::Off => Some(Value::None),
            LastEventIdParam::Name(name) => Some(Value::Text(name.clone())),
        },
    }
}

/// A value in the form in which it is read.
struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            // TOML has no null, and leaves out what is one.
            Value::None => serializer.serialize_bool(false),
            Value::Some(value) => Self(value).serialize(serializer),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Number(literal) => match literal.parse() {
                Ok(number) => serializer.serialize_u32(number),
                Err(_) => serializer.serialize_str(literal),
            },
            Value::Text(text) => serializer.serialize_str(text),
            Value::Html(html) => serializer.collect_map([(Indicator::HTML, html)]),
            Value::List(items) => serializer.collect_seq(items.iter().map(Written)),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, Written(value))))
            }
            Value::Missing | Value::Code(_) | Value::Other(_) | Value::Unreadable => {
                Err(S::Error::custom("a value that no configuration holds"))
            }
        }
    }
}

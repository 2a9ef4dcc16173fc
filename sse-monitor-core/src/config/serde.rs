//! A configuration from TOML, JSON and other formats that describe themselves, and back; and the names as data.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Error as _, Serialize, SerializeMap, Serializer};

use crate::input::{Entry, Map, Mark, Node, Value, read};
use crate::problem::words::Language;
use crate::{Client, ConnectionState, MonitorConfig};

/// How `serde_json` hands over a number, if its feature `arbitrary_precision` is on anywhere in the program.
const JSON_NUMBER: &str = "$serde_json::private::Number";
/// How toml hands over what TOML writes as a date or a time.
const TOML_DATETIME: &str = "$__toml_private_datetime";

impl<'de> Deserialize<'de> for MonitorConfig {
    /// Fails with the text of the [`ConfigError`](crate::ConfigError), which lists every problem.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = deserializer.deserialize_map(Fields)?;
        read(&fields, Vec::new(), Language::File, false)
            .map(|(config, _)| config)
            .map_err(D::Error::custom)
    }
}

/// Reads the fields, in the order given, a repeated one as often as it is given.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<Entry>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the fields of an SSE monitor")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Entry>, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, Tree(value))) = map.next_entry::<String, _>()? {
            entries.push(Entry { key, mark: Mark::default(), value: value.into() });
        }
        Ok(entries)
    }
}

/// A value as the format has it, before it is known what its field takes.
struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

macro_rules! numbers {
    ($($visit:ident $type:ident),*) => { $(
        fn $visit<E>(self, number: $type) -> Result<Value, E> {
            Ok(Value::Number(number.to_string()))
        }
    )* };
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the value of a field")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    numbers! { visit_i64 i64, visit_i128 i128, visit_u64 u64, visit_u128 u128 }

    /// With its fraction, so that `5000.0` is refused here as it is in a macro.
    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(format!("{number:?}")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Other("a byte string"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Tree(item)) = sequence.next_element()? {
            items.push(Node::from(item));
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let entries = Fields.visit_map(map)?;
        Ok(match entries.as_slice() {
            [Entry { key, value: Node { value: Value::Text(text), .. }, .. }]
                if key == JSON_NUMBER =>
            {
                Value::Number(text.clone())
            }
            [Entry { key, .. }] if key == TOML_DATETIME => Value::Other("a date or a time"),
            _ => Value::Map(Map { entries, ..Map::default() }),
        })
    }
}

impl Serialize for MonitorConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let given = self.given();
        let mut map = serializer.serialize_map(Some(given.len()))?;
        for (name, value) in &given {
            map.serialize_entry(name, &Written(value))?;
        }
        map.end()
    }
}

/// A value in the form in which it is read.
struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            // TOML has no null, and leaves out what is one.
            Value::None => serializer.serialize_bool(false),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            // A duration has a unit.
            Value::Number(literal) => match literal.parse() {
                Ok(number) => serializer.serialize_u32(number),
                Err(_) => serializer.serialize_str(literal),
            },
            Value::Text(text) => serializer.serialize_str(text),
            Value::Call(name, html) => serializer.collect_map([(name, Written(&html.value))]),
            Value::List(items) => {
                serializer.collect_seq(items.iter().map(|item| Written(&item.value)))
            }
            Value::Map(map) => serializer.collect_map(
                map.entries.iter().map(|entry| (&entry.key, Written(&entry.value.value))),
            ),
            _ => Err(S::Error::custom("a value that no configuration holds")),
        }
    }
}

/// A name as a string.
macro_rules! by_name {
    ($($type:ident),*) => { $(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match deserializer.deserialize_str(AnyValue)? {
                    Value::Text(name) => name.parse().map_err(D::Error::custom),
                    _ => Err(D::Error::custom("expected a name")),
                }
            }
        }
    )* };
}

by_name!(ConnectionState, Client);

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;
    use serde_core::de::value::{Error as Refusal, MapDeserializer, StrDeserializer};

    /// As a format that hands over numbers and dates as maps of one private key.
    fn read_as(field: &str, key: &str, value: &str) -> Result<MonitorConfig, Refusal> {
        let map = MapDeserializer::<_, Refusal>::new([(key, value)].into_iter());
        let entry = |key: &str, value| Entry {
            key: key.into(),
            mark: Mark::default(),
            value: Node::from(value),
        };
        let live = entry("sse_element_id", Value::Text("live".into()));
        let entries = [live, entry(field, AnyValue.visit_map(map)?)];
        read(&entries, Vec::new(), Language::File, false)
            .map(|(config, _)| config)
            .map_err(<Refusal as serde_core::de::Error>::custom)
    }

    #[test]
    fn a_number_of_any_precision_is_a_number() {
        let read = read_as("reconnect_delay", JSON_NUMBER, "5000").unwrap();
        assert_eq!(read.effective().reconnect_delay, Duration::from_secs(5));
        let refused = read_as("max_reconnect_attempts", JSON_NUMBER, "4294967296").unwrap_err();
        assert!(refused.to_string().contains("`4294967296` is above the maximum"), "{refused}");
    }

    #[test]
    fn a_time_of_day_is_no_duration() {
        let refused =
            read_as("reconnect_delay", TOML_DATETIME, "00:00:05").unwrap_err().to_string();
        assert!(refused.contains("takes a duration, but a date or a time was given"), "{refused}");
    }

    #[test]
    fn names_are_strings() {
        let client = Client::deserialize(StrDeserializer::<Refusal>::new("dom"));
        assert_eq!(client, Ok(Client::Dom));
        let state = ConnectionState::deserialize(StrDeserializer::<Refusal>::new("open"));
        assert!(state.unwrap_err().to_string().contains("the states are connecting"));
    }
}

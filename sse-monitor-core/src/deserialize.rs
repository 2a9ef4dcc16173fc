//! A configuration from TOML, JSON and other formats that describe themselves: first a tree of values, then
//! [`MonitorConfig::from_fields`], so that every problem is found, in the words of the macros.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::fields::{FIELDS, Wanted};
use crate::mismatch::without_spaces;
use crate::value::Value;
use crate::{Indicator, MonitorConfig};

/// How `serde_json` hands over a number, if its feature `arbitrary_precision` is on anywhere in the program.
const JSON_NUMBER: &str = "$serde_json::private::Number";
/// How toml hands over what TOML writes as a date or a time.
const TOML_DATETIME: &str = "$__toml_private_datetime";

impl<'de> Deserialize<'de> for MonitorConfig {
    /// Fails with the text of the [`ConfigError`](crate::ConfigError), which lists every problem.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = deserializer.deserialize_map(Fields)?;
        Self::from_fields(fields).map_err(D::Error::custom)
    }
}

/// Reads the fields, in the order given, a repeated one as often as it is given.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the fields of an SSE monitor")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, Tree(value))) = map.next_entry::<String, _>()? {
            let value = meant(&name, value);
            fields.push((name, value));
        }
        Ok(fields)
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

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

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
        Ok(Value::Other("a byte string".into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Tree(item)) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, Tree(value))) = map.next_entry::<String, _>()? {
            entries.push((key, value));
        }
        Ok(match entries.as_slice() {
            [(key, Value::Text(number))] if key == JSON_NUMBER => Value::Number(number.clone()),
            [(key, Value::Text(_))] if key == TOML_DATETIME => {
                Value::Other("a date or a time".into())
            }
            _ => Value::Map(entries),
        })
    }
}

/// What these formats have no other way to write: durations with a unit, `html("…")`, and `None` in TOML.
fn meant(field: &str, value: Value) -> Value {
    let Some(field) = FIELDS.iter().find(|known| known.name == field) else { return value };
    let wanted = field.kind.wanted();
    match (wanted, value) {
        (_, Value::Bool(false)) if wanted.is_optional() => Value::None,
        (Wanted::Duration | Wanted::OptionalDuration, Value::Text(text)) => duration(text),
        (Wanted::Indicators, Value::Map(states)) => {
            Value::Map(states.into_iter().map(|(state, value)| (state, indicator(value))).collect())
        }
        (_, value) => value,
    }
}

/// The string `"5s"` is what the macros call `5s`, and `"5 seconds"` what they call `5 seconds`.
fn duration(text: String) -> Value {
    let is_spaced = text.contains(' ') && without_spaces(&text).is_some();
    if is_spaced { Value::Code(text) } else { Value::Number(text) }
}

/// `{"html": "…"}` is `html("…")`.
fn indicator(value: Value) -> Value {
    match value {
        Value::Map(entries) => match entries.as_slice() {
            [(key, Value::Text(html))] if key == Indicator::HTML => Value::Html(html.clone()),
            _ => Value::Map(entries),
        },
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_core::de::value::{Error as Refusal, MapDeserializer};

    /// As a format that hands over numbers and dates as maps of one private key.
    fn read(field: &str, key: &str, value: &str) -> Result<MonitorConfig, Refusal> {
        let tree =
            AnyValue.visit_map(MapDeserializer::<_, Refusal>::new([(key, value)].into_iter()))?;
        let value = meant(field, tree);
        let fields = [("sse_element_id", Value::from("live")), (field, value)];
        MonitorConfig::from_fields(fields).map_err(Refusal::custom)
    }

    #[test]
    fn a_number_of_any_precision_is_a_number() {
        assert_eq!(
            read("reconnect_delay", JSON_NUMBER, "5000").unwrap().reconnect_delay,
            Some(5_000)
        );
        let refused = read("max_reconnect_attempts", JSON_NUMBER, "4294967296").unwrap_err();
        assert!(refused.to_string().contains("`4294967296` is above the maximum"), "{refused}");
    }

    #[test]
    fn a_time_of_day_is_no_duration() {
        let refused = read("reconnect_delay", TOML_DATETIME, "00:00:05").unwrap_err().to_string();
        assert!(refused.contains("takes a duration, but a date or a time was given"), "{refused}");
    }

    #[test]
    fn a_duration_is_what_the_macros_read() {
        assert_eq!(duration("5s".into()), Value::number("5s"));
        assert_eq!(duration("5 seconds".into()), Value::Code("5 seconds".into()));
        assert_eq!(duration("5 apples".into()), Value::number("5 apples"));
    }
}

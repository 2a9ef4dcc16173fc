//! JSON that may stand inside a `<script>` of any page.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::Effective;
use crate::input::{Entry, Value, duration};

/// The members that the Python original has, in its order.
const FIRST: [&str; 10] = [
    "sse_element_id",
    "status_element_id",
    "auto_reconnect",
    "reconnect_delay",
    "max_reconnect_attempts",
    "visibility_reconnect",
    "heartbeat_timeout",
    "debug",
    "callbacks",
    "status_indicators",
];

/// All fields that have a value.
pub(crate) fn object(effective: &Effective) -> String {
    let mut values = effective.values();
    let place = |name| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    values.sort_by_key(|(name, _)| place(*name));
    let is_absent = |value: &Value| value.is_off() && !matches!(value, Value::Bool(_));
    let present = values.iter().filter(|(_, value)| !is_absent(value));
    members(present.map(|(name, value)| (camel_case(name), self::value(value))))
}

/// A value of a configuration; a duration in milliseconds.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Bool(flag) => flag.to_string(),
        Value::Number(literal) if duration::has_unit(literal) => {
            duration::whole_milliseconds(literal).unwrap_or_default().to_string()
        }
        Value::Number(literal) => literal.clone(),
        Value::Text(text) => string(text),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|item| self::value(&item.value)).collect();
            format!("[{}]", items.join(","))
        }
        Value::Map(map) => members(
            map.entries
                .iter()
                .map(|Entry { key, value, .. }| (key.clone(), self::value(&value.value))),
        ),
        Value::Call(name, inside) => {
            members([(name.clone(), self::value(&inside.value))].into_iter())
        }
        _ => "null".into(),
    }
}

pub(crate) fn members(members: impl Iterator<Item = (String, String)>) -> String {
    let members: Vec<_> = members.map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// Pure ASCII, so that the bytes (and a hash of them) are the same in every page encoding, and without `<`, so that
/// neither `</script>` nor `<!--` nor `<script` can occur: HTML ends or swallows a script at those, whatever
/// JavaScript thinks of them (WHATWG HTML, "Restrictions for contents of script elements").
pub(crate) fn string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if json.is_ascii() && !json.contains('<') && !json.contains('\u{7f}') {
        return json;
    }
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() && character != '<' && character != '\u{7f}' {
            safe.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(safe, "\\u{unit:04x}").expect("a String takes any text");
            }
        }
    }
    safe
}

/// `sse_element_id` -> `sseElementId`
fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut begins = false;
    for character in name.chars() {
        match character {
            '_' => begins = true,
            _ if begins => {
                camel.push(character.to_ascii_uppercase());
                begins = false;
            }
            _ => camel.push(character),
        }
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_string_can_end_the_script_or_leave_ascii() {
        let hostile = "</script><!--<script>\u{2028}\u{2029}\0\r\n\"\\ \u{7f}é😀";
        let json = string(hostile);
        assert!(json.is_ascii());
        assert!(!json.contains(['<', '\r', '\n', '\0', '\u{7f}']));
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back, hostile);
    }

    #[test]
    fn values_are_json() {
        for (written, json) in [
            ("3s", "3000"),
            ("10", "10"),
            ("true", "true"),
            ("[]", "[]"),
            ("{}", "{}"),
            ("\"a\"", "\"a\""),
        ] {
            assert_eq!(value(&Value::written(written)), json);
        }
        // Durations that nobody has checked yet.
        for (written, json) in
            [("0ms", "0"), ("10.500ms", "10"), ("99999999999999999999h", "18446744073709551615")]
        {
            assert_eq!(value(&Value::Number(written.into())), json);
        }
        assert_eq!(value(&Value::html("<b>")), r#"{"html":"\u003cb>"}"#);
    }
}

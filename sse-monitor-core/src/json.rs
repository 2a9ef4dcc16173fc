//! JSON that may stand inside a `<script>` of any page.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use serde_json::Value;

/// A JSON object whose members keep their order. Their values are text already: a tree of values would be built only
/// to be written, by code that every user compiles.
#[derive(Default)]
pub(crate) struct Object(Vec<(&'static str, String)>);

impl Object {
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<Value>) -> &mut Self {
        self.0.push((name, script_json(&value.into())));
        self
    }

    /// Leaves the member out where there is no value.
    pub(crate) fn set_some(
        &mut self,
        name: &'static str,
        value: Option<impl Into<Value>>,
    ) -> &mut Self {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    pub(crate) fn set_object(&mut self, name: &'static str, value: &Object) -> &mut Self {
        self.0.push((name, value.to_script_json()));
        self
    }

    /// Leaves the member out where the object is empty.
    pub(crate) fn set_some_object(&mut self, name: &'static str, value: &Object) -> &mut Self {
        if value.0.is_empty() { self } else { self.set_object(name, value) }
    }

    pub(crate) fn to_script_json(&self) -> String {
        let mut json = String::from("{");
        for (name, value) in &self.0 {
            if json.len() > 1 {
                json.push(',');
            }
            json.push('"');
            json.push_str(name);
            json.push_str("\":");
            json.push_str(value);
        }
        json.push('}');
        json
    }
}

/// Pure ASCII, so that the bytes (and a hash of them) are the same in every page encoding, and without `<`, so that
/// neither `</script>` nor `<!--` nor `<script` can occur: HTML ends or swallows a script at those, whatever
/// JavaScript thinks of them (WHATWG HTML, "Restrictions for contents of script elements").
fn script_json(value: &Value) -> String {
    let json = format!("{value}");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_absent_ones_are_left_out() {
        let mut object = Object::default();
        object.set("z", 1).set_some("y", None::<u32>).set("a", true);
        assert_eq!(object.to_script_json(), r#"{"z":1,"a":true}"#);
    }

    #[test]
    fn nothing_in_a_string_can_end_the_script_or_leave_ascii() {
        let mut object = Object::default();
        let hostile = "</script><!--<script>\u{2028}\u{2029}\0\r\n\"\\ \u{7f}é😀";
        object.set("a", hostile);
        let json = object.to_script_json();
        assert!(json.is_ascii());
        assert!(!json.contains(['<', '\r', '\n', '\0', '\u{7f}']));
        let back: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["a"], hostile);
    }
}

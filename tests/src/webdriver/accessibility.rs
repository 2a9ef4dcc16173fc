//! What a browser tells a screen reader.

use serde_json::Value;

/// A node of the accessibility tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessibleNode {
    /// Its role, as `status` or `button`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// How it announces its changes, as `polite`, if it is a live region.
    pub live: Option<String>,
    /// Whether the keyboard can reach it.
    pub focusable: bool,
    /// All text in it.
    pub text: String,
}

/// The nodes of an answer to `Accessibility.getFullAXTree` that are not ignored.
pub(super) fn nodes(answer: &Value) -> Vec<AccessibleNode> {
    let all = answer["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let seen = all.iter().filter(|node| node["ignored"] != true);
    seen.map(|node| AccessibleNode {
        role: value_of(&node["role"]),
        name: value_of(&node["name"]),
        live: property(node, "live"),
        focusable: property(node, "focusable").is_some_and(|value| value == "true"),
        text: text_of(node, all),
    })
    .collect()
}

fn value_of(value: &Value) -> String {
    match &value["value"] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn property(node: &Value, name: &str) -> Option<String> {
    let properties = node["properties"].as_array()?;
    let found = properties.iter().find(|property| property["name"] == name)?;
    Some(value_of(&found["value"]))
}

fn text_of(node: &Value, all: &[Value]) -> String {
    if node["role"]["value"] == "StaticText" {
        return value_of(&node["name"]);
    }
    let ids = node["childIds"].as_array().map(Vec::as_slice).unwrap_or_default();
    let children = ids.iter().filter_map(|id| all.iter().find(|node| node["nodeId"] == *id));
    children.map(|child| text_of(child, all)).collect()
}

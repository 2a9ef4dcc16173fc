//! How messages quote what they speak of, in the language of who wrote it.

use alloc::format;
use alloc::string::String;

use crate::input::duration;

/// The most characters of what was given that a message repeats. What a help says is to be copied, and never cut.
const LONGEST: usize = 60;

/// In what a configuration is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// In Rust: a macro's input, or a typed configuration.
    Rust,
    /// In data: TOML, JSON and the like.
    File,
}

impl Language {
    /// Code for a help, as whoever reads it would write it. `rust` is written by us, as a macro has it.
    pub(crate) fn code(self, rust: &str) -> String {
        format!("`{}`", self.written(rust))
    }

    pub(crate) fn written(self, rust: &str) -> String {
        match self {
            Self::Rust => rust.into(),
            Self::File => in_a_file(rust),
        }
    }
}

/// `None` is `false` there, `5s` is `"5s"`, `html("…")` is `{ html = "…" }`, and `:` is `=`. That is TOML; in JSON all
/// but the last is the same.
fn in_a_file(rust: &str) -> String {
    let within = |open, close| rust.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    if rust == "None" {
        "false".into()
    } else if duration::has_unit(rust) {
        format!("\"{rust}\"")
    } else if let Some(html) = within("html(", ")") {
        format!("{{ html = {html} }}")
    } else if let Some(entry) = within("{ ", " }") {
        format!("{{ {} }}", in_a_file(entry))
    } else {
        match rust.split_once(": ") {
            Some((name, value)) if !name.contains('"') => format!("{name} = {}", in_a_file(value)),
            _ => rust.into(),
        }
    }
}

/// Code or a name that was given: `` `reconnect_delay` ``.
pub(crate) fn code(source: &str) -> String {
    format!("`{}`", shortened(source))
}

/// A text that was given, as a literal: `"app.onUp"`.
pub(crate) fn quoted(text: &str) -> String {
    format!("{:?}", shortened(text))
}

/// A text for a help, as a literal that is also code: `` `"app.onUp"` ``.
pub(crate) fn literal(text: &str) -> String {
    format!("`{text:?}`")
}

/// Names as `written`, joined by commas and, before the last, by `joint`.
pub(crate) fn listed<'a>(
    names: impl IntoIterator<Item = &'a str>,
    joint: &str,
    written: fn(&str) -> String,
) -> String {
    let mut names = names.into_iter().peekable();
    let mut list = String::new();
    while let Some(name) = names.next() {
        if !list.is_empty() {
            list.push_str(if names.peek().is_some() { ", " } else { joint });
        }
        list.push_str(&written(name));
    }
    list
}

fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(LONGEST).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_repeated_up_to_a_limit() {
        assert_eq!(code("debug"), "`debug`");
        assert_eq!(quoted("a \"b\"\n"), r#""a \"b\"\n""#);
        assert_eq!(literal("live"), "`\"live\"`");
        let long = "é".repeat(61);
        assert_eq!(code(&long), format!("`{}…`", "é".repeat(60)));
        assert_eq!(quoted(&long), format!("\"{}…\"", "é".repeat(60)));
    }

    #[test]
    fn what_is_to_be_copied_is_whole() {
        let long = "é".repeat(61);
        assert_eq!(literal(&long), format!("`\"{long}\"`"));
        assert_eq!(Language::Rust.code(&long), format!("`{long}`"));
        let html = format!("html(\"{long}\")");
        assert_eq!(Language::File.code(&html), format!("`{{ html = \"{long}\" }}`"));
    }

    #[test]
    fn names_are_listed_with_a_joint_before_the_last() {
        assert_eq!(listed(["a"], " or ", code), "`a`");
        assert_eq!(listed(["a", "b", "c"], " or ", code), "`a`, `b` or `c`");
    }

    #[test]
    fn a_file_is_spoken_to_in_its_own_language() {
        for (rust, file) in [
            ("None", "false"),
            ("true", "true"),
            ("5s", "\"5s\""),
            ("5000", "5000"),
            ("\"live\"", "\"live\""),
            ("\"a: b\"", "\"a: b\""),
            ("html(\"<b>\")", "{ html = \"<b>\" }"),
            ("heartbeat_timeout: 30s", "heartbeat_timeout = \"30s\""),
            ("{ connected: \"app.onUp\" }", "{ connected = \"app.onUp\" }"),
            ("[401, \"not-a-stream\"]", "[401, \"not-a-stream\"]"),
        ] {
            assert_eq!(Language::File.written(rust), file);
            assert_eq!(Language::Rust.written(rust), rust);
        }
    }
}

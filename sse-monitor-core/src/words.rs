//! How messages quote what they speak of.

use alloc::format;
use alloc::string::String;

/// The most characters of what was given that a message repeats.
const LONGEST: usize = 60;

/// Code or a name: `` `reconnect_delay` ``.
pub(crate) fn code(source: &str) -> String {
    format!("`{}`", shortened(source))
}

/// A text as a Rust literal: `"app.onUp"`.
pub(crate) fn quoted(text: &str) -> String {
    format!("{:?}", shortened(text))
}

/// A text as a Rust literal that is also code: `` `"app.onUp"` ``.
pub(crate) fn literal(text: &str) -> String {
    format!("`{}`", quoted(text))
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
        assert_eq!(code(&"é".repeat(61)), format!("`{}…`", "é".repeat(60)));
    }

    #[test]
    fn names_are_listed_with_a_joint_before_the_last() {
        assert_eq!(listed(["a"], " or ", code), "`a`");
        assert_eq!(listed(["a", "b", "c"], " or ", code), "`a`, `b` or `c`");
    }
}

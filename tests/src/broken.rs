//! Broken variants of the page's scripts: what the tests that run a script are proved with.
//!
//! The file knows nothing but the text of `broken.txt`, for `xtask` reads it with this module as well.

use std::env;

const VARIANTS: &str = include_str!("../broken.txt");

/// Names the variable that asks for a variant by its name, or for [`WHOLE`].
pub const BY_NAME: &str = "SSE_MONITOR_BREAK";

/// Names the variable that says a change itself, as `from=>to`.
const BY_CHANGE: &str = "BREAK_SCRIPT";

/// The variant that breaks nothing: the readable scripts as they are.
pub const WHOLE: &str = "whole";

/// A script in which one rule is broken.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its name.
    pub name: &'static str,
    /// The rule that it breaks.
    pub rule: &'static str,
    /// What stands in the readable script, with `¶` for the end of a line.
    pub from: &'static str,
    /// What stands there instead.
    pub to: &'static str,
}

impl Variant {
    /// What stands in the readable script.
    #[must_use]
    pub fn whole(self) -> String {
        self.from.replace('¶', "\n")
    }

    /// What stands there instead.
    #[must_use]
    pub fn broken(self) -> String {
        self.to.replace('¶', "\n")
    }
}

/// The rules, in the order of the file. Each is meant to have variants.
pub fn rules() -> impl Iterator<Item = &'static str> {
    VARIANTS.lines().filter_map(rule)
}

/// The variants, in the order of the file.
///
/// # Panics
///
/// If `broken.txt` is not written as it says.
pub fn variants() -> impl Iterator<Item = Variant> {
    let lines = VARIANTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let variants = lines.scan("", |current, line| {
        if let Some(rule) = rule(line) {
            *current = rule;
            return Some(None);
        }
        let (name, change) = line.split_once(": ").expect("`name: from ==> to`");
        let (from, to) = change.split_once(" ==>").expect("`name: from ==> to`");
        Some(Some(Variant { name, rule: current, from, to: to.trim_start() }))
    });
    variants.flatten()
}

fn rule(line: &'static str) -> Option<&'static str> {
    line.strip_prefix('[')?.strip_suffix(']')
}

/// What the environment asks to change in the readable scripts, if it asks for anything. Where the text does not occur,
/// the part it stands in was not rendered, and the script stays whole.
///
/// # Panics
///
/// If it asks for what there is not.
#[must_use]
pub fn asked() -> Option<(String, String)> {
    if let Ok(change) = env::var(BY_CHANGE) {
        let (from, to) = change.split_once("=>").expect("BREAK_SCRIPT is `from=>to`");
        return Some((from.to_owned(), to.to_owned()));
    }
    let name = env::var(BY_NAME).ok()?;
    if name == WHOLE {
        return Some((String::new(), String::new()));
    }
    let variant = variants().find(|variant| variant.name == name);
    let Some(variant) = variant else { panic!("broken.txt has no variant {name}") };
    Some((variant.whole(), variant.broken()))
}

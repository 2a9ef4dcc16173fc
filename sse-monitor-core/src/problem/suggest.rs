//! Which known name an unknown one was meant to be.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::words::listed;

/// Longer names are no typing error, and comparing them would only cost time.
const LONGEST: usize = 64;
/// More suggestions than these are no help.
const MOST: usize = 3;

/// What other libraries call what we have.
const SYNONYMS: [(&str, &str); 18] = [
    ("on", "callbacks"),
    ("retry", "reconnect"),
    ("retries", "attempts"),
    ("tries", "attempts"),
    ("backoff", "delay"),
    ("interval", "delay"),
    ("keepalive", "heartbeat"),
    ("ping", "heartbeat"),
    ("callback", "callbacks"),
    ("indicator", "indicators"),
    ("text", "indicators"),
    ("texts", "indicators"),
    ("pause", "hidden"),
    ("token", "prepare"),
    ("header", "prepare"),
    ("headers", "prepare"),
    ("fatal", "give"),
    ("stop", "give"),
];

/// The known names nearest to the one given, if any is near: with all of its words, a typing error away, or with the
/// most of its words. Several if they are equally near.
pub(crate) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    if given.is_empty() || given.len() > LONGEST {
        return Vec::new();
    }
    let given = snake_case(given);
    let known: Vec<_> = known.collect();
    let by_words = by_words(&given, &known);
    if by_words.all {
        return by_words.names;
    }
    let by_letters = by_letters(&given, &known);
    if by_letters.is_empty() { by_words.names } else { by_letters }
}

/// The question whether one of the nearest names was meant; without one, `otherwise` and the list of all.
pub(crate) fn question<'a>(
    nearest: &[&str],
    otherwise: &str,
    known: impl IntoIterator<Item = &'a str>,
    written: fn(&str) -> String,
) -> String {
    if nearest.is_empty() {
        format!("{otherwise} {}", listed(known, " and ", written))
    } else {
        format!("did you mean {}?", listed(nearest.iter().copied(), " or ", written))
    }
}

/// The names that are a third of the letters away at most.
fn by_letters<'a>(given: &str, known: &[&'a str]) -> Vec<&'a str> {
    let given: Vec<char> = given.chars().collect();
    let mut limit = (given.len() / 3).max(1);
    let mut nearest = Vec::new();
    for name in known {
        let distance = distance(&given, &name.chars().collect::<Vec<_>>());
        if distance < limit {
            limit = distance;
            nearest.clear();
        }
        if distance == limit {
            nearest.push(*name);
        }
    }
    nearest
}

struct ByWords<'a> {
    names: Vec<&'a str>,
    /// Whether they have all of the given words, several.
    all: bool,
}

/// The names that share the most words, and of those the ones with the fewest others.
fn by_words<'a>(given: &str, known: &[&'a str]) -> ByWords<'a> {
    let given: Vec<&str> = given.split('_').map(synonym).collect();
    let mut best = (1, usize::MAX);
    let mut names = Vec::new();
    for name in known {
        let words: Vec<&str> = name.split('_').collect();
        let shared = given.iter().filter(|word| words.iter().any(|known| alike(word, known)));
        let shared = shared.count();
        let others = words.len().saturating_sub(shared);
        if shared > best.0 || (shared == best.0 && others < best.1) {
            best = (shared, others);
            names.clear();
        }
        if (shared, others) == best {
            names.push(*name);
        }
    }
    names.truncate(MOST);
    ByWords { names, all: best.0 == given.len() && given.len() > 1 }
}

fn synonym(word: &str) -> &str {
    SYNONYMS.iter().find(|(other, _)| *other == word).map_or(word, |(_, ours)| ours)
}

/// Equal, or, if it is a long word, one typing error apart.
fn alike(word: &str, known: &str) -> bool {
    word == known
        || (known.len() > 5
            && word.len() > 5
            && distance(&word.chars().collect::<Vec<_>>(), &known.chars().collect::<Vec<_>>()) == 1)
}

/// `sseElementId`, `sse-element-id`, `SSE_ELEMENT_ID`, `Config::sse_element_id` -> `sse_element_id`.
fn snake_case(path: &str) -> String {
    let name = path.rsplit("::").next().unwrap_or(path);
    let mut snake = String::new();
    let mut after_lower = false;
    for character in name.trim().chars() {
        if after_lower && character.is_uppercase() {
            snake.push('_');
        }
        after_lower = character.is_lowercase() || character.is_ascii_digit();
        match character {
            '-' | ' ' => snake.push('_'),
            _ => snake.extend(character.to_lowercase()),
        }
    }
    snake
}

/// The least number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
fn distance(from: &[char], to: &[char]) -> usize {
    let mut second_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for row in 1..=from.len() {
        let mut current = Vec::with_capacity(to.len() + 1);
        current.push(row);
        for column in 1..=to.len() {
            let replaced = usize::from(from[row - 1] != to[column - 1]);
            let mut cost =
                (last[column] + 1).min(current[column - 1] + 1).min(last[column - 1] + replaced);
            let swapped = row > 1
                && column > 1
                && from[row - 1] == to[column - 2]
                && from[row - 2] == to[column - 1];
            if swapped {
                cost = cost.min(second_last[column - 2] + 1);
            }
            current.push(cost);
        }
        second_last = core::mem::replace(&mut last, current);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FIELDS;
    use crate::problem::words::code;

    fn field(given: &str) -> Vec<&'static str> {
        nearest(given, FIELDS.iter().map(|field| field.name))
    }

    #[test]
    fn typing_errors_find_the_name() {
        assert_eq!(field("sse_elemnt_id"), ["sse_element_id"], "a letter left out");
        assert_eq!(field("deubg"), ["debug"], "two letters swapped");
        assert_eq!(field("klient"), ["client"], "a letter replaced");
        assert_eq!(field("debugg"), ["debug"], "a letter doubled");
    }

    #[test]
    fn other_cases_of_a_name_find_it() {
        for given in [
            "sseElementId",
            "sse-element-id",
            "SseElementId",
            "SSE_ELEMENT_ID",
            "Config::sse_element_id",
            "sse element id",
        ] {
            assert_eq!(snake_case(given), "sse_element_id", "{given}");
        }
        assert_eq!(field("config::CLIENT"), ["client"]);
    }

    #[test]
    fn the_words_of_a_name_find_it() {
        let reconnecting = ["auto_reconnect", "reconnect_delay", "visibility_reconnect"];
        for (given, names) in [
            ("max_reconnect", &["reconnect_max_delay", "max_reconnect_attempts"][..]),
            ("reconnect_delay_max", &["reconnect_max_delay"]),
            ("max_reconnect_delay", &["reconnect_max_delay"]),
            ("reconect", &reconnecting),
            ("retry", &reconnecting),
            ("retry_delay", &["reconnect_delay"]),
            ("heartbeat", &["heartbeat_timeout"]),
            ("timeout", &["connect_timeout", "heartbeat_timeout"]),
            ("max_retries", &["max_reconnect_attempts"]),
            ("max_attempts", &["max_reconnect_attempts"]),
            ("status_id", &["status_element_id"]),
            ("headers", &["prepare_request"]),
            ("on_error", &["callbacks"]),
            ("give_up", &["give_up_on"]),
        ] {
            assert_eq!(field(given), names, "{given}");
        }
    }

    #[test]
    fn equally_near_names_are_all_found() {
        let clients = || ["auto", "htmx2", "htmx4", "dom"].into_iter();
        assert_eq!(nearest("htmx", clients()), ["htmx2", "htmx4"]);
        assert_eq!(nearest("Htmx4", clients()), ["htmx4"]);
    }

    #[test]
    fn a_name_far_from_all_finds_none() {
        for given in ["", "x", "url", "colour", &"a".repeat(1_000)] {
            assert_eq!(field(given), [""; 0], "{given}");
        }
    }

    #[test]
    fn without_a_near_name_all_are_listed() {
        assert_eq!(question(&["a", "b"], "", ["a"], code), "did you mean `a` or `b`?");
        assert_eq!(question(&[], "there are", ["a", "b"], code), "there are `a` and `b`");
    }
}

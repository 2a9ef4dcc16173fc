//! Which known name an unknown one was meant to be.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::words::listed;

/// Longer names are no typing error, and comparing them would only cost time.
const LONGEST: usize = 64;

/// The known names nearest to the one given, if any is near: the same name written as camelCase or kebab-case, or
/// one that is a third of its letters away at most. Several if they are equally near.
pub(crate) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    if given.is_empty() || given.len() > LONGEST {
        return Vec::new();
    }
    let given: Vec<char> = snake_case(given).chars().collect();
    let mut limit = (given.len() / 3).max(1);
    let mut nearest = Vec::new();
    for name in known {
        let distance = distance(&given, &name.chars().collect::<Vec<_>>());
        if distance < limit {
            limit = distance;
            nearest.clear();
        }
        if distance == limit {
            nearest.push(name);
        }
    }
    nearest
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
    use crate::words::code;

    const KNOWN: [&str; 5] = ["sse_element_id", "debug", "client", "htmx2", "htmx4"];

    fn nearest_known(given: &str) -> Vec<&'static str> {
        nearest(given, KNOWN.into_iter())
    }

    #[test]
    fn typing_errors_find_the_name() {
        assert_eq!(nearest_known("sse_elemnt_id"), ["sse_element_id"], "a letter left out");
        assert_eq!(nearest_known("deubg"), ["debug"], "two letters swapped");
        assert_eq!(nearest_known("klient"), ["client"], "a letter replaced");
        assert_eq!(nearest_known("debugg"), ["debug"], "a letter doubled");
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
        assert_eq!(nearest_known("config::CLIENT"), ["client"]);
    }

    #[test]
    fn equally_near_names_are_all_found() {
        assert_eq!(nearest_known("htmx"), ["htmx2", "htmx4"]);
        assert_eq!(nearest_known("Htmx4"), ["htmx4"]);
    }

    #[test]
    fn a_name_far_from_all_finds_none() {
        for given in ["", "x", "timeout", "cliffs", &"a".repeat(1_000)] {
            assert_eq!(nearest_known(given), [""; 0], "{given}");
        }
    }

    #[test]
    fn without_a_near_name_all_are_listed() {
        assert_eq!(question(&["a", "b"], "", KNOWN, code), "did you mean `a` or `b`?");
        assert_eq!(question(&[], "there are", ["a", "b"], code), "there are `a` and `b`");
    }
}

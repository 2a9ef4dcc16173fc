//! What the compiler printed for the mistakes in `ui/`.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The files with mistakes.
///
/// # Panics
///
/// If one cannot be read.
#[must_use]
pub fn cases() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|e| e == "rs")).collect();
    cases.sort();
    cases
}

/// What the compiler printed for this one.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn golden(case: &Path) -> String {
    fs::read_to_string(case.with_extension("stderr")).unwrap()
}

/// A case after every help was obeyed to the letter.
///
/// # Panics
///
/// If a help says nothing that can be done.
#[must_use]
pub fn obeyed(source: &str, golden: &str) -> String {
    let lines = source.lines().map(|line| line.split(" //~ ERROR").next().unwrap_or_default());
    let mut lines: Vec<Vec<char>> = lines.map(|line| line.chars().collect()).collect();
    let mut edits: Vec<Edit> = format!("\n{golden}")
        .split("\nerror: ")
        .skip(1)
        .map(|error| {
            let place =
                error.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap();
            let mut numbers = place.rsplit(':').map(|number| number.parse::<usize>().unwrap() - 1);
            let (column, line) = (numbers.next().unwrap(), numbers.next().unwrap());
            let underlined = error.lines().find(|line| line.contains('^')).unwrap();
            let length = underlined.chars().filter(|character| *character == '^').count();
            let help =
                error.lines().find_map(|line| line.trim_start().strip_prefix("help: ")).unwrap();
            edit(&lines[line], line, column..column + length, help)
        })
        .collect();
    edits.sort_by_key(|edit| (edit.line, edit.range.start));
    // One that is within another is done with it.
    edits.dedup_by(|next, edit| {
        next.line == edit.line && next.range.end <= edit.range.end && !next.range.is_empty()
    });
    for Edit { line, range, text } in edits.into_iter().rev() {
        lines[line].splice(range, text.chars());
    }
    lines.into_iter().map(|line| line.into_iter().chain(['\n']).collect::<String>()).collect()
}

struct Edit {
    line: usize,
    range: Range<usize>,
    text: String,
}

fn edit(text: &[char], line: usize, marked: Range<usize>, help: &str) -> Edit {
    let code = help.split('`').nth(1).unwrap_or_default();
    let source: String = text[marked.clone()].iter().collect();
    let change = |range, text: &str| Edit { line, range, text: text.into() };
    // What is known only at run time, or is the business of another macro, cannot be mended in its place.
    let is_elsewhere =
        ["build it with `MonitorConfig`", "use `monitor_script!`", "write two constants"];
    let removed = [
        "remove it",
        "remove one of",
        "leave it out",
        "the fields are",
        "the states are",
        "write it outside",
    ];
    match help {
        _ if is_elsewhere.iter().any(|start| help.starts_with(start)) && source.contains("!(") => {
            let value = if help.contains("two constants") { "true" } else { "\"elsewhere\"" };
            change(marked, if source.contains("GRACE") { "1s" } else { value })
        }
        _ if source.starts_with('#') || source.starts_with("/**") => change(marked, ""),
        _ if source.starts_with("monitor") || source.starts_with("simple") => {
            let inside = text.iter().position(|character| *character == '{').unwrap() + 1;
            change(inside..inside, &format!(" {code},"))
        }
        _ if help.starts_with("remove `MonitorConfig`") => {
            let close = text.iter().rposition(|character| *character == '}').unwrap();
            let inside: String = text[marked.end..close].iter().collect();
            change(marked.start..close + 1, &inside.replacen('{', "", 1).replace("#live", "live"))
        }
        _ if source == "MonitorConfig" => change(marked, &source),
        _ if help.starts_with("add the comma") => change(marked.start..marked.start, ", "),
        _ if help.starts_with("add `") => change(marked.start..marked.start, &format!("{code}, ")),
        _ if help.contains("takes no fields") || help.contains("it counts the streams") => {
            change(marked, "")
        }
        _ if removed.iter().any(|start| help.starts_with(start))
            || is_elsewhere.iter().any(|start| help.starts_with(start)) =>
        {
            if matches!(source.as_str(), "," | ";") {
                change(marked, "")
            } else {
                change(entry(text, &marked), "")
            }
        }
        "remove the minus sign" => change(marked, &source[1..]),
        "write a comma" => change(marked, ","),
        "write a colon instead" => change(marked, ":"),
        "write a colon before it" => change(marked.start..marked.start, ": "),
        "write it without the braces" | "write it without the parentheses" => {
            change(marked, source[1..source.len() - 1].trim())
        }
        "write the value without `Some(..)`" => change(marked, &source[5..source.len() - 1]),
        _ if help.starts_with("give the state an element of its own") => {
            change(marked, "\"status\"")
        }
        // The name without a value has its colon already.
        _ if code.starts_with(&format!("{source}: ")) && text.get(marked.end) == Some(&':') => {
            change(marked.start..marked.end + 1, code)
        }
        _ if code.is_empty() && help.starts_with("if you meant to write a string literal") => {
            change(marked, &source.replace('\'', "\""))
        }
        _ => {
            assert!(!code.is_empty(), "{help}");
            change(marked, code)
        }
    }
}

/// The whole entry, or item, to which the marked part belongs, with its comma.
fn entry(text: &[char], marked: &Range<usize>) -> Range<usize> {
    let before = text[..marked.start].iter().rposition(|character| ",{[".contains(*character));
    let start = before.map_or(0, |before| before + 1);
    let mut depth = 0;
    let mut in_text = false;
    for (index, character) in text.iter().enumerate().skip(marked.start) {
        match character {
            '"' => in_text = !in_text,
            _ if in_text => {}
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' if depth == 0 => return start..index,
            '}' | ']' | ')' => depth -= 1,
            ',' if depth == 0 => return start..index + 1,
            _ => {}
        }
    }
    start..text.len()
}

/// Every message with its help, as the compiler printed it, but for what only the compiler knows.
#[must_use]
pub fn sentences() -> Vec<(String, String)> {
    let goldens: String = cases().iter().map(|case| golden(case)).collect();
    let lines: Vec<_> = goldens.lines().collect();
    let pair = |pair: &[&str]| {
        let message = pair[0].strip_prefix("error: ")?.split(", first on line").next()?;
        let help = pair[1].trim_start().strip_prefix("help: ")?;
        Some((message.to_owned(), help.to_owned()))
    };
    lines.windows(2).filter_map(pair).collect()
}

//! The cutting of a template: whichever parts are kept, no marker stays, and the order in which the others go does not
//! matter. The template is one of the runtime's two forms, or made of the input.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use sse_monitor_core::__fuzzing::{MINIFIED, READABLE, cut};

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.iter().copied();
    let form = bytes.next().unwrap_or(0);
    let line_end = if form & 1 == 0 { "" } else { "\n" };
    let made;
    let template = match form % 4 {
        0 => MINIFIED.trim_end(),
        1 => READABLE.trim_end(),
        _ => {
            made = template(&mut bytes);
            &made
        }
    };
    let names: BTreeSet<&str> = template.lines().filter_map(marker).map(|(_, name)| name).collect();
    let mut cuts: Vec<&str> = Vec::new();
    let mut kept: Vec<&str> = Vec::new();
    for name in &names {
        let byte = bytes.next().unwrap_or(0);
        if byte & 1 == 0 {
            kept.push(name);
        } else {
            cuts.insert(usize::from(byte >> 1) % (cuts.len() + 1), name);
        }
    }
    let text = cut(template, line_end, |name| kept.contains(&name));
    assert!(!text.contains("/*{") && !text.contains("/*}"), "{text}");
    assert_eq!(text, one_by_one(template, line_end, &cuts), "{cuts:?} of {template}");
});

/// The same by another way: one part after the other in this order, then the markers of what is left.
fn one_by_one(template: &str, line_end: &str, cuts: &[&str]) -> String {
    let mut lines: Vec<&str> = template.split('\n').collect();
    for cut in cuts {
        let place = |lines: &[&str], opens| {
            lines.iter().position(|line| marker(line) == Some((opens, *cut)))
        };
        while let (Some(first), Some(last)) = (place(&lines, true), place(&lines, false)) {
            lines.drain(first..=last);
        }
    }
    lines.retain(|line| marker(line).is_none());
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            text += line_end;
        }
        if line.starts_with('}') && text.ends_with(';') {
            text.pop();
        }
        text += line;
    }
    text
}

/// Whether it opens a part, and which.
fn marker(line: &str) -> Option<(bool, &str)> {
    let inside = line.trim_ascii_start().strip_prefix("/*")?.strip_suffix("*/")?;
    match inside.split_at_checked(1)? {
        ("{", name) => Some((true, name)),
        ("}", name) => Some((false, name)),
        _ => None,
    }
}

/// Lines and parts, well nested, none inside of itself.
fn template(bytes: &mut impl Iterator<Item = u8>) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    while let Some(byte) = bytes.next().filter(|byte| *byte != 0) {
        match byte % 8 {
            0 | 1 if !open.contains(&(byte / 8)) => {
                lines.push(format!("/*{{p{}*/", byte / 8));
                open.push(byte / 8);
            }
            2 | 3 => lines.extend(open.pop().map(|part| format!("  /*}}p{part}*/"))),
            4 => lines.push("}".into()),
            5 => lines.push("a;".into()),
            6 => lines.push(String::new()),
            _ => lines.push(format!("/* {byte} */ b")),
        }
    }
    lines.extend(open.iter().rev().map(|part| format!("/*}}p{part}*/")));
    lines.join("\n")
}

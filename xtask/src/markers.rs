//! The markers of optional parts in a script: `/*{name*/` opens a part, `/*}name*/` closes it.

use crate::Result;
use std::collections::BTreeSet;

#[path = "../../sse-monitor-core/src/render/markers.rs"]
mod parser;

pub(crate) use parser::cut;
use parser::{Marker, marker};

/// One marker, as it is written, and where it begins.
struct Found<'a> {
    marker: Marker<'a>,
    text: &'a str,
    start: usize,
}

impl Found<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn line(&self, script: &str) -> usize {
        script[..self.end()].lines().count()
    }
}

/// Every marker in a script, in order. A minifier does not leave them a line of their own.
fn find(script: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = script[from..].find("/*").map(|offset| from + offset) {
        from = start + 2;
        let Some(end) = script[from..].find("*/").map(|offset| from + offset + 2) else { break };
        let text = &script[start..end];
        if let Some(marker) = marker(text) {
            from = end;
            found.push(Found { marker, text, start });
        }
    }
    found
}

/// The first marker of a source that another form of it does not have at the same place in the
/// sequence of its markers, and the line of it; nothing if the sequences are the same.
pub(crate) fn first_lost<'a>(source: &'a str, other: &str) -> Option<(usize, &'a str)> {
    let others = find(other);
    let mut others = others.iter().map(|marker| marker.text);
    find(source)
        .into_iter()
        .find(|marker| others.next() != Some(marker.text))
        .map(|marker| (marker.line(source), marker.text))
}

/// The names of the parts, or what is wrong with the nesting.
pub(crate) fn parts(script: &str) -> Result<BTreeSet<&str>> {
    let mut open = Vec::new();
    let mut names = BTreeSet::new();
    for found in find(script) {
        match found.marker {
            Marker::Open(name) => {
                open.push(name);
                names.insert(name);
            }
            Marker::Close(name) if open.pop() == Some(name) => {}
            Marker::Close(_) => {
                let line = found.line(script);
                return Err(format!(
                    "line {line}: `{}` does not close the part it is in",
                    found.text
                ));
            }
        }
    }
    match open.pop() {
        Some(name) => Err(format!("the part `{name}` is not closed")),
        None => Ok(names),
    }
}

/// The script with each marker on a line of its own, which is how it is cut when it is rendered, and without the line
/// breaks that a minifier leaves beside them.
pub(crate) fn line_up(script: &str) -> String {
    let mut lines = Vec::new();
    let mut from = 0;
    for marker in find(script) {
        lines.extend([script[from..marker.start].trim_matches('\n'), marker.text]);
        from = marker.end();
    }
    lines.push(script[from..].trim_matches('\n'));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "a;/* no marker *//*{x*/b;\n/*{y*/\nc;/*}y*/d;/*}x*/e;/*{y*/f/*}y*/";

    #[test]
    fn each_marker_gets_a_line_and_other_line_breaks_stay() {
        assert_eq!(
            line_up("a\nb\n\n/*{x*/c/*{y*//*}y*//*}x*/\n"),
            "a\nb\n/*{x*/\nc\n/*{y*/\n/*}y*/\n/*}x*/"
        );
    }

    #[test]
    fn parts_are_named_once() {
        assert_eq!(parts(SCRIPT), Ok(BTreeSet::from(["x", "y"])));
    }

    #[test]
    fn a_lost_or_moved_marker_is_found() {
        assert_eq!(first_lost("a\n/*{x*/\nb/*}x*/", "a/*{x*/b/*}x*/"), None);
        assert_eq!(first_lost("a\n/*{x*/\nb/*}x*/", "a/*{x*/b"), Some((3, "/*}x*/")));
        assert_eq!(first_lost("/*{x*//*}x*//*{y*//*}y*/", "/*{y*//*}y*/"), Some((1, "/*{x*/")));
    }

    #[test]
    fn bad_nesting_is_an_error() {
        assert!(parts("/*{x*//*{y*//*}x*//*}y*/").is_err());
        assert!(parts("/*}x*/").is_err());
        assert!(parts("/*{x*/").is_err());
    }
}

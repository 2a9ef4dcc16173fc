//! The markers of optional parts in a script: `/*{name*/` opens a part, `/*}name*/` closes it.

use crate::Result;
use std::collections::BTreeSet;

/// One marker, as it is written, and where it begins.
struct Marker<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Marker<'a> {
    fn opens(&self) -> bool {
        self.text.starts_with("/*{")
    }

    fn name(&self) -> &'a str {
        &self.text[3..self.text.len() - 2]
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn line(&self, script: &str) -> usize {
        script[..self.end()].lines().count()
    }
}

/// Every marker in a script, in order.
fn find(script: &str) -> Vec<Marker<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = script[from..].find("/*").map(|offset| from + offset) {
        from = start + 2;
        let Some(end) = script[from..].find("*/").map(|offset| from + offset) else { break };
        let Some(name) = script[from..end].strip_prefix(['{', '}']) else { continue };
        if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            from = end + 2;
            found.push(Marker { text: &script[start..from], start });
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
    for marker in find(script) {
        if marker.opens() {
            open.push(marker.name());
            names.insert(marker.name());
        } else if open.pop() != Some(marker.name()) {
            let line = marker.line(script);
            return Err(format!("line {line}: `{}` does not close the part it is in", marker.text));
        }
    }
    match open.pop() {
        Some(name) => Err(format!("the part `{name}` is not closed")),
        None => Ok(names),
    }
}

/// The script with the parts that `keep` refuses cut out, and without markers.
pub(crate) fn cut(script: &str, keep: impl Fn(&str) -> bool) -> String {
    let mut rest = String::new();
    let mut from = 0;
    let mut refused = 0;
    for marker in find(script) {
        if refused == 0 {
            rest.push_str(&script[from..marker.start]);
        }
        from = marker.end();
        if !keep(marker.name()) {
            refused = if marker.opens() { refused + 1 } else { refused - 1 };
        }
    }
    rest.push_str(&script[from..]);
    rest
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
    fn a_part_goes_with_its_markers_and_what_is_nested_in_it() {
        assert_eq!(cut(SCRIPT, |_| true), "a;/* no marker */b;\n\nc;d;e;f");
        assert_eq!(cut(SCRIPT, |name| name == "x"), "a;/* no marker */b;\nd;e;");
        assert_eq!(cut(SCRIPT, |name| name == "y"), "a;/* no marker */e;f");
    }

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

//! The markers of optional parts in a script: `/*{name*/` opens a part, `/*}name*/` closes it. Parts may be nested.
//!
//! The xtask includes this file, because it must build while core does not: nothing here is of this crate.

use alloc::string::String;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Marker<'a> {
    Open(&'a str),
    Close(&'a str),
}

/// The marker that a line consists of, maybe indented.
pub(crate) fn marker(line: &str) -> Option<Marker<'_>> {
    let start = line.trim_ascii_start().strip_suffix("*/")?;
    let (name, marker): (_, fn(_) -> _) = match start.strip_prefix("/*{") {
        Some(name) => (name, Marker::Open),
        None => (start.strip_prefix("/*}")?, Marker::Close),
    };
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    named.then(|| marker(name))
}

/// The template without markers and without the parts that `keep` refuses, its lines joined by `line_end`. Each marker
/// has a line of its own.
// Macros run unoptimized in a user's development build. What goes by lines is quick even there: the search for one byte
// is the standard library's compiled one, that for a text is not.
pub(crate) fn cut(template: &str, line_end: &str, keep: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(template.len());
    let mut skipping = None;
    for line in template.split('\n') {
        match (marker(line), skipping) {
            (None, None) => {
                if !kept.is_empty() {
                    kept.push_str(line_end);
                }
                // A part that was the last one in its block leaves a semicolon that nothing needs.
                if line.starts_with('}') && kept.ends_with(';') {
                    kept.pop();
                }
                kept.push_str(line);
            }
            (Some(Marker::Open(name)), None) if !keep(name) => skipping = Some(name),
            (Some(Marker::Close(name)), Some(skipped)) if name == skipped => skipping = None,
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_a_line() {
        assert_eq!(marker("  /*{x_1*/"), Some(Marker::Open("x_1")));
        assert_eq!(marker("/*}x_1*/"), Some(Marker::Close("x_1")));
        for other in ["", "a", "/*x*/", "/*{*/", "/*{ x }*/", "/*{x*/a", "/*{x*//*}x*/"] {
            assert_eq!(marker(other), None, "{other}");
        }
    }

    #[test]
    fn a_part_is_kept_or_cut_with_its_markers() {
        let template = "a;\n/*{x*/\nb;\n/*{y*/\nc;\n/*}y*/\nd;\n/*}x*/\ne";
        assert_eq!(cut(template, "", |_| true), "a;b;c;d;e");
        assert_eq!(cut(template, "", |part| part == "x"), "a;b;d;e");
        assert_eq!(cut(template, "", |part| part == "y"), "a;e");
    }

    #[test]
    fn a_statement_that_has_become_the_last_one_needs_no_semicolon() {
        let template = "if(a){b;\n/*{x*/\nc\n/*}x*/\n}d;";
        assert_eq!(cut(template, "", |_| true), "if(a){b;c}d;");
        assert_eq!(cut(template, "", |_| false), "if(a){b}d;");
    }

    #[test]
    fn the_lines_between_markers_stay_as_they_are() {
        let template = "a\n  /*{x*/\n  b\n\n  /*}x*/\n  /* a comment */";
        assert_eq!(cut(template, "\n", |_| true), "a\n  b\n\n  /* a comment */");
        assert_eq!(cut(template, "\n", |_| false), "a\n  /* a comment */");
    }
}

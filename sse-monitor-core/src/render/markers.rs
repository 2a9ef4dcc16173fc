//! The markers of optional parts in a script: `/*{name*/` opens a part, `/*}name*/` closes it. Parts may be nested.
//!
//! The xtask includes this file, because it must build while core does not: nothing here is of this crate.

use alloc::string::String;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Marker<'a> {
    Open(&'a str),
    Close(&'a str),
}

/// The marker that a line consists of, maybe indented. Its name begins with a letter; which names there are is tested.
// Macros run unoptimized in a user's development build. There it is calls that cost, and a pattern needs none.
pub(crate) fn marker(line: &str) -> Option<Marker<'_>> {
    let line = if let [b' ', ..] = line.as_bytes() { line.trim_ascii_start() } else { line };
    match line.as_bytes() {
        [b'/', b'*', b'{', b'A'..=b'Z' | b'a'..=b'z', .., b'*', b'/'] => {
            Some(Marker::Open(&line[3..line.len() - 2]))
        }
        [b'/', b'*', b'}', b'A'..=b'Z' | b'a'..=b'z', .., b'*', b'/'] => {
            Some(Marker::Close(&line[3..line.len() - 2]))
        }
        _ => None,
    }
}

/// The template without markers and without the parts that `keep` refuses, its lines joined by `line_end`. Each marker
/// has a line of its own.
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
                if let ([.., b';'], [b'}', ..]) = (kept.as_bytes(), line.as_bytes()) {
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
        for other in ["", "a", "/*x*/", "/*{*/", "/*{ x }*/", "/*{x*/a"] {
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

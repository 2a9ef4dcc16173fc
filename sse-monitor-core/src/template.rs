//! The page-side runtime as a template: which of its optional parts a configuration uses, and cutting out the others.
//!
//! A part stands between the comments `/*{name*/` and `/*}name*/` in `js/monitor.js`, and between the same comments in
//! the minified form that is made from it; each has a line of its own. Parts may be nested.

use alloc::string::String;
use alloc::vec::Vec;

use crate::{Client, Indicator, MonitorConfig};

const READABLE: &str = include_str!("../js/monitor.js");
const MINIFIED: &str = include_str!("../js/monitor.min.js");

type Uses = fn(&MonitorConfig) -> bool;

/// The one list of the optional parts, and of what makes a configuration use each.
const PARTS: &[(&str, Uses)] = &[
    ("debug", |config| config.debug),
    ("status", |config| config.status_element_id.is_some()),
    ("html", |config| {
        config.status_indicators.values().any(|indicator| matches!(indicator, Indicator::Html(_)))
    }),
    ("callbacks", |config| !config.callbacks.is_empty()),
    ("retry", |config| config.auto_reconnect),
    ("limit", |config| config.max_reconnect_attempts.is_some()),
    ("visibility", |config| config.visibility_reconnect),
    ("heartbeat", |config| config.heartbeat_timeout.is_some()),
    // Deadlines of either kind.
    ("guard", |config| config.connect_timeout.or(config.heartbeat_timeout).is_some()),
    // Silence that htmx 4 has ordered.
    ("paused", |config| config.heartbeat_timeout.is_some() && uses_htmx4(config)),
    ("htmx2", uses_htmx2),
    ("htmx4", uses_htmx4),
    ("htmx", |config| config.client != Client::EventSource),
    ("eventsource", |config| config.client == Client::EventSource),
    // The clients that are made of an EventSource.
    ("source", |config| config.client != Client::Htmx4),
    ("attribute", |config| config.client != Client::Htmx2),
    ("lastEventId", |config| uses_htmx4(config) || sends_last_event_id_param(config)),
    ("lastEventIdParam", sends_last_event_id_param),
    // What a message is looked at for.
    ("received", |config| config.heartbeat_timeout.is_some() || sends_last_event_id_param(config)),
];

fn uses_htmx2(config: &MonitorConfig) -> bool {
    matches!(config.client, Client::Htmx2 | Client::Auto)
}

fn uses_htmx4(config: &MonitorConfig) -> bool {
    matches!(config.client, Client::Htmx4 | Client::Auto)
}

/// htmx 4 sends the header instead.
fn sends_last_event_id_param(config: &MonitorConfig) -> bool {
    config.client != Client::Htmx4 && config.last_event_id_param_name().is_some()
}

pub(crate) fn uses(config: &MonitorConfig, part: &str) -> bool {
    PARTS.iter().any(|(name, uses)| *name == part && uses(config))
}

/// The runtime with only the parts that the configuration uses: readable with `debug`, else minified and on one line.
pub(crate) fn runtime(config: &MonitorConfig) -> String {
    let (template, line_end) = if config.debug { (READABLE, "\n") } else { (MINIFIED, "") };
    let parts = PARTS.iter().filter(|(_, uses)| uses(config));
    let used: Vec<&str> = parts.map(|(name, _)| *name).collect();
    cut(template.trim_end(), line_end, |part| used.contains(&part))
}

// Macros run unoptimized in a user's development build. What goes by lines is quick even there: the search for one byte
// is the standard library's compiled one, that for a text is not.
fn cut(template: &str, line_end: &str, keep: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(template.len());
    let mut skipping = None;
    for line in template.split('\n') {
        match (marker(line), skipping) {
            (None, None) => {
                if !kept.is_empty() {
                    kept.push_str(line_end);
                }
                // What stood between them is left out.
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

enum Marker<'a> {
    Open(&'a str),
    Close(&'a str),
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let start = line.trim_ascii_start().strip_suffix("*/")?;
    match start.strip_prefix("/*{") {
        Some(name) => Some(Marker::Open(name)),
        None => start.strip_prefix("/*}").map(Marker::Close),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markers(template: &str) -> Vec<(bool, &str)> {
        let named = |line| match marker(line)? {
            Marker::Open(name) => Some((true, name)),
            Marker::Close(name) => Some((false, name)),
        };
        template.split('\n').filter_map(named).collect()
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

    #[test]
    fn the_readable_and_the_minified_runtime_have_the_same_markers() {
        assert!(!markers(READABLE).is_empty());
        assert_eq!(markers(READABLE), markers(MINIFIED));
    }

    #[test]
    fn markers_are_listed_and_nested_well() {
        let mut open = Vec::new();
        for (opens, name) in markers(READABLE) {
            assert!(PARTS.iter().any(|(part, _)| *part == name), "`{name}` is not in PARTS");
            if opens {
                assert!(!open.contains(&name), "`{name}` stands inside itself");
                open.push(name);
            } else {
                assert_eq!(open.pop(), Some(name));
            }
        }
        assert!(open.is_empty());
        for (part, _) in PARTS {
            assert!(markers(READABLE).contains(&(true, part)), "`{part}` is used nowhere");
        }
    }

    #[test]
    fn no_marker_is_overlooked() {
        for template in [READABLE, MINIFIED] {
            let written = template.matches("/*{").count() + template.matches("/*}").count();
            assert_eq!(markers(template).len(), written);
        }
    }

    #[test]
    fn the_minified_runtime_is_ascii_on_one_line() {
        assert!(MINIFIED.is_ascii());
        assert!(!runtime(&MonitorConfig::new("live")).contains('\n'));
    }
}

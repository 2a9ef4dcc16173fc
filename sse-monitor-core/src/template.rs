//! The page-side runtime as a template: which of its optional parts a configuration uses, and cutting out the others.
//!
//! A part stands between the comments `/*{name*/` and `/*}name*/` in `js/monitor.js`, and between the same comments in
//! the minified form that is made from it. Parts may be nested.

use alloc::string::String;

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

/// The runtime with only the parts that the configuration uses: readable with `debug`, else minified.
pub(crate) fn runtime(config: &MonitorConfig) -> String {
    let template = if config.debug { READABLE } else { MINIFIED };
    cut(template.trim_end(), |part| uses(config, part))
}

fn cut(template: &str, keep: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(template.len());
    let mut skipping = None;
    let mut rest = template;
    while let Some((text, marker, after)) = next_marker(rest) {
        if skipping.is_none() {
            kept.push_str(text);
        }
        match (marker, skipping) {
            (Marker::Open(name), None) if !keep(name) => skipping = Some(name),
            (Marker::Close(name), Some(skipped)) if name == skipped => skipping = None,
            _ => {}
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[derive(Clone, Copy)]
enum Marker<'a> {
    Open(&'a str),
    Close(&'a str),
}

/// The text before the next marker, the marker, and what follows it. A marker that has a line of its own takes that
/// line with it.
fn next_marker(template: &str) -> Option<(&str, Marker<'_>, &str)> {
    let mut from = 0;
    loop {
        // Macros run unoptimized in a user's development build. The search for one byte is the standard library's
        // compiled one all the same; the search for a text is not.
        let start = from + template[from..].find('/')?;
        let rest = &template[start..];
        let opens = rest.starts_with("/*{");
        if !opens && !rest.starts_with("/*}") {
            from = start + 1;
            continue;
        }
        let inside = &rest[3..];
        let length = inside.find('*')?;
        let name = &inside[..length];
        let marker = if opens { Marker::Open(name) } else { Marker::Close(name) };
        let before = &template[..start];
        let after = &inside[length + 2..];
        let unindented = before.trim_end_matches(' ');
        return Some(match after.strip_prefix('\n') {
            Some(after) if unindented.ends_with('\n') => (unindented, marker, after),
            _ => (before, marker, after),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn markers(template: &str) -> Vec<(bool, &str)> {
        let mut found = Vec::new();
        let mut rest = template;
        while let Some((_, marker, after)) = next_marker(rest) {
            found.push(match marker {
                Marker::Open(name) => (true, name),
                Marker::Close(name) => (false, name),
            });
            rest = after;
        }
        found
    }

    #[test]
    fn a_part_is_kept_or_cut_with_its_markers() {
        let template = "a;/*{x*/b;/*{y*/c;/*}y*/d;/*}x*/e";
        assert_eq!(cut(template, |_| true), "a;b;c;d;e");
        assert_eq!(cut(template, |part| part == "x"), "a;b;d;e");
        assert_eq!(cut(template, |part| part == "y"), "a;e");
    }

    #[test]
    fn a_marker_takes_its_own_line_with_it() {
        let template = "a\n  /*{x*/\n  b\n  /*}x*/\n  /* a comment */\n";
        assert_eq!(cut(template, |_| true), "a\n  b\n  /* a comment */\n");
        assert_eq!(cut(template, |_| false), "a\n  /* a comment */\n");
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
    fn the_minified_runtime_is_ascii_on_one_line() {
        assert!(MINIFIED.is_ascii());
        assert_eq!(MINIFIED.trim_end().lines().count(), 1);
    }
}

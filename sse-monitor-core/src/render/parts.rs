//! The page-side runtime as a template: which of its optional parts a configuration uses, and cutting out the others.
//!
//! A part stands between the comments `/*{name*/` and `/*}name*/` in `js/monitor.js`, and between the same comments in
//! the minified form that is made from it; each has a line of its own. Parts may be nested.

use alloc::string::String;
use alloc::vec::Vec;

use super::markers::cut;
use super::settings::SETTINGS;
use crate::{Client, Effective, Indicator};

pub(crate) const READABLE: &str = include_str!("../../js/monitor.js");
pub(crate) const MINIFIED: &str = include_str!("../../js/monitor.min.js");

type Uses = fn(&Effective) -> bool;

/// The optional parts that no single setting decides about. A setting's own part is there if the setting is.
const PARTS: &[(&str, Uses)] = &[
    ("debug", |config| config.debug),
    ("html", shows_html),
    // The page's own code runs, and may fail.
    ("report", |config| {
        config.callbacks != crate::Callbacks::default()
            || config.prepare_request.is_some()
            || shows_html(config)
    }),
    ("header", |config| config.last_event_id_param.is_none()),
    ("visibility", |config| config.auto_reconnect && config.visibility_reconnect),
    ("deadline", |config| config.connect_timeout.or(config.heartbeat_timeout).is_some()),
    ("htmx2", |config| matches!(config.client, Client::Htmx2 | Client::Auto)),
    ("htmx4", |config| matches!(config.client, Client::Htmx4 | Client::Auto)),
    ("htmx", |config| config.client != Client::Dom),
    ("dom", |config| config.client == Client::Dom),
];

fn shows_html(config: &Effective) -> bool {
    let mut shown = config.status_indicators.iter().flatten().map(|(_, shown)| shown);
    shown.any(|indicator| matches!(indicator, Indicator::Html(_)))
}

/// The runtime with only the parts that the configuration uses: readable with `debug`, else minified and on one line.
pub(crate) fn runtime(config: &Effective, arguments: &[Option<String>]) -> String {
    let (template, line_end) = if config.debug { (READABLE, "\n") } else { (MINIFIED, "") };
    let parts = PARTS.iter().filter(|(_, uses)| uses(config)).map(|(part, _)| *part);
    let settings = SETTINGS.iter().zip(arguments).filter(|(_, argument)| argument.is_some());
    let used: Vec<&str> = parts.chain(settings.map(|(setting, _)| setting.part)).collect();
    cut(template.trim_end(), line_end, |part| used.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MonitorConfig;
    use crate::render::markers::{Marker, marker};
    use crate::render::settings::arguments;

    fn markers(template: &str) -> Vec<(bool, &str)> {
        let named = |line| match marker(line)? {
            Marker::Open(name) => Some((true, name)),
            Marker::Close(name) => Some((false, name)),
        };
        template.split('\n').filter_map(named).collect()
    }

    /// The names of all optional parts.
    fn listed() -> Vec<&'static str> {
        let own = SETTINGS.iter().map(|setting| setting.part).filter(|part| !part.is_empty());
        let mut listed: Vec<_> = PARTS.iter().map(|(part, _)| *part).chain(own).collect();
        listed.dedup();
        listed
    }

    #[test]
    fn the_readable_and_the_minified_runtime_have_the_same_markers() {
        assert!(!markers(READABLE).is_empty());
        assert_eq!(markers(READABLE), markers(MINIFIED));
    }

    #[test]
    fn markers_are_listed_and_nested_well() {
        let listed = listed();
        let mut open = Vec::new();
        for (opens, name) in markers(READABLE) {
            assert!(listed.contains(&name), "`{name}` is no setting's part, and not in PARTS");
            if opens {
                assert!(!open.contains(&name), "`{name}` stands inside itself");
                open.push(name);
            } else {
                assert_eq!(open.pop(), Some(name));
            }
        }
        assert!(open.is_empty());
        for part in listed {
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
        let config = MonitorConfig::new("live").effective();
        assert!(!runtime(&config, &arguments(&config)).contains('\n'));
    }
}

//! Broken variants of the scripts: what the tests of this folder are proved with.

use std::collections::BTreeSet;

use sse_monitor_core::{
    Client, ConnectionState, Indicator, MonitorConfig, generate_connection_counter,
    generate_monitor_script,
};
use sse_monitor_tests::broken::{asked, rules, variants};

use crate::host::Host;
use crate::page::secs;

/// The counter as it is written. The one that ships is made from it.
const COUNTER: &str = include_str!("../../sse-monitor-core/js/counter.js");

/// The monitor's script, or the broken variant of it that the environment asks for.
pub(crate) fn monitor(config: &MonitorConfig) -> String {
    let render = |config| generate_monitor_script(config).expect("a valid configuration");
    let Some((from, to)) = asked() else { return render(config) };
    render(&config.clone().debug(true)).replace(&from, &to)
}

/// The counter's script, or the broken variant of it.
pub(crate) fn counter() -> String {
    match asked() {
        None => generate_connection_counter().to_owned(),
        Some((from, to)) => readable_counter().replace(&from, &to),
    }
}

fn readable_counter() -> String {
    format!("{}();", COUNTER.trim_end())
}

/// Scripts that have every part between them, readable.
fn scripts() -> Vec<String> {
    let monitor = |client: &Client| {
        let config = MonitorConfig::new("live")
            .client(*client)
            .debug(true)
            .status_element_id("status")
            .status_indicator(ConnectionState::Connected, Indicator::html("<b>on</b>"))
            .callback(ConnectionState::Connected, "app.up")
            .max_reconnect_attempts(3)
            .heartbeat_timeout(secs(3))
            .give_up_on([403])
            .prepare_request("app.prepare")
            .pause_hidden(secs(60))
            .grace(secs(1));
        [config.clone(), config.last_event_id_param("since")]
            .map(|config| generate_monitor_script(&config).expect("a valid configuration"))
    };
    Client::ALL.iter().flat_map(monitor).chain([readable_counter()]).collect()
}

#[test]
fn every_variant_changes_a_script_and_is_one() {
    let host = Host::new();
    let scripts = scripts();
    for variant in variants() {
        let mut changed = 0;
        let (from, to) = (variant.whole(), variant.broken());
        for script in scripts.iter().filter(|script| script.contains(&from)) {
            let broken = script.replace(&from, &to);
            assert_ne!(*script, broken, "{variant:?} is the script as it is");
            host.compile(&broken).unwrap_or_else(|error| panic!("{variant:?}: {error}"));
            changed += 1;
        }
        assert!(changed > 0, "{variant:?} is of no script");
    }
}

#[test]
fn every_rule_has_variants_and_every_variant_a_name_of_its_own() {
    let broken: BTreeSet<_> = variants().map(|variant| variant.rule).collect();
    let unbroken: Vec<_> = rules().filter(|rule| !broken.contains(rule)).collect();
    assert!(unbroken.is_empty(), "no variant breaks {unbroken:?}");
    assert!(!broken.contains(""), "a variant above the first rule");
    let mut names = BTreeSet::new();
    for variant in variants() {
        assert!(names.insert(variant.name), "two variants are called {}", variant.name);
    }
}

//! Broken variants of the script: what the tests of this folder are proved with.

use std::env;

use sse_monitor_core::{Client, ConnectionState, Indicator, MonitorConfig};

const VARIANTS: &str = include_str!("broken.txt");

/// Names the variable that asks for a broken variant.
const VARIABLE: &str = "SSE_MONITOR_BREAK";

struct Variant {
    name: &'static str,
    /// What stands in the readable script.
    from: &'static str,
    /// What stands there instead.
    to: &'static str,
}

fn variants() -> impl Iterator<Item = Variant> {
    VARIANTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let (name, change) = line.split_once(": ").expect("`name: from ==> to`");
        let (from, to) = change.split_once(" ==>").expect("`name: from ==> to`");
        Variant { name, from, to: to.trim_start() }
    })
}

/// The rendered script, or the broken variant of it that the environment asks for. Where its text does not occur, the
/// part it stands in was not rendered, and the script stays whole.
pub(crate) fn apply(config: &MonitorConfig, render: impl Fn(&MonitorConfig) -> String) -> String {
    let Ok(wanted) = env::var(VARIABLE) else { return render(config) };
    let variant =
        variants().find(|variant| variant.name == wanted).expect("a variant of broken.txt");
    let mut config = config.clone();
    config.debug = true;
    render(&config).replace(variant.from, variant.to)
}

/// Whether the scripts are a broken variant, and readable for that.
pub(crate) fn asked() -> bool {
    env::var_os(VARIABLE).is_some()
}

#[test]
fn every_variant_still_changes_the_script() {
    let mut scripts = String::new();
    for client in Client::ALL {
        let mut config = MonitorConfig::new("live");
        config.client = client;
        config.debug = true;
        config.status_element_id = Some("status".into());
        config.status_indicators =
            [(ConnectionState::Connected, Indicator::html("<b>on</b>"))].into();
        config.callbacks = [(ConnectionState::Connected, "app.up".into())].into();
        config.max_reconnect_attempts = Some(3);
        config.heartbeat_timeout = Some(3000);
        if client == Client::EventSource {
            config.events = vec!["news".into()];
        }
        scripts +=
            &sse_monitor_core::generate_monitor_script(&config).expect("a valid configuration");
    }
    let stale: Vec<_> = variants()
        .filter(|variant| !scripts.contains(variant.from))
        .map(|variant| variant.name)
        .collect();
    assert!(
        stale.is_empty(),
        "these lines of broken.txt name what is not in the script: {stale:?}"
    );
}

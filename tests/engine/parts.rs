//! Every combination of the script's optional parts is a working script, readable and minified.

use crate::broken;
use crate::host::Host;
use crate::page::{LOOK, secs};
use sse_monitor_core::{Client, ConnectionState, Indicator, MonitorConfig};

type Choice = (&'static str, fn(MonitorConfig) -> MonitorConfig);

/// What switches parts on and off.
const OPTIONS: [Choice; 13] = [
    ("status", |config| config.status_element_id("status")),
    ("html", |config| {
        config.status_indicator(ConnectionState::Connected, Indicator::html("<i>on</i>"))
    }),
    ("no texts", |config| config.status_indicators(None)),
    ("callbacks", |config| config.callback(ConnectionState::Error, "app.hear")),
    ("no retry", |config| config.auto_reconnect(false)),
    ("limit", |config| config.max_reconnect_attempts(2)),
    ("visibility", |config| config.visibility_reconnect(false)),
    ("heartbeat", |config| config.heartbeat_timeout(secs(3))),
    ("no connect timeout", |config| config.connect_timeout(None)),
    ("give up", |config| config.give_up_on([403])),
    ("prepare", |config| config.prepare_request("app.prepare")),
    ("parameter", |config| config.last_event_id_param("since")),
    ("pause and grace", |config| config.pause_hidden(secs(60)).grace(secs(1))),
];

const CLIENTS: [(Client, &str); 5] = [
    (Client::Dom, "dom"),
    (Client::Htmx2, "htmx2"),
    (Client::Htmx4, "htmx4"),
    (Client::Auto, "htmx2"),
    (Client::Auto, "htmx4"),
];

#[test]
fn every_combination_of_parts_works() {
    let host = Host::new();
    let mut tried = 0;
    for chosen in 0_u32..1 << OPTIONS.len() {
        for (client, page) in CLIENTS {
            for debug in [false, true] {
                let mut config = MonitorConfig::new("live").client(client).debug(debug);
                let mut named = vec![page];
                for (bit, (name, choose)) in OPTIONS.iter().enumerate() {
                    if chosen & (1 << bit) != 0 {
                        config = choose(config);
                        named.push(name);
                    }
                }
                let sparse = named.len() < 5
                    || named.len() > OPTIONS.len() - 2
                    || (chosen + 3 * tried) % 11 == 0;
                if sparse && config.validate().is_ok() {
                    let retries = chosen & (1 << 4) == 0;
                    live(&host, &config, retries, page, &format!("{named:?} debug: {debug}"));
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1000, "only {tried} combinations are valid");
}

/// A short life with everything in it: connect, message, failure, waking, removal, arrival, destroy.
fn live(host: &Host, config: &MonitorConfig, retries: bool, page: &str, name: &str) {
    host.boot(7, "chromium");
    host.run(&format!(
        "host.scene('{page}'); window.app = {{ hear: (state) => host.calls.push(state), prepare() {{}} }}"
    ));
    host.script("host.furnish()");
    host.script(&broken::monitor(config));
    host.run(
        "host.server.every(500, { comment: '' }); host.page.loaded(); host.clock.advance(100)",
    );
    let state = |expected: &str| {
        let state: String = host.get("window.sseMonitor.state");
        assert_eq!(state, expected, "{name}");
    };
    state("connected");
    host.run("host.server.send({ data: 'x', id: '3' }); host.server.send({ event: 'news', data: 'y' }); host.clock.advance(10)");
    host.run("host.server.end(); host.clock.advance(20)");
    state(if retries { "reconnecting" } else { "disconnected" });
    host.run("host.page.offline(); host.clock.advance(100); host.page.online(); host.page.comeBack(); host.clock.advance(8000)");
    state(if retries { "connected" } else { "disconnected" });
    host.script("window.sseMonitor.reconnect()");
    host.run("host.clock.advance(1000)");
    state("connected");
    host.script("host.live().remove()");
    host.advance(LOOK);
    state("closed");
    host.script("host.swapAppend(document.body, host.sse('live', '/events'))");
    host.advance(LOOK);
    state("connected");
    assert_eq!(host.get::<u32>("Math.max(...host.server.peak.values())"), 1, "{name}");
    host.script("window.sseMonitor.destroy()");
    let left: String = host.get("JSON.stringify({ ...host.census(), connections: 0 })");
    let none = r#"{"window":[],"document":[],"elements":0,"sources":0,"timers":0,"connections":0,"patched":[]}"#;
    assert_eq!(left, none, "{name}");
    let errors: Vec<String> = host.get("host.errors");
    assert!(errors.is_empty(), "{name}: {errors:?}\n{}", host.get::<String>("host.stacks.join()"));
    assert_eq!(
        host.get::<bool>("host.calls.includes('error')"),
        name.contains("callbacks"),
        "{name}"
    );
}

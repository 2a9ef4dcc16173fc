//! The faults. Each file has those of one place.

mod flows;
mod page_side;
mod proxies;
mod random;
mod servers;
mod wires;

use std::time::Duration;

use sse_monitor::MonitorConfig;
use sse_monitor_tests::proxy::Kind;
use sse_monitor_tests::watched;
use sse_monitor_tests::webdriver::Engine::{self, Chromium, Firefox};

use crate::Result;
use crate::case::{Case, Way};

/// All cases, in the order of the table.
pub(crate) fn cases() -> Result<Vec<Case>> {
    let files = [
        wires::SCENARIOS,
        flows::SCENARIOS,
        servers::SCENARIOS,
        proxies::SCENARIOS,
        page_side::SCENARIOS,
        random::SCENARIOS,
    ];
    let mut cases = Vec::new();
    for scenario in files.into_iter().flatten().copied() {
        for &(way, engine) in scenario.on {
            for seed in 1..=random::seeds(scenario.seeds)? {
                cases.push(Case { scenario, way, engine, seed });
            }
        }
    }
    Ok(cases)
}

const NGINX: Way = Way::Http2(Kind::Nginx);
const NGINX_1: Way = Way::Http1(Kind::Nginx);
const HAPROXY: Way = Way::Http2(Kind::Haproxy);
const CADDY: Way = Way::Http2(Kind::Caddy);

/// Without a proxy.
const DIRECT: &[(Way, Engine)] = &[(Way::Direct, Chromium), (Way::Direct, Firefox)];

/// Both versions of HTTP.
const BOTH_VERSIONS: &[(Way, Engine)] =
    &[(Way::Direct, Chromium), (NGINX, Chromium), (Way::Direct, Firefox), (NGINX, Firefox)];

/// What a proxy does, each of them does in its own way.
const ALL_PROXIES: &[(Way, Engine)] = &[
    (NGINX_1, Chromium),
    (NGINX, Chromium),
    (HAPROXY, Chromium),
    (CADDY, Chromium),
    (NGINX, Firefox),
];

/// Settings that are quick: a silence is noticed after three beats.
pub(crate) fn quick() -> MonitorConfig {
    quick_with_the_default_connect_timeout().connect_timeout(Duration::from_secs(3))
}

/// The same with the default `connect_timeout`, 20 s.
fn quick_with_the_default_connect_timeout() -> MonitorConfig {
    watched::config()
        .reconnect_delay(Duration::from_millis(300))
        .reconnect_max_delay(Duration::from_secs(5))
        .heartbeat_timeout(Duration::from_secs(2))
}

/// The defaults, with the `heartbeat_timeout` that the documentation recommends.
fn recommended() -> MonitorConfig {
    watched::config().heartbeat_timeout(Duration::from_secs(45))
}

/// The longest delay, and what an attempt takes.
pub(crate) fn usual_bound(case: &Case) -> Duration {
    (case.scenario.config)().effective().reconnect_max_delay + Duration::from_secs(5)
}

/// A session of HTTP/2 that is dead is the browser's to notice: it pings, and waits for the answer.
fn session_bound(case: &Case) -> Duration {
    let browser = match (case.way, case.engine) {
        (Way::Direct | Way::Http1(_), _) | (_, Engine::WebKit) => 0,
        (Way::Http2(_), Chromium) => 20,
        (Way::Http2(_), Firefox) => 58 + 8,
    };
    Duration::from_secs(browser) + usual_bound(case)
}

//! The faults. Each file has those of one place.

mod flows;

use std::time::Duration;

use sse_monitor::MonitorConfig;
use sse_monitor_tests::watched;

use crate::case::{Case, Scenario};

/// All cases, in the order of the table.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    let scenarios = [flows::SCENARIOS].into_iter().flatten().copied();
    scenarios.flat_map(|scenario| {
        let ways = scenario.ways.iter().copied();
        ways.flat_map(move |way| {
            scenario.engines.iter().map(move |&engine| Case { scenario, way, engine })
        })
    })
}

/// Settings that are quick: a silence is noticed after three beats.
fn quick() -> MonitorConfig {
    watched::config()
        .reconnect_delay(Duration::from_millis(300))
        .reconnect_max_delay(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(3))
        .heartbeat_timeout(Duration::from_secs(2))
}

/// The same with the default `connect_timeout`, 20 s.
fn quick_with_the_default_connect_timeout() -> MonitorConfig {
    watched::config()
        .reconnect_delay(Duration::from_millis(300))
        .reconnect_max_delay(Duration::from_secs(5))
        .heartbeat_timeout(Duration::from_secs(2))
}

/// The longest delay, and what an attempt takes.
fn usual_bound(case: &Case) -> Duration {
    (case.scenario.config)().effective().reconnect_max_delay + Duration::from_secs(5)
}

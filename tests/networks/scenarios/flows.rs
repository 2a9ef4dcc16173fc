//! Connections that are dead for good, without a word to either end, while new ones work: a NAT that has forgotten them.

use std::time::Duration;

use sse_monitor_tests::watched::now;
use sse_monitor_tests::webdriver::Engine::{Chromium, Firefox};

use super::{DIRECT, NGINX, quick_with_the_default_connect_timeout, session_bound};
use crate::Result;
use crate::case::{Case, Scenario};
use crate::lab::{Lab, Measured};

const STREAM_ALONE: Scenario = Scenario {
    fault: "the stream's connection is dead for good",
    name: "dead_flow",
    on: DIRECT,
    patience: Duration::from_secs(30),
    play: |lab| Box::pin(dead(lab, false)),
    ..Scenario::USUAL
};

pub(super) const SCENARIOS: &[Scenario] = &[
    STREAM_ALONE,
    Scenario {
        fault: "the same, and five idle connections, too",
        name: "dead_flow_and_idle",
        bound: idle_bound,
        play: |lab| Box::pin(dead(lab, true)),
        ..STREAM_ALONE
    },
    Scenario {
        fault: "the same, `connect_timeout` 20 s (the default)",
        name: "dead_flow_and_idle_default_timeout",
        config: quick_with_the_default_connect_timeout,
        bound: idle_bound,
        play: |lab| Box::pin(dead(lab, true)),
        ..STREAM_ALONE
    },
    Scenario {
        fault: "the session is dead for good",
        name: "dead_session",
        on: &[(NGINX, Chromium), (NGINX, Firefox)],
        bound: session_bound,
        patience: Duration::from_secs(100),
        ..STREAM_ALONE
    },
];

/// What is promised of HTTP/1.1, for every `connect_timeout`.
fn idle_bound(_: &Case) -> Duration {
    Duration::from_secs(15)
}

async fn dead(lab: &mut Lab, with_idle: bool) -> Result<Measured> {
    lab.connect().await?;
    if with_idle {
        lab.leave_idle_connections().await?;
        let dead = lab.wire.kill_all();
        if dead < 12 {
            return Err(format!("{dead} connections are dead, not twelve").into());
        }
    } else {
        for port in lab.ports {
            if !lab.wire.kill_stream(port) {
                return Err(format!("nothing is connected to port {port}").into());
            }
        }
    }
    lab.back_after(now()).await
}

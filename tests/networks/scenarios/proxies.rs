//! What a proxy does.

use std::time::Duration;

use sse_monitor::MonitorConfig;
use sse_monitor_tests::fault_server::Event;
use sse_monitor_tests::proxy::Kind;
use sse_monitor_tests::watched::{self, now};
use sse_monitor_tests::webdriver::Engine::{Chromium, Firefox};
use tokio::time::sleep;

use super::{ALL_PROXIES, CADDY, NGINX, NGINX_1};
use crate::Result;
use crate::case::Scenario;
use crate::lab::{Cell, Lab, Measured, Order};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        fault: "the proxy is killed, and started after 4 s",
        name: "proxy_killed",
        on: ALL_PROXIES,
        play: |lab| Box::pin(away(lab, Order::Kill, Duration::from_secs(4))),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the proxy is stopped, and started after 4 s",
        name: "proxy_stopped",
        on: ALL_PROXIES,
        play: |lab| Box::pin(away(lab, Order::Stop, Duration::from_secs(4))),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the proxy is restarted",
        name: "proxy_restarted",
        on: ALL_PROXIES,
        play: |lab| Box::pin(away(lab, Order::Stop, Duration::ZERO)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the proxy is reloaded",
        name: "proxy_reloaded",
        on: ALL_PROXIES,
        play: |lab| Box::pin(reloaded(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the server is silent for 8 s, the proxy's read timeout is 2 s",
        name: "read_timeout",
        on: ALL_PROXIES,
        config: without_heartbeat,
        read_timeout: 2,
        play: |lab| Box::pin(silent(lab, false)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the same, with a comment each 500 ms",
        name: "read_timeout_with_comments",
        on: ALL_PROXIES,
        config: without_heartbeat,
        read_timeout: 2,
        play: |lab| Box::pin(silent(lab, true)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "nginx compresses, the server says `X-Accel-Buffering: no`: the first message",
        name: "buffering_refused",
        on: &[(NGINX_1, Chromium), (NGINX, Chromium), (NGINX, Firefox)],
        proxy: gzip,
        play: |lab| Box::pin(opened(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "nginx compresses, and so buffers: the first message (1)",
        name: "buffering",
        on: &[(NGINX_1, Chromium), (NGINX, Chromium), (NGINX, Firefox)],
        proxy: gzip,
        patience: Duration::from_secs(30),
        play: |lab| Box::pin(buffered(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the proxy compresses: the first message",
        name: "compression",
        on: ALL_PROXIES,
        proxy: gzip,
        play: |lab| Box::pin(compressed(lab)),
        ..Scenario::USUAL
    },
];

fn gzip(kind: Kind) -> &'static str {
    match kind {
        Kind::Nginx => "gzip on; gzip_types text/event-stream; gzip_min_length 1;",
        Kind::Haproxy => "compression algo gzip\n compression type text/event-stream",
        Kind::Caddy => "encode gzip",
    }
}

fn without_heartbeat() -> MonitorConfig {
    watched::config()
        .reconnect_delay(Duration::from_millis(300))
        .reconnect_max_delay(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(3))
}

async fn away(lab: &mut Lab, end: Order, duration: Duration) -> Result<Measured> {
    lab.connect().await?;
    lab.order(end).await?;
    sleep(duration).await;
    lab.order(Order::Run).await?;
    lab.back_after(now()).await
}

async fn reloaded(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    lab.order(Order::Reload).await?;
    lab.back_after(now()).await
}

async fn silent(lab: &mut Lab, comments: bool) -> Result<Measured> {
    lab.connect().await?;
    for source in lab.sources() {
        let source = std::sync::Arc::clone(source);
        let hush = async move {
            let source = source.lock().await;
            source.pause(true);
            if comments {
                source.stream.beat(Duration::from_millis(500), &Event::comment(""));
            }
        };
        lab.servers.run(hush).await?;
    }
    sleep(Duration::from_secs(8)).await;
    for source in lab.sources() {
        source.lock().await.pause(false);
    }
    let mut measured = lab.back_after(now()).await?;
    let outages = measured.seen.outages();
    if comments == (outages > 0) {
        measured.wrong.push(format!("{outages} outages"));
    }
    Ok(measured)
}

async fn opened(lab: &mut Lab) -> Result<Measured> {
    let opened = now();
    lab.open().await?;
    let mut measured = lab.back_after(opened).await?;
    // It stays.
    sleep(Duration::from_secs(5)).await;
    measured.seen = lab.seen().await?;
    if measured.seen.outages() > 0 {
        measured.wrong.push("an outage".to_owned());
    }
    Ok(measured)
}

async fn compressed(lab: &mut Lab) -> Result<Measured> {
    let mut measured = opened(lab).await?;
    // Caddy leaves alone what begins with less than 512 bytes.
    let is_left_alone = lab.case.way == CADDY;
    if !is_left_alone && measured.seen.encoding.as_deref() != Some("gzip") {
        measured.wrong.push(format!("encoded: {:?}", measured.seen.encoding));
    }
    Ok(measured)
}

/// A page cannot connect before it has the headers. That it says so, and goes on to ask, is all that there is.
async fn buffered(lab: &mut Lab) -> Result<Measured> {
    for source in lab.sources() {
        source.lock().await.stream.set_headers([("Access-Control-Allow-Origin", "*")]);
    }
    let opened = now();
    lab.open().await?;
    let patience = lab.case.scenario.patience;
    sleep(patience).await;
    let seen = lab.seen().await?;
    let cell = |messages: &[_]| {
        watched::back_after(messages, opened).map_or(Cell::NotWithin(patience), Cell::Back)
    };
    let (with, without) = (cell(&seen.monitored), cell(&seen.plain));
    let mut measured = Measured { with, without, seen, wrong: Vec::new() };
    let told = measured.seen.states.iter().any(|state| state.reason.as_deref() == Some("timeout"));
    if let Cell::NotWithin(_) = measured.with {
        if !told {
            measured.wrong.push("no word of it".to_owned());
        }
        measured.with = Cell::Told("never connects".to_owned());
    }
    Ok(measured)
}

//! What the server behind a proxy does.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Behaviour, Ending};
use sse_monitor_tests::watched::now;
use tokio::time::sleep;

use super::ALL_PROXIES;
use crate::Result;
use crate::case::Scenario;
use crate::lab::{Lab, Measured};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        fault: "the server is dead for 8 s: 502 or 503",
        name: "server_killed",
        on: ALL_PROXIES,
        play: |lab| Box::pin(killed(lab, Duration::from_secs(8), true)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the server is restarted within a second",
        name: "server_restarted",
        on: ALL_PROXIES,
        play: |lab| Box::pin(killed(lab, Duration::from_secs(1), false)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the server hangs for 8 s, the proxy waits for 2 s: 504",
        name: "server_hangs",
        on: ALL_PROXIES,
        read_timeout: 2,
        play: |lab| Box::pin(hangs(lab)),
        ..Scenario::USUAL
    },
];

async fn killed(lab: &mut Lab, away: Duration, answers: bool) -> Result<Measured> {
    lab.connect().await?;
    lab.kill_servers().await;
    sleep(away).await;
    lab.start_servers().await?;
    let mut measured = lab.back_after(now()).await?;
    if answers {
        expect_status(&mut measured, &[502, 503]);
    }
    Ok(measured)
}

async fn hangs(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    for source in lab.sources() {
        let source = source.lock().await;
        source.stream.behave(Behaviour::NoHeaders);
        source.stream.end(Ending::Reset);
    }
    sleep(Duration::from_secs(8)).await;
    for source in lab.sources() {
        source.lock().await.stream.behave(Behaviour::Stream);
    }
    let mut measured = lab.back_after(now()).await?;
    expect_status(&mut measured, &[504]);
    Ok(measured)
}

/// The fault was what it is meant to be: the proxy has answered with one of these.
fn expect_status(measured: &mut Measured, expected: &[u16]) {
    let told: Vec<u16> = measured.seen.states.iter().filter_map(|state| state.status).collect();
    if !told.iter().any(|status| expected.contains(status)) {
        measured.wrong.push(format!("the proxy answered {told:?}, not one of {expected:?}"));
    }
}

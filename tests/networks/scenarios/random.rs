//! Outages that are drawn, one after the other.

use std::time::Duration;

use sse_monitor_storm::Random;
use sse_monitor_tests::fault_server::Ending;
use sse_monitor_tests::watched::now;
use tokio::time::sleep;

use super::{BOTH_VERSIONS, session_bound};
use crate::Result;
use crate::case::{Scenario, Way};
use crate::lab::{Lab, Measured, Order};
use crate::namespaces::set_link;
use crate::wire::Weather;

/// Says how many seeds are played, of what is drawn.
const SEEDS: &str = "SSE_MONITOR_SEEDS";

const OUTAGES: usize = 30;

pub(super) const SCENARIOS: &[Scenario] = &[Scenario {
    fault: "30 random outages",
    name: "random",
    on: BOTH_VERSIONS,
    bound: session_bound,
    seeds: 2,
    play: |lab| Box::pin(random(lab)),
    ..Scenario::USUAL
}];

/// How many seeds a scenario is played with.
pub(super) fn seeds(usual: u64) -> Result<u64> {
    match std::env::var(SEEDS) {
        Ok(seeds) if usual > 1 => Ok(seeds.parse().map_err(|_| format!("{SEEDS} is a number"))?),
        _ => Ok(usual),
    }
}

async fn random(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    let mut random = Random::new(lab.case.seed);
    let mut drawn = Vec::new();
    for _ in 0..OUTAGES {
        let kind = random.below(if matches!(lab.case.way, Way::Direct) { 5 } else { 6 });
        let mut up_to = |longest: usize| {
            Duration::from_millis(300 + u64::try_from(random.below(longest)).unwrap_or(0))
        };
        let (lasts, rest) = (up_to(4_000), up_to(3_000));
        drawn.push(format!("{kind} for {lasts:?}"));
        fault(lab, kind, lasts).await.map_err(|error| format!("{drawn:?}: {error}"))?;
        sleep(rest).await;
    }
    // The last one is over, and everything works.
    let over = now();
    lab.back_after(over).await
}

async fn fault(lab: &mut Lab, kind: usize, lasts: Duration) -> Result {
    match kind {
        0 => {
            lab.wire.set(Weather { black_hole: true, ..Weather::default() });
            sleep(lasts).await;
        }
        1 => {
            let delay = Duration::from_millis(200);
            lab.wire.set(Weather { loss: 30, delay, ..Weather::default() });
            sleep(lasts).await;
        }
        2 => die(lab),
        3 => {
            set_link(false)?;
            sleep(lasts).await;
            set_link(true)?;
        }
        4 => {
            lab.kill_servers().await;
            sleep(lasts).await;
            lab.start_servers().await?;
            for source in lab.sources() {
                source.lock().await.stream.end(Ending::Fin);
            }
        }
        _ => {
            lab.order(Order::Kill).await?;
            sleep(lasts).await;
            lab.order(Order::Run).await?;
        }
    }
    lab.wire.set(Weather::default());
    Ok(())
}

/// Over HTTP/1.1, idle connections die with the stream's. Over HTTP/2 its session alone does: a browser that has opened a
/// second one has to give up one after the other, which is no matter of the monitor's.
fn die(lab: &Lab) {
    if let Way::Http2(_) = lab.case.way {
        for port in lab.ports {
            lab.wire.kill_stream(port);
        }
    } else {
        lab.wire.kill_all();
    }
}

//! What happens to every packet.

use std::time::Duration;

use sse_monitor_tests::watched::{longest_gap, now};
use tokio::time::sleep;

use super::{BOTH_VERSIONS, recommended, session_bound};
use crate::Result;
use crate::case::Scenario;
use crate::lab::{Cell, Lab, Measured};
use crate::wire::Weather;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        fault: "nothing arrives for 8 s",
        name: "black_hole",
        on: BOTH_VERSIONS,
        bound: session_bound,
        play: |lab| Box::pin(black_hole(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "10 % lost at 800 ms there and back, for 5 minutes, with the recommended `heartbeat_timeout`",
        name: "lossy",
        on: BOTH_VERSIONS,
        config: recommended,
        play: |lab| Box::pin(lossy(lab)),
        ..Scenario::USUAL
    },
];

async fn black_hole(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    lab.wire.set(Weather { black_hole: true, ..Weather::default() });
    sleep(Duration::from_secs(8)).await;
    lab.wire.set(Weather::default());
    lab.back_after(now()).await
}

async fn lossy(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    lab.wire.set(Weather { loss: 10, delay: Duration::from_millis(400), ..Weather::default() });
    let start = now();
    sleep(Duration::from_mins(5)).await;
    let seen = lab.seen().await?;
    let errors = seen.outages();
    let wrong = if errors > 0 { vec![format!("{errors} errors")] } else { Vec::new() };
    let gap = |messages| {
        Cell::Told(format!(
            "longest gap {:.1} s",
            longest_gap(messages, (start, seen.now)).as_secs_f64()
        ))
    };
    Ok(Measured { with: gap(&seen.monitored), without: gap(&seen.plain), seen, wrong })
}

//! Both frames change, by turns of a fraction of a millisecond.

use serde_json::json;
use sse_monitor_tests::webdriver::Engine;

use crate::Result;
use crate::measure::Comparison;
use crate::pages::{ENTRY, Frames, NAMES};

/// Of both frames.
const ROUNDS: u32 = 2000;
/// Rounds that are not measured: the browser compiles what it finds to be worth it.
const WARM_UP: u32 = 500;

pub(crate) async fn compare(frames: &Frames) -> Result<Comparison> {
    // Some clocks have a resolution of a millisecond, so there a round is longer.
    let [entries, rounds, warm_up] = match frames.tab.engine() {
        Engine::Chromium => [100, ROUNDS, WARM_UP],
        Engine::Firefox | Engine::WebKit => [2_000, ROUNDS / 20, WARM_UP / 20],
    };
    let [without, with]: [f64; 2] = frames
        .tab
        .run_with(
            "return mutations(...arguments)",
            vec![json!(NAMES), json!(ENTRY), json!(entries), json!(warm_up), json!(rounds)],
        )
        .await?;
    Ok(Comparison { without, with, ratio: with / without })
}

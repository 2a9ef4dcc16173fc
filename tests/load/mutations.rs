//! Both frames change, by turns of a fraction of a millisecond.

use serde_json::json;

use crate::Result;
use crate::measure::Comparison;
use crate::pages::{ENTRY, Frames, NAMES};

/// Of both frames.
const ROUNDS: u32 = 2000;
/// Rounds that are not measured: the browser compiles what it finds to be worth it.
const WARM_UP: u32 = 500;

pub(crate) async fn compare(frames: &Frames) -> Result<Comparison> {
    let [without, with]: [f64; 2] = frames
        .tab
        .run_with(
            "return mutations(...arguments)",
            vec![json!(NAMES), json!(ENTRY), json!(WARM_UP), json!(ROUNDS)],
        )
        .await?;
    Ok(Comparison { without, with, ratio: with / without })
}

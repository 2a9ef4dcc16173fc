//! Both frames change, by turns of a fraction of a millisecond.

use crate::Result;
use crate::measure::Comparison;
use crate::pages::Frames;

/// Of both frames.
const ROUNDS: u32 = 2000;
/// Rounds that are not measured: the browser compiles what it finds to be worth it.
const WARM_UP: u32 = 500;

pub(crate) async fn compare(frames: &Frames) -> Result<Comparison> {
    let [without, with]: [f64; 2] =
        frames.tab.run(&format!("return mutations({WARM_UP}, {ROUNDS})")).await?;
    Ok(Comparison { without, with, ratio: with / without })
}

//! Pairs of pages that take turns.

use sse_monitor_tests::webdriver::Browser;

use crate::Result;
use crate::runner::Runner;
use crate::work::Case;

/// Odd, as is the number of turns, so that one of them is the median.
const PAIRS: usize = 15;
const TURNS: usize = 75;
/// Turns that are not measured: the browser compiles what it finds to be worth it.
const WARM_UP: usize = 20;

/// Medians: work per second, and the ratio of the two.
pub(crate) struct Comparison {
    pub(crate) without: f64,
    pub(crate) with: f64,
    pub(crate) ratio: f64,
}

/// Measures in pairs.
pub(crate) async fn compare(browser: &Browser, case: Case) -> Result<Comparison> {
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        // What comes first in a page is the faster one, by a twentieth: both come first once.
        let one = alternate(browser, case, [false, true]).await?;
        let other = alternate(browser, case, [true, false]).await?;
        pairs.push(Comparison {
            without: f64::midpoint(one.without, other.without),
            with: f64::midpoint(one.with, other.with),
            ratio: (one.ratio * other.ratio).sqrt(),
        });
    }
    Ok(medians(&pairs))
}

/// Lets the two frames of a fresh page take turns: how fast the machine is changes many times in a second.
async fn alternate(browser: &Browser, case: Case, order: [bool; 2]) -> Result<Comparison> {
    let mut page = Runner::start(browser, case, order).await?;
    let mut turns = Vec::new();
    for turn in 0..WARM_UP + TURNS {
        let mut rates = [0.0; 2]; // without, with
        // Neither is always the first.
        for monitored in if turn % 2 == 0 { [false, true] } else { [true, false] } {
            rates[usize::from(monitored)] = page.turn(monitored).await?;
        }
        let [without, with] = rates;
        turns.push(Comparison { without, with, ratio: with / without });
    }
    browser.close_tabs().await?;
    Ok(medians(&turns[WARM_UP..]))
}

fn medians(of: &[Comparison]) -> Comparison {
    Comparison {
        without: median(of.iter().map(|found| found.without)),
        with: median(of.iter().map(|found| found.with)),
        ratio: median(of.iter().map(|found| found.ratio)),
    }
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

//! Pairs of pages.

use sse_monitor_tests::webdriver::Browser;

use crate::Result;
use crate::pages::Frames;
use crate::work::{Case, Work};
use crate::{messages, mutations};

/// Odd, so that one of them is the median.
const PAIRS: usize = 5;

/// Work per second, and the ratio of the two.
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
        let one = frames(browser, case, [0, 1]).await?;
        let other = frames(browser, case, [1, 0]).await?;
        pairs.push(Comparison {
            without: f64::midpoint(one.without, other.without),
            with: f64::midpoint(one.with, other.with),
            ratio: (one.ratio * other.ratio).sqrt(),
        });
    }
    Ok(medians(&pairs))
}

/// Lets the two frames of a fresh page take turns.
async fn frames(browser: &Browser, case: Case, order: [usize; 2]) -> Result<Comparison> {
    let frames = Frames::open(browser, case, order).await?;
    let found = match case.work {
        Work::Messages => messages::compare(&frames).await?,
        Work::Mutations => mutations::compare(&frames).await?,
    };
    browser.close_tabs().await?;
    Ok(found)
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

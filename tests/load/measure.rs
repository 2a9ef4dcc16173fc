//! Pairs of measurements, one soon after the other.

use std::time::Duration;

use sse_monitor_tests::fault_server::{FaultServer, Response};
use sse_monitor_tests::page::Setup;
use sse_monitor_tests::webdriver::Browser;

use crate::Result;
use crate::pages::{STREAM, flood, page};

/// Odd, so that one of them is the median.
const PAIRS: usize = 15;

/// What the page is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Messages arrive as fast as it takes them, and each is shown.
    Messages,
    /// A list changes, while the connection is open and silent.
    Mutations,
}

impl Work {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Mutations => "mutations",
        }
    }
}

/// Medians of all pairs.
pub(crate) struct Comparison {
    pub(crate) without: f64,
    pub(crate) with: f64,
    pub(crate) ratio: f64,
}

/// Measures in pairs, because what else the machine does changes from minute to minute.
pub(crate) async fn compare(browser: &Browser, setup: Setup, work: Work) -> Result<Comparison> {
    let server = FaultServer::start()?;
    match work {
        Work::Messages => {
            server.serve(STREAM, Response::new(200, "text/event-stream", flood(setup)));
        }
        Work::Mutations => server.add_stream(STREAM),
    }
    for (path, monitored) in [("/without", false), ("/with", true)] {
        server.serve_page(path, page(setup, monitored)?.html());
    }
    let (mut without, mut with, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        // Neither is always the first.
        let (a, b) = if pair % 2 == 0 {
            let a = measure(browser, &server, "/without", work).await?;
            (a, measure(browser, &server, "/with", work).await?)
        } else {
            let b = measure(browser, &server, "/with", work).await?;
            (measure(browser, &server, "/without", work).await?, b)
        };
        without.push(a);
        with.push(b);
        ratios.push(b / a);
    }
    Ok(Comparison { without: median(without), with: median(with), ratio: median(ratios) })
}

/// Work per second in a fresh tab.
async fn measure(browser: &Browser, server: &FaultServer, path: &str, work: Work) -> Result<f64> {
    let tab = browser.open_tab().await?;
    let url = server.url(path);
    let rate = match work {
        Work::Messages => {
            tab.open(&url).await?;
            tab.run("return load.messages").await?
        }
        Work::Mutations => {
            let before = server.stream(STREAM).attempts().len();
            tab.open(&url).await?;
            until_attempts(server, before + 1).await?;
            tab.run("return load.mutations()").await?
        }
    };
    browser.close_tabs().await?;
    Ok(rate)
}

/// Waits until the page has asked for its stream, which is answered at once.
async fn until_attempts(server: &FaultServer, count: usize) -> Result {
    for _ in 0..200 {
        if server.stream(STREAM).attempts().len() >= count {
            // The page hears of the answer, and is done with loading, a little later.
            tokio::time::sleep(Duration::from_millis(200)).await;
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err("the page does not connect".into())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

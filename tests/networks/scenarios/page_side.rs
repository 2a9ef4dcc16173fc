//! What happens to the machine that the browser is on.

use std::time::{Duration, Instant};

use sse_monitor_tests::fault_server::{Behaviour, Ending, Response};
use sse_monitor_tests::watched::{self, Seen, now};
use sse_monitor_tests::webdriver::Engine::Chromium;
use sse_monitor_tests::webdriver::Tab;
use tokio::time::sleep;

use super::{BOTH_VERSIONS, DIRECT, session_bound};
use crate::Result;
use crate::case::{Scenario, Way};
use crate::lab::{Cell, Lab, Measured};
use crate::namespaces::{MOVED, PAGE, move_page, set_link};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        fault: "the interface is down for 8 s",
        name: "interface_down",
        on: BOTH_VERSIONS,
        bound: session_bound,
        play: |lab| Box::pin(interface_down(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the interface gets another address",
        name: "new_address",
        on: BOTH_VERSIONS,
        bound: session_bound,
        patience: Duration::from_mins(1),
        play: |lab| Box::pin(new_address(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the server is restarted, and its name is not known for 8 s",
        name: "no_name",
        on: &[(Way::Direct, Chromium)],
        by_name: true,
        play: |lab| Box::pin(no_name(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "the browser is stopped for 20 s",
        name: "browser_stopped",
        on: BOTH_VERSIONS,
        play: |lab| Box::pin(stopped(lab)),
        ..Scenario::USUAL
    },
    Scenario {
        fault: "eight tabs, six connections: a tab that waits takes the place of one that goes",
        name: "eight_tabs",
        on: DIRECT,
        bound: |_| Duration::from_secs(20),
        play: |lab| Box::pin(eight_tabs(lab)),
        ..Scenario::USUAL
    },
];

async fn interface_down(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    set_link(false)?;
    sleep(Duration::from_secs(8)).await;
    set_link(true)?;
    lab.back_after(now()).await
}

async fn new_address(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    move_page(PAGE, MOVED)?;
    let measured = lab.back_after(now()).await;
    move_page(MOVED, PAGE)?;
    measured
}

async fn no_name(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    // A name is known for a second, or for as long as the browser likes.
    lab.names.fail(true);
    lab.kill_servers().await;
    sleep(Duration::from_secs(1)).await;
    lab.start_servers().await?;
    sleep(Duration::from_secs(7)).await;
    let asked = lab.names.failed();
    lab.names.fail(false);
    let mut measured = lab.back_after(now()).await?;
    if asked == 0 {
        measured.wrong.push("the browser did not ask for the name".to_owned());
    }
    Ok(measured)
}

async fn stopped(lab: &mut Lab) -> Result<Measured> {
    lab.connect().await?;
    lab.browser.set_stopped(true)?;
    sleep(Duration::from_secs(20)).await;
    lab.browser.set_stopped(false)?;
    lab.back_after(now()).await
}

async fn eight_tabs(lab: &mut Lab) -> Result<Measured> {
    const TABS: usize = 8;
    const CONNECTIONS: usize = 6;

    // All of them load before a stream takes a connection.
    let monitored = std::sync::Arc::clone(&lab.monitored);
    let page = watched::page(&(lab.case.scenario.config)(), None)?;
    let source = monitored.lock().await;
    source.server.serve_page("/", page);
    source.stream.behave(Behaviour::Answer(Response::new(503, "text/plain", "")));
    let mut tabs = Vec::new();
    for _ in 0..TABS {
        let tab = lab.browser.open_tab().await?;
        tab.open(&format!("{}/", lab.origin(0))).await?;
        tabs.push(tab);
    }
    source.stream.behave(Behaviour::Stream);
    let (mut connected, _) = until_connected(&tabs, CONNECTIONS, Duration::from_secs(30)).await?;
    // Nobody is thrown out.
    sleep(Duration::from_secs(10)).await;
    let still = connected_tabs(&tabs).await?;
    let mut wrong = Vec::new();
    if still != connected {
        wrong.push(format!("connected were {connected:?}, then {still:?}"));
    }
    let gone = tabs.remove(connected.remove(0));
    gone.select().await?;
    gone.open("about:blank").await?;
    let (_, took) = until_connected(&tabs, CONNECTIONS, Duration::from_mins(1)).await?;
    source.stream.end(Ending::Finish);
    let tab = &tabs[0];
    tab.select().await?;
    let seen = Seen::of(tab).await?;
    let without = Cell::Told("–".to_owned());
    Ok(Measured { with: Cell::Back(took), without, seen, wrong })
}

/// Waits until so many tabs are connected. Gives which, and how long it took.
async fn until_connected(
    tabs: &[Tab],
    count: usize,
    within: Duration,
) -> Result<(Vec<usize>, Duration)> {
    let started = Instant::now();
    loop {
        let connected = connected_tabs(tabs).await?;
        if connected.len() >= count {
            return Ok((connected, started.elapsed()));
        }
        if started.elapsed() > within {
            return Err(format!("connected are {connected:?}, not {count}").into());
        }
        sleep(Duration::from_millis(300)).await;
    }
}

/// Which of the tabs are connected.
async fn connected_tabs(tabs: &[Tab]) -> Result<Vec<usize>> {
    let mut connected = Vec::new();
    for (place, tab) in tabs.iter().enumerate() {
        tab.select().await?;
        if Seen::of(tab).await?.state() == "connected" {
            connected.push(place);
        }
    }
    Ok(connected)
}

//! What a page holds after hundreds of outages and swaps: no more than before.
//!
//! Nodes, attached or not, and listeners are the browser's own counters after a forced collection; timers and observers
//! are counted by `leaks.js`, connections by the server.

use std::time::Duration;

use sse_monitor::MonitorConfig;
use sse_monitor_tests::fault_server::{Behaviour, Ending};
use sse_monitor_tests::page::Setup;
use sse_monitor_tests::webdriver::Counters;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, STATUS, inline, item, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, outages_leave_nothing, Counters),
    scenario!(Setup::CLIENTS, swaps_leave_nothing, Counters),
    scenario!(Setup::CLIENTS, scripts_run_again_leave_nothing, Counters),
];

/// Until caches are full, and code is compiled.
const WARM_UP: usize = 20;
const CYCLES: usize = 200;
/// The browser counts what it holds for itself as well.
const TOLERANCE: i64 = 2;

const LEAKS: &str = include_str!("leaks.js");
const CYCLE: &str = include_str!("cycle.js");

/// So quick that hundreds of outages take seconds.
fn quick(lab: &Lab) -> MonitorConfig {
    lab.config()
        .reconnect_delay(Duration::from_millis(10))
        .reconnect_max_delay(Duration::from_millis(21))
        .heartbeat_timeout(Duration::from_mins(1))
}

async fn outages_leave_nothing(lab: &mut Lab) -> Outcome {
    open(lab).await?;
    drop_often(lab, WARM_UP).await?;
    let before = holdings(lab).await?;
    drop_often(lab, CYCLES).await?;
    lab.unchanged_since(&before).await
}

async fn swaps_leave_nothing(lab: &mut Lab) -> Outcome {
    open(lab).await?;
    let html = lab.live();
    lab.server.serve_page("/fragment", &html);
    let swap = "window.htmx ? htmx.ajax('GET', '/fragment', { target: '#live', swap: 'outerHTML' })
                            : (document.getElementById('live').outerHTML = argument)";
    cycle(lab, WARM_UP, swap, &html).await?;
    let before = holdings(lab).await?;
    let requests = lab.attempts();
    cycle(lab, CYCLES, swap, &html).await?;
    ensure_eq!(lab.attempts(), requests + CYCLES, "requests, one for each swap");
    lab.unchanged_since(&before).await
}

/// As on a page whose script is in what is swapped. Each one replaces the last.
async fn scripts_run_again_leave_nothing(lab: &mut Lab) -> Outcome {
    open(lab).await?;
    let script = crate::lab::script(&quick(lab))?;
    let run = "const script = document.createElement('script');
               script.textContent = argument;
               document.body.append(script);
               script.remove()";
    cycle(lab, WARM_UP, run, &script).await?;
    let before = holdings(lab).await?;
    cycle(lab, CYCLES, run, &script).await?;
    lab.unchanged_since(&before).await
}

async fn open(lab: &Lab) -> Outcome {
    let page = lab
        .page()
        .head(&inline(LEAKS))
        .head(&inline(CYCLE))
        .body(&lab.live())
        .body(STATUS)
        .body(&script_element(&quick(lab))?);
    // A message each time, so that its listeners are used.
    lab.stream().greet([item("hello")]);
    lab.open(&page).await?;
    lab.until_state("connected").await
}

/// Accepts and closes until the page has been back this often.
async fn drop_often(lab: &Lab, times: usize) -> Outcome {
    let wanted = lab.attempts() + times;
    lab.stream().behave(Behaviour::Flap(Duration::from_millis(10)));
    lab.stream().end(Ending::Finish);
    let enough = async || Ok(lab.attempts() >= wanted);
    lab.until_within(Duration::from_mins(3), "back often enough", enough).await?;
    lab.stream().behave(Behaviour::Stream);
    lab.until_live(1).await?;
    lab.until_state("connected").await
}

/// Runs `action` in the page, waits until it is connected, and again.
async fn cycle(lab: &Lab, times: usize, action: &str, argument: &str) -> Outcome {
    let body = format!(
        "const [, argument] = arguments;
         window.cycle(arguments[0], () => {{ {action} }});
         return null"
    );
    lab.tab.run_with::<Option<bool>>(&body, vec![times.into(), argument.into()]).await?;
    let done = async || Ok(lab.tab.run::<usize>("return window.cycle.left").await? == 0);
    lab.until_within(Duration::from_mins(3), "all cycles", done).await?;
    lab.until_live(1).await
}

/// What the page and its process hold, and its connections at the server.
#[derive(Debug)]
struct Holdings {
    counters: Counters,
    timers: i64,
    observers: i64,
    live: usize,
}

/// Asked when nothing is under way: a connection is stable after 5 s, which is a timer less.
async fn holdings(lab: &Lab) -> Outcome<Holdings> {
    tokio::time::sleep(Duration::from_secs(6)).await;
    lab.run("document.getElementById('live').replaceChildren()").await?;
    let counters = lab.tab.counters().await?;
    let (timers, observers) = lab.tab.run("return window.leaks.count()").await?;
    Ok(Holdings { counters, timers, observers, live: lab.stream().live() })
}

/// What is not the same: its name, the count before and the one after.
fn differences(before: &Holdings, after: &Holdings) -> Vec<(&'static str, i64, i64)> {
    [
        ("documents", before.counters.documents, after.counters.documents),
        ("nodes", before.counters.nodes, after.counters.nodes),
        ("listeners", before.counters.js_event_listeners, after.counters.js_event_listeners),
        ("timers", before.timers, after.timers),
        ("observers", before.observers, after.observers),
    ]
    .into_iter()
    .filter(|(_, before, after)| (after - before).abs() > TOLERANCE)
    .collect()
}

impl Lab {
    /// What a busy browser has not yet let go is waited for; a leak stays.
    async fn unchanged_since(&self, before: &Holdings) -> Outcome {
        const LOOKS: usize = 5;

        let mut after = holdings(self).await?;
        for _ in 1..LOOKS {
            if differences(before, &after).is_empty() {
                break;
            }
            after = holdings(self).await?;
        }
        self.server.witness().note(&format!("before: {before:?}"));
        self.server.witness().note(&format!("after:  {after:?}"));
        let different = differences(before, &after);
        ensure!(different.is_empty(), "before and after {CYCLES} cycles: {different:?}");
        ensure_eq!((before.live, after.live), (1, 1), "live connections");
        ensure_eq!(self.state().await?, "connected", "state");
        Ok(())
    }
}

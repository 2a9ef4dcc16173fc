//! Where the attempts end.

use std::collections::HashSet;

use sse_monitor::MonitorConfig;
use sse_monitor_tests::fault_server::{Behaviour, Ending, Response};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, inline};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, gives_up_after_three_attempts),
    scenario!(Setup::CLIENTS, gives_up_after_three_resets),
    scenario!(Setup::CLIENTS, gives_up_on_the_first_connection),
    scenario!(Setup::CLIENTS, reconnect_ends_exhaustion),
    scenario!(Setup::CLIENTS, a_visible_tab_ends_exhaustion),
    scenario!(Setup::WITH_AUTO, no_attempt_without_auto_reconnect),
    scenario!(Setup::CLIENTS, no_attempt_for_the_first_connection_without_auto_reconnect),
    scenario!(Setup::CLIENTS, waking_up_makes_no_attempt_without_auto_reconnect, Offline),
];

const MAXIMUM: usize = 3;

/// A request that was reset is repeated by the browser itself, and the repetition has the same number.
const NUMBER: &str = "window.requests = 0; window.number = (url) => url + '?' + ++window.requests";

fn unavailable() -> Behaviour {
    Behaviour::Answer(Response::new(503, "text/plain", "unavailable"))
}

fn limited(lab: &Lab) -> MonitorConfig {
    lab.config().max_reconnect_attempts(3)
}

fn without_auto_reconnect(lab: &Lab) -> MonitorConfig {
    lab.bare_config("live").status_element_id("status").auto_reconnect(false)
}

async fn gives_up_after_three_attempts(lab: &mut Lab) -> Outcome {
    lab.connect(&limited(lab)).await?;
    lab.stream().behave(unavailable());
    lab.stream().end(Ending::Finish);
    given_up(lab, 1).await
}

async fn gives_up_after_three_resets(lab: &mut Lab) -> Outcome {
    let config = limited(lab).prepare_request("number");
    lab.open(&lab.monitored_page(&config)?.head(&inline(NUMBER))).await?;
    lab.until_state("connected").await?;
    lab.stream().behave(Behaviour::Reset);
    lab.stream().end(Ending::Reset);
    given_up(lab, 1).await
}

async fn gives_up_on_the_first_connection(lab: &mut Lab) -> Outcome {
    lab.stream().behave(unavailable());
    lab.open_monitored(&limited(lab)).await?;
    given_up(lab, 1).await
}

/// Those that have a number are counted once.
fn requests(lab: &Lab) -> usize {
    let attempts = lab.stream().attempts();
    let numbers: HashSet<_> =
        attempts.iter().filter_map(|attempt| attempt.query.as_ref()).collect();
    if numbers.is_empty() { attempts.len() } else { numbers.len() }
}

/// Disconnected after as many attempts as allowed, the page's `first` connections not counted; then silence.
async fn given_up(lab: &Lab, first: usize) -> Outcome {
    lab.until_state("disconnected").await?;
    ensure_eq!(requests(lab), first + MAXIMUM, "requests until it gives up");
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.state().await?, "disconnected", "state afterwards");
    ensure_eq!(lab.paints().await?.last().map(String::as_str), Some("Disconnected"), "last paint");
    let attempts: usize = lab.tab.run("return window.sseMonitor.reconnectAttempts").await?;
    ensure_eq!(attempts, MAXIMUM, "reconnectAttempts");
    Ok(())
}

async fn reconnect_ends_exhaustion(lab: &mut Lab) -> Outcome {
    lab.connect(&limited(lab)).await?;
    lab.stream().behave(unavailable());
    lab.stream().end(Ending::Finish);
    lab.until_state("disconnected").await?;

    lab.stream().behave(Behaviour::Stream);
    lab.run("window.sseMonitor.reconnect()").await?;
    lab.until_state("connected").await?;
    lab.deliver("back").await?;
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    let states = lab.states().await?;
    ensure!(
        states.ends_with(&["disconnected", "reconnecting", "connected"].map(str::to_owned)),
        "states: {states:?}"
    );
    Ok(())
}

async fn a_visible_tab_ends_exhaustion(lab: &mut Lab) -> Outcome {
    lab.connect(&limited(lab)).await?;
    lab.stream().behave(unavailable());
    lab.stream().end(Ending::Finish);
    lab.until_state("disconnected").await?;

    lab.tab.hide().await?;
    lab.stream().behave(Behaviour::Stream);
    lab.no_attempt_for(LONG_ENOUGH).await?;
    lab.tab.show().await?;
    lab.until_state("connected").await?;
    lab.deliver("back").await
}

async fn no_attempt_without_auto_reconnect(lab: &mut Lab) -> Outcome {
    lab.connect(&without_auto_reconnect(lab)).await?;
    lab.stream().end(Ending::Finish);
    lab.until_state("disconnected").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected", "error", "disconnected"], "states");
    ensure_eq!(lab.paints().await?, ["Connecting...", "Connected", "Disconnected"], "paints");

    // The page's own button.
    lab.run("window.sseMonitor.reconnect()").await?;
    lab.until_state("connected").await?;
    lab.deliver("back").await?;
    ensure_eq!(lab.attempts(), 2, "requests after reconnect()");
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    Ok(())
}

async fn no_attempt_for_the_first_connection_without_auto_reconnect(lab: &mut Lab) -> Outcome {
    lab.stream().behave(Behaviour::Reset);
    let config = without_auto_reconnect(lab).prepare_request("number");
    lab.open(&lab.monitored_page(&config)?.head(&inline(NUMBER))).await?;
    lab.until_state("disconnected").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(requests(lab), 1, "requests");
    Ok(())
}

async fn waking_up_makes_no_attempt_without_auto_reconnect(lab: &mut Lab) -> Outcome {
    lab.connect(&without_auto_reconnect(lab)).await?;
    lab.stream().end(Ending::Finish);
    lab.until_state("disconnected").await?;
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.tab.set_offline(true).await?;
    lab.tab.set_offline(false).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.state().await?, "disconnected", "state");
    Ok(())
}

//! Connections that end for good, and monitors that do.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Ending, Event};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, STREAM, inline, script, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, close_event),
    scenario!(Setup::CLIENTS, close_event_after_a_recovery),
    scenario!(Setup::CLIENTS, destroy_leaves_nothing_behind, Listeners),
    scenario!(Setup::CLIENTS, destroy_ends_the_watching),
    scenario!(Setup::CLIENTS, destroy_during_the_backoff),
];

async fn open_with_close_event(lab: &Lab) -> Outcome {
    let page = lab
        .page()
        .live(&Live::new("live", STREAM).closed_by("done"))
        .body(STATUS)
        .body(&script_element(&lab.config())?);
    lab.open(&page).await?;
    lab.until_state("connected").await
}

async fn close_event(lab: &mut Lab) -> Outcome {
    open_with_close_event(lab).await?;
    lab.deliver("last").await?;
    closed_by_the_server(lab).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected", "closed"], "states");
    Ok(())
}

async fn close_event_after_a_recovery(lab: &mut Lab) -> Outcome {
    open_with_close_event(lab).await?;
    lab.stream().end(Ending::Reset);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.deliver("last").await?;
    closed_by_the_server(lab).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

/// Closed, and nothing can change that.
async fn closed_by_the_server(lab: &Lab) -> Outcome {
    lab.stream().send(&Event::named("done", "bye"));
    lab.until_state("closed").await?;
    lab.until_live(0).await?;
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.run("window.sseMonitor.checkConnection(); window.sseMonitor.reconnect()").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.state().await?, "closed", "state");
    ensure_eq!(
        lab.paints().await?.last().map(String::as_str),
        Some("Connection Closed"),
        "last paint"
    );
    ensure_eq!(lab.messages().await?, ["last"], "messages");
    Ok(())
}

/// Listeners by type on what a monitor may listen to, timers and observers.
async fn traces(lab: &Lab) -> Outcome<(Vec<String>, (usize, usize), bool)> {
    let mut listeners = Vec::new();
    for object in [
        "window",
        "document",
        "document.getElementById('live')",
        "document.getElementById('status')",
    ] {
        let types = lab.tab.listeners(object).await?;
        listeners.extend(types.into_iter().map(|name| format!("{object} {name}")));
    }
    listeners.sort();
    let timers_and_observers = lab.tab.run("return window.leaks.count()").await?;
    let patched = lab
        .tab
        .run("return window.createdBefore !== undefined && window.htmx?.createEventSource !== window.createdBefore")
        .await?;
    Ok((listeners, timers_and_observers, patched))
}

async fn destroy_leaves_nothing_behind(lab: &mut Lab) -> Outcome {
    const LEAKS: &str = include_str!("leaks.js");

    let page = lab.page().head(&inline(LEAKS)).body(&lab.live()).body(STATUS);
    lab.open(&page).await?;
    let by_htmx = lab.setup.library().is_htmx();
    if by_htmx {
        lab.deliver("first").await?;
    }
    lab.run("window.createdBefore = window.htmx?.createEventSource").await?;
    // htmx itself has timers for some moments.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let before = traces(lab).await?;

    let config = lab.config().heartbeat_timeout(Duration::from_mins(1));
    lab.add_script(script(&config)?).await?;
    lab.until_state("connected").await?;
    let during = traces(lab).await?;
    ensure!(
        during.0.len() > before.0.len() && during.1.0 > before.1.0,
        "nothing to leave: {during:?}"
    );

    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.run("window.sseMonitor.destroy()").await?;
    let mut after = traces(lab).await?;
    for _ in 0..100 {
        if after == before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        after = traces(lab).await?;
    }
    ensure_eq!(after, before, "what is left of the monitor");
    let forgotten: bool = lab.tab.run("return !('live' in window.sseMonitors)").await?;
    ensure!(forgotten, "window.sseMonitors still has the monitor");
    Ok(())
}

async fn destroy_ends_the_watching(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    lab.run("window.kept = window.sseMonitor; window.kept.destroy()").await?;
    let state: String = lab.tab.run("return window.kept.state").await?;
    ensure_eq!(state, "closed", "state of the destroyed monitor");

    let seen = (lab.states().await?, lab.paints().await?);
    if !lab.setup.library().is_htmx() {
        lab.until_live(0).await?;
        lab.no_attempt_for(LONG_ENOUGH).await?;
        ensure_eq!((lab.states().await?, lab.paints().await?), seen, "states and paints");
        return Ok(());
    }
    // htmx gets its connection back, at the price of a request, and goes on by its own rules. Nobody watches.
    lab.until_attempts(2).await?;
    lab.until_live(1).await?;
    lab.deliver("between").await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    lab.until_live(1).await?;
    lab.deliver("after").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!((lab.states().await?, lab.paints().await?), seen, "states and paints");
    ensure_eq!(lab.attempts(), 3, "requests");
    ensure_eq!(lab.messages().await?, ["before", "between", "after"], "messages");
    Ok(())
}

async fn destroy_during_the_backoff(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    lab.drop_for_long().await?;
    lab.run("window.sseMonitor.destroy()").await?;
    if !lab.setup.library().is_htmx() {
        return lab.no_attempt_for(LONG_ENOUGH).await;
    }
    // htmx goes on as if there had been no monitor: it brings the stream back itself.
    lab.until_attempts(2).await?;
    lab.until_live(1).await?;
    lab.deliver("after").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.messages().await?, ["after"], "messages");
    Ok(())
}

//! Pages that sleep and wake up, and browsers that lose the network.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Behaviour, Ending, Event, Response};
use sse_monitor_tests::page::Setup;
use sse_monitor_tests::webdriver::Engine;

use crate::check::{Outcome, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, a_visible_tab_reconnects_at_once),
    scenario!(Setup::CLIENTS, visibility_reconnect_off),
    scenario!(Setup::CLIENTS, loading_is_no_waking_up),
    scenario!(Setup::CLIENTS, hidden_with_a_living_stream),
    scenario!(Setup::WITH_AUTO, online_reconnects_at_once, Offline),
    scenario!(Setup::CLIENTS, offline_during_the_backoff, Offline),
    scenario!(Setup::CLIENTS, frozen_and_resumed),
    scenario!(Setup::CLIENTS, cut_while_frozen),
    scenario!(Setup::CLIENTS, hidden_longer_than_the_timeouts),
    scenario!(Setup::CLIENTS, silent_while_hidden),
];

/// Less than the delay of [`Lab::patient_config`], with room for what comes before.
const AT_ONCE: Duration = Duration::from_secs(20);

const HEARTBEAT_TIMEOUT: Duration = Duration::from_millis(2_500);
/// Many in a timeout: a busy machine is late with some.
const BEAT: Duration = Duration::from_millis(200);

async fn until_back(lab: &Lab) -> Outcome {
    lab.until_within(AT_ONCE, "connected at once", async || Ok(lab.state().await? == "connected"))
        .await?;
    lab.deliver("back").await?;
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

async fn a_visible_tab_reconnects_at_once(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    lab.drop_for_long().await?;
    lab.tab.hide().await?;
    lab.no_attempt_for(Duration::from_secs(1)).await?;
    ensure_eq!(lab.attempts(), 1, "requests before the tab is visible");
    lab.tab.show().await?;
    until_back(lab).await
}

async fn visibility_reconnect_off(lab: &mut Lab) -> Outcome {
    let config = lab.patient_config().visibility_reconnect(false);
    lab.connect(&config).await?;
    lab.drop_for_long().await?;
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.state().await?, "reconnecting", "state");
    Ok(())
}

/// The page's first `pageshow` tells of no sleep: a failure before it is retried when its delay is over.
async fn loading_is_no_waking_up(lab: &mut Lab) -> Outcome {
    lab.stream().behave(Behaviour::Flap(Duration::ZERO));
    let late = Response::new(200, "image/png", "").after(Duration::from_secs(1));
    lab.server.serve("/late", late);
    lab.open(&lab.monitored_page(&lab.patient_config())?.body(r#"<img src="/late" alt="">"#))
        .await?;
    lab.until_state("reconnecting").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    Ok(())
}

/// It is left open, by hx-sse too: its `pauseOnBackground` does not act on our element.
async fn hidden_with_a_living_stream(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    lab.tab.hide().await?;
    lab.no_attempt_for(Duration::from_secs(2)).await?;
    ensure_eq!(lab.stream().live(), 1, "live connections");
    lab.tab.show().await?;
    lab.until_within(AT_ONCE, "connected", async || {
        Ok(lab.state().await? == "connected" && lab.stream().live() == 1)
    })
    .await?;
    lab.deliver("back").await?;
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    Ok(())
}

async fn online_reconnects_at_once(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    lab.tab.set_offline(true).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    ensure_eq!(lab.state().await?, "connected", "state: offline cuts no living stream");
    ensure_eq!(lab.stream().live(), 1, "live connections");

    lab.stream().end(Ending::Finish);
    lab.until_state("disconnected").await?;
    // Longer than the clients' own retries.
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1, "requests while offline");
    lab.tab.set_offline(false).await?;
    until_back(lab).await
}

async fn offline_during_the_backoff(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    lab.drop_for_long().await?;
    lab.tab.set_offline(true).await?;
    lab.until_state("disconnected").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1, "requests while offline");
    lab.tab.set_offline(false).await?;
    until_back(lab).await
}

/// The deadline passes while nothing runs, and something comes before the page goes on. Chromium's page lets its connection
/// go when it is frozen: a body to which something has come meanwhile would never go on. The others hear of nothing, and
/// their late timer must not cut the stream.
async fn frozen_and_resumed(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(HEARTBEAT_TIMEOUT);
    lab.stream().beat(BEAT, &Event::named("heartbeat", ""));
    lab.connect(&config).await?;
    lab.tab.set_frozen(true).await?;
    lab.stream().hush();
    tokio::time::sleep(Duration::from_secs(4)).await;
    lab.stream().beat(BEAT, &Event::named("heartbeat", ""));
    tokio::time::sleep(Duration::from_secs(1)).await;
    lab.tab.set_frozen(false).await?;
    // DevTools leaves the page hidden.
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.until_live(1).await?;
    lab.until_state("connected").await?;
    lab.deliver("back").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    let requests = if lab.tab.engine() == Engine::Chromium { 2 } else { 1 };
    ensure_eq!(lab.attempts(), requests, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    Ok(())
}

/// Nothing runs while the stream is cut. The page hears of it when it goes on, and is back at once.
async fn cut_while_frozen(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    lab.tab.set_frozen(true).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    lab.stream().end(Ending::Reset);
    tokio::time::sleep(Duration::from_secs(3)).await;
    lab.tab.set_frozen(false).await?;
    // DevTools leaves the page hidden.
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.until_live(1).await?;
    lab.until_state("connected").await?;
    lab.deliver("after").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.messages().await?, ["before", "after"], "messages");
    Ok(())
}

/// Much longer than the deadline, on a stream that beats: it is the same stream afterwards.
async fn hidden_longer_than_the_timeouts(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(HEARTBEAT_TIMEOUT);
    lab.stream().beat(BEAT, &Event::named("heartbeat", "beat"));
    lab.connect(&config).await?;
    lab.tab.hide().await?;
    tokio::time::sleep(Duration::from_secs(8)).await;
    lab.tab.show().await?;
    lab.until_live(1).await?;
    lab.deliver("back").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.state().await?, "connected", "state");
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    Ok(())
}

/// The stream falls silent behind a hidden page: replaced by one that beats, at the latest when the page is shown.
async fn silent_while_hidden(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(HEARTBEAT_TIMEOUT);
    lab.stream().beat(BEAT, &Event::named("heartbeat", "beat"));
    lab.connect(&config).await?;
    lab.tab.hide().await?;
    lab.stream().stall();
    tokio::time::sleep(Duration::from_secs(8)).await;
    lab.tab.show().await?;
    lab.until("a second stream", async || Ok(lab.attempts() == 2 && lab.stream().live() == 1))
        .await?;
    lab.until_state("connected").await?;
    lab.deliver("back").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    Ok(())
}

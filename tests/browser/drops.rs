//! A connection that worked and ends: back within the backoff, by one attempt, without loss or repetition.

use std::time::{Duration, Instant};

use sse_monitor::MonitorConfig;
use sse_monitor_tests::fault_server::{Behaviour, Ending, Event};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, item};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, finished_stream),
    scenario!(Setup::CLIENTS, stream_cut_by_fin),
    scenario!(Setup::CLIENTS, stream_cut_by_reset),
    scenario!(Setup::CLIENTS, accept_and_close),
    scenario!(Setup::CLIENTS, accept_and_close_with_the_default_delays),
    scenario!(Setup::CLIENTS, last_event_id_survives),
    scenario!(Setup::CLIENTS, last_event_id_in_a_parameter),
    scenario!(Setup::CLIENTS, never_below_the_servers_retry),
];

async fn finished_stream(lab: &mut Lab) -> Outcome {
    dropped_three_times(lab, Ending::Finish).await
}

async fn stream_cut_by_fin(lab: &mut Lab) -> Outcome {
    dropped_three_times(lab, Ending::Fin).await
}

async fn stream_cut_by_reset(lab: &mut Lab) -> Outcome {
    dropped_three_times(lab, Ending::Reset).await
}

async fn dropped_three_times(lab: &mut Lab, ending: Ending) -> Outcome {
    lab.connect(&lab.config()).await?;
    let mut sent = Vec::new();
    for drops in 1..=3 {
        lab.stream().end(ending);
        lab.until_attempts(drops + 1).await?;
        lab.until_state("connected").await?;
        let text = format!("after drop {drops}");
        lab.deliver(&text).await?;
        sent.push(text);
        ensure_eq!(lab.attempts(), drops + 1, "requests after {drops} drops");
    }

    // Nobody else retries behind the monitor's back: not the browser, not the extension.
    lab.no_attempt_for(LONG_ENOUGH).await?;
    lab.deliver("later").await?;
    sent.push("later".to_owned());
    ensure_eq!(lab.messages().await?, sent, "messages");

    let outage = ["error", "reconnecting", "connected"];
    let states = [&["connecting", "connected"], &outage[..], &outage, &outage].concat();
    ensure_eq!(lab.states().await?, states, "states");
    let shown = ["Reconnecting...", "Connected"];
    let paints = [&["Connecting...", "Connected"], &shown[..], &shown, &shown].concat();
    ensure_eq!(lab.paints().await?, paints, "paints");
    Ok(())
}

async fn accept_and_close(lab: &mut Lab) -> Outcome {
    let config = lab.unhurried_config().reconnect_delay(Duration::from_millis(500));
    accepted_and_closed(lab, &config).await
}

async fn accept_and_close_with_the_default_delays(lab: &mut Lab) -> Outcome {
    let config = lab.unhurried_config();
    accepted_and_closed(lab, &config).await
}

/// Opens and ends after a moment, again and again: the backoff must grow all the same.
async fn accepted_and_closed(lab: &mut Lab, config: &MonitorConfig) -> Outcome {
    const WHILE: Duration = Duration::from_secs(15);
    /// With 500 ms, a backoff that starts anew at each opening makes about 28.
    const FEWER_THAN: usize = 15;
    /// The longest delay by default, and the time it takes.
    const BACK_WITHIN: Duration = Duration::from_secs(34);

    lab.connect(config).await?;
    lab.stream().behave(Behaviour::Flap(Duration::from_millis(50)));
    lab.stream().end(Ending::Finish);
    let from = Instant::now();
    lab.until_attempts(1 + 2).await?;
    tokio::time::sleep(WHILE.saturating_sub(from.elapsed())).await;
    let attempts = lab.attempts() - 1;
    ensure!(attempts < FEWER_THAN, "{attempts} attempts within {WHILE:?}");

    lab.stream().behave(Behaviour::Stream);
    let back = async || Ok(lab.stream().live() == 1 && lab.state().await? == "connected");
    lab.until_within(BACK_WITHIN, "connected, and not for a moment", back).await?;
    lab.deliver("back").await?;
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    Ok(())
}

async fn last_event_id_survives(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.stream().send(&item("seven").with_id("id 7&?=é"));
    lab.until("the message is there", async || Ok(lab.messages().await? == ["seven"])).await?;

    // Twice: the second connection has seen no id of its own.
    for drops in 1..=2 {
        lab.stream().end(Ending::Reset);
        lab.until_attempts(drops + 1).await?;
        lab.until_state("connected").await?;
    }
    let attempts = lab.stream().attempts();
    ensure_eq!(attempts[0].query, None, "query of the first request");
    ensure_eq!(attempts[0].last_event_id, None, "header of the first request");
    for attempt in &attempts[1..] {
        let id = lab.in_a_header("id 7&?=é");
        ensure_eq!(attempt.last_event_id.as_deref(), Some(id.as_str()), "header");
        ensure_eq!(attempt.query, None, "query");
    }
    Ok(())
}

async fn last_event_id_in_a_parameter(lab: &mut Lab) -> Outcome {
    let config = lab.config().last_event_id_param("since");
    lab.stream().greet([item("hello").with_id("7 & é")]);
    lab.connect(&config).await?;
    lab.until("the greeting is there", async || Ok(lab.messages().await? == ["hello"])).await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    let attempts = lab.stream().attempts();
    ensure_eq!(attempts[0].query, None, "query of the first request");
    ensure_eq!(attempts[1].query.as_deref(), Some("since=7+%26+%C3%A9"), "query");
    ensure_eq!(attempts[1].last_event_id, None, "header, which has the parameter in its place");
    Ok(())
}

async fn never_below_the_servers_retry(lab: &mut Lab) -> Outcome {
    const RETRY: u64 = 2_000;

    lab.connect(&lab.config()).await?;
    // Of itself it is no event.
    lab.stream().send(&Event::retry(RETRY));
    lab.deliver("slowly").await?;
    let dropped = lab.server.witness().now();
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    let waited = lab.stream().attempts()[1].at.saturating_sub(dropped);
    ensure!(waited.as_millis() >= u128::from(RETRY), "asked again after {waited:?}");
    lab.until_state("connected").await?;
    Ok(())
}

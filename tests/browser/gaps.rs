//! What the page is told when it has missed something: `sse-recovered`, once after every gap.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Behaviour, Ending, Response};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, inline, item, script, script_element};
use crate::record::{Entry, What};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, recovered_before_the_first_message),
    scenario!(Setup::CLIENTS, recovered_after_a_second_without_messages),
    scenario!(Setup::CLIENTS, accept_and_close_is_one_outage),
    scenario!(Setup::CLIENTS, first_connection_that_took_more_than_one_try),
    scenario!(Setup::CLIENTS, taken_over_is_a_gap),
    scenario!(Setup::HTMX, what_was_missed_is_loaded_by_hx_trigger),
    scenario!(Setup::CLIENTS, hidden_for_longer_than_pause_hidden),
    scenario!(Setup::CLIENTS, hidden_for_less_than_pause_hidden),
    scenario!(Setup::CLIENTS, hidden_during_the_backoff_with_pause_hidden),
];

fn refusal() -> Behaviour {
    Behaviour::Answer(Response::new(503, "text/plain", ""))
}

/// Whether the page heard of the recovery before it showed this message.
async fn until_noted(lab: &Lab, note: &str) -> Outcome<Vec<Entry>> {
    let noted = async || {
        Ok(lab
            .entries()
            .await?
            .iter()
            .any(|entry| entry.what.to_string() == format!("note: {note}")))
    };
    lab.until(&format!("the note {note:?}"), noted).await?;
    lab.entries().await
}

/// Notes each message when it is in the page.
const NOTE: &str = "
    new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) if (node.tagName === 'LI') recorder.note('note', { text: node.textContent });
      }
    }).observe(document, { childList: true, subtree: true });";

async fn recovered_before_the_first_message(lab: &mut Lab) -> Outcome {
    lab.open(&lab.monitored_page(&lab.config())?.head(&inline(NOTE))).await?;
    lab.until_state("connected").await?;
    lab.stream().send(&item("one").with_id("7"));
    until_noted(lab, "one").await?;
    ensure_eq!(lab.recoveries().await?, [], "recoveries without a gap");
    lab.stream().behave_once(refusal());
    // Before the second, which would bring it as well.
    lab.stream().greet([item("two"), item("three")]);
    lab.stream().end(Ending::Finish);
    let entries = until_noted(lab, "three").await?;
    let place =
        |wanted: &dyn Fn(&What) -> bool| entries.iter().position(|entry| wanted(&entry.what));
    let recovered = place(&|what| {
        matches!(what, What::Recovered { element, attempts: 2, last_event_id, downtime }
            if element == "live" && last_event_id == "7" && *downtime >= 0.0)
    });
    let two = place(&|what| what.to_string() == "note: two");
    ensure!(recovered.is_some() && recovered < two, "recovered {recovered:?}, message {two:?}");
    tokio::time::sleep(Duration::from_secs(2)).await;
    ensure_eq!(lab.recoveries().await?.len(), 1, "recoveries");
    Ok(())
}

async fn recovered_after_a_second_without_messages(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until("recovered", async || Ok(lab.recoveries().await?.len() == 1)).await?;
    lab.deliver("one").await?;
    ensure_eq!(lab.recoveries().await?.len(), 1, "recoveries");
    Ok(())
}

/// It opens and ends again and again: nothing is recovered until a stream serves.
async fn accept_and_close_is_one_outage(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    lab.stream().behave(Behaviour::Flap(Duration::from_millis(20)));
    lab.stream().end(Ending::Finish);
    lab.until_attempts(5).await?;
    ensure_eq!(lab.recoveries().await?, [], "recoveries during the outage");
    lab.stream().behave(Behaviour::Stream);
    lab.until_live(1).await?;
    lab.until_state("connected").await?;
    lab.deliver("after").await?;
    let attempts = u32::try_from(lab.attempts() - 1)?;
    let recovered = lab.recoveries().await?;
    let told =
        matches!(recovered[..], [What::Recovered { attempts: told, .. }] if told == attempts);
    ensure!(told, "after {attempts} attempts: {recovered:?}");
    let errors = lab.states().await?.iter().filter(|state| *state == "error").count();
    ensure_eq!(errors, 1, "errors");
    Ok(())
}

async fn first_connection_that_took_more_than_one_try(lab: &mut Lab) -> Outcome {
    lab.stream().behave_once(refusal());
    lab.connect(&lab.config()).await?;
    lab.deliver("one").await?;
    let recovered = lab.recoveries().await?;
    ensure!(
        matches!(recovered[..], [What::Recovered { attempts: 1, .. }]),
        "recovered: {recovered:?}"
    );
    Ok(())
}

/// Nobody knows what the client has had before the script came. Without htmx there is no client before.
async fn taken_over_is_a_gap(lab: &mut Lab) -> Outcome {
    lab.open(&lab.page().body(&lab.live()).body(STATUS)).await?;
    let is_htmx = lab.setup.library().is_htmx();
    if is_htmx {
        lab.until_live(1).await?;
        lab.deliver("before").await?;
    }
    lab.add_script(script(&lab.config())?).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("one").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1 + usize::from(is_htmx), "requests");
    ensure_eq!(lab.recoveries().await?.len(), usize::from(is_htmx), "recoveries");
    let messages: &[&str] = if is_htmx { &["before", "one"] } else { &["one"] };
    ensure_eq!(lab.messages().await?, messages, "messages");
    Ok(())
}

async fn what_was_missed_is_loaded_by_hx_trigger(lab: &mut Lab) -> Outcome {
    lab.server.serve_page("/missed", "<li>missed</li>");
    let list = r#"<ul id="missed" hx-get="/missed" hx-trigger="sse-recovered from:body" hx-swap="beforeend"></ul>"#;
    let page =
        lab.page().body(&lab.live()).body(list).body(STATUS).body(&script_element(&lab.config())?);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    for drops in 1..=2 {
        lab.stream().end(Ending::Finish);
        lab.until_attempts(drops + 1).await?;
        lab.until("loaded anew", async || Ok(lab.messages_in("missed").await?.len() == drops))
            .await?;
    }
    Ok(())
}

const PAUSE: Duration = Duration::from_secs(1);

async fn hidden_for_longer_than_pause_hidden(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config().pause_hidden(PAUSE)).await?;
    lab.stream().send(&item("one").with_id("7"));
    lab.until("the message", async || Ok(lab.messages().await? == ["one"])).await?;
    lab.tab.hide().await?;
    lab.until_live(0).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    lab.tab.show().await?;
    lab.until_live(1).await?;
    lab.deliver("two").await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.stream().attempts()[1].last_event_id.as_deref(), Some("7"), "Last-Event-ID");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    ensure_eq!(lab.paints().await?, ["Connecting...", "Connected"], "paints");
    ensure_eq!(lab.messages().await?, ["one", "two"], "messages");
    let recovered = lab.recoveries().await?;
    ensure!(
        matches!(recovered[..], [What::Recovered { attempts: 0, .. }]),
        "recovered: {recovered:?}"
    );
    Ok(())
}

async fn hidden_for_less_than_pause_hidden(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config().pause_hidden(Duration::from_mins(1))).await?;
    lab.tab.hide().await?;
    lab.no_attempt_for(Duration::from_secs(2)).await?;
    lab.tab.show().await?;
    lab.deliver("one").await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.recoveries().await?, [], "recoveries");
    Ok(())
}

/// What was due is due no more while the page is paused.
async fn hidden_during_the_backoff_with_pause_hidden(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config().pause_hidden(PAUSE)).await?;
    lab.stream().behave(refusal());
    lab.stream().end(Ending::Finish);
    lab.until_state("reconnecting").await?;
    lab.tab.hide().await?;
    // Retries are a second apart at most.
    let paused = async || {
        let attempts = lab.attempts();
        tokio::time::sleep(LONG_ENOUGH).await;
        Ok(lab.attempts() == attempts)
    };
    lab.until("no more attempts", paused).await?;
    lab.stream().behave(Behaviour::Stream);
    lab.tab.show().await?;
    lab.until_state("connected").await?;
    lab.deliver("back").await
}

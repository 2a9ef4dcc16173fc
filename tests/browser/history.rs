//! Pages that are left, and come back to.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Ending, Event, Response};
use sse_monitor_tests::page::Setup;
use sse_monitor_tests::webdriver::Engine;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, item};
use crate::record::What;
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, leaving_shows_no_error),
    scenario!(Setup::CLIENTS, leaving_during_an_outage),
    scenario!(Setup::CLIENTS, leaving_with_a_quick_retry),
    scenario!(Setup::CLIENTS, nothing_is_painted_after_pagehide),
    scenario!(Setup::CLIENTS, back_to_a_page_that_was_not_kept),
    scenario!(Setup::CLIENTS, back_to_a_page_that_was_kept),
    scenario!(Setup::CLIENTS, back_after_longer_than_the_timeouts),
    scenario!(Setup::CLIENTS, back_to_a_page_that_was_left_during_an_outage),
];

const OTHER: &str = "/other";
const OTHER_PAGE: &str = "<!DOCTYPE html><title>Other</title>";

/// Goes to another page, as a link does, and waits until it is there.
async fn leave(lab: &Lab) -> Outcome {
    lab.server.serve_page(OTHER, OTHER_PAGE);
    lab.run("location.href = '/other'").await?;
    until_title(lab, "Other").await
}

async fn back(lab: &Lab) -> Outcome {
    lab.tab.back().await?;
    until_title(lab, "Scenario").await
}

async fn until_title(lab: &Lab, title: &str) -> Outcome {
    lab.until(&format!("the page {title:?}"), async || {
        // Between two pages there may be none, or one that goes before it answers.
        let shown: Option<String> = lab.tab.run("return document.title").await.unwrap_or_default();
        Ok(shown.as_deref() == Some(title))
    })
    .await
}

/// Connects on a page that the browser may keep in its back/forward cache.
async fn connect_storable(lab: &Lab, config: &sse_monitor::MonitorConfig) -> Outcome {
    let page = lab.monitored_page(config)?;
    lab.server.serve("/", Response::html(page.html()).storable());
    lab.tab.open(&lab.server.url("/")).await?;
    lab.until_state("connected").await
}

/// Whether the page now shown is the one that was left, with all its memory.
async fn was_kept(lab: &Lab) -> Outcome<bool> {
    Ok(lab
        .entries()
        .await?
        .iter()
        .any(|entry| matches!(&entry.what, What::Page { text } if text == "pageshow persisted")))
}

/// What the status element showed on all pages of the tab.
async fn all_paints(lab: &Lab) -> Outcome<Vec<String>> {
    let entries = lab.entries_of_all_pages().await?;
    Ok(entries
        .into_iter()
        .filter_map(|entry| match entry.what {
            What::Painted { text, .. } => Some(text),
            _ => None,
        })
        .collect())
}

/// Firefox breaks the stream some time before the page is gone: a quick retry would still come in between.
async fn leaving_shows_no_error(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    lab.deliver("before").await?;
    leave(lab).await?;
    lab.until_live(0).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    let left = lab.entries_of_all_pages().await?;
    ensure!(
        left.iter().any(
            |entry| matches!(&entry.what, What::Page { text } if text.starts_with("pagehide"))
        ),
        "the record does not reach until the page was left"
    );
    ensure_eq!(all_paints(lab).await?, ["Connecting...", "Connected"], "paints");
    Ok(())
}

/// An attempt is due while the page is left: it is never made.
async fn leaving_during_an_outage(lab: &mut Lab) -> Outcome {
    const DELAY: Duration = Duration::from_secs(8);

    let config = lab.unhurried_config().reconnect_delay(DELAY);
    lab.connect(&config).await?;
    // The end of loading may have something to say to a monitor, which is another scenario's matter.
    tokio::time::sleep(Duration::from_millis(300)).await;
    lab.server.serve_page(OTHER, OTHER_PAGE);
    lab.at_state("reconnecting", "location.href = '/other'").await?;
    lab.stream().end(Ending::Finish);
    until_title(lab, "Other").await?;
    lab.no_attempt_for(2 * DELAY).await?;
    ensure_eq!(all_paints(lab).await?, ["Connecting...", "Connected", "Reconnecting..."], "paints");
    Ok(())
}

/// Firefox breaks the stream some time before the page is gone. What is sent in between goes with the page.
async fn leaving_with_a_quick_retry(lab: &mut Lab) -> Outcome {
    let config = lab.config().reconnect_delay(Duration::from_millis(20));
    for left in 1..=5 {
        lab.connect(&config).await?;
        leave(lab).await?;
        lab.until_live(0).await?;
        ensure_eq!(lab.stream().most_live(), 1, "connections at the same time, left {left} times");
    }
    let attempts = lab.attempts();
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), attempts, "requests after the last page is gone");
    Ok(())
}

/// Whatever happens to the connection while the page is left, its reader is not told. On return the page shows what is.
async fn nothing_is_painted_after_pagehide(lab: &mut Lab) -> Outcome {
    connect_storable(lab, &lab.config()).await?;
    // A page may do this, and some browsers break the connection on their own.
    lab.run("addEventListener('pagehide', () => window.sseMonitor.reconnect())").await?;
    leave(lab).await?;
    ensure_eq!(all_paints(lab).await?, ["Connecting...", "Connected"], "paints");
    back(lab).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("back").await?;
    let shown: String = lab.tab.run("return document.getElementById('status').textContent").await?;
    ensure_eq!(shown, "Connected", "text shown");
    Ok(())
}

async fn back_to_a_page_that_was_not_kept(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    leave(lab).await?;
    lab.until_live(0).await?;
    if lab.tab.engine() == Engine::WebKit {
        // Without TLS it keeps even what must not be stored, but only few pages.
        const FURTHER: usize = 8;
        for page in 0..FURTHER {
            let title = format!("Further {page}");
            lab.server
                .serve_page(&format!("/{page}"), format!("<!DOCTYPE html><title>{title}</title>"));
            lab.run(&format!("location.href = '/{page}'")).await?;
            until_title(lab, &title).await?;
        }
        lab.run(&format!("history.go(-{})", FURTHER + 1)).await?;
        until_title(lab, "Scenario").await?;
    } else {
        back(lab).await?;
    }
    ensure!(!was_kept(lab).await?, "the page was kept in spite of its no-store");
    back_anew(lab).await
}

/// It was left without its stream, which it takes again from where it was.
async fn back_to_a_page_that_was_kept(lab: &mut Lab) -> Outcome {
    connect_storable(lab, &lab.patient_config()).await?;
    lab.stream().send(&item("before").with_id("7"));
    lab.until("the message", async || Ok(lab.messages().await? == ["before"])).await?;
    leave(lab).await?;
    lab.until_live(0).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    back(lab).await?;
    back_unharmed(lab).await
}

async fn back_after_longer_than_the_timeouts(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(Duration::from_millis(2_500));
    lab.stream().beat(Duration::from_millis(200), &Event::comment(""));
    connect_storable(lab, &config).await?;
    lab.stream().send(&item("before").with_id("7"));
    lab.until("the message", async || Ok(lab.messages().await? == ["before"])).await?;
    leave(lab).await?;
    lab.until_live(0).await?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    back(lab).await?;
    back_unharmed(lab).await
}

/// One more request, and nothing on the page says so: that was no outage.
///
/// Firefox decides before `pagehide` that it does not keep a page with an open stream.
async fn back_unharmed(lab: &Lab) -> Outcome {
    let is_kept = lab.tab.engine() != Engine::Firefox;
    ensure_eq!(was_kept(lab).await?, is_kept, "the page was kept");
    if !is_kept {
        return back_anew(lab).await;
    }
    lab.until_attempts(2).await?;
    lab.until_live(1).await?;
    lab.deliver("back").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.stream().attempts()[1].last_event_id.as_deref(), Some("7"), "Last-Event-ID");
    ensure_eq!(lab.messages().await?, ["before", "back"], "messages");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    ensure_eq!(all_paints(lab).await?, ["Connecting...", "Connected"], "paints");
    let recovered = lab.recoveries().await?;
    let once = matches!(&recovered[..], [What::Recovered { attempts: 0, last_event_id, .. }] if last_event_id == "7");
    ensure!(once, "recovered: {recovered:?}");
    Ok(())
}

/// One stream, on a page that begins anew.
async fn back_anew(lab: &Lab) -> Outcome {
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("back").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    let each = ["Connecting...", "Connected"];
    ensure_eq!(all_paints(lab).await?, [each, each].concat(), "paints");
    Ok(())
}

/// Its retry was pending: suspended while the page is away, and made at once when it is back.
async fn back_to_a_page_that_was_left_during_an_outage(lab: &mut Lab) -> Outcome {
    connect_storable(lab, &lab.patient_config()).await?;
    lab.deliver("before").await?;
    lab.drop_for_long().await?;
    leave(lab).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    back(lab).await?;
    ensure!(was_kept(lab).await?, "the page was not kept");
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("back").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.messages().await?, ["before", "back"], "messages");
    let paints = ["Connecting...", "Connected", "Reconnecting...", "Connected"];
    ensure_eq!(all_paints(lab).await?, paints, "paints");
    Ok(())
}

//! Navigation that replaces the body and keeps the document: `hx-boost`, and without htmx what other libraries do.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Ending, Event};
use sse_monitor_tests::page::{Page, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, inline, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, script_in_each_body),
    scenario!(Setup::CLIENTS, script_in_the_head),
    scenario!(Setup::CLIENTS, during_the_backoff),
    scenario!(Setup::CLIENTS, away_and_back),
    scenario!(Setup::HTMX, kept_by_hx_preserve),
];

const VISIT: &str = include_str!("visit.js");

fn page(lab: &Lab) -> Page {
    if lab.setup.library().is_htmx() { lab.page() } else { lab.page().head(&inline(VISIT)) }
}

/// The content that both pages have, with a link to the other one.
fn with_content(lab: &Lab, page: Page, name: &str, link: &str) -> Page {
    page.body(&format!("<h1>{name}</h1>"))
        .body(&format!(r#"<a hx-boost="true" href="{link}">other</a>"#))
        .body(&lab.live())
        .body(STATUS)
}

async fn follow_the_link(lab: &Lab, to: &str) -> Outcome {
    lab.run("window.sameDocument = true; document.querySelector('a').click()").await?;
    until_heading(lab, to).await
}

async fn until_heading(lab: &Lab, heading: &str) -> Outcome {
    lab.until(&format!("the page {heading}"), async || {
        let body = "return document.querySelector('h1')?.textContent ?? ''";
        Ok(lab.tab.run::<String>(body).await? == heading)
    })
    .await?;
    if !lab.setup.library().is_htmx() {
        // Without htmx nobody tells that the body is another one. A byte does.
        lab.stream().send(&Event::comment(""));
    }
    let same: bool = lab.tab.run("return window.sameDocument === true").await?;
    ensure!(same, "the document was replaced");
    Ok(())
}

/// The new body's element is connected by one request, and watched like the first one.
async fn adopted(lab: &Lab, requests: usize) -> Outcome {
    lab.until_attempts(requests).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("one").await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(requests + 1).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), requests + 1, "requests");
    ensure_eq!(lab.messages().await?, ["one", "two"], "messages");
    let shown: String = lab.tab.run("return document.getElementById('status').textContent").await?;
    ensure_eq!(shown, "Connected", "text shown");
    let monitors: usize = lab.tab.run("return Object.keys(window.sseMonitors).length").await?;
    ensure_eq!(monitors, 1, "monitors");
    Ok(())
}

/// The script is a part of what is swapped, so it runs once more on each page.
async fn script_in_each_body(lab: &mut Lab) -> Outcome {
    let script = script_element(&lab.config())?;
    let second = with_content(lab, page(lab), "second", "/").body(&script);
    lab.server.serve_page("/second", second.html());
    lab.open(&with_content(lab, page(lab), "first", "/second").body(&script)).await?;
    lab.until_state("connected").await?;
    lab.run("window.firstMonitor = window.sseMonitor").await?;
    follow_the_link(lab, "second").await?;
    lab.until("the script of the second page has run", async || {
        Ok(lab.tab.run::<bool>("return window.sseMonitor !== window.firstMonitor").await?)
    })
    .await?;
    let replaced: String = lab.tab.run("return window.firstMonitor.state").await?;
    ensure_eq!(replaced, "closed", "state of the first page's monitor");
    adopted(lab, 2).await
}

/// The script runs once, and its monitor stays.
async fn script_in_the_head(lab: &mut Lab) -> Outcome {
    lab.open(&head_pages(lab, &lab.config())?).await?;
    lab.until_state("connected").await?;
    follow_the_link(lab, "second").await?;
    adopted(lab, 2).await?;
    let states = lab.states().await?;
    let errors = states.iter().filter(|state| *state == "error").count();
    ensure_eq!(errors, 1, "errors, of the drop only, in {states:?}");
    Ok(())
}

/// The new page does not wait for what was due on the old one.
async fn during_the_backoff(lab: &mut Lab) -> Outcome {
    lab.open(&head_pages(lab, &lab.patient_config())?).await?;
    lab.until_state("connected").await?;
    lab.drop_for_long().await?;
    follow_the_link(lab, "second").await?;
    // Without htmx and without a stream, it is found by the look at half a minute.
    let found = async || Ok(lab.attempts() == 2);
    lab.until_within(Duration::from_secs(45), "a second request", found).await?;
    lab.connected_by_one_more_request().await?;
    Ok(())
}

/// To a page without an SSE element, where nothing is connected, and back in the history.
async fn away_and_back(lab: &mut Lab) -> Outcome {
    let first = head_pages(lab, &lab.config())?;
    lab.server.serve_page("/second", page(lab).body("<h1>second</h1>").body(STATUS).html());
    lab.open(&first).await?;
    lab.until_state("connected").await?;
    follow_the_link(lab, "second").await?;
    lab.until_state("closed").await?;
    lab.until_live(0).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    lab.run("history.back()").await?;
    until_heading(lab, "first").await?;
    adopted(lab, 2).await
}

/// Two pages with the script in the head; the first one is returned.
fn head_pages(lab: &Lab, config: &sse_monitor::MonitorConfig) -> Outcome<Page> {
    let head = page(lab).head(&script_element(config)?);
    let second = with_content(lab, head.clone(), "second", "/");
    lab.server.serve_page("/second", second.html());
    Ok(with_content(lab, head, "first", "/second"))
}

/// The element moves from body to body, and the script runs in each. (As a child of the body itself, htmx 2 processes the
/// one that it has thrown away, too, and that asks for a stream until its first message.)
async fn kept_by_hx_preserve(lab: &mut Lab) -> Outcome {
    let script = script_element(&lab.config())?;
    let content = |name, link| {
        page(lab)
            .body(&format!("<h1>{name}</h1>"))
            .body(&format!(r#"<a hx-boost="true" href="{link}">other</a>"#))
            .body(&format!("<main>{}</main>", lab.live().replacen("<div", "<div hx-preserve", 1)))
            .body(STATUS)
            .body(&script)
    };
    lab.server.serve_page("/second", content("second", "/").html());
    lab.open(&content("first", "/second")).await?;
    lab.until_state("connected").await?;
    lab.deliver("one").await?;
    lab.run("document.getElementById('live').kept = true").await?;
    follow_the_link(lab, "second").await?;
    let is_kept: bool = lab.tab.run("return document.getElementById('live').kept === true").await?;
    ensure!(is_kept, "htmx made a new element");
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("two").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.messages().await?, ["one", "two"], "messages");
    Ok(())
}

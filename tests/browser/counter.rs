//! The number of open connections, on a page that changes.

use sse_monitor::generate_connection_counter;
use sse_monitor_tests::fault_server::{Behaviour, Ending, Event, Response};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, inline, script_element};
use crate::record::What;
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, counts_on_a_living_page),
    scenario!(Setup::CLIENTS, script_after_the_connections_opened),
    scenario!(Setup::HTMX, counts_without_monitors),
];

const IDS: [&str; 3] = ["first", "second", "third"];

fn live(lab: &Lab, id: &str) -> String {
    Live::new(id, format!("/{id}")).html(lab.setup.library())
}

/// A page with two elements, and monitors for these and a third one that comes later.
fn page(lab: &Lab, monitors: bool) -> Outcome<sse_monitor_tests::page::Page> {
    let mut page = lab
        .page()
        .body(&format!("<main>{}{}</main>", live(lab, "first"), live(lab, "second")))
        .body("<aside></aside>");
    if monitors {
        for id in IDS {
            let config = lab.config_for(id, "").status_element_id(None);
            page = page.body(&script_element(&config)?);
        }
    }
    Ok(page)
}

async fn count(lab: &Lab) -> Outcome<u32> {
    Ok(lab.tab.run("return window.SSEConnectionCounter.getCount()").await?)
}

/// Waits for a count, in the counter and in the last event, that lasts.
async fn until_count(lab: &Lab, expected: u32) -> Outcome {
    lab.until(&format!("{expected} connections are counted"), async || {
        Ok(count(lab).await? == expected)
    })
    .await?;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    ensure_eq!(count(lab).await?, expected, "count a moment later");
    let told = lab.entries().await?.into_iter().rev().find_map(|entry| match entry.what {
        What::Count { count } => Some(count),
        _ => None,
    });
    ensure_eq!(told.unwrap_or(0), expected, "detail.count of the last event");
    let size: u32 = lab.tab.run("return window.SSEConnectionCounter.connections.size").await?;
    ensure_eq!(size, expected, "connections.size");
    Ok(())
}

async fn lives(lab: &Lab) -> Outcome {
    until_count(lab, 2).await?;
    lab.swap("aside", "innerHTML", &live(lab, "third")).await?;
    until_count(lab, 3).await?;
    lab.swap("#first", "outerHTML", &live(lab, "first")).await?;
    lab.until("the new element is open", async || {
        Ok(lab.server.stream("/first").attempts().len() == 2)
    })
    .await?;
    until_count(lab, 3).await?;
    lab.swap("aside", "innerHTML", "<p>gone</p>").await?;
    until_count(lab, 2).await?;
    lab.run("document.getElementById('second').remove()").await?;
    // With a monitor a byte is what it is noticed by; without one the counter looks itself.
    lab.server.stream("/second").send(&Event::comment(""));
    until_count(lab, 1).await
}

async fn counts_on_a_living_page(lab: &mut Lab) -> Outcome {
    let streams = IDS.map(|id| lab.server.stream(&format!("/{id}")));
    let page = page(lab, true)?.head(&inline(generate_connection_counter()));
    lab.open(&page).await?;
    lives(lab).await?;

    // An outage counts out, its end counts in.
    streams[0].behave(Behaviour::Answer(Response::new(503, "text/plain", "")));
    streams[0].end(Ending::Finish);
    until_count(lab, 0).await?;
    streams[0].behave(Behaviour::Stream);
    until_count(lab, 1).await
}

async fn script_after_the_connections_opened(lab: &mut Lab) -> Outcome {
    let streams = IDS.map(|id| lab.server.stream(&format!("/{id}")));
    lab.open(&page(lab, true)?).await?;
    lab.until("both are open", async || Ok(streams[0].live() + streams[1].live() == 2)).await?;
    for id in ["first", "second"] {
        lab.until_state_of(id, "connected").await?;
    }
    lab.run(generate_connection_counter()).await?;
    let twice = format!("{0};\n{0}", generate_connection_counter());
    lab.run(&twice).await?;
    ensure_eq!(count(lab).await?, 2, "count at once");
    streams[1].end(Ending::Reset);
    lab.until("the second is back", async || Ok(streams[1].attempts().len() == 2)).await?;
    until_count(lab, 2).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    until_count(lab, 2).await
}

async fn counts_without_monitors(lab: &mut Lab) -> Outcome {
    for id in IDS {
        lab.server.add_stream(&format!("/{id}"));
    }
    let page = page(lab, false)?.body(&inline(generate_connection_counter()));
    lab.open(&page).await?;
    lives(lab).await
}

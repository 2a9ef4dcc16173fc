//! What the server is asked, byte by byte.

use sse_monitor_tests::fault_server::{Ending, FaultServer, Stream};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, STATUS, STREAM, item, script_element};
use crate::scenario::{Scenario, everywhere, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, headers_of_a_request),
    everywhere!(Setup::CLIENTS, last_event_ids_of_any_characters),
    scenario!(Setup::CLIENTS, last_event_id_of_an_event_without_data),
    scenario!(&[Setup::Htmx2, Setup::Dom], no_last_event_id_to_another_origin),
    scenario!(&[Setup::Htmx2, Setup::Dom], last_event_id_to_another_origin_in_a_parameter),
    scenario!(Setup::CLIENTS, fetch_that_the_page_has_wrapped),
];

async fn headers_of_a_request(lab: &mut Lab) -> Outcome {
    lab.open(&lab.page()).await?;
    lab.run("document.cookie = 'session=42'").await?;
    lab.connect(&lab.config()).await?;
    lab.deliver_around_an_outage().await?;
    for attempt in lab.stream().attempts() {
        let header = |name| attempt.request.header(name).unwrap_or_default();
        ensure_eq!(attempt.request.method, "GET", "method");
        ensure!(header("accept").contains("text/event-stream"), "Accept: {}", header("accept"));
        ensure_eq!(header("cookie"), "session=42", "Cookie");
        ensure_eq!(header("cache-control"), "no-cache", "Cache-Control");
        ensure_eq!(attempt.query, None, "query");
        ensure_eq!(attempt.last_event_id, None, "Last-Event-ID");
    }
    Ok(())
}

/// Spaces around a value are no part of a header, and line ends and NUL are no part of an id.
const IDS: &[&str] = &[
    "7",
    "é",
    "→",
    "🦀 \u{1F469}\u{200D}\u{1F680}",
    "ÿ\u{80}\u{9F}",
    "a b  c",
    "tab\tin it",
    "\u{1}\u{1B}\u{7F}",
    "\"quoted\", {json: [1]}; x=y",
    "中文:日本語",
    "\u{FFFD}\u{2028}\u{FEFF}",
];

async fn last_event_ids_of_any_characters(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    for (index, id) in IDS.iter().enumerate() {
        let text = index.to_string();
        lab.stream().send(&item(&text).with_id(*id));
        lab.until("the message", async || Ok(lab.messages().await?.contains(&text))).await?;
        lab.stream().end(Ending::Finish);
        lab.until_attempts(index + 2).await?;
        lab.until_state("connected").await?;
        let attempt = lab.stream().attempts().swap_remove(index + 1);
        let sent = attempt.request.header_bytes("last-event-id").unwrap_or_default();
        let expected = lab.in_a_header(id);
        ensure_eq!(
            sent.escape_ascii().to_string(),
            expected.as_bytes().escape_ascii().to_string(),
            "id {id:?}"
        );
    }
    // As long as no proxy would let it pass.
    let long = "0123456789".repeat(1_000);
    lab.stream().send(&item("long").with_id(&long));
    lab.until("the message", async || Ok(lab.messages().await?.contains(&"long".to_owned())))
        .await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(IDS.len() + 2).await?;
    let attempt = lab.stream().attempts().swap_remove(IDS.len() + 1);
    ensure_eq!(attempt.last_event_id, Some(long), "a long id");
    Ok(())
}

/// An id counts at the empty line, whether or not there is anything to dispatch.
async fn last_event_id_of_an_event_without_data(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("one").await?;
    lab.stream().send_bytes(b"id: 1\n\nid: 2\nevent: nothing\n\nid: broken off");
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    ensure_eq!(lab.stream().attempts()[1].last_event_id.as_deref(), Some("2"), "Last-Event-ID");
    Ok(())
}

/// A stream of another server, which lets this page have it.
fn elsewhere(lab: &Lab, server: &FaultServer) -> Stream {
    let stream = server.stream(STREAM);
    let origin = lab.server.url("");
    stream.set_headers([
        ("Access-Control-Allow-Origin", origin.as_str()),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Headers", "Last-Event-ID"),
    ]);
    stream
}

/// Two connections to a stream that is elsewhere; what the second request said.
async fn around_a_drop(
    lab: &Lab,
    server: &FaultServer,
    param: Option<&str>,
) -> Outcome<(Option<String>, Option<String>)> {
    let stream = elsewhere(lab, server);
    let mut config = lab.config().debug(true);
    if let Some(param) = param {
        config = config.last_event_id_param(param);
    }
    let live = Live::new("live", server.url(STREAM));
    let page = lab.page().live(&live).body(STATUS).body(&script_element(&config)?);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    stream.send(&item("one").with_id("7"));
    lab.until("the message", async || Ok(lab.messages().await? == ["one"])).await?;
    stream.end(Ending::Finish);
    lab.until("a second request", async || Ok(stream.attempts().len() == 2)).await?;
    lab.until_state("connected").await?;
    stream.send(&item("two"));
    lab.until("the message", async || Ok(lab.messages().await? == ["one", "two"])).await?;
    let preflights = server.witness().lines();
    let preflights = preflights.iter().filter(|(_, line)| line.starts_with("OPTIONS")).count();
    ensure_eq!(preflights, 0, "preflights");
    let second = stream.attempts().swap_remove(1);
    Ok((second.last_event_id, second.query))
}

/// Its header would need a preflight, which most servers of streams do not answer.
async fn no_last_event_id_to_another_origin(lab: &mut Lab) -> Outcome {
    let server = FaultServer::start()?;
    let second = around_a_drop(lab, &server, None).await?;
    ensure_eq!(second, (None, None), "Last-Event-ID and query");
    let warnings = lab.warnings().await?;
    let told = warnings.iter().any(|text| text.contains("last_event_id_param"));
    ensure!(told, "no warning tells of it: {warnings:?}");
    Ok(())
}

async fn last_event_id_to_another_origin_in_a_parameter(lab: &mut Lab) -> Outcome {
    let server = FaultServer::start()?;
    let second = around_a_drop(lab, &server, Some("since")).await?;
    ensure_eq!(second, (None, Some("since=7".to_owned())), "Last-Event-ID and query");
    Ok(())
}

/// It is looked up at each attempt.
async fn fetch_that_the_page_has_wrapped(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.run(
        "const { fetch } = window;
         window.fetch = (url, options) => {
           recorder.note('note', { text: 'fetch ' + new URL(url, location).pathname });
           return fetch(url, options);
         }",
    )
    .await?;
    lab.deliver_around_an_outage().await?;
    let entries = lab.entries().await?;
    let fetched =
        entries.iter().filter(|entry| entry.what.to_string() == "note: fetch /stream").count();
    ensure_eq!(fetched, 1, "calls of the page's fetch");
    Ok(())
}

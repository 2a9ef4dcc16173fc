//! What must survive any number of recoveries: listeners, once each, and the last event id.

use std::time::Duration;

use sse_monitor::MonitorConfig;
use sse_monitor_tests::fault_server::{Attempt, Behaviour, Ending, Event, Response};
use sse_monitor_tests::page::{Library, Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, STATUS, STREAM, inline, item, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, listeners_work_once_each_after_five),
    scenario!(&[Setup::Htmx2], children_are_life),
    scenario!(Setup::CLIENTS, last_event_id_survives_five),
    scenario!(Setup::CLIENTS, last_event_id_of_a_named_event),
    scenario!(Setup::CLIENTS, last_event_id_that_is_reset),
    scenario!(Setup::CLIENTS, a_new_element_starts_without_an_id),
];

/// Why a monitor makes a new connection.
#[derive(Clone, Copy, Debug)]
enum Reason {
    End,
    Reset,
    Refusals,
    Silence,
    Asked,
}

const REASONS: [Reason; 5] =
    [Reason::End, Reason::Reset, Reason::Refusals, Reason::Silence, Reason::Asked];

const BEAT: Duration = Duration::from_millis(200);

/// Lets the connection be replaced, and waits until it is.
async fn replace(lab: &Lab, reason: Reason) -> Outcome {
    let before = lab.attempts();
    match reason {
        Reason::End => lab.stream().end(Ending::Finish),
        Reason::Reset => lab.stream().end(Ending::Reset),
        Reason::Refusals => {
            lab.stream().behave(Behaviour::Answer(Response::new(503, "text/plain", "")));
            lab.stream().end(Ending::Finish);
            lab.until_attempts(before + 2).await?;
            lab.stream().behave(Behaviour::Stream);
        }
        Reason::Silence => lab.stream().stall(),
        Reason::Asked => lab.run("window.sseMonitor.reconnect()").await?,
    }
    lab.until_attempts(before + 1).await?;
    lab.until(&format!("connected after {reason:?}"), async || {
        Ok(lab.state().await? == "connected" && lab.stream().live() == 1)
    })
    .await
}

fn watched(lab: &Lab) -> MonitorConfig {
    let config = lab.config().heartbeat_timeout(Duration::from_millis(2500));
    lab.stream().beat(BEAT, &Event::named("heartbeat", "beat"));
    config
}

/// An SSE element whose children swap and trigger, and do nothing else.
fn live_with_children(library: Library) -> Live {
    let children = match library {
        Library::Htmx2 => {
            r#"<ul id="plain" sse-swap="message" hx-swap="beforeend"></ul>
               <ul id="named" sse-swap="news, more" hx-swap="beforeend"></ul>
               <ul id="triggered" hx-get="/item" hx-trigger="sse:ping" hx-swap="beforeend"></ul>"#
        }
        Library::Htmx4 => {
            r#"<ul id="triggered" hx-get="/item" hx-trigger="ping from:#live" hx-swap="beforeend"></ul>"#
        }
        Library::None => "",
    };
    Live::new("live", STREAM).containing(children)
}

/// Where a client without `sse-swap` puts its named events: as the page's author writes it.
fn named_events(library: Library) -> String {
    let prefix = match library {
        Library::Htmx2 => return String::new(),
        Library::Htmx4 => "",
        Library::None => "sse:",
    };
    let script = format!(
        "for (const name of ['news', 'more']) document.addEventListener('{prefix}' + name, (event) =>
             document.getElementById('named').insertAdjacentHTML('beforeend', event.detail.data));"
    );
    format!("<ul id=\"named\"></ul>{}", inline(&script))
}

async fn open_with_children(lab: &Lab, config: &MonitorConfig) -> Outcome {
    let library = lab.setup.library();
    lab.server.serve_page("/item", "<li>fetched</li>");
    let page = lab
        .page()
        .body(&named_events(library))
        .live(&live_with_children(library))
        .body(STATUS)
        .body(&script_element(config)?);
    lab.open(&page).await?;
    lab.until_state("connected").await
}

async fn listeners_work_once_each_after_five(lab: &mut Lab) -> Outcome {
    let library = lab.setup.library();
    open_with_children(lab, &watched(lab)).await?;
    let plain = if library == Library::Htmx2 { "plain" } else { "live" };

    for recoveries in 0..=REASONS.len() {
        if recoveries > 0 {
            replace(lab, REASONS[recoveries - 1]).await?;
        }
        lab.stream().send(&item("plain"));
        lab.stream().send(&Event::named("ping", ""));
        lab.stream().send(&Event::named("news", "<li>news</li>"));
        lab.stream().send(&Event::named("more", "<li>more</li>"));
        let rounds = recoveries + 1;
        let fetched = if library.is_htmx() { rounds } else { 0 };
        lab.until(&format!("all messages of round {rounds}"), async || {
            Ok(lab.messages_in(plain).await?.len() >= rounds
                && lab.messages_in("named").await?.len() >= 2 * rounds
                && lab.messages_in("triggered").await?.len() >= fetched)
        })
        .await?;
        // A second listener would have added its own by now.
        tokio::time::sleep(Duration::from_millis(500)).await;
        ensure_eq!(lab.messages_in(plain).await?, vec!["plain"; rounds], "messages");
        ensure_eq!(lab.messages_in("named").await?, ["news", "more"].repeat(rounds), "named");
        ensure_eq!(lab.messages_in("triggered").await?, vec!["fetched"; fetched], "triggered");
    }
    Ok(())
}

/// Names that only `sse-swap` and `hx-trigger` listen to are signs of life too.
async fn children_are_life(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(Duration::from_millis(2500));
    lab.server.serve_page("/item", "<li>fetched</li>");
    let page = lab
        .page()
        .live(&live_with_children(lab.setup.library()))
        .body(STATUS)
        .body(&script_element(&config)?);
    for name in ["news", "ping"] {
        lab.stream().beat(BEAT, &Event::named(name, "<li>beat</li>"));
        lab.open(&page).await?;
        lab.until_state("connected").await?;
        lab.no_attempt_for(Duration::from_secs(5)).await?;
        let states = lab.states().await?;
        ensure!(states == ["connecting", "connected"], "states with {name}: {states:?}");
    }
    Ok(())
}

/// The id that a request carries.
fn carried(attempt: &Attempt) -> Option<&str> {
    attempt.last_event_id.as_deref()
}

async fn last_event_id_survives_five(lab: &mut Lab) -> Outcome {
    lab.connect(&watched(lab)).await?;
    for (n, reason) in REASONS.into_iter().enumerate() {
        let id = format!("id-{n}");
        lab.stream().send(&item(&id).with_id(&id));
        lab.until("the message is there", async || Ok(lab.messages().await?.contains(&id))).await?;
        let before = lab.attempts();
        replace(lab, reason).await?;
        // Refused ones, too.
        for attempt in &lab.stream().attempts()[before..] {
            ensure_eq!(carried(attempt), Some(id.as_str()), "id carried after {reason:?}");
        }
    }
    // And one more, though this connection has seen no id.
    let before = lab.attempts();
    replace(lab, Reason::End).await?;
    ensure_eq!(carried(&lab.stream().attempts()[before]), Some("id-4"), "id carried at last");
    Ok(())
}

async fn last_event_id_of_a_named_event(lab: &mut Lab) -> Outcome {
    open_with_children(lab, &watched(lab)).await?;
    lab.stream().send(&Event::named("news", "<li>news</li>").with_id("n-1"));
    lab.until("the event is there", async || Ok(lab.messages_in("named").await? == ["news"]))
        .await?;
    replace(lab, Reason::Reset).await?;
    ensure_eq!(carried(&lab.stream().attempts()[1]), Some("n-1"), "id carried");
    Ok(())
}

/// An empty id is the server's way to take it back.
async fn last_event_id_that_is_reset(lab: &mut Lab) -> Outcome {
    lab.connect(&watched(lab)).await?;
    lab.stream().send(&item("one").with_id("1"));
    lab.stream().send(&item("two").with_id(""));
    lab.until("the messages are there", async || Ok(lab.messages().await? == ["one", "two"]))
        .await?;
    replace(lab, Reason::Reset).await?;
    ensure_eq!(carried(&lab.stream().attempts()[1]), None, "id carried");
    Ok(())
}

/// It is another stream of another element, as it is for the client alone.
async fn a_new_element_starts_without_an_id(lab: &mut Lab) -> Outcome {
    lab.connect(&watched(lab)).await?;
    lab.stream().send(&item("one").with_id("1"));
    lab.until("the message is there", async || Ok(lab.messages().await? == ["one"])).await?;
    lab.swap("#live", "outerHTML", &lab.live()).await?;
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    ensure_eq!(carried(&lab.stream().attempts()[1]), None, "id carried by the new element");
    replace(lab, Reason::End).await?;
    ensure_eq!(carried(&lab.stream().attempts()[2]), None, "id carried after a drop");
    Ok(())
}

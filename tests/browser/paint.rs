//! What the reader sees, and when.

use std::time::Duration;

use sse_monitor::{ConnectionState, Indicator};
use sse_monitor_tests::fault_server::{Behaviour, Ending, Event, Response};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, texts_of_the_status_element_win),
    scenario!(Setup::CLIENTS, attributes_alone),
    scenario!(Setup::WITH_AUTO, element_carries_its_state),
    scenario!(Setup::CLIENTS, outage_shorter_than_grace),
    scenario!(Setup::CLIENTS, outage_longer_than_grace),
    scenario!(Setup::CLIENTS, the_end_does_not_wait_for_grace),
    scenario!(Setup::HTMX, processed_again_with_another_class),
];

async fn texts_of_the_status_element_win(lab: &mut Lab) -> Outcome {
    let status = r#"<p id="status" data-sse-text-connected="Verbunden &lt;b&gt;" data-sse-text-reconnecting=""></p>"#;
    let config = lab
        .patient_config()
        .status_indicator(ConnectionState::Connected, Indicator::html("<b>up</b>"))
        .status_indicator(ConnectionState::Connecting, "Moment");
    let page = lab.page().body(&lab.live()).body(status).body(&script_element(&config)?);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    let html = "return document.getElementById('status').innerHTML";
    ensure_eq!(lab.tab.run::<String>(html).await?, "Verbunden &lt;b&gt;", "what is shown");
    ensure_eq!(lab.paints().await?, ["Moment", "Verbunden <b>"], "paints");
    lab.drop_for_long().await?;
    ensure_eq!(lab.tab.run::<String>(html).await?, "", "an empty text is one");
    Ok(())
}

async fn attributes_alone(lab: &mut Lab) -> Outcome {
    let config = lab.patient_config().status_indicators(None);
    let status = r#"<p id="status">the page's own</p>"#;
    let page = lab.page().body(&lab.live()).body(status).body(&script_element(&config)?);
    lab.open(&page).await?;
    let shown = async || -> Outcome<(String, Option<String>, Option<String>)> {
        let body = "const s = document.getElementById('status');
                    return [s.textContent, s.dataset.sseState ?? null, s.getAttribute('role')]";
        Ok(lab.tab.run(body).await?)
    };
    let own = |state: &str| ("the page's own".to_owned(), Some(state.to_owned()), None);
    lab.until_state("connected").await?;
    ensure_eq!(shown().await?, own("connected"), "status element");
    lab.drop_for_long().await?;
    ensure_eq!(shown().await?, own("reconnecting"), "status element");
    Ok(())
}

/// The attributes of the SSE element that are the monitor's.
async fn marks(lab: &Lab) -> Outcome<Vec<(String, String)>> {
    let body = "const live = document.getElementById('live');
                return live.getAttributeNames()
                    .filter((name) => name.startsWith('data-sse-') && !/connect$|close$/.test(name))
                    .map((name) => [name, live.getAttribute(name)])";
    Ok(lab.tab.run(body).await?)
}

/// Empty ones: htmx 2 sets an element up anew if an attribute with a value has changed.
async fn element_carries_its_state(lab: &mut Lab) -> Outcome {
    let mark = |name: &str| vec![(format!("data-sse-{name}"), String::new())];
    lab.stream().behave(Behaviour::Held);
    lab.open_monitored(&lab.patient_config()).await?;
    lab.until_attempts(1).await?;
    ensure_eq!(marks(lab).await?, mark("connecting"), "attributes");
    lab.stream().release();
    lab.until_state("connected").await?;
    ensure_eq!(marks(lab).await?, mark("connected"), "attributes");
    lab.drop_for_long().await?;
    ensure_eq!(marks(lab).await?, mark("reconnecting"), "attributes");
    Ok(())
}

async fn outage_shorter_than_grace(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config().grace(Duration::from_mins(1))).await?;
    lab.deliver("one").await?;
    lab.stream().behave_once(Behaviour::Answer(Response::new(503, "text/plain", "")));
    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
    ensure_eq!(lab.paints().await?, ["Connecting...", "Connected"], "paints");
    let states = ["connecting", "connected", "error", "reconnecting", "connected"];
    ensure_eq!(lab.states().await?, states, "states");
    ensure_eq!(marks(lab).await?, [("data-sse-connected".to_owned(), String::new())], "marks");
    Ok(())
}

async fn outage_longer_than_grace(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config().grace(Duration::from_secs(1))).await?;
    lab.deliver("one").await?;
    lab.drop_for_long().await?;
    let painted =
        async || Ok(lab.paints().await?.last().is_some_and(|text| text == "Reconnecting..."));
    lab.until("the outage is shown", painted).await?;
    ensure_eq!(marks(lab).await?, [("data-sse-reconnecting".to_owned(), String::new())], "marks");
    lab.run("window.sseMonitor.reconnect()").await?;
    lab.until_state("connected").await?;
    let paints = ["Connecting...", "Connected", "Reconnecting...", "Connected"];
    ensure_eq!(lab.paints().await?, paints, "paints");
    Ok(())
}

async fn the_end_does_not_wait_for_grace(lab: &mut Lab) -> Outcome {
    let config = lab.config().grace(Duration::from_mins(1));
    let shows = async |text: &str| {
        let last = async || Ok(lab.paints().await?.pop().is_some_and(|shown| shown == text));
        lab.until(text, last).await
    };
    lab.connect(&config.clone().max_reconnect_attempts(1)).await?;
    lab.stream().behave(Behaviour::Answer(Response::new(503, "text/plain", "")));
    lab.stream().end(Ending::Finish);
    lab.until_state("disconnected").await?;
    shows("Disconnected").await?;

    lab.stream().behave(Behaviour::Stream);
    lab.connect(&config).await?;
    lab.run("document.getElementById('live').remove()").await?;
    // A byte is what it is noticed by.
    lab.stream().send(&Event::comment(""));
    lab.until_state("closed").await?;
    shows("Connection Closed").await
}

/// Each message once, on the element and in it, however often htmx processes it.
async fn processed_again_with_another_class(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("one").await?;
    for class in ["a", "b", "c"] {
        lab.run(&format!("live.className = '{class}'; htmx.process(document.body)")).await?;
        lab.deliver(class).await?;
    }
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.run("live.className = 'd'; htmx.process(document.body)").await?;
    lab.deliver("two").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.messages().await?, ["one", "a", "b", "c", "two"], "messages");
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure!(lab.stream().most_live() == 1, "more than one connection at a time");
    Ok(())
}

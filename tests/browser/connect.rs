//! The first connection: shown truly, wherever the script stands.

use std::time::Duration;

use sse_monitor::{ConnectionState, Indicator, generate_simple_monitor, monitor_script};
use sse_monitor_tests::fault_server::{Behaviour, Ending, Response};
use sse_monitor_tests::page::{Library, Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, STREAM, inline, item, script, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, shows_connected),
    scenario!(Setup::WITH_AUTO, script_in_the_head),
    scenario!(Setup::WITH_AUTO, script_after_the_connection_opened),
    scenario!(Setup::CLIENTS, script_during_the_clients_own_retry),
    scenario!(Setup::HTMX, script_after_a_refusal),
    scenario!(Setup::CLIENTS, script_made_by_the_macro),
    scenario!(Setup::WITH_AUTO, simple_monitor),
    scenario!(Setup::CLIENTS, slow_headers_are_waited_for),
    scenario!(Setup::CLIENTS, html_indicator),
];

async fn shows_connected(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("one").await?;

    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.messages().await?, ["one"], "messages");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    ensure_eq!(lab.paints().await?, ["Connecting...", "Connected"], "paints");
    let attributes: (Option<String>, Option<String>) = lab
        .tab
        .run("const s = document.getElementById('status'); return [s.dataset.sseState, s.getAttribute('role')]")
        .await?;
    ensure_eq!(attributes, (Some("connected".to_owned()), Some("status".to_owned())), "attributes");
    let same: bool = lab.tab.run("return window.sseMonitor === window.sseMonitors.live").await?;
    ensure!(same, "window.sseMonitor is not the latest monitor");
    lab.no_attempt_for(LONG_ENOUGH).await
}

async fn script_in_the_head(lab: &mut Lab) -> Outcome {
    let page = lab.page().head(&script_element(&lab.config())?).body(&lab.live()).body(STATUS);
    lab.open(&page).await?;
    connected_once_and_back(lab).await
}

async fn script_after_the_connection_opened(lab: &mut Lab) -> Outcome {
    lab.open(&lab.page().body(&lab.live()).body(STATUS)).await?;
    if lab.setup.library().is_htmx() {
        lab.until_live(1).await?;
    }
    lab.add_script(script(&lab.config())?).await?;
    // A client that has begun is taken over, at the price of one request.
    let requests = if lab.setup.library().is_htmx() { 2 } else { 1 };
    connected_and_back(lab, requests).await
}

/// The stream has ended before the script is there, and the client waits to ask again. Without htmx the client is a
/// monitor, which the script replaces.
async fn script_during_the_clients_own_retry(lab: &mut Lab) -> Outcome {
    // The client does as the server says. What it does is over by the time that is waited below.
    lab.stream().greet([item("hello").with_retry(3_000)]);
    let page = lab.page().body(&lab.live()).body(STATUS);
    if lab.setup.library().is_htmx() {
        lab.open(&page).await?;
    } else {
        lab.open(&page.body(&script_element(&lab.patient_config())?)).await?;
    }
    lab.until("the greeting is there", async || Ok(lab.messages().await? == ["hello"])).await?;
    lab.stream().greet([]);
    let (event, waits) = match lab.setup.library() {
        Library::Htmx2 => ("htmx:sseError", "true"),
        Library::Htmx4 => ("htmx:sse:before:connection", "event.detail.connection.attempt"),
        Library::None => ("sse:stateChanged", "event.detail.state === 'reconnecting'"),
    };
    lab.at_event(event, waits, &script(&lab.config())?).await?;
    lab.stream().end(Ending::Finish);

    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("one").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 3, "requests after a drop");
    ensure_eq!(lab.messages().await?, ["hello", "one", "two"], "messages");
    Ok(())
}

/// htmx 2 asks again by itself, htmx 4 never would.
async fn script_after_a_refusal(lab: &mut Lab) -> Outcome {
    lab.stream().behave_once(Behaviour::Answer(Response::new(503, "text/plain", "")));
    let config = lab.config().connect_timeout(Duration::from_secs(2));
    // The page adds the script when the client has been refused.
    let refused =
        if lab.setup.library() == Library::Htmx2 { "htmx:sseError" } else { "htmx:after:request" };
    let late = format!(
        "document.addEventListener('{refused}', () => setTimeout(() => {{
           const script = document.createElement('script');
           script.textContent = {};
           document.body.append(script);
         }}), {{ once: true }})",
        serde_json::to_string(&script(&config)?)?
    );
    lab.open(&lab.page().head(&inline(&late)).body(&lab.live()).body(STATUS)).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("one").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.messages().await?, ["one"], "messages");
    Ok(())
}

async fn script_made_by_the_macro(lab: &mut Lab) -> Outcome {
    const HTMX2: &str = monitor_script! {
        sse_element_id: "live",
        status_element_id: "status",
        client: "htmx2",
        reconnect_delay: 200ms,
    };
    const HTMX4: &str = monitor_script! {
        sse_element_id: "live",
        status_element_id: "status",
        client: "htmx4",
        reconnect_delay: 200ms,
    };
    const DOM: &str = monitor_script! {
        sse_element_id: "live",
        status_element_id: "status",
        client: "dom",
        reconnect_delay: 200ms,
    };
    let script = match lab.setup {
        Setup::Htmx2 | Setup::AutoHtmx2 => HTMX2,
        Setup::Htmx4 | Setup::AutoHtmx4 => HTMX4,
        Setup::Dom => DOM,
    };
    lab.open(&lab.page().body(&lab.live()).body(STATUS).body(&inline(script))).await?;
    connected_once_and_back(lab).await
}

async fn simple_monitor(lab: &mut Lab) -> Outcome {
    let script = generate_simple_monitor("live", Some("status"), lab.setup.client(), false)?;
    lab.open(&lab.page().body(&lab.live()).body(STATUS).body(&inline(&script))).await?;
    connected_once_and_back(lab).await
}

async fn connected_once_and_back(lab: &mut Lab) -> Outcome {
    connected_and_back(lab, 1).await
}

/// Connected with so many requests, and in charge: a drop is repaired, and both messages arrive once.
async fn connected_and_back(lab: &mut Lab, requests: usize) -> Outcome {
    lab.until_state("connected").await?;
    ensure_eq!(lab.attempts(), requests, "requests until connected");
    lab.until_live(1).await?;
    lab.deliver("one").await?;

    lab.stream().end(Ending::Finish);
    lab.until_attempts(requests + 1).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
    ensure_eq!(lab.messages().await?, ["one", "two"], "messages");
    ensure_eq!(lab.attempts(), requests + 1, "requests");
    ensure_eq!(lab.paints().await?.last().map(String::as_str), Some("Connected"), "last paint");
    Ok(())
}

async fn slow_headers_are_waited_for(lab: &mut Lab) -> Outcome {
    lab.stream().behave(Behaviour::Held);
    lab.open_monitored(&lab.config()).await?;
    lab.until_attempts(1).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    ensure_eq!(lab.state().await?, "connecting", "state before the headers");
    lab.stream().release();
    lab.until_state("connected").await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    Ok(())
}

async fn html_indicator(lab: &mut Lab) -> Outcome {
    let config =
        lab.config().status_indicator(ConnectionState::Connected, Indicator::html("<b>on</b>"));
    let page = lab
        .page()
        .live(&Live::new("live", STREAM))
        .body(r#"<p id="status" role="note"></p>"#)
        .body(&script_element(&config)?);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    let html: String = lab.tab.run("return document.getElementById('status').outerHTML").await?;
    ensure!(html.contains("<b>on</b>"), "the indicator is not HTML: {html}");
    ensure!(html.contains(r#"role="note""#), "the author's own role is gone: {html}");
    Ok(())
}

//! A server that answers something else than a stream, or not at all: asked again until it does, and nothing of its
//! answer reaches the page.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Behaviour, Ending, Response};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, STREAM, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, status_503),
    scenario!(Setup::WITH_AUTO, status_503_at_first),
    scenario!(Setup::CLIENTS, status_404),
    scenario!(Setup::CLIENTS, status_404_at_first),
    scenario!(Setup::CLIENTS, wrong_content_type),
    scenario!(Setup::CLIENTS, wrong_content_type_at_first),
    scenario!(Setup::CLIENTS, closed_without_an_answer),
    scenario!(Setup::CLIENTS, closed_without_an_answer_at_first),
    scenario!(Setup::CLIENTS, reset_without_an_answer),
    scenario!(Setup::CLIENTS, reset_without_an_answer_at_first),
    scenario!(Setup::CLIENTS, refused_port),
    scenario!(Setup::CLIENTS, refused_port_at_first),
];

/// In every body that is no stream.
const REFUSAL: &str = "the body of a refusal";

fn refusal(status: u16) -> Behaviour {
    Behaviour::Answer(Response::new(status, "text/html", format!("<li>{REFUSAL}</li>")))
}

async fn status_503(lab: &mut Lab) -> Outcome {
    refused_later(lab, refusal(503)).await
}

async fn status_503_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, refusal(503)).await
}

async fn status_404(lab: &mut Lab) -> Outcome {
    refused_later(lab, refusal(404)).await
}

async fn status_404_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, refusal(404)).await
}

async fn wrong_content_type(lab: &mut Lab) -> Outcome {
    refused_later(lab, refusal(200)).await
}

async fn wrong_content_type_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, refusal(200)).await
}

async fn closed_without_an_answer(lab: &mut Lab) -> Outcome {
    refused_later(lab, Behaviour::Fin).await
}

async fn closed_without_an_answer_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, Behaviour::Fin).await
}

async fn reset_without_an_answer(lab: &mut Lab) -> Outcome {
    refused_later(lab, Behaviour::Reset).await
}

async fn reset_without_an_answer_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, Behaviour::Reset).await
}

async fn refused_later(lab: &mut Lab, refusal: Behaviour) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    lab.stream().behave(refusal);
    lab.stream().end(Ending::Finish);
    lab.until_attempts(1 + 3).await?;
    lab.stream().behave(Behaviour::Stream);
    recovered(lab, &["before"]).await?;
    let states = ["connecting", "connected", "error", "reconnecting", "connected"];
    ensure_eq!(lab.states().await?, states, "states: `error` once per outage");
    Ok(())
}

async fn refused_at_first(lab: &mut Lab, refusal: Behaviour) -> Outcome {
    lab.stream().behave(refusal);
    lab.open_monitored(&lab.config()).await?;
    lab.until_attempts(1 + 3).await?;
    lab.stream().behave(Behaviour::Stream);
    recovered(lab, &[]).await?;
    ensure_eq!(lab.states().await?, ["connecting", "error", "reconnecting", "connected"], "states");
    ensure_eq!(lab.paints().await?, ["Connecting...", "Reconnecting...", "Connected"], "paints");
    Ok(())
}

async fn refused_port(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    lab.server.close_port().await;
    lab.stream().end(Ending::Finish);
    lab.until_state("reconnecting").await?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    ensure_eq!(lab.state().await?, "reconnecting", "state during the outage");
    lab.server.open_port()?;
    recovered(lab, &["before"]).await?;
    ensure_eq!(lab.attempts(), 2, "requests that came through");
    Ok(())
}

async fn refused_port_at_first(lab: &mut Lab) -> Outcome {
    // The page itself comes from the same port, so its element arrives when the port is closed.
    let page = lab.page().body("<main></main>").body(STATUS).body(&script_element(&lab.config())?);
    lab.open(&page).await?;
    lab.server.close_port().await;
    insert_live(lab).await?;
    lab.until_state("reconnecting").await?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    ensure_eq!(lab.state().await?, "reconnecting", "state during the outage");
    lab.server.open_port()?;
    recovered(lab, &[]).await?;
    ensure_eq!(lab.attempts(), 1, "requests that came through");
    Ok(())
}

/// Puts the SSE element into `main`, and shows it to htmx.
async fn insert_live(lab: &Lab) -> Outcome {
    let library = lab.setup.library();
    let body = "const main = document.querySelector('main');
                main.innerHTML = arguments[0];
                window.htmx?.process(main);
                return null";
    let html = Live::new("live", STREAM).html(library);
    lab.tab.run_with::<Option<bool>>(body, vec![html.into()]).await?;
    Ok(())
}

/// Connected again, with one more message and nothing else on the page.
async fn recovered(lab: &Lab, before: &[&str]) -> Outcome {
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("after").await?;
    let attempts = lab.attempts();
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), attempts, "requests once it is back");
    ensure_eq!(lab.messages().await?, [before, &["after"]].concat(), "messages");
    let shown: bool = lab
        .tab
        .run_with("return document.body.innerHTML.includes(arguments[0])", vec![REFUSAL.into()])
        .await?;
    ensure!(!shown, "the body of the refusal is on the page");
    Ok(())
}

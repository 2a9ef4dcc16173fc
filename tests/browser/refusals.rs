//! A server that answers something else than a stream, or not at all: asked again until it does, and nothing of its
//! answer reaches the page.

use sse_monitor_tests::fault_server::{Behaviour, Ending, Response};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab};
use crate::record::What;
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, status_503),
    scenario!(Setup::WITH_AUTO, status_503_at_first),
    scenario!(Setup::CLIENTS, status_500),
    scenario!(Setup::CLIENTS, status_500_at_first),
    scenario!(Setup::CLIENTS, status_404),
    scenario!(Setup::CLIENTS, status_404_at_first),
    scenario!(Setup::CLIENTS, status_401),
    scenario!(Setup::CLIENTS, status_401_at_first),
    scenario!(Setup::CLIENTS, status_204),
    scenario!(Setup::CLIENTS, status_204_at_first),
    scenario!(Setup::CLIENTS, redirect_to_a_login_page),
    scenario!(Setup::CLIENTS, redirect_to_a_login_page_at_first),
    scenario!(Setup::CLIENTS, wrong_content_type),
    scenario!(Setup::CLIENTS, wrong_content_type_at_first),
    scenario!(Setup::CLIENTS, closed_without_an_answer),
    scenario!(Setup::CLIENTS, closed_without_an_answer_at_first),
    scenario!(Setup::CLIENTS, reset_without_an_answer),
    scenario!(Setup::CLIENTS, reset_without_an_answer_at_first),
];

/// In every body that is no stream.
const REFUSAL: &str = "the body of a refusal";

fn refusal(status: u16) -> Behaviour {
    Behaviour::Answer(Response::new(status, "text/html", format!("<li>{REFUSAL}</li>")))
}

/// WHATWG: the server's way to end a stream for good.
fn no_content() -> Behaviour {
    Behaviour::Answer(Response::new(204, "text/html", ""))
}

const LOGIN: &str = "/login";

/// What a server answers whose session has ended: 302, to a page that comes with 200.
fn login(lab: &Lab) -> Behaviour {
    // A stream's path, so that the witness counts its requests.
    lab.server.stream(LOGIN).behave(refusal(200));
    Behaviour::Answer(Response::new(302, "text/html", "").with_header("Location", LOGIN))
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

async fn status_500(lab: &mut Lab) -> Outcome {
    refused_later(lab, refusal(500)).await
}

async fn status_500_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, refusal(500)).await
}

async fn status_401(lab: &mut Lab) -> Outcome {
    refused_later(lab, refusal(401)).await
}

async fn status_401_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, refusal(401)).await
}

async fn status_204(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    lab.stream().behave(no_content());
    lab.stream().end(Ending::Finish);
    ended_for_good(lab, 2).await?;
    let states = ["connecting", "connected", "error", "reconnecting", "closed"];
    ensure_eq!(lab.states().await?, states, "states");
    Ok(())
}

async fn status_204_at_first(lab: &mut Lab) -> Outcome {
    lab.stream().behave(no_content());
    lab.open_monitored(&lab.config()).await?;
    ended_for_good(lab, 1).await?;
    ensure_eq!(lab.states().await?, ["connecting", "closed"], "states");
    Ok(())
}

/// Closed by the server, whatever happens then.
async fn ended_for_good(lab: &Lab, requests: usize) -> Outcome {
    lab.until_state("closed").await?;
    lab.stream().behave(Behaviour::Stream);
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.run("window.sseMonitor.checkConnection(); window.sseMonitor.reconnect()").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), requests, "requests");
    let reason = lab.entries().await?.into_iter().rev().find_map(|entry| match entry.what {
        What::State { reason, .. } => Some(reason),
        _ => None,
    });
    ensure_eq!(reason.flatten().as_deref(), Some("server"), "reason");
    let last = lab.paints().await?.pop();
    ensure_eq!(last.as_deref(), Some("Connection Closed"), "last paint");
    Ok(())
}

async fn redirect_to_a_login_page(lab: &mut Lab) -> Outcome {
    let redirect = login(lab);
    refused_later(lab, redirect).await?;
    ensure!(lab.server.stream(LOGIN).attempts().len() >= 3, "nobody followed the redirect");
    Ok(())
}

async fn redirect_to_a_login_page_at_first(lab: &mut Lab) -> Outcome {
    let redirect = login(lab);
    refused_at_first(lab, redirect).await?;
    ensure!(lab.server.stream(LOGIN).attempts().len() >= 3, "nobody followed the redirect");
    Ok(())
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
    until_tried(lab, 3).await?;
    lab.stream().behave(Behaviour::Stream);
    recovered(lab, &["before"]).await?;
    let states = ["connecting", "connected", "error", "reconnecting", "connected"];
    ensure_eq!(lab.states().await?, states, "states: `error` once per outage");
    let paints = ["Connecting...", "Connected", "Reconnecting...", "Connected"];
    ensure_eq!(lab.paints().await?, paints, "paints");
    Ok(())
}

async fn refused_at_first(lab: &mut Lab, refusal: Behaviour) -> Outcome {
    lab.stream().behave(refusal);
    lab.open_monitored(&lab.config()).await?;
    until_tried(lab, 3).await?;
    lab.stream().behave(Behaviour::Stream);
    recovered(lab, &[]).await?;
    ensure_eq!(lab.states().await?, ["connecting", "error", "reconnecting", "connected"], "states");
    ensure_eq!(lab.paints().await?, ["Connecting...", "Reconnecting...", "Connected"], "paints");
    Ok(())
}

/// The first connection and so many attempts, for the server and for the page: at the server a browser's own repetition
/// of a request may pass for an attempt, and the page counts one before its request has come.
async fn until_tried(lab: &Lab, times: usize) -> Outcome {
    lab.until_attempts(1 + times).await?;
    let attempts = "return window.sseMonitor.reconnectAttempts";
    let tried = async || Ok(lab.tab.run::<usize>(attempts).await? >= times);
    lab.until("attempts, as the page counts", tried).await
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

//! A server that is gone for a while: its port refuses, or it only takes its time.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Behaviour, Ending};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, STREAM, script_element};
use crate::record::What;
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, restart_within_a_second),
    scenario!(Setup::CLIENTS, two_restarts_in_a_row),
    scenario!(Setup::CLIENTS, port_refused_for_2_s),
    scenario!(Setup::CLIENTS, port_refused_for_6_s),
    scenario!(Setup::CLIENTS, port_refused_for_20_s),
    scenario!(Setup::CLIENTS, port_refused_for_2_s_at_first),
    scenario!(Setup::CLIENTS, port_refused_for_6_s_at_first),
    scenario!(Setup::CLIENTS, port_refused_for_20_s_at_first),
    scenario!(Setup::CLIENTS, slow_headers_of_an_attempt),
];

/// As short as a process needs to start again.
const RESTART: Duration = Duration::from_millis(700);

async fn restart_within_a_second(lab: &mut Lab) -> Outcome {
    refused(lab, Ending::Fin, RESTART).await
}

/// The second one while the page is still on its way back from the first.
async fn two_restarts_in_a_row(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    for _ in 0..2 {
        lab.server.close_port().await;
        lab.stream().end(Ending::Reset);
        tokio::time::sleep(RESTART).await;
        lab.server.open_port()?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    back(lab, &["before"]).await?;
    ensure!(lab.attempts() <= 3, "{} requests, expected at most 3", lab.attempts());
    Ok(())
}

async fn port_refused_for_2_s(lab: &mut Lab) -> Outcome {
    refused(lab, Ending::Finish, Duration::from_secs(2)).await
}

async fn port_refused_for_6_s(lab: &mut Lab) -> Outcome {
    refused(lab, Ending::Finish, Duration::from_secs(6)).await
}

async fn port_refused_for_20_s(lab: &mut Lab) -> Outcome {
    refused(lab, Ending::Finish, Duration::from_secs(20)).await
}

/// The port is closed before the stream ends, so that no attempt comes through in between.
async fn refused(lab: &mut Lab, ending: Ending, outage: Duration) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    let began = lab.server.witness().now();
    lab.server.close_port().await;
    lab.stream().end(ending);
    lab.until_state("reconnecting").await?;
    tokio::time::sleep(outage).await;
    ensure_eq!(lab.state().await?, "reconnecting", "state during the outage");
    lab.server.open_port()?;
    back(lab, &["before"]).await?;
    ensure_eq!(lab.attempts(), 2, "requests that came through");
    let states = ["connecting", "connected", "error", "reconnecting", "connected"];
    ensure_eq!(lab.states().await?, states, "states");
    let paints = ["Connecting...", "Connected", "Reconnecting...", "Connected"];
    ensure_eq!(lab.paints().await?, paints, "paints");
    not_hammered(lab, began).await
}

async fn port_refused_for_2_s_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, Duration::from_secs(2)).await
}

async fn port_refused_for_6_s_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, Duration::from_secs(6)).await
}

async fn port_refused_for_20_s_at_first(lab: &mut Lab) -> Outcome {
    refused_at_first(lab, Duration::from_secs(20)).await
}

async fn refused_at_first(lab: &mut Lab, outage: Duration) -> Outcome {
    // The page itself comes from the same port, so its element arrives when the port is closed.
    let page = lab.page().body("<main></main>").body(STATUS).body(&script_element(&lab.config())?);
    lab.open(&page).await?;
    let began = lab.server.witness().now();
    lab.server.close_port().await;
    insert_live(lab).await?;
    lab.until_state("reconnecting").await?;
    tokio::time::sleep(outage).await;
    ensure_eq!(lab.state().await?, "reconnecting", "state during the outage");
    lab.server.open_port()?;
    back(lab, &[]).await?;
    ensure_eq!(lab.attempts(), 1, "requests that came through");
    ensure_eq!(lab.paints().await?, ["Connecting...", "Reconnecting...", "Connected"], "paints");
    not_hammered(lab, began).await
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

/// The server is still working, only slowly: one attempt, which is waited for.
async fn slow_headers_of_an_attempt(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("before").await?;
    lab.stream().behave(Behaviour::Held);
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    ensure_eq!(lab.state().await?, "reconnecting", "state before the headers");
    ensure_eq!(lab.stream().live(), 1, "live connections before the headers");
    lab.stream().release();
    back(lab, &["before"]).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

/// What a closed port refused is only in the page's record: attempts with the default growth, not a loop.
async fn not_hammered(lab: &Lab, began: Duration) -> Outcome {
    // As long as it really was: a busy machine takes its time.
    let came_through = lab.stream().attempts().last().map(|attempt| attempt.at);
    let outage = came_through.unwrap_or_default().saturating_sub(began);
    let most = lab
        .entries()
        .await?
        .into_iter()
        .filter_map(|entry| match entry.what {
            What::State { attempts, .. } => Some(attempts),
            _ => None,
        })
        .max()
        .unwrap_or(0);
    // Delays of 111 ms at least, and of 556 ms on average from the fourth on.
    let ceiling = 8 + u32::try_from(outage.as_millis() / 200)?;
    ensure!((1..=ceiling).contains(&most), "{most} attempts within {outage:?}");
    Ok(())
}

/// Connected by one connection, and it is left at that.
async fn back(lab: &Lab, before: &[&str]) -> Outcome {
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("after").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.state().await?, "connected", "state");
    ensure_eq!(lab.stream().live(), 1, "live connections");
    ensure_eq!(lab.messages().await?, [before, &["after"]].concat(), "messages");
    Ok(())
}

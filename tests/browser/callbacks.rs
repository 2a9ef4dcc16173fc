//! The page's own functions.

use sse_monitor::ConnectionState;
use sse_monitor_tests::fault_server::{Ending, Event};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, STATUS, STREAM, inline, script_element};
use crate::record::What;
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, called_with_the_state),
    scenario!(Setup::CLIENTS, a_callback_that_throws_stops_nothing),
    scenario!(Setup::CLIENTS, a_callback_that_is_missing_stops_nothing),
];

async fn called_with_the_state(lab: &mut Lab) -> Outcome {
    let mut config = lab.config();
    for (state, path) in [
        (ConnectionState::Connecting, "onConnecting"),
        (ConnectionState::Connected, "app.onConnected"),
        (ConnectionState::Error, "app.deep.onError"),
        (ConnectionState::Reconnecting, "onReconnecting"),
        (ConnectionState::Closed, "app.onClosed"),
    ] {
        config = config.callback(state, path);
    }
    let functions = "
        window.onConnecting = recorder.callback('onConnecting');
        window.onReconnecting = recorder.callback('onReconnecting');
        window.app = {
          // A method has its owner.
          name: 'app.onConnected',
          onConnected(state) { recorder.callback(this.name)(state) },
          onClosed: recorder.callback('app.onClosed'),
          deep: { onError: recorder.callback('app.deep.onError') },
        };";
    let page = lab
        .page()
        .head(&inline(functions))
        .live(&Live::new("live", STREAM).closed_by("done"))
        .body(STATUS)
        .body(&script_element(&config)?);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.stream().send(&Event::named("done", ""));
    lab.until_state("closed").await?;

    let calls: Vec<(String, String)> = lab
        .entries()
        .await?
        .into_iter()
        .filter_map(|entry| match entry.what {
            What::Callback { name, state } => Some((name, state)),
            _ => None,
        })
        .collect();
    let expected = [
        ("onConnecting", "connecting"),
        ("app.onConnected", "connected"),
        ("app.deep.onError", "error"),
        ("onReconnecting", "reconnecting"),
        ("app.onConnected", "connected"),
        ("app.onClosed", "closed"),
    ];
    ensure_eq!(calls, expected.map(|(name, state)| (name.to_owned(), state.to_owned())), "calls");
    Ok(())
}

async fn a_callback_that_throws_stops_nothing(lab: &mut Lab) -> Outcome {
    lab.errors_expected = true;
    let functions = "window.broken = (state) => {
        recorder.callback('broken')(state);
        throw new Error('on purpose');
    };";
    goes_on(lab, "broken", functions).await?;
    let entries = lab.entries().await?;
    let called = entries.iter().filter(|entry| matches!(entry.what, What::Callback { .. })).count();
    ensure!(called >= 5, "called only {called} times");
    // Its author should hear of it.
    let told = entries
        .iter()
        .any(|entry| matches!(&entry.what, What::Uncaught { text } if text.contains("on purpose")));
    ensure!(told, "the error is swallowed");
    Ok(())
}

async fn a_callback_that_is_missing_stops_nothing(lab: &mut Lab) -> Outcome {
    lab.errors_expected = true;
    goes_on(lab, "no.such.function", "").await
}

async fn goes_on(lab: &mut Lab, callback: &str, functions: &str) -> Outcome {
    let config = lab.config().callbacks(callback);
    lab.open(&lab.monitored_page(&config)?.head(&inline(functions))).await?;
    lab.until_state("connected").await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.deliver("after").await?;
    ensure_eq!(lab.messages().await?, ["after"], "messages");
    ensure_eq!(
        lab.states().await?,
        ["connecting", "connected", "error", "reconnecting", "connected"],
        "states"
    );
    ensure_eq!(
        lab.paints().await?,
        ["Connecting...", "Connected", "Reconnecting...", "Connected"],
        "paints"
    );
    Ok(())
}

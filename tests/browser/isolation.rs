//! Several SSE elements on one page, with monitors and without.

use sse_monitor_tests::fault_server::{Ending, Stream};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, STREAM, inline, item, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, two_monitors),
    scenario!(Setup::WITH_AUTO, nested_monitors),
    scenario!(Setup::HTMX, element_without_a_monitor),
    scenario!(Setup::HTMX, nested_element_without_a_monitor),
    scenario!(Setup::HTMX, monitor_in_an_element_without_one),
    scenario!(&[Setup::Dom], page_with_an_event_source_of_its_own),
    scenario!(Setup::WITH_AUTO, the_same_script_twice),
];

const OTHER: &str = "/other";

fn other(lab: &Lab) -> Stream {
    lab.server.stream(OTHER)
}

async fn until_message_in(lab: &Lab, id: &str, text: &str) -> Outcome {
    let what = format!("{text:?} is in {id}");
    lab.until(&what, async || Ok(lab.messages_in(id).await?.iter().any(|shown| shown == text)))
        .await
}

async fn two_monitors(lab: &mut Lab) -> Outcome {
    let page = lab
        .page()
        .body(&lab.live())
        .live(&Live::new("other", OTHER))
        .body(STATUS)
        .body(r#"<p id="status-other"></p>"#);
    with_two_monitors(lab, page).await
}

async fn nested_monitors(lab: &mut Lab) -> Outcome {
    let library = lab.setup.library();
    let page = lab
        .page()
        .live(&Live::new("live", STREAM).holding(Live::new("other", OTHER).html(library)))
        .body(STATUS)
        .body(r#"<p id="status-other"></p>"#);
    with_two_monitors(lab, page).await
}

/// Each of two streams drops twice while the other is left in peace.
async fn with_two_monitors(lab: &mut Lab, page: sse_monitor_tests::page::Page) -> Outcome {
    let page = page
        .body(&script_element(&lab.config())?)
        .body(&script_element(&lab.config_for("other", "status-other"))?);
    lab.server.add_stream(OTHER);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    lab.until_state_of("other", "connected").await?;

    let mut sent: [Vec<String>; 2] = Default::default();
    for round in 1..=2 {
        for (index, (stream, id)) in
            [(lab.stream(), "live"), (other(lab), "other")].into_iter().enumerate()
        {
            stream.end(Ending::Finish);
            lab.until("one more attempt", async || Ok(stream.attempts().len() == round + 1))
                .await?;
            lab.until_state_of(id, "connected").await?;
            let text = format!("{id} {round}");
            stream.send(&item(&text));
            until_message_in(lab, id, &text).await?;
            sent[index].push(text);
        }
    }
    lab.no_attempt_for(LONG_ENOUGH).await?;
    for (index, (id, status)) in
        [("live", "status"), ("other", "status-other")].into_iter().enumerate()
    {
        ensure_eq!(lab.messages_in(id).await?, sent[index], "messages in {id}");
        let outage = ["error", "reconnecting", "connected"];
        let states = [&["connecting", "connected"], &outage[..], &outage].concat();
        ensure_eq!(lab.states_of(id).await?, states, "states of {id}");
        ensure_eq!(
            lab.paints_of(status).await?.last().map(String::as_str),
            Some("Connected"),
            "{status}"
        );
    }
    ensure_eq!(lab.attempts(), 3, "requests of live");
    ensure_eq!(other(lab).attempts().len(), 3, "requests of other");
    Ok(())
}

async fn element_without_a_monitor(lab: &mut Lab) -> Outcome {
    let page = lab.page().body(&lab.live()).live(&Live::new("other", OTHER)).body(STATUS);
    beside_an_element_without(lab, page).await
}

async fn nested_element_without_a_monitor(lab: &mut Lab) -> Outcome {
    let library = lab.setup.library();
    let inner = Live::new("other", OTHER).html(library);
    let page = lab.page().live(&Live::new("live", STREAM).holding(inner)).body(STATUS);
    beside_an_element_without(lab, page).await
}

async fn monitor_in_an_element_without_one(lab: &mut Lab) -> Outcome {
    let page = lab.page().live(&Live::new("other", OTHER).holding(lab.live())).body(STATUS);
    beside_an_element_without(lab, page).await
}

async fn beside_an_element_without(lab: &mut Lab, page: sse_monitor_tests::page::Page) -> Outcome {
    let others = other(lab);
    lab.open(&page.body(&script_element(&lab.config())?)).await?;
    lab.until_state("connected").await?;
    lab.until("the other is open", async || Ok(others.live() == 1)).await?;

    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.deliver("one").await?;
    others.send(&item("other one"));
    until_message_in(lab, "other", "other one").await?;
    ensure_eq!(others.attempts().len(), 1, "requests of the other");

    // The other is left to its client, which has a retry of its own.
    others.end(Ending::Finish);
    lab.until("the other is back", async || Ok(others.attempts().len() == 2 && others.live() == 1))
        .await?;
    others.send(&item("other two"));
    until_message_in(lab, "other", "other two").await?;
    lab.deliver("two").await?;

    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(others.attempts().len(), 2, "requests of the other");
    ensure_eq!(lab.messages().await?, ["one", "two"], "messages");
    ensure_eq!(
        lab.messages_in("other").await?,
        ["other one", "other two"],
        "messages of the other"
    );
    ensure_eq!(
        lab.states().await?,
        ["connecting", "connected", "error", "reconnecting", "connected"],
        "states"
    );
    ensure_eq!(lab.states_of("other").await?, Vec::<String>::new(), "states of the other");
    Ok(())
}

async fn page_with_an_event_source_of_its_own(lab: &mut Lab) -> Outcome {
    let own = "window.own = new EventSource('/other');
               own.onmessage = (message) => document.getElementById('other').insertAdjacentHTML('beforeend', message.data);";
    let page = lab
        .page()
        .body(r#"<ul id="other"></ul>"#)
        .body(&inline(own))
        .body(&lab.live())
        .body(STATUS);
    beside_an_element_without(lab, page).await
}

async fn the_same_script_twice(lab: &mut Lab) -> Outcome {
    let script = script_element(&lab.config())?;
    lab.open(&lab.page().body(&lab.live()).body(STATUS).body(&script).body(&script)).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    // The second one replaces the first. If the first one's own `EventSource` was asking already, that is a request.
    let first = lab.attempts();
    let at_most = if lab.setup.library().is_htmx() { 1 } else { 2 };
    ensure!(first <= at_most, "{first} requests until connected");

    let states = lab.entries().await?.len();
    lab.stream().end(Ending::Finish);
    lab.until_attempts(first + 1).await?;
    lab.until_state("connected").await?;
    lab.deliver("one").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.messages().await?, ["one"], "messages");
    let seen: Vec<_> = lab
        .entries()
        .await?
        .split_off(states)
        .into_iter()
        .map(|entry| entry.what.to_string())
        .collect();
    // error, reconnecting with its delay, and connected: once each, and two paints.
    let is_change = |line: &&String| line.starts_with("live:") && line.contains("->");
    let changes = seen.iter().filter(is_change).count();
    let paints = seen.iter().filter(|line| line.starts_with("status shows")).count();
    ensure_eq!((changes, paints), (3, 2), "changes and paints of one drop in {seen:?}");
    Ok(())
}

//! Pages whose elements come and go.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Ending, Event};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, element_replaced),
    scenario!(Setup::CLIENTS, parent_replaced),
    scenario!(Setup::CLIENTS, element_replaced_during_the_backoff),
    scenario!(Setup::WITH_AUTO, element_removed_by_a_swap),
    scenario!(Setup::CLIENTS, element_removed_from_the_document),
    scenario!(Setup::CLIENTS, element_removed_from_a_silent_document),
    scenario!(Setup::CLIENTS, element_removed_during_the_backoff),
    scenario!(Setup::CLIENTS, element_removed_and_back),
    scenario!(Setup::WITH_AUTO, element_arriving_late),
    scenario!(Setup::CLIENTS, status_element_replaced),
    scenario!(&[Setup::Htmx4], message_that_cannot_be_swapped),
];

/// With room for a busy machine.
const HALF_A_MINUTE: Duration = Duration::from_secs(45);

/// The page with the element in `main`.
async fn connect_in_main(lab: &Lab, config: &sse_monitor::MonitorConfig) -> Outcome {
    let page = lab
        .page()
        .body(&format!("<main>{}</main>", lab.live()))
        .body(STATUS)
        .body(&script_element(config)?);
    lab.open(&page).await?;
    lab.until_state("connected").await
}

async fn element_replaced(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.config()).await?;
    lab.swap("#live", "outerHTML", &lab.live()).await?;
    adopted(lab).await
}

async fn parent_replaced(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.config()).await?;
    lab.swap("main", "innerHTML", &format!("<section>{}</section>", lab.live())).await?;
    adopted(lab).await
}

/// The new element is connected by a second request, and watched like the first one.
async fn adopted(lab: &Lab) -> Outcome {
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("one").await?;
    lab.no_attempt_for(Duration::from_secs(2)).await?;
    ensure_eq!(lab.attempts(), 2, "requests after the swap");

    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 3, "requests after the drop");
    ensure_eq!(lab.messages().await?, ["one", "two"], "messages");
    ensure_eq!(lab.paints().await?.last().map(String::as_str), Some("Connected"), "last paint");
    let states = lab.states().await?;
    ensure_eq!(
        states.iter().filter(|state| *state == "error").count(),
        1,
        "errors, of the drop only, in {states:?}"
    );
    Ok(())
}

async fn element_replaced_during_the_backoff(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.patient_config()).await?;
    lab.drop_for_long().await?;
    lab.swap("#live", "outerHTML", &lab.live()).await?;
    // Without htmx and without a stream, it is found by the look at half a minute.
    lab.until_within(HALF_A_MINUTE, "a second request", async || Ok(lab.attempts() == 2)).await?;
    lab.connected_by_one_more_request().await?;
    Ok(())
}

async fn element_removed_by_a_swap(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.config()).await?;
    lab.swap("main", "innerHTML", "<p>gone</p>").await?;
    closed(lab).await
}

async fn element_removed_from_the_document(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.config()).await?;
    lab.run("document.getElementById('live').remove()").await?;
    // A byte is what it is noticed by.
    lab.stream().send(&Event::comment(""));
    closed(lab).await
}

/// A look every half minute finds what nothing else tells of.
async fn element_removed_from_a_silent_document(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.config()).await?;
    lab.run("document.getElementById('live').remove()").await?;
    let gone = async || Ok(lab.state().await? == "closed");
    lab.until_within(HALF_A_MINUTE, "closed", gone).await?;
    closed(lab).await
}

async fn element_removed_during_the_backoff(lab: &mut Lab) -> Outcome {
    let config = lab.unhurried_config().reconnect_delay(Duration::from_secs(1));
    connect_in_main(lab, &config).await?;
    lab.at_state("reconnecting", "document.getElementById('live').remove()").await?;
    lab.stream().end(Ending::Finish);
    closed(lab).await
}

async fn closed(lab: &Lab) -> Outcome {
    lab.until_state("closed").await?;
    lab.until_live(0).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(
        lab.paints().await?.last().map(String::as_str),
        Some("Connection Closed"),
        "last paint"
    );
    Ok(())
}

async fn element_removed_and_back(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.config()).await?;
    lab.swap("main", "innerHTML", "<p>gone</p>").await?;
    lab.until_state("closed").await?;
    lab.until_live(0).await?;
    lab.swap("main", "innerHTML", &lab.live()).await?;
    adopted(lab).await
}

async fn element_arriving_late(lab: &mut Lab) -> Outcome {
    let page = lab.page().body("<main></main>").body(STATUS).body(&script_element(&lab.config())?);
    lab.open(&page).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    ensure_eq!(lab.state().await?, "connecting", "state before it is there");
    lab.swap("main", "innerHTML", &lab.live()).await?;
    lab.until_state("connected").await?;
    lab.deliver_around_an_outage().await?;
    ensure_eq!(lab.messages().await?, ["one", "two"], "messages");
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

async fn status_element_replaced(lab: &mut Lab) -> Outcome {
    connect_in_main(lab, &lab.config()).await?;
    let shown = async || {
        let text: String =
            lab.tab.run("return document.getElementById('status').textContent").await?;
        Ok(text == "Connected")
    };
    lab.swap("#status", "outerHTML", r#"<p id="status" class="new"></p>"#).await?;
    let new = "return document.getElementById('status')?.className === 'new'";
    lab.until("the new status element", async || Ok(lab.tab.run(new).await?)).await?;
    // The next byte is what it is noticed by.
    lab.stream().send(&Event::comment(""));
    lab.until("the new status element shows the state", shown).await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.until("it shows the state after a drop", shown).await
}

/// htmx 4 gives the stream up then, and would ask the server itself.
async fn message_that_cannot_be_swapped(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("one").await?;
    // An id that begins with a digit is no selector.
    lab.stream().send(&Event::message(r#"<i hx-swap-oob="innerHTML:#1st">x</i>"#));
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    lab.deliver("two").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests after the message");

    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    lab.until_state("connected").await?;
    lab.deliver("three").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 3, "requests after an outage");
    ensure_eq!(lab.messages().await?, ["one", "two", "three"], "messages");
    Ok(())
}

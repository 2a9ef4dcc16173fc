//! Pages whose elements come and go.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Ending, Event};
use sse_monitor_tests::page::{Library, Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, STREAM, item, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, element_replaced),
    scenario!(Setup::CLIENTS, parent_replaced),
    scenario!(Setup::CLIENTS, element_replaced_during_the_backoff),
    scenario!(Setup::WITH_AUTO, element_removed_by_a_swap),
    scenario!(Setup::CLIENTS, element_removed_from_the_document),
    scenario!(Setup::CLIENTS, element_removed_during_the_backoff),
    scenario!(Setup::CLIENTS, element_removed_and_back),
    scenario!(Setup::WITH_AUTO, element_arriving_late),
    scenario!(Setup::CLIENTS, status_element_replaced),
    scenario!(Setup::HTMX, children_listen_on_after_recoveries),
    scenario!(&[Setup::Htmx2], children_are_life),
];

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
    lab.until_state("connected").await?;
    lab.deliver("one").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.messages().await?, ["one"], "messages");
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
    closed(lab).await
}

async fn element_removed_during_the_backoff(lab: &mut Lab) -> Outcome {
    let mut config = lab.config();
    config.reconnect_delay = Some(1_000);
    connect_in_main(lab, &config).await?;
    lab.stream().end(Ending::Finish);
    lab.until_state("reconnecting").await?;
    lab.run("document.getElementById('live').remove()").await?;
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
    lab.deliver("one").await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
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
    lab.swap("#status", "outerHTML", STATUS).await?;
    lab.until("the new status element shows the state", shown).await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.until("it shows the state after a drop", shown).await
}

/// An SSE element whose children swap and trigger, and do nothing else.
fn live_with_children(library: Library) -> Live {
    let children = match library {
        Library::Htmx2 => {
            r#"<ul id="plain" sse-swap="message" hx-swap="beforeend"></ul>
               <ul id="named" sse-swap="news, more" hx-swap="beforeend"></ul>
               <ul id="triggered" hx-get="/item" hx-trigger="sse:ping" hx-swap="beforeend"></ul>"#
        }
        _ => {
            r#"<ul id="named"></ul>
               <ul id="triggered" hx-get="/item" hx-trigger="ping from:#live" hx-swap="beforeend"></ul>"#
        }
    };
    Live::new("live", STREAM).containing(children)
}

async fn children_listen_on_after_recoveries(lab: &mut Lab) -> Outcome {
    let library = lab.setup.library();
    lab.server.serve_page("/item", "<li>fetched</li>");
    let page = lab
        .page()
        .live(&live_with_children(library))
        .body(STATUS)
        .body(&script_element(&lab.config())?);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    let plain = if library == Library::Htmx2 { "plain" } else { "live" };

    for drops in 0..=2 {
        if drops > 0 {
            lab.stream().end(Ending::Finish);
            lab.until_attempts(drops + 1).await?;
            lab.until_state("connected").await?;
        }
        lab.stream().send(&item("plain"));
        lab.stream().send(&Event::named("ping", ""));
        if library == Library::Htmx2 {
            lab.stream().send(&Event::named("news", "<li>news</li>"));
            lab.stream().send(&Event::named("more", "<li>more</li>"));
        }
        let what = format!("messages after {drops} drops");
        lab.until(&what, async || {
            let enough = drops + 1;
            Ok(lab.messages_in(plain).await?.len() >= enough
                && lab.messages_in("triggered").await?.len() >= enough
                && (library != Library::Htmx2
                    || lab.messages_in("named").await?.len() >= 2 * enough))
        })
        .await?;
        // A second listener would have added its own by now.
        tokio::time::sleep(Duration::from_millis(500)).await;
        ensure_eq!(
            lab.messages_in(plain).await?,
            vec!["plain"; drops + 1],
            "messages after {drops} drops"
        );
        let fetched = lab.messages_in("triggered").await?;
        ensure_eq!(fetched, vec!["fetched"; drops + 1], "triggered requests after {drops} drops");
        if library == Library::Htmx2 {
            let named = lab.messages_in("named").await?;
            ensure_eq!(
                named,
                ["news", "more"].repeat(drops + 1),
                "named messages after {drops} drops"
            );
        }
    }
    ensure_eq!(lab.attempts(), 3, "requests");
    Ok(())
}

/// Names that only `sse-swap` and `hx-trigger` listen to are signs of life too.
async fn children_are_life(lab: &mut Lab) -> Outcome {
    let mut config = lab.config();
    config.heartbeat_timeout = Some(1_500);
    lab.server.serve_page("/item", "<li>fetched</li>");
    let page = lab
        .page()
        .live(&live_with_children(lab.setup.library()))
        .body(STATUS)
        .body(&script_element(&config)?);
    for name in ["news", "ping"] {
        lab.stream().beat(Duration::from_millis(500), Event::named(name, "<li>beat</li>"));
        lab.open(&page).await?;
        lab.until_state("connected").await?;
        lab.no_attempt_for(Duration::from_secs(5)).await?;
        let states = lab.states().await?;
        ensure!(states == ["connecting", "connected"], "states with {name}: {states:?}");
    }
    Ok(())
}

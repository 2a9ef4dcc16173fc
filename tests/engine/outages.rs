//! An outage begins at a drop and ends once the stream has proved itself; what was missed can be loaded anew then.

use serde_json::Value as Json;

use crate::page::{Case, Page, each, millis, plain, secs};

fn recoveries(page: &Page) -> Vec<Json> {
    page.json("host.recoveries").as_array().unwrap().clone()
}

/// A page whose stream has just come back, with the first delay that was told.
fn back(case: Case) -> Page {
    let page = Page::connected(case, plain);
    page.send("{ data: 'before', id: '5' }");
    page.forget();
    page.drop_stream();
    page.advance(20);
    let delay = page.delays()[0];
    page.run(&format!("host.clock.advance({delay})"));
    assert_eq!(page.state(), "connected");
    assert!(recoveries(&page).is_empty(), "a stream that is just open has proved nothing");
    page
}

#[test]
fn a_recovery_is_told_right_before_the_first_message() {
    each(|case| {
        let page = back(case);
        page.send("{ comment: 'no message' }");
        assert!(recoveries(&page).is_empty());
        page.send("{ data: 'after', id: '6' }");
        page.send("'and on'");
        assert_eq!(page.order(), ["recovered", "message:after", "message:and on"]);
        let told = recoveries(&page).remove(0);
        assert_eq!(
            (&told["on"], &told["attempts"], &told["lastEventId"]),
            (&"live".into(), &1.into(), &"5".into())
        );
        let dropped = page.changes()[0].at;
        let opened = page.last().at;
        let downtime = told["downtime"].as_f64().unwrap();
        assert!(
            (opened - dropped - 1.0..=told["at"].as_f64().unwrap() - dropped + 10.0)
                .contains(&downtime),
            "{told}"
        );
        page.advance(60_000);
        assert_eq!(recoveries(&page).len(), 1);
    });
}

#[test]
fn without_a_message_it_is_told_after_a_second_of_service() {
    each(|case| {
        let page = back(case);
        page.advance(950);
        assert!(recoveries(&page).is_empty());
        page.advance(100);
        assert_eq!(recoveries(&page).len(), 1);
        page.send("'later'");
        page.advance(10_000);
        assert_eq!(page.order(), ["recovered", "message:later"]);
    });
}

#[test]
fn it_bubbles_from_the_element() {
    each(|case| {
        let page = back(case);
        page.script("document.body.addEventListener('sse-recovered', ({ target, detail }) => host.calls.push(target.id + Object.keys(detail).sort()))");
        page.send("'after'");
        assert_eq!(page.calls(), ["liveattempts,downtime,lastEventId"]);
    });
}

#[test]
fn a_first_connection_that_succeeds_is_no_recovery() {
    each(|case| {
        let page = Page::with(case, plain);
        page.advance(50);
        page.send("'first'");
        page.advance(5000);
        assert!(recoveries(&page).is_empty());
    });
}

#[test]
fn a_first_connection_that_took_more_than_one_try_is_one() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("503");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        page.answer("open");
        page.advance(5000);
        assert_eq!(recoveries(&page).len(), 1);
        assert_eq!(recoveries(&page)[0]["attempts"], 1);
        assert_eq!(recoveries(&page)[0]["lastEventId"], "");
    });
}

#[test]
fn a_server_that_accepts_and_closes_makes_one_outage() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.answer("({ flap: 300 })");
        page.drop_stream();
        page.advance(60_000);
        let states = page.states();
        assert_eq!(states.iter().filter(|state| *state == "error").count(), 1, "{states:?}");
        assert!(recoveries(&page).is_empty());
        let told: Vec<u32> = page
            .changes()
            .iter()
            .filter(|change| change.retry_in.is_some())
            .map(|change| change.attempts)
            .collect();
        let expected: Vec<u32> = (0..).take(told.len()).collect();
        assert!(told.len() > 4 && told == expected, "the count runs on: {told:?}");
        assert_eq!(page.peak(), 1);
        page.answer("open");
        page.advance(40_000);
        assert_eq!((page.state().as_str(), recoveries(&page).len()), ("connected", 1));
    });
}

#[test]
fn a_message_proves_a_stream_that_is_closed_at_once() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.answer("((exchange) => { exchange.open(); exchange.send('x'); exchange.end(); })");
        page.drop_stream();
        page.advance(30_000);
        let states = page.states();
        let errors = states.iter().filter(|state| *state == "error").count();
        assert!(errors > 3 && errors == recoveries(&page).len() + 1, "{states:?}");
        // But it serves too short for the count to start again.
        let told: Vec<u32> = page
            .changes()
            .iter()
            .filter(|change| change.retry_in.is_some())
            .map(|change| change.attempts)
            .collect();
        assert!(told.is_sorted_by(|one, next| one < next), "{told:?}");
    });
}

#[test]
fn the_count_starts_again_only_after_five_seconds_of_service() {
    each(|case| {
        for (served, attempts) in [(4800, 1), (5200, 0)] {
            let page = back(case);
            page.advance(served - 20);
            page.forget();
            page.drop_stream();
            page.advance(10);
            let told = page.last();
            assert_eq!(
                (told.state.as_str(), told.attempts),
                ("reconnecting", attempts),
                "served {served} ms"
            );
        }
    });
}

#[test]
fn an_outage_shorter_than_the_grace_is_not_painted() {
    each(|case| {
        let page =
            Page::connected(case, |config| config.reconnect_delay(millis(400)).grace(secs(2)));
        page.drop_stream();
        page.advance(10_000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert!(page.painted().is_empty(), "{:?}", page.painted());
        assert!(page.get::<bool>("host.live().hasAttribute('data-sse-connected')"));
        assert!(!page.get::<bool>("host.live().hasAttribute('data-sse-reconnecting')"));
        assert_eq!(page.shown(), "Connected");
        // A longer one is.
        page.answer("503");
        page.drop_stream();
        page.advance(1900);
        assert!(page.painted().is_empty(), "{:?}", page.painted());
        assert!(!page.get::<bool>("host.live().hasAttribute('data-sse-reconnecting')"));
        page.advance(200);
        assert_eq!(page.painted(), ["reconnecting"]);
        assert!(page.get::<bool>("host.live().hasAttribute('data-sse-reconnecting')"));
        page.answer("open");
        page.advance(20_000);
        assert_eq!(page.painted(), ["reconnecting", "connected"]);
    });
}

#[test]
fn the_grace_is_of_the_outage_and_not_of_each_attempt() {
    each(|case| {
        let page =
            Page::connected(case, |config| config.reconnect_delay(millis(400)).grace(secs(2)));
        page.answer("({ flap: 200 })");
        page.drop_stream();
        page.advance(1900);
        assert!(page.painted().is_empty(), "{:?}", page.painted());
        page.advance(20_000);
        assert!(page.painted().contains(&"reconnecting".into()), "{:?}", page.painted());
    });
}

#[test]
fn the_end_does_not_wait_for_the_grace() {
    each(|case| {
        let close = |page: &Page| page.send("{ event: 'bye', data: 'x' }");
        let page = Page::furnished(case);
        page.set(&case.attribute("close"), "bye");
        page.monitor(case, |config| config.grace(secs(60)));
        page.run("host.page.loaded()");
        page.advance(100);
        close(&page);
        assert_eq!(page.shown(), "Connection Closed");

        let page = Page::connected(case, |config| config.grace(secs(60)).max_reconnect_attempts(1));
        page.answer("503");
        page.drop_stream();
        page.advance(10_000);
        assert_eq!(
            (page.state().as_str(), page.painted()),
            ("disconnected", vec!["disconnected".to_owned()])
        );
    });
}

#[test]
fn connecting_does_not_wait_for_the_grace() {
    each(|case| {
        let page = Page::with(case, |config| config.grace(secs(60)));
        page.advance(100);
        assert_eq!(page.painted(), ["connecting", "connected"]);
    });
}

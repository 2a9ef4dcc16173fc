//! Pauses: the page is left and comes back, or has been hidden for long. A pause is no outage.

use crate::page::{Case, Page, each, plain, secs};

fn recovered(page: &Page) -> u32 {
    page.get("host.recoveries.length")
}

/// A page that has let its connection go, and has taken it again with the last id, without an outage.
fn taken_again(case: Case, leave: &str, come_back: &str) -> Page {
    let page = Page::connected(case, plain);
    page.send("{ data: 'x', id: '7' }");
    page.forget();
    page.run(leave);
    assert_eq!(page.live(), 0);
    page.run(come_back);
    page.advance(1000);
    assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
    assert_eq!(page.get::<String>("host.server.last.lastEventId"), "7");
    assert!(page.states().is_empty(), "a pause is no outage: {:?}", page.states());
    page
}

#[test]
fn a_page_that_is_left_lets_its_connection_go_and_takes_it_again() {
    each(|case| {
        let back = "host.page.freeze(); host.clock.sleep(60000); host.page.comeBack()";
        let page = taken_again(case, "host.page.leave(true)", back);
        assert!(page.painted().is_empty());
        page.send("'after'");
        assert_eq!(
            (recovered(&page), page.order()),
            (1, vec!["recovered".into(), "message:after".into()])
        );
        page.drop_stream();
        page.advance(100);
        assert_eq!(page.painted(), ["reconnecting"]);
        assert_eq!(page.last().attempts, 0, "coming back was no attempt");
    });
}

#[test]
fn a_page_that_is_frozen_lets_its_connection_go_and_takes_it_again() {
    each(|case| {
        let back = "host.clock.sleep(60000); host.page.resume()";
        let page = taken_again(case, "host.page.hide(); host.page.freeze()", back);
        page.advance(1000);
        assert_eq!(recovered(&page), 1);
    });
}

#[test]
fn a_page_that_is_left_for_good_lets_go_of_what_is_under_way() {
    each(|case| {
        for policy in ["open", "hold"] {
            let page = Page::connected(case, plain);
            page.answer(policy);
            page.drop_stream();
            page.advance(2_500);
            assert_eq!((page.requests(), page.live()), (2, 1));
            page.run("host.page.leave()");
            assert_eq!(page.live(), 0);
        }
    });
}

#[test]
fn a_retry_that_was_pending_is_suspended_by_leaving() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_delay(secs(20)));
        page.phase(0.9);
        page.answer("503");
        page.drop_stream();
        page.advance(100);
        page.forget();
        page.run("host.page.leave(true); host.clock.sleep(600000)");
        assert_eq!(page.requests(), 1);
        page.answer("open");
        page.run("host.page.comeBack()");
        page.advance(200);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
    });
}

#[test]
fn a_first_connection_is_taken_again_too() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("hold");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        page.run("host.page.leave(true); host.clock.sleep(60000)");
        assert_eq!(page.live(), 0);
        page.answer("open");
        page.run("host.page.comeBack()");
        page.advance(200);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
        assert_eq!(page.states(), ["connecting", "connected"]);
    });
}

#[test]
fn what_has_ended_is_not_taken_again() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config.max_reconnect_attempts(1).visibility_reconnect(true)
        });
        page.script("host.live().remove()");
        page.run("host.page.leave(true); host.page.comeBack()");
        page.advance(60_000);
        assert_eq!((page.requests(), page.state().as_str()), (1, "closed"));
    });
}

#[test]
fn a_way_back_that_fails_is_an_outage() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.page.leave(true); host.clock.sleep(60000)");
        page.answer("503");
        page.run("host.page.comeBack()");
        page.advance(20_000);
        assert_eq!(page.states(), ["error", "reconnecting"]);
        page.answer("open");
        page.advance(60_000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert_eq!((recovered(&page), page.live(), page.peak()), (1, 1, 1));
    });
}

#[test]
fn without_auto_reconnect_a_page_that_comes_back_has_its_connection_again() {
    each(|case| {
        let page = Page::furnished(case);
        page.script(&crate::broken::monitor(
            &sse_monitor_core::MonitorConfig::new("live")
                .status_element_id("status")
                .client(case.config)
                .debug(case.debug)
                .auto_reconnect(false),
        ));
        page.run("host.page.loaded()");
        page.advance(100);
        page.run("host.page.leave(true); host.clock.sleep(60000); host.page.comeBack()");
        page.advance(1000);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
        page.run("host.page.freeze(); host.clock.sleep(60000); host.page.resume()");
        page.advance(1000);
        assert_eq!(page.sum(), ("connected".to_owned(), 3, 1, 1));
    });
}

fn hiding(case: Case) -> Page {
    Page::connected(case, |config| config.pause_hidden(secs(300)).heartbeat_timeout(secs(30)))
}

const BEAT: &str = "host.server.every(10000, { comment: '' })";

#[test]
fn a_page_hidden_for_long_lets_its_connection_go_until_it_is_shown() {
    each(|case| {
        let page = hiding(case);
        page.run(BEAT);
        page.send("{ data: 'x', id: '7' }");
        page.forget();
        page.run("host.page.hide()");
        page.advance(290_000);
        assert_eq!((page.live(), page.requests()), (1, 1));
        page.advance(20_000);
        assert_eq!(page.live(), 0);
        page.advance(3_600_000);
        assert_eq!((page.live(), page.requests()), (0, 1));
        assert!(page.states().is_empty() && page.painted().is_empty(), "{:?}", page.states());
        page.run("host.page.show()");
        page.advance(200);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
        assert_eq!(page.get::<String>("host.server.last.lastEventId"), "7");
        page.send("'after'");
        assert_eq!((recovered(&page), page.changes().len()), (1, 0));
    });
}

#[test]
fn a_page_that_is_shown_in_time_keeps_its_connection() {
    each(|case| {
        let page = hiding(case);
        page.run(BEAT);
        for _ in 0..3 {
            page.run("host.page.hide()");
            page.advance(200_000);
            page.run("host.page.show()");
            page.advance(1000);
        }
        page.advance(600_000);
        assert_eq!((page.live(), page.requests(), page.changes().len()), (1, 1, 0));
    });
}

#[test]
fn attempts_of_a_page_hidden_for_long_wait_until_it_is_shown() {
    each(|case| {
        let page = Page::connected(case, |config| config.pause_hidden(secs(60)));
        page.answer("503");
        page.drop_stream();
        page.run("host.page.hide()");
        page.advance(65_000);
        let before = page.requests();
        page.advance(3_600_000);
        assert_eq!(page.requests(), before);
        page.answer("open");
        page.run("host.page.show()");
        page.advance(200);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn a_script_that_runs_on_a_hidden_page_counts_from_then() {
    each(|case| {
        let page = Page::furnished(case);
        page.run("host.page.hide()");
        page.monitor(case, |config| config.pause_hidden(secs(60)));
        page.run("host.page.loaded()");
        page.advance(50_000);
        assert_eq!(page.live(), 1);
        page.advance(20_000);
        assert_eq!(page.live(), 0);
    });
}

#[test]
fn without_the_field_a_hidden_page_keeps_its_connection() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.page.hide()");
        page.advance(86_400_000);
        assert_eq!((page.live(), page.requests(), page.changes().len()), (1, 1, 0));
    });
}

#[test]
fn nothing_is_painted_while_the_page_is_being_left() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.page.leave()");
        page.run("host.server.reset()");
        page.advance(100);
        assert!(page.painted().is_empty(), "{:?}", page.painted());
        assert!(page.get::<bool>("host.live().hasAttribute('data-sse-connected')"));
        assert_eq!(
            page.get::<u32>("host.paints.filter((paint) => paint.id === 'status').length"),
            0
        );
    });
}

#[test]
fn a_page_that_ignores_visibility_takes_its_connection_again_all_the_same() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config.pause_hidden(secs(60)).visibility_reconnect(false)
        });
        page.run("host.page.hide()");
        page.advance(100_000);
        assert_eq!(page.live(), 0);
        page.run("host.page.show()");
        page.advance(200);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
    });
}

#[test]
fn an_outage_that_a_pause_interrupts_is_not_painted_during_it() {
    each(|case| {
        let page = Page::connected(case, |config| config.pause_hidden(secs(1)).grace(secs(5)));
        page.answer("503");
        page.drop_stream();
        page.run("host.page.hide()");
        page.advance(20_000);
        assert!(page.painted().is_empty(), "{:?}", page.painted());
        page.answer("open");
        page.run("host.page.show()");
        page.advance(10_000);
        assert_eq!((page.state().as_str(), page.shown().as_str()), ("connected", "Connected"));
    });
}

#[test]
fn a_page_that_is_still_hidden_is_paused_whatever_wakes_it() {
    each(|case| {
        let page = Page::connected(case, |config| config.pause_hidden(secs(60)));
        page.run("host.page.hide()");
        page.advance(61_000);
        assert_eq!(page.live(), 0);
        page.run("host.page.offline(); host.page.online(); host.page.resume()");
        page.advance(60_000);
        assert_eq!((page.live(), page.requests()), (0, 1));
        // Not by an element that arrives either.
        page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
        page.advance(60_000);
        assert_eq!((page.live(), page.requests()), (0, 1));
        page.run("host.page.show()");
        page.advance(1_000);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
    });
}

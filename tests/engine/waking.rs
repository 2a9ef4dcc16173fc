//! What holds attempts back and what starts them at once: the network, visibility, a page that wakes up.

use crate::backoff::{Policy, assert_near};
use crate::page::{Case, Page, each, plain, secs};

/// A page in a long outage: its backoff has grown, and the server would answer again.
fn waiting(case: Case) -> Page {
    let page = Page::connected(case, |config| config.reconnect_delay(secs(20)));
    page.run("host.clock.fixed = 0.9");
    page.answer("503");
    page.drop_stream();
    page.advance(100);
    assert_eq!(page.state(), "reconnecting");
    page.answer("open");
    page
}

fn exhausted(case: Case, visibility: bool) -> Page {
    let page = Page::connected(case, |config| {
        config.max_reconnect_attempts(1).visibility_reconnect(visibility)
    });
    page.answer("503");
    page.drop_stream();
    page.advance(60_000);
    assert_eq!((page.state().as_str(), page.requests()), ("disconnected", 2));
    page.answer("open");
    page
}

#[test]
fn offline_makes_attempts_rare_until_online() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_max_delay(secs(60)));
        page.answer("503");
        page.drop_stream();
        page.advance(100);
        page.run("host.page.offline()");
        page.advance(10);
        assert_eq!((page.requests(), page.state().as_str()), (1, "disconnected"));
        assert_eq!(page.painted(), ["reconnecting", "disconnected"]);
        assert_eq!(page.last().reason.as_deref(), Some("offline"));
        page.advance(3_600_000);
        assert_eq!(page.painted(), ["reconnecting", "disconnected"], "each attempt was shown");
        assert_eq!(page.states().last().unwrap(), "disconnected");
        let tried = page.requests();
        assert!((20..=61).contains(&tried), "{tried} in an hour");
        let arrivals: Vec<f64> = page.get("host.server.requests.slice(1).map(({ at }) => at)");
        assert!(arrivals.windows(2).all(|pair| pair[1] - pair[0] >= 59_999.0), "{arrivals:?}");
        page.answer("open");
        page.run("host.page.online()");
        page.advance(200);
        assert_eq!(page.sum(), ("connected".to_owned(), tried + 1, 1, 1));
    });
}

#[test]
fn offline_is_told_as_such_and_not_as_the_refusal_before() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.answer("503");
        page.drop_stream();
        page.advance(3000);
        assert_eq!(page.last().status, Some(503));
        page.run("host.page.offline()");
        page.advance(10);
        let told = page.last();
        assert_eq!((told.reason.as_deref(), told.status), (Some("offline"), None));
    });
}

#[test]
fn a_local_server_is_found_without_a_network() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.server.isLocal = true; host.page.offline()");
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        page.answer("open");
        page.advance(60_000);
        assert_eq!((page.state().as_str(), page.live()), ("connected", 1));
        assert_eq!(page.shown(), "Connected");
        // And a first connection does not ask whether there is a network.
        let page = Page::furnished(case);
        page.run("host.server.isLocal = true; host.page.offline()");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.state(), "connected");
    });
}

#[test]
fn a_failure_while_offline_is_disconnected_until_online() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.page.offline()");
        page.advance(60_000);
        assert!(page.states().is_empty(), "offline cut a living stream");
        page.send("'still here'");
        assert_eq!(page.messages(), ["message:still here"]);
        page.run("host.server.reset()");
        page.advance(10);
        assert_eq!(page.states(), ["error", "disconnected"]);
        assert_eq!(page.painted(), ["disconnected"]);
        page.run("host.page.online()");
        page.advance(200);
        assert_eq!(page.states(), ["error", "disconnected", "reconnecting", "connected"]);
        assert_eq!((page.live(), page.peak()), (1, 1));
    });
}

#[test]
fn attempts_that_offline_fails_do_not_use_up_the_maximum() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config.max_reconnect_attempts(2).reconnect_max_delay(secs(10))
        });
        page.run("host.page.offline(); host.server.reset()");
        page.advance(3_600_000);
        page.run("host.page.online()");
        page.advance(200);
        assert_eq!(page.state(), "connected");
    });
}

#[test]
fn a_visible_tab_tries_at_once() {
    each(|case| {
        let page = waiting(case);
        page.run("host.page.hide()");
        page.advance(1000);
        assert_eq!(page.requests(), 1);
        page.run("host.page.show()");
        page.advance(200);
        assert_eq!((page.requests(), page.state().as_str()), (2, "connected"));
    });
}

#[test]
fn visibility_is_ignored_when_asked_to() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config.reconnect_delay(secs(20)).visibility_reconnect(false)
        });
        page.run("host.clock.fixed = 0.9");
        page.answer("503");
        page.drop_stream();
        page.advance(100);
        page.answer("open");
        page.run("host.page.hide(); host.page.show()");
        page.advance(1000);
        assert_eq!(page.requests(), 1);
        page.advance(60_000);
        assert_eq!(page.state(), "connected");
    });
}

#[test]
fn each_sign_of_waking_ends_exhaustion() {
    each(|case| {
        let wakings = [
            "host.page.hide(); host.page.show()",
            "host.page.offline(); host.page.online()",
            "host.page.resume()",
            "host.page.reshow()",
            "host.page.leave(true); host.page.comeBack()",
        ];
        for waking in wakings {
            let page = exhausted(case, true);
            page.run(waking);
            page.advance(200);
            assert_eq!((page.requests(), page.state().as_str()), (3, "connected"), "{waking}");
        }
        let page = exhausted(case, true);
        page.script("window.sseMonitor.reconnect()");
        page.advance(200);
        assert_eq!((page.requests(), page.state().as_str()), (3, "connected"));
    });
}

#[test]
fn visibility_does_not_end_exhaustion_when_it_is_ignored() {
    each(|case| {
        let page = exhausted(case, false);
        page.run("host.page.hide(); host.page.show()");
        page.advance(60_000);
        assert_eq!((page.requests(), page.state().as_str()), (2, "disconnected"));
    });
}

#[test]
fn all_the_signs_of_one_waking_make_one_attempt() {
    each(|case| {
        let page = waiting(case);
        page.answer("503");
        page.run("host.page.comeBack(); host.page.offline(); host.page.online()");
        page.advance(1000);
        assert_eq!((page.requests(), page.peak()), (2, 1));
        page.answer("open");
        page.run("host.page.comeBack()");
        page.advance(1000);
        assert_eq!((page.requests(), page.state().as_str()), (3, "connected"));
    });
}

#[test]
fn waking_starts_the_backoff_again() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.4);
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        page.forget();
        page.run("host.page.resume()");
        page.advance(200);
        let told = page.last();
        // The attempt that was made at once has failed, and what follows is the first step of a new phase.
        assert!(told.attempts <= 1, "{told:?}");
        assert_near(told.retry_in.unwrap(), Policy::new(secs(1), None).first(0.0, 0.4));
    });
}

#[test]
fn the_end_of_loading_is_no_waking() {
    each(|case| {
        let page = Page::with(case, |config| config.reconnect_delay(secs(20)));
        page.answer("503");
        page.run("host.server.reset()");
        page.advance(200);
        assert_eq!(page.state(), "reconnecting");
        let before = page.requests();
        page.run("host.fire(window, new PageTransitionEvent('pageshow'))");
        page.advance(1000);
        assert_eq!(page.requests(), before);
    });
}

#[test]
fn a_wait_that_is_cut_short_is_told() {
    each(|case| {
        for cut in ["host.page.resume()", "window.sseMonitor.reconnect()"] {
            let page = waiting(case);
            page.forget();
            page.script(cut);
            page.advance(200);
            let told = page.changes().remove(0);
            let expected = ("reconnecting", Some("reconnecting"), 0, Some(0.0));
            let found =
                (told.state.as_str(), told.previous.as_deref(), told.attempts, told.retry_in);
            assert_eq!(found, expected, "{cut}");
        }
    });
}

#[test]
fn waking_leaves_a_healthy_connection_alone() {
    each(|case| {
        let page = Page::connected(case, plain);
        for waking in ["host.page.resume()", "host.page.offline(); host.page.online()"] {
            page.run(waking);
            page.advance(10_000);
        }
        page.script("window.sseMonitor.checkConnection()");
        page.advance(10_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
        assert_eq!(page.requests(), 1);
    });
}

#[test]
fn a_tab_that_was_hidden_is_connected_when_it_is_seen_again() {
    each(|case| {
        let page = Page::connected(case, |config| config.heartbeat_timeout(secs(3)));
        page.run("host.server.every(500, 'beat'); host.page.hide()");
        page.advance(120_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
        assert_eq!((page.requests(), page.state().as_str()), (1, "connected"));
        page.run("host.page.show()");
        page.advance(500);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        assert_eq!(page.requests(), 1);
    });
}

#[test]
fn attempts_run_on_while_the_tab_is_hidden() {
    each(|case| {
        let page = Page::connected(case, |config| config.max_reconnect_attempts(3));
        page.answer("503");
        page.drop_stream();
        page.advance(10);
        page.run("host.page.hide()");
        page.advance(120_000);
        assert_eq!((page.requests(), page.state().as_str()), (4, "disconnected"));
    });
}

#[test]
fn reconnect_replaces_a_living_connection() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script("window.sseMonitor.reconnect()");
        page.advance(200);
        assert_eq!(
            (page.state().as_str(), page.requests(), page.live(), page.peak()),
            ("connected", 2, 1, 1)
        );
    });
}

#[test]
fn leaving_the_page_paints_nothing() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.page.leave()");
        page.run("host.server.reset()");
        page.advance(100);
        assert!(page.painted().is_empty(), "{:?}", page.painted());
        assert_eq!(
            page.get::<u32>("host.paints.filter((paint) => paint.id === 'status').length"),
            0
        );
    });
}

/// A browser breaks the connections of a page that is being left, some moments before it says so: Firefox as soon as
/// another page is asked for, the others just before `pagehide`. That is a pause, no outage. If the page stays, as with a
/// download, it asks again.
#[test]
fn a_connection_broken_by_going_elsewhere_is_a_pause() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_delay(secs(60)));
        page.run("window.dispatchEvent(new Event('beforeunload'))");
        page.drop_stream();
        page.advance(1_000);
        assert_eq!((page.requests(), page.live()), (1, 0));
        page.advance(5_000);
        assert!(page.painted().is_empty(), "{:?}", page.painted());
        assert_eq!((page.states().len(), page.requests(), page.live()), (0, 2, 1));
    });
}

/// What was an outage before is shown again if the page stays.
#[test]
fn an_outage_of_a_page_that_stays_is_shown() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_delay(secs(60)));
        page.run("host.clock.fixed = 0.5");
        page.drop_stream();
        page.advance(10);
        page.run("window.dispatchEvent(new Event('beforeunload')); document.getElementById('status').remove()");
        page.script(
            "const fresh = host.element('p', { id: 'status' }); document.body.append(fresh)",
        );
        page.advance(5_000);
        assert_eq!(page.shown(), "Reconnecting...");
    });
}

/// What happens to a page while it is being left is no news for its reader, unless it stays.
#[test]
fn a_page_that_is_being_left_paints_nothing_new() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.5);
        page.drop_stream();
        page.advance(10);
        page.run("window.dispatchEvent(new Event('beforeunload'))");
        page.advance(2_500);
        assert_eq!(page.state(), "connected");
        assert_eq!(page.painted(), ["reconnecting"]);
        page.advance(1_000);
        assert_eq!(page.painted(), ["reconnecting", "connected"]);
    });
}

#[test]
fn a_wish_that_offline_delays_is_not_forgotten() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_max_delay(secs(600)));
        page.answer("503");
        for _ in 0..4 {
            page.script("window.sseMonitor.reconnect()");
            page.advance(10);
        }
        page.script("window.sseMonitor.reconnect()");
        let asked = page.requests();
        page.run("host.page.offline()");
        page.advance(1000);
        page.answer("open");
        page.run("host.page.online()");
        page.advance(10_000);
        assert_eq!((page.requests(), page.state().as_str()), (asked + 1, "connected"));
    });
}

/// The extension of htmx 2 tells of a loss, and a page may answer that as it did without a monitor.
#[test]
fn a_listener_of_htmx_may_reconnect_at_once() {
    each(|case| {
        if !case.is_htmx2() {
            return;
        }
        let page = Page::connected(case, |config| config.reconnect_delay(secs(60)));
        page.script(
            "document.addEventListener('htmx:sseError', () => window.sseMonitor.reconnect(), { client: true, once: true })",
        );
        page.drop_stream();
        page.advance(1000);
        assert_eq!((page.requests(), page.state().as_str()), (2, "connected"));
        assert_eq!(page.states(), ["reconnecting", "connected"]);
    });
}

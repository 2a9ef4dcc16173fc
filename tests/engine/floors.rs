//! What the server says about its own return: a floor below which no attempt is made.

use crate::backoff::{Policy, assert_near};
use crate::page::{LOOK, Page, each, plain, secs};

/// The delay of the first attempt that most of these tests begin with.
fn first() -> f64 {
    Policy::new(secs(1), None).first(0.0, 0.5)
}

#[test]
fn the_stream_s_own_retry_is_a_floor_for_the_outage() {
    each(|case| {
        for (text, floor) in [
            ("{ retry: 9000, data: 'x' }", 9000.0),
            ("{ text: 'retry: 9000\\n' }", 9000.0),
            ("{ text: 'retry: 7\\nretry:9000\\nretry: 1e3\\nretry: -5\\nretry\\n\\n' }", 9000.0),
            ("{ retry: 0 }", 0.0),
            // Longer than a timer can be, and longer than anybody would wait.
            ("{ retry: 3600000 }", 3_600_000.0),
            ("{ retry: 4294967296 }", 3_600_000.0),
            ("{ text: 'retry: 99999999999999999999999\\n\\n' }", 3_600_000.0),
        ] {
            let page = Page::connected(case, plain);
            page.phase(0.5);
            page.send(text);
            page.drop_stream();
            page.advance(10);
            assert_near(page.delays()[0], floor + first());
            page.run(&format!("host.clock.advance({})", (floor + first() - 100.0).max(0.0)));
            assert_eq!(page.requests(), 1, "{text}");
            page.advance(1000);
            assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1), "{text}");
        }
    });
}

#[test]
fn each_gap_is_the_floor_and_a_step() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.5);
        page.send("{ retry: 5000 }");
        page.answer("503");
        page.drop_stream();
        page.advance(120_000);
        let policy = Policy::new(secs(1), None);
        let delays = page.delays();
        assert!(delays.len() > 5);
        for (attempts, delay) in (0..).zip(delays) {
            assert_near(delay, 5000.0 + policy.delay(attempts, 0.5));
        }
    });
}

#[test]
fn a_refusal_says_when_to_come_back() {
    each(|case| {
        // The host's clock began with the year 2026.
        for (header, floor) in [
            ("7", 7000.0),
            (" 7 ", 7000.0),
            ("Thu, 01 Jan 2026 00:01:00 GMT", 60_000.0),
            ("99999999999", 3_600_000.0),
            ("Thu, 01 Jan 2099 00:00:00 GMT", 3_600_000.0),
            ("Wed, 31 Dec 2025 00:00:00 GMT", 0.0),
            ("-7", 0.0),
            ("soon", 0.0),
            ("", 0.0),
        ] {
            let page = Page::furnished(case);
            page.phase(0.5);
            page.answer(&format!("({{ status: 503, headers: {{ 'Retry-After': '{header}' }} }})"));
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(50);
            let told = page.delays()[0];
            let slack = if header.contains(':') && floor > 0.0 && floor < 3_600_000.0 {
                100.0
            } else {
                0.1
            };
            assert!((told - floor - first()).abs() < slack, "{header:?}: {told}");
        }
    });
}

#[test]
fn a_floor_of_one_refusal_is_forgotten_by_the_next() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.5);
        page.answer("({ status: 503, headers: { 'Retry-After': '30' } })");
        page.drop_stream();
        page.advance(5000);
        assert!(page.delays()[1] > 30_000.0, "{:?}", page.delays());
        page.answer("503");
        page.advance(60_000);
        assert!(page.delays()[2] < 10_000.0, "{:?}", page.delays());
    });
}

#[test]
fn only_reconnect_goes_below_a_floor() {
    each(|case| {
        for said in ["retry", "Retry-After"] {
            let page = Page::connected(case, plain);
            if said == "retry" {
                page.send("{ retry: 600000 }");
                page.answer("open");
            } else {
                page.answer("({ status: 503, headers: { 'Retry-After': '600' } })");
            }
            page.drop_stream();
            page.advance(5000);
            page.answer("open");
            let before = page.requests();
            page.run("host.page.hide(); host.page.show(); host.page.offline(); host.page.online(); host.page.resume()");
            page.script("window.sseMonitor.checkConnection()");
            page.advance(300_000);
            assert_eq!(page.requests(), before, "{said}");
            page.script("window.sseMonitor.reconnect()");
            page.advance(200);
            assert_eq!(page.sum(), ("connected".to_owned(), before + 1, 1, 1), "{said}");
        }
    });
}

#[test]
fn a_floor_may_exceed_the_longest_delay() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_max_delay(secs(5)));
        page.send("{ retry: 60000 }");
        page.drop_stream();
        page.advance(59_000);
        assert_eq!(page.requests(), 1);
        page.advance(10_000);
        assert_eq!(page.state(), "connected");
    });
}

#[test]
fn another_element_has_no_floor_yet() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.5);
        page.send("{ retry: 600000 }");
        page.drop_stream();
        page.advance(100);
        page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
        page.advance(if case.is_dom() { LOOK } else { 1000 });
        page.advance(1000);
        assert_eq!(page.state(), "connected");
        page.forget();
        page.drop_stream();
        page.advance(10);
        assert_near(page.delays()[0], first());
        page.answer("503");
        page.advance(2000);
        page.run("host.page.resume()");
        page.answer("open");
        page.advance(500);
        assert_eq!(page.state(), "connected");
    });
}

/// A pause ends the wait, but not the server's word.
#[test]
fn a_wait_that_a_pause_has_cut_is_waited_for_again() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.answer("({ status: 503, headers: { 'Retry-After': '600' } })");
        page.drop_stream();
        page.advance(5_000);
        page.answer("hold");
        page.run("sseMonitor.reconnect()");
        page.advance(100);
        assert_eq!(page.live(), 1);
        page.run("host.page.leave(true); host.page.comeBack()");
        page.advance(1_000);
        assert_eq!((page.state().as_str(), page.live()), ("reconnecting", 0));
        let requests = page.requests();
        page.answer("open");
        page.advance(580_000);
        assert_eq!(page.requests(), requests, "before the server's word");
        page.advance(30_000);
        assert_eq!((page.state().as_str(), page.requests()), ("connected", requests + 1));
    });
}

#[test]
fn online_within_a_floor_waits_for_no_more_than_its_rest() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.5);
        page.send("{ retry: 3000 }");
        page.run("host.page.offline(); host.server.reset()");
        page.advance(1_000);
        assert_eq!(page.state(), "disconnected");
        page.run("host.page.online()");
        page.advance(100);
        assert_eq!((page.state().as_str(), page.requests()), ("reconnecting", 1));
        page.advance(2_000 + 2_000);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
    });
}

/// A listener that asks in every state, within a floor, makes neither a loop nor a request.
#[test]
fn checks_within_a_floor_start_nothing() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(
            "document.addEventListener('sse:stateChanged', () => sseMonitor?.checkConnection(), { client: true })",
        );
        page.answer("({ status: 503, headers: { 'Retry-After': '60' } })");
        page.drop_stream();
        page.advance(30_000);
        assert_eq!((page.state().as_str(), page.requests()), ("reconnecting", 2));
        page.run("sseMonitor.checkConnection(); sseMonitor.checkConnection()");
        page.answer("open");
        page.advance(50_000);
        assert_eq!(page.sum(), ("connected".to_owned(), 3, 1, 1));
    });
}

/// The reader's clock may be wrong: here it is ten minutes behind.
#[test]
fn a_date_is_compared_with_the_server_s_own() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.5);
        page.answer(
            "({ status: 503, headers: { Date: 'Thu, 01 Jan 2026 00:10:00 GMT', 'Retry-After': 'Thu, 01 Jan 2026 00:10:20 GMT' } })",
        );
        page.drop_stream();
        page.advance(5_000);
        let delay = page.delays()[1];
        assert!((20_000.0..25_000.0).contains(&delay), "{delay}");
    });
}

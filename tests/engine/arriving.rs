//! Order does not matter: the script, the client, the element and the connection may come in any order.

use crate::page::{Page, each};

#[test]
fn a_script_in_the_head_waits_for_the_element() {
    each(|case| {
        let page = Page::empty(case);
        page.script("globalThis.htmxKept = window.htmx; delete globalThis.htmx"); // the script comes before htmx, too
        page.monitor(case, |_| {});
        page.advance(50);
        assert_eq!(page.state(), "connecting");
        page.script("if (htmxKept) globalThis.htmx = htmxKept; host.furnish()");
        page.run("host.page.loaded()");
        page.advance(200);
        assert_eq!((page.state().as_str(), page.requests(), page.peak()), ("connected", 1, 1));
        assert_eq!(page.shown(), "Connected");
        page.drop_stream();
        page.advance(5000);
        assert_eq!((page.state().as_str(), page.requests(), page.peak()), ("connected", 2, 1));
    });
}

#[test]
fn an_element_that_arrives_late_is_adopted() {
    each(|case| {
        let page = Page::empty(case);
        page.monitor(case, |_| {});
        page.run("host.page.loaded()");
        page.advance(600_000);
        page.run("host.page.offline(); host.page.online()");
        page.script("window.sseMonitor.reconnect(); window.sseMonitor.checkConnection()");
        page.advance(600_000);
        assert_eq!((page.requests(), page.state().as_str()), (0, "connecting"));
        page.script("host.swapAppend(document.body, host.sse('live', '/events'))");
        page.advance(1000);
        assert_eq!((page.requests(), page.state().as_str(), page.peak()), (1, "connected", 1));
    });
}

#[test]
fn a_script_that_comes_after_the_connection_takes_it_over() {
    each(|case| {
        let page = Page::furnished(case);
        page.run("host.page.loaded()");
        page.advance(10_000);
        page.monitor(case, |_| {});
        page.advance(100);
        assert_eq!((page.requests(), page.state().as_str(), page.live()), (1, "connected", 1));
        assert_eq!(page.shown(), "Connected");
        page.drop_stream();
        page.advance(5000);
        assert_eq!((page.requests(), page.state().as_str(), page.peak()), (2, "connected", 1));
        page.run("host.server.send('hello')");
        page.advance(10);
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

#[test]
fn a_script_that_comes_while_the_connection_opens_takes_it_over() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("({ slow: 1000 })");
        page.run("host.page.loaded()");
        page.advance(500);
        page.monitor(case, |_| {});
        page.advance(100);
        assert_eq!(page.states(), ["connecting"]);
        page.advance(1500);
        assert_eq!((page.requests(), page.state().as_str(), page.live()), (1, "connected", 1));
    });
}

#[test]
fn a_script_that_comes_during_the_client_s_own_retry_leaves_one_connection() {
    each(|case| {
        for waited in [100, 400, 700, 2000, 4100] {
            // Its next retry fails, or succeeds; and the page may wake up before it.
            for (meanwhile, wakes) in [("open", false), ("refuse", false), ("open", true)] {
                let page = Page::furnished(case);
                page.answer("503");
                page.run("host.page.loaded()");
                page.advance(waited);
                page.monitor(case, |_| {});
                if wakes {
                    page.run("host.page.resume()");
                }
                page.answer(meanwhile);
                page.advance(10_000);
                page.answer("open");
                page.advance(60_000);
                let found = (page.state(), page.live(), page.peak());
                let expected = ("connected".to_owned(), 1, 1);
                assert_eq!(found, expected, "after {waited} ms, {meanwhile}, {wakes}");
                page.drop_stream();
                page.advance(30_000);
                let found = (page.state(), page.live(), page.peak());
                assert_eq!(found, expected, "after {waited} ms, {meanwhile}, {wakes}");
            }
        }
    });
}

#[test]
fn a_source_that_never_opened_is_not_left_to_the_browser() {
    each(|case| {
        let page = Page::furnished(case);
        page.without_jitter();
        page.answer("503");
        page.run("host.page.loaded()");
        page.advance(100);
        page.monitor(case, |config| config.reconnect_delay = Some(20_000));
        page.answer("refuse"); // which a browser retries by itself
        page.advance(15_000);
        assert!(page.requests() <= 2, "{} requests", page.requests());
    });
}

#[test]
fn a_script_that_comes_after_a_lost_stream_leaves_one_connection() {
    each(|case| {
        let page = Page::furnished(case);
        page.run("host.page.loaded()");
        page.advance(100);
        page.answer("503");
        page.drop_stream();
        page.advance(3000);
        page.monitor(case, |_| {});
        page.answer("open");
        page.advance(60_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn a_script_that_comes_during_a_long_wait_of_the_client_ends_it() {
    each(|case| {
        if !case.is_htmx4() {
            return; // of a closed source nothing tells whether anybody waits
        }
        let page = Page::furnished(case);
        page.run("host.page.loaded()");
        page.advance(100);
        page.answer("503");
        page.drop_stream();
        page.advance(20_000);
        page.answer("open");
        page.monitor(case, |_| {});
        page.advance(200);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn an_empty_answer_to_the_client_s_own_retry_is_no_connection() {
    each(|case| {
        if !case.is_htmx4() {
            return; // an EventSource tells itself
        }
        let page = Page::furnished(case);
        page.run("host.page.loaded()");
        page.advance(100);
        page.run(
            "host.server.answer = (exchange) =>
               host.clock.add(3000, 'server', () => exchange.respond(204, 'text/plain'))",
        );
        page.drop_stream();
        page.advance(2000);
        assert_eq!((page.requests(), page.live()), (2, 1), "its retry is not under way");
        page.monitor(case, |_| {});
        page.advance(2500);
        assert_eq!(page.states(), ["connecting", "error", "reconnecting"]);
        page.run("delete host.server.answer");
        page.advance(60_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn an_element_processed_again_keeps_one_connection() {
    each(|case| {
        if case.owns_connection() {
            return;
        }
        let page = Page::connected(case, |_| {});
        for word in ["one", "two", "three"] {
            page.script(&format!(
                "host.live().setAttribute('title', '{word}'); htmx.process(host.live())"
            ));
            page.advance(1000);
        }
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        assert!(!page.states().contains(&"error".into()), "{:?}", page.states());
        page.forget();
        page.run("host.server.send('hello')");
        page.advance(10);
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

#[test]
fn other_requests_of_the_element_are_left_alone() {
    each(|case| {
        if !case.is_htmx4() {
            return;
        }
        let page = Page::connected(case, |_| {});
        page.run("host.server.answer = (exchange) => exchange.respond(500, 'text/html', 'oops')");
        page.script("htmx.ajax('GET', '/elsewhere', { source: host.live() })");
        page.advance(1000);
        assert_eq!((page.state().as_str(), page.live()), ("connected", 1));
        assert!(page.states().is_empty(), "{:?}", page.states());
    });
}

#[test]
fn a_script_that_comes_while_the_first_request_hangs_gives_it_up() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("hold");
        page.run("host.page.loaded()");
        page.advance(500);
        page.monitor(case, |config| config.connect_timeout = Some(2000));
        page.advance(8000);
        assert!(page.requests() >= 2, "the attempts never left the page");
        page.answer("open");
        page.advance(20_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn an_element_processed_again_after_its_source_was_closed_hears_messages() {
    each(|case| {
        if case.owns_connection() {
            return;
        }
        for again in [false, true] {
            let page = Page::connected(case, |config| config.max_reconnect_attempts = Some(1));
            page.answer("503");
            page.drop_stream();
            page.advance(60_000);
            assert_eq!(page.state(), "disconnected");
            if again {
                page.monitor(case, |config| config.max_reconnect_attempts = Some(1));
            }
            page.answer("open");
            page.script("host.live().setAttribute('title', 'new'); htmx.process(host.live())");
            page.advance(1000);
            assert_eq!((page.state().as_str(), page.live()), ("connected", 1), "again: {again}");
            page.forget();
            page.run("host.server.send('hello')");
            page.advance(10);
            assert_eq!(page.messages(), ["message:hello"], "again: {again}");
        }
    });
}

//! The end that is meant: the server's close event, an element that goes, and one that comes in its place.

use crate::page::{Case, LOOK, Page, each};

fn close_attribute(case: Case) -> &'static str {
    if case.is_htmx4() { "hx-sse:close" } else { "sse-close" }
}

/// A connected page whose server says goodbye with the event `bye`.
fn closable(case: Case) -> Page {
    let page = Page::furnished(case);
    page.script(&format!("host.live().setAttribute('{}', 'bye')", close_attribute(case)));
    page.monitor(case, |_| {});
    page.run("host.page.loaded()");
    page.advance(100);
    assert_eq!(page.state(), "connected");
    page.forget();
    page
}

#[test]
fn the_close_event_ends_in_closed_with_no_attempt() {
    each(|case| {
        let page = closable(case);
        page.run("host.server.send({ event: 'bye', data: 'x' })");
        page.advance(100);
        assert_eq!(page.states(), ["closed"]);
        assert_eq!((page.shown().as_str(), page.live()), ("Connection Closed", 0));
        page.run("host.server.end(); host.page.hide(); host.page.comeBack(); host.page.offline(); host.page.online()");
        page.script("window.sseMonitor.checkConnection(); window.sseMonitor.reconnect()");
        page.advance(3_600_000);
        assert_eq!((page.states(), page.requests()), (vec!["closed".to_owned()], 1));
        assert_eq!(page.timers(), 0);
    });
}

#[test]
fn the_close_event_counts_after_a_recovery_too() {
    each(|case| {
        let page = closable(case);
        page.drop_stream();
        page.advance(5000);
        page.run("host.server.send({ event: 'bye', data: 'x' })");
        page.advance(100_000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected", "closed"]);
        assert_eq!((page.requests(), page.live()), (2, 0));
    });
}

#[test]
fn an_element_that_goes_is_closed() {
    each(|case| {
        for removal in [
            "host.swapDelete(host.live())",
            "host.live().remove()",
            "host.live().parentNode.replaceChildren()",
        ] {
            let page = Page::connected(case, |_| {});
            page.script("document.body.append(host.element('main', {}, host.live()))");
            page.advance(100);
            page.forget();
            page.script(removal);
            page.advance(LOOK);
            assert_eq!(page.state(), "closed", "{removal}");
            assert_eq!(page.live(), 0, "{removal} left the connection open");
            assert_eq!(page.changes().last().unwrap().on, "#document", "{removal}");
            assert!(!page.states().contains(&"error".into()), "{removal}: {:?}", page.states());
            assert_eq!(page.shown(), "Connection Closed", "{removal}");
            let requests = page.requests();
            page.run("host.page.comeBack(); host.page.offline(); host.page.online()");
            page.script("window.sseMonitor.reconnect()");
            page.advance(600_000);
            assert_eq!((page.requests(), page.state().as_str()), (requests, "closed"), "{removal}");
        }
    });
}

#[test]
fn an_element_that_goes_during_a_backoff_ends_the_attempts() {
    each(|case| {
        for removal in ["host.swapDelete(host.live())", "host.live().remove()"] {
            let page = Page::connected(case, |_| {});
            page.answer("503");
            page.drop_stream();
            page.advance(100);
            page.script(removal);
            page.advance(600_000);
            assert_eq!((page.requests(), page.state().as_str()), (1, "closed"), "{removal}");
            assert_eq!(page.timers(), 0);
        }
    });
}

#[test]
fn an_element_that_goes_during_an_attempt_ends_it() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.answer("hold");
        page.drop_stream();
        page.advance(2000);
        assert_eq!((page.requests(), page.live()), (2, 1));
        page.script("host.live().remove()");
        page.advance(LOOK);
        assert_eq!((page.state().as_str(), page.live()), ("closed", 0));
        page.advance(600_000);
        assert_eq!(page.requests(), 2);
    });
}

#[test]
fn an_element_swapped_in_is_adopted() {
    each(|case| {
        for path in ["/events", "/other"] {
            let page = Page::connected(case, |_| {});
            page.script(&format!("host.swapOuter(host.live(), host.sse('live', '{path}'))"));
            page.advance(1000);
            assert_eq!(page.state(), "connected", "{path}");
            assert_eq!((page.requests(), page.live(), page.peak()), (2, 1, 1), "{path}");
            assert_eq!(page.get::<String>("host.server.last.path"), path);
            assert!(!page.states().contains(&"error".into()), "{:?}", page.states());
            page.forget();
            page.run("host.server.send('hello')");
            page.advance(10);
            assert_eq!(page.messages(), ["message:hello"]);
            page.drop_stream();
            page.advance(5000);
            assert_eq!(page.states(), ["error", "reconnecting", "connected"], "{path}");
            assert_eq!((page.live(), page.peak()), (1, 1), "{path}");
        }
    });
}

#[test]
fn an_element_swapped_in_during_a_backoff_is_adopted() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_delay = Some(20_000));
        page.without_jitter();
        page.answer("503");
        page.drop_stream();
        page.advance(100);
        page.answer("open");
        page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
        page.advance(1000);
        assert_eq!((page.state().as_str(), page.requests(), page.live()), ("connected", 2, 1));
        page.advance(60_000);
        assert_eq!((page.requests(), page.peak()), (2, 1));
    });
}

#[test]
fn a_parent_swapped_with_the_element_in_it_is_followed() {
    each(|case| {
        let page = Page::empty(case);
        page.script("document.body.append(host.element('main', {}, host.sse('live', '/events')), host.element('p', { id: 'status' }))");
        page.monitor(case, |_| {});
        page.run("host.page.loaded()");
        page.advance(100);
        page.script("host.swapOuter(document.querySelector('main'), host.element('main', {}, host.sse('live', '/events')))");
        page.advance(1000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        page.drop_stream();
        page.advance(5000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn an_element_that_comes_after_closed_is_adopted() {
    each(|case| {
        for farewell in ["host.live().remove()", "host.server.send({ event: 'bye', data: 'x' })"] {
            let page = closable(case);
            page.script(farewell);
            page.advance(1000);
            assert_eq!(page.state(), "closed", "{farewell}");
            page.script("host.live()?.remove(); host.swapAppend(document.body, host.sse('live', '/events'))");
            page.advance(1000);
            assert_eq!((page.state().as_str(), page.live()), ("connected", 1), "{farewell}");
            assert_eq!(
                page.states()[page.states().len() - 2..],
                ["connecting", "connected"],
                "{farewell}"
            );
            page.drop_stream();
            page.advance(5000);
            assert_eq!(
                (page.state().as_str(), page.live(), page.peak()),
                ("connected", 1, 1),
                "{farewell}"
            );
        }
    });
}

#[test]
fn a_moved_element_keeps_one_connection() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.script("document.body.append(host.element('section', {}, host.live()))");
        page.advance(20_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        page.run("host.server.send('hello')");
        page.advance(10);
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

//! Order does not matter: the script, the client, the element and the connection may come in any order.

use crate::broken::monitor;
use crate::page::{LOOK, Page, config, each, plain, secs};

#[test]
fn a_script_in_the_head_waits_for_the_element() {
    each(|case| {
        let page = Page::empty(case);
        page.script("globalThis.htmxKept = window.htmx; delete globalThis.htmx"); // the script comes before htmx, too
        page.monitor(case, plain);
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
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(600_000);
        page.run("host.page.offline(); host.page.online()");
        page.script("window.sseMonitor.reconnect(); window.sseMonitor.checkConnection()");
        page.advance(600_000);
        assert_eq!((page.requests(), page.state().as_str()), (0, "connecting"));
        page.script("host.swapAppend(document.body, host.sse('live', '/events'))");
        page.advance(if case.is_dom() { LOOK } else { 1000 });
        assert_eq!((page.requests(), page.state().as_str(), page.peak()), (1, "connected", 1));
    });
}

/// At the price of one request, if the client has a connection already.
#[test]
fn a_script_that_comes_after_the_connection_takes_it_over() {
    each(|case| {
        let page = Page::furnished(case);
        page.run("host.page.loaded()");
        page.advance(10_000);
        page.monitor(case, plain);
        page.advance(200);
        let asked = if case.is_dom() { 1 } else { 2 };
        assert_eq!(page.sum(), ("connected".to_owned(), asked, 1, 1));
        assert_eq!(page.shown(), "Connected");
        assert!(!page.states().contains(&"error".to_owned()), "{:?}", page.states());
        page.send("'first'");
        assert_eq!(page.messages(), ["message:first"]);
        assert_eq!(
            page.get::<u32>("host.recoveries.length"),
            asked - 1,
            "what was missed meanwhile is not known"
        );
        page.drop_stream();
        page.advance(5000);
        assert_eq!(page.sum(), ("connected".to_owned(), asked + 1, 1, 1));
        page.send("'second'");
        assert_eq!(page.messages(), ["message:first", "message:second"]);
    });
}

#[test]
fn a_script_that_comes_while_the_connection_opens_takes_it_over() {
    each(|case| {
        for slow in [600, 3000] {
            let page = Page::furnished(case);
            page.answer(&format!("({{ slow: {slow} }})"));
            page.run("host.page.loaded()");
            page.advance(500);
            page.monitor(case, plain);
            page.advance(50);
            assert_eq!(page.states(), ["connecting"]);
            page.advance(10_000);
            assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
            assert!(page.requests() <= 2);
            page.send("'hello'");
            assert_eq!(page.messages(), ["message:hello"]);
        }
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
                page.monitor(case, plain);
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
                page.forget();
                page.send("'hello'");
                assert_eq!(
                    page.messages(),
                    ["message:hello"],
                    "after {waited} ms, {meanwhile}, {wakes}"
                );
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
        page.phase(0.9);
        page.answer("503");
        page.run("host.page.loaded()");
        page.advance(100);
        page.monitor(case, |config| config.reconnect_delay(secs(20)));
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
        page.monitor(case, plain);
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
        page.monitor(case, plain);
        page.advance(200);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn an_element_processed_again_keeps_its_connection_and_hears_each_message_once() {
    each(|case| {
        if case.is_dom() {
            return;
        }
        let page = Page::furnished(case);
        if case.is_htmx2() {
            page.script(
                "host.live().setAttribute('sse-swap', 'own');
                 host.live().append(host.element('i', { 'sse-swap': 'inner' }), host.element('u', { 'hx-trigger': 'sse:triggered' }))",
            );
        }
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        for word in ["one", "two", "three"] {
            page.script(&format!(
                "host.live().setAttribute('title', '{word}'); htmx.process(document.body)"
            ));
            page.advance(1000);
            if case.is_htmx2() {
                page.script(&format!("host.live().children[1].setAttribute('title', '{word}'); htmx.process(document.body)"));
            }
        }
        assert_eq!(page.sum(), ("connected".to_owned(), 1, 1, 1));
        assert!(!page.states().contains(&"error".into()), "{:?}", page.states());
        page.forget();
        let events: &[&str] =
            if case.is_htmx2() { &["own", "inner", "triggered"] } else { &["any", "other"] };
        for event in events {
            // (An element that swaps its own content loses those inside.)
            page.script("host.live().fill = () => {}");
            page.send(&format!("{{ event: '{event}', data: '1' }}"));
        }
        let expected: Vec<_> = events.iter().map(|event| format!("{event}:1")).collect();
        assert_eq!(page.messages(), expected);
    });
}

#[test]
fn other_requests_of_the_element_are_left_alone() {
    each(|case| {
        if !case.is_htmx4() {
            return;
        }
        for (method, path, status) in
            [("GET", "/elsewhere", 500), ("POST", "/elsewhere", 200), ("POST", "/events", 200)]
        {
            let page = Page::connected(case, plain);
            page.run(&format!(
                "host.server.policy = {{ status: {status}, headers: 'text/html', body: 'answer' }}"
            ));
            page.script(&format!("htmx.ajax('{method}', '{path}', {{ source: host.live() }})"));
            page.advance(1000);
            assert_eq!(
                (page.state().as_str(), page.live(), page.requests()),
                ("connected", 1, 2),
                "{method} {path}"
            );
            assert!(page.states().is_empty(), "{:?}", page.states());
            assert_eq!(page.get::<String>("host.live().textContent"), "answer", "{method} {path}");
            page.send("'after'");
            assert_eq!(page.messages(), ["message:after"], "{method} {path}");
        }
    });
}

/// `hx-trigger="click"`.
#[test]
fn a_client_that_has_not_asked_yet_is_waited_for() {
    each(|case| {
        if !case.is_htmx4() {
            return;
        }
        let page = Page::furnished(case);
        page.set("hx-trigger", "click");
        page.monitor(case, |config| config.connect_timeout(secs(2)));
        page.run("host.page.loaded()");
        page.advance(600_000);
        assert_eq!((page.states(), page.requests()), (vec!["connecting".to_owned()], 0));
        page.script("host.live().dispatchEvent(new Event('click'))");
        page.advance(100);
        assert_eq!(page.sum(), ("connected".to_owned(), 1, 1, 1));
        page.send("'hello'");
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

/// It closes its stream itself while a page is hidden, and thinks of an outage when it comes back.
#[test]
fn the_pause_of_htmx_4_does_not_act_on_it() {
    each(|case| {
        let page = Page::connected(case, plain);
        for _ in 0..2 {
            page.run("host.page.hide()");
            page.advance(60_000);
            page.send("'while hidden'");
            page.run("host.page.show()");
            page.advance(1000);
        }
        assert_eq!((page.requests(), page.changes().len(), page.messages().len()), (1, 0, 2));
    });
}

#[test]
fn the_fetch_of_the_page_is_asked() {
    each(|case| {
        let page = Page::furnished(case);
        page.script("{ const real = fetch; window.fetch = (url, init) => { host.calls.push('wrapped'); return real(url, init); }; }");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        // And the one that it has at the next attempt.
        page.script("{ const real = fetch; window.fetch = (url, init) => { host.calls.push('again'); return real(url, init); }; }");
        page.drop_stream();
        page.advance(5000);
        assert_eq!(page.state(), "connected");
        assert_eq!(page.calls(), ["wrapped", "again", "wrapped"]);
    });
}

#[test]
fn a_fetch_that_was_set_for_htmx_4_is_asked() {
    each(|case| {
        if !case.is_htmx4() {
            return;
        }
        for event in ["htmx:config:request", "htmx:before:request"] {
            for earlier in [true, false] {
                let page = Page::furnished(case);
                let listen = format!(
                    "document.addEventListener('{event}', ({{ detail: {{ ctx }} }}) => {{
                       const earlier = ctx.fetch ?? fetch;
                       ctx.fetch = (url, request) => {{ host.calls.push('mine'); return earlier(url, request); }};
                     }}, {{ client: true }})"
                );
                if earlier {
                    page.script(&listen);
                }
                page.monitor(case, plain);
                if !earlier {
                    page.script(&listen);
                }
                page.run("host.page.loaded()");
                page.advance(100);
                assert_eq!(page.state(), "connected");
                assert!(!page.calls().is_empty(), "{event}, earlier {earlier}");
                assert_eq!(page.peak(), 1);
            }
        }
    });
}

/// The page's own factory is not for our element, and it is for all others.
#[test]
fn the_page_s_own_event_source_is_for_other_elements() {
    each(|case| {
        if !case.is_htmx2() {
            return;
        }
        let page = Page::furnished(case);
        page.script(
            "document.body.append(host.sse('other', '/other'));
             const real = htmx.createEventSource;
             htmx.createEventSource = (url) => { host.calls.push(typeof url + ' ' + url); return real(url); };",
        );
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.calls(), ["string /other"]);
        assert_eq!(page.get::<u32>("host.server.count('/events')"), 1);
    });
}

#[test]
fn a_script_that_comes_while_the_first_request_hangs_gives_it_up() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("hold");
        page.run("host.page.loaded()");
        page.advance(500);
        page.monitor(case, |config| config.connect_timeout(secs(2)));
        // htmx 4 gives it up itself, after a minute, and would never try again.
        page.advance(if case.is_htmx4() { 61_000 } else { 8000 });
        assert!(page.requests() >= 2, "the attempts never left the page");
        page.answer("open");
        page.advance(20_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

/// Only the monitor decides about a retry.
#[test]
fn an_element_processed_again_after_the_monitor_has_given_up_is_not_connected_by_that() {
    each(|case| {
        if case.is_dom() {
            return;
        }
        let page = Page::connected(case, |config| config.max_reconnect_attempts(1));
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        assert_eq!(page.state(), "disconnected");
        page.answer("open");
        page.script("host.live().setAttribute('title', 'new'); htmx.process(host.live())");
        page.advance(1000);
        assert_eq!((page.state().as_str(), page.live()), ("disconnected", 0));
        page.script("window.sseMonitor.reconnect()");
        page.advance(1000);
        assert_eq!((page.state().as_str(), page.live()), ("connected", 1));
        page.forget();
        page.send("'hello'");
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

/// A script that runs again is a new monitor, which knows nothing of what the one before has given up.
#[test]
fn a_script_that_runs_again_after_the_monitor_has_given_up_tries_again() {
    each(|case| {
        let page = Page::connected(case, |config| config.max_reconnect_attempts(1));
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        page.answer("open");
        page.monitor(case, |config| config.max_reconnect_attempts(1));
        page.advance(1000);
        assert_eq!((page.state().as_str(), page.live()), ("connected", 1));
        page.forget();
        page.send("'hello'");
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

/// It sets its own factory only where there is none.
#[test]
fn an_extension_that_comes_later_finds_no_factory_of_ours() {
    each(|case| {
        if !case.is_htmx2() {
            return;
        }
        let page = Page::empty(case);
        page.run("host.scene('htmx2', { extension: false })");
        page.script("host.furnish()");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(1000);
        assert_eq!(page.get::<String>("typeof htmx.createEventSource"), "undefined");
    });
}

#[test]
fn a_client_that_has_not_asked_before_the_script_is_waited_for_too() {
    each(|case| {
        if !case.is_htmx4() {
            return;
        }
        let page = Page::furnished(case);
        page.set("hx-trigger", "click");
        page.run("host.page.loaded()");
        page.advance(1000);
        page.monitor(case, plain);
        page.advance(60_000);
        assert_eq!((page.requests(), page.state().as_str()), (0, "connecting"));
        page.script("host.live().dispatchEvent(new Event('click'))");
        page.advance(100);
        assert_eq!(page.sum(), ("connected".to_owned(), 1, 1, 1));
    });
}

/// The hook is there for one call, or while the extension waits for its own retry.
#[test]
fn other_elements_have_connections_of_their_own() {
    each(|case| {
        if !case.is_htmx2() {
            return;
        }
        for late in [false, true] {
            for path in ["/events", "/other"] {
                let page = Page::furnished(case);
                if late {
                    page.answer("((exchange) => exchange.path === '/events' && host.clock.now < 400 ? exchange.respond(503) : exchange.open())");
                    page.run("host.page.loaded()");
                    page.advance(100);
                }
                page.monitor(case, plain);
                if !late {
                    page.run("host.page.loaded()");
                }
                if !late || path == "/other" {
                    page.script(&format!(
                        "host.swapAppend(document.body, host.sse('other', '{path}'))"
                    ));
                }
                page.advance(2000);
                assert_eq!(page.state(), "connected", "{late} {path}");
                if late && path == "/events" {
                    page.script("host.swapAppend(document.body, host.sse('other', '/events'))");
                    page.advance(1000);
                }
                assert_eq!(page.live(), 2, "{late} {path}");
                page.forget();
                page.send("'hello'");
                assert_eq!(page.messages(), ["message:hello", "message:hello"], "{late} {path}");
            }
        }
    });
}

/// Scripts that come together find two clients that wait for their own retries.
#[test]
fn two_take_overs_at_once_leave_the_page_its_fetch() {
    each(|case| {
        if !case.is_htmx4() {
            return;
        }
        let page = Page::furnished(case);
        page.script("document.body.append(host.sse('other', '/other')); host.fetch = window.fetch");
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.live(), 2);
        page.answer("503");
        page.drop_stream();
        page.advance(100);
        page.answer("open");
        let scripts = ["live", "other"].map(|id| monitor(&config(case).sse_element_id(id)));
        page.script(&scripts.join(";"));
        page.advance(2_000);
        assert!(page.get::<bool>("window.fetch === host.fetch"), "fetch is not the page's own");
        let states: Vec<String> = page.get("['live', 'other'].map((id) => sseMonitors[id].state)");
        assert_eq!((states, page.live(), page.peak()), (vec!["connected".into(); 2], 2, 1));
    });
}

/// The page may listen to the source that htmx tells it of, which has nothing to do with what is processed later.
#[test]
fn what_the_page_listens_to_outlasts_the_processing_of_other_elements() {
    each(|case| {
        if !case.is_htmx2() {
            return; // nobody else hands the source out
        }
        let page = Page::furnished(case);
        page.script(
            "document.addEventListener('htmx:sseOpen', ({ detail }) => detail.source.addEventListener('own', ({ data }) => host.calls.push(data)), { client: true })",
        );
        page.monitor(case, plain);
        page.script(
            "document.body.append(host.element('p', { id: 'other', 'hx-trigger': 'click' })); htmx.process(document.body)",
        );
        page.run("host.page.loaded()");
        page.advance(100);
        for change in ["one", "two"] {
            page.script(&format!(
                "document.getElementById('other').setAttribute('title', '{change}'); htmx.process(document.body)"
            ));
            page.advance(100);
        }
        page.send("{ event: 'own', data: 'x' }");
        assert_eq!(page.calls(), ["x"]);
    });
}

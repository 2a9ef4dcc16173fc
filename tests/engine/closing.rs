//! The end that is meant: the server's close event, an element that goes, and one that comes in its place.

use crate::page::{Case, LOOK, Page, each, plain, secs};

/// A connected page whose server says goodbye with the event `bye`.
fn closable(case: Case) -> Page {
    let page = Page::furnished(case);
    page.set(&case.attribute("close"), "bye");
    page.monitor(case, plain);
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
        page.send("{ event: 'bye', data: 'x' }");
        page.advance(100);
        assert_eq!(page.states(), ["closed"]);
        assert_eq!(page.last().reason.as_deref(), Some("server"));
        assert_eq!((page.shown().as_str(), page.live()), ("Connection Closed", 0));
        page.run("host.page.hide(); host.page.comeBack(); host.page.offline(); host.page.online()");
        page.script("window.sseMonitor.checkConnection(); window.sseMonitor.reconnect()");
        page.advance(3_600_000);
        assert_eq!((page.states(), page.requests()), (vec!["closed".to_owned()], 1));
    });
}

#[test]
fn the_close_event_counts_after_a_recovery_too() {
    each(|case| {
        let page = closable(case);
        page.drop_stream();
        page.advance(5000);
        page.send("{ event: 'bye', data: 'x' }");
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
            let page = Page::connected(case, plain);
            page.script("document.body.append(host.element('main', {}, host.live()))");
            page.advance(100);
            page.forget();
            page.script(removal);
            page.advance(LOOK);
            assert_eq!(page.state(), "closed", "{removal}");
            assert_eq!(page.last().reason.as_deref(), Some("removed"), "{removal}");
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
            let page = Page::connected(case, plain);
            page.answer("503");
            page.drop_stream();
            page.advance(100);
            page.script(removal);
            page.advance(600_000);
            assert_eq!((page.requests(), page.state().as_str()), (1, "closed"), "{removal}");
        }
    });
}

#[test]
fn an_element_that_goes_during_an_attempt_ends_it() {
    each(|case| {
        let page = Page::connected(case, plain);
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
            let page = Page::connected(case, plain);
            page.script(&format!("host.swapOuter(host.live(), host.sse('live', '{path}'))"));
            page.advance(if case.is_dom() { LOOK } else { 1000 });
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
        let page = Page::connected(case, |config| config.reconnect_delay(secs(20)));
        page.phase(0.9);
        page.answer("503");
        page.drop_stream();
        page.advance(100);
        page.answer("open");
        page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
        page.advance(if case.is_dom() { LOOK } else { 1000 });
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
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        page.script("host.swapOuter(document.querySelector('main'), host.element('main', {}, host.sse('live', '/events')))");
        page.advance(if case.is_dom() { LOOK } else { 1000 });
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
            page.advance(LOOK);
            assert_eq!(page.state(), "closed", "{farewell}");
            page.script("host.live()?.remove(); host.swapAppend(document.body, host.sse('live', '/events'))");
            page.advance(LOOK);
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
        let page = Page::connected(case, plain);
        page.script("document.body.append(host.element('section', {}, host.live()))");
        page.advance(20_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        page.run("host.server.send('hello')");
        page.advance(10);
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

/// What tells the monitor that its element has gone, before it looks by itself.
#[test]
fn an_element_that_has_gone_is_noticed_by_whatever_happens() {
    each(|case| {
        for sign in [
            "host.server.send({ comment: '' })",
            "host.server.send('text')",
            "host.page.resume()",
            "host.page.offline(); host.page.online()",
            "host.script('window.sseMonitor.checkConnection()')",
        ] {
            let page = Page::connected(case, plain);
            page.script("host.live().remove()");
            page.run(sign);
            page.advance(200);
            assert_eq!((page.state().as_str(), page.live()), ("closed", 0), "{sign}");
        }
    });
}

#[test]
fn a_node_that_is_taken_out_and_put_back_is_connected_again() {
    each(|case| {
        for away in [10, 5000, 120_000] {
            let page = Page::connected(case, |config| config.connect_timeout(None));
            page.script("window.node = host.live(); node.remove()");
            page.advance(away);
            page.script("document.body.append(node); window.htmx?.process(node)");
            page.advance(LOOK + 1000);
            assert_eq!(
                (page.state().as_str(), page.live(), page.peak()),
                ("connected", 1, 1),
                "after {away} ms"
            );
            page.forget();
            page.send("'hello'");
            assert_eq!(page.messages(), ["message:hello"], "after {away} ms");
        }
    });
}

#[test]
fn a_finished_stream_that_replaces_its_element_ends_it() {
    each(|case| {
        if case.is_dom() {
            return; // nobody swaps
        }
        let page = Page::furnished(case);
        page.run("host.markup.done = () => host.element('div', { id: 'live' }, 'Import finished')");
        if case.is_htmx2() {
            page.script(
                "host.live().replaceChildren(); host.live().setAttribute('sse-swap', 'message')",
            );
        }
        page.set("hx-swap", "outerHTML");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        page.run("host.server.send('done'); host.server.end()");
        page.advance(LOOK);
        assert_eq!(page.get::<String>("host.live().textContent"), "Import finished");
        assert_eq!((page.state().as_str(), page.live()), ("closed", 0));
        assert_eq!(page.last().reason.as_deref(), Some("removed"));
        page.run("host.clock.ran.length = 0");
        page.advance(600_000);
        assert_eq!((page.requests(), page.state().as_str()), (1, "closed"));
        assert!(page.get::<u32>("host.clock.fullest(1000)") < 10);
    });
}

#[test]
fn an_element_without_a_stream_is_connecting_and_one_that_has_it_no_more_is_closed() {
    each(|case| {
        let page = Page::empty(case);
        page.script("document.body.append(host.element('div', { id: 'live' }), host.element('p', { id: 'status' }))");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(120_000);
        assert_eq!((page.state().as_str(), page.requests()), ("connecting", 0));
        assert!(page.get::<u32>("host.clock.fullest(1000)") < 50);

        let page = Page::connected(case, plain);
        page.script(&format!("host.live().removeAttribute('{}')", case.attribute("connect")));
        page.advance(LOOK);
        assert_eq!((page.state().as_str(), page.live()), ("closed", 0));
        assert_eq!(page.last().reason.as_deref(), Some("removed"));
    });
}

/// A page that changes something else and processes all anew shall not have a finished stream from its beginning again.
#[test]
fn an_element_processed_again_after_the_close_event_stays_closed() {
    each(|case| {
        if case.is_dom() {
            return;
        }
        let page = closable(case);
        page.send("{ event: 'bye', data: 'x' }");
        page.advance(1000);
        page.script("host.live().setAttribute('title', 'new'); htmx.process(document.body)");
        page.advance(60_000);
        assert_eq!((page.requests(), page.state().as_str()), (1, "closed"));
        // Another stream is another story.
        page.script(&format!(
            "host.swapOuter(host.live(), host.sse('live', '/other', {{ '{}': 'bye' }}))",
            case.attribute("close")
        ));
        page.advance(1000);
        assert_eq!((page.requests(), page.state().as_str()), (2, "connected"));
    });
}

/// A morph changes the node that is there.
#[test]
fn another_address_of_the_same_element_is_another_stream() {
    each(|case| {
        if case.is_htmx4() {
            return; // hx-sse keeps the stream that it has
        }
        let page = Page::connected(case, plain);
        page.set(&case.attribute("connect"), "/other");
        page.script("window.htmx?.process(document.body)");
        page.advance(LOOK + 1000);
        assert_eq!(
            page.get::<String>("host.server.live().map(({ path }) => path).join()"),
            "/other"
        );
        assert_eq!((page.state().as_str(), page.requests()), ("connected", 2));
        assert!(!page.states().contains(&"error".to_owned()), "{:?}", page.states());
        page.forget();
        page.send("'hello'");
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

/// Whoever ends a stream of its own may have it again.
#[test]
fn a_client_that_is_done_and_asks_again_is_connected_again() {
    each(|case| {
        if !case.is_htmx2() {
            return; // nobody else hands the source out
        }
        let page = Page::furnished(case);
        page.script("document.addEventListener('htmx:sseOpen', ({ detail }) => (window.source = detail.source), { client: true })");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        page.script("source.close()");
        page.advance(10);
        assert_eq!((page.state().as_str(), page.live()), ("closed", 0));
        page.script("host.live().setAttribute('title', 'x'); htmx.process(host.live())");
        page.advance(2000);
        assert_eq!(page.states(), ["connecting", "connected", "closed", "connecting", "connected"]);
        assert_eq!((page.live(), page.peak()), (1, 1));
    });
}

#[test]
fn the_close_event_itself_reaches_the_page() {
    each(|case| {
        let page = closable(case);
        page.script(
            "for (const type of ['sse:bye', 'htmx:sseClose', 'htmx:sse:close']) {
               document.addEventListener(type, ({ detail }) => host.calls.push(detail.data ?? detail.type ?? detail.reason), {
                 client: true,
               });
             }",
        );
        page.send("{ event: 'bye', data: 'so long' }");
        page.advance(100);
        assert_eq!(page.calls(), [if case.is_dom() { "so long" } else { "message" }]);
        assert_eq!(page.states(), ["closed"]);
    });
}

/// Their names end as that of the attribute does.
#[test]
fn an_attribute_of_a_listener_names_no_event_and_no_stream() {
    each(|case| {
        let page = Page::furnished(case);
        let [connect, close] = ["connect", "close"].map(|word| case.attribute(word));
        page.script(&format!(
            "const node = host.live();
             node.removeAttribute('{connect}');
             for (const [name, value] of [
               ['hx-on::sse-connect', '/listener'], ['x-on:sse:connect', '/listener'], ['{connect}', '/events'],
               ['hx-on::sse-close', 'done()'], ['x-on:sse:close', 'done()'], ['{close}', 'bye'],
             ]) node.setAttribute(name, value);"
        ));
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.get::<String>("host.server.last.path"), "/events");
        page.send("{ event: 'bye', data: 'x' }");
        page.advance(60_000);
        assert_eq!(page.states(), ["connecting", "connected", "closed"]);
        assert_eq!(page.last().reason.as_deref(), Some("server"));
        assert_eq!(page.requests(), 1);
    });
}

#[test]
fn a_listener_of_the_close_event_may_ask_for_another_stream() {
    each(|case| {
        if !case.is_dom() {
            return; // htmx closes the stream itself
        }
        let page = closable(case);
        page.script(
            "document.addEventListener('sse:bye', () => {
               host.live().setAttribute('sse-connect', '/next');
               window.sseMonitor.checkConnection();
             }, { client: true })",
        );
        page.send("{ event: 'bye', data: 'x' }");
        page.advance(100);
        assert_eq!(page.get::<String>("host.server.last.path"), "/next");
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        page.send("'hello'");
        assert_eq!(page.messages().last().unwrap(), "message:hello");
    });
}

/// Without htmx, nothing tells of a new element. Until it is seen, its messages went to the old one.
#[test]
fn a_new_element_that_a_message_finds_is_told_of_a_gap() {
    each(|case| {
        if !case.is_dom() {
            return; // htmx tells
        }
        let page = Page::connected(case, plain);
        page.script("host.live().replaceWith(host.sse('live', '/events'))");
        page.advance(1000);
        page.send("'lost'");
        page.advance(100);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        page.send("'first'");
        assert_eq!(page.order(), ["recovered", "message:first"]);
    });
}

/// `hx-preserve` puts a placeholder there for a while, and nothing processes the element that comes back.
#[test]
fn an_element_that_is_put_back_is_seen_when_htmx_has_settled() {
    each(|case| {
        if case.is_dom() {
            return;
        }
        let page = Page::connected(case, plain);
        page.script(
            "window.kept = host.live();
             kept.replaceWith(host.element('div', { id: 'live' }));
             document.dispatchEvent(new Event('sse-monitor'));",
        );
        assert_eq!(page.live(), 0);
        page.script("host.live().replaceWith(kept)");
        let settled = if case.is_htmx2() { "htmx:afterSettle" } else { "htmx:after:settle" };
        page.script(&format!("document.dispatchEvent(new Event('{settled}'))"));
        page.advance(2000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        page.send("'hello'");
        assert_eq!(page.messages(), ["message:hello"]);
    });
}

/// hx-sse gives its stream up then, and would ask the server itself.
#[test]
fn a_message_that_cannot_be_swapped_leaves_one_connection() {
    each(|case| {
        if !case.is_htmx4() {
            return; // htmx 2 goes on
        }
        let page = Page::connected(case, plain);
        page.script(
            "document.addEventListener('htmx:sse:before:message', ({ detail }) => {
               if (detail.message.data === 'bad') detail.waitUntil(Promise.reject(new Error('mine')));
             }, { client: true })",
        );
        page.send("'one'");
        page.send("'bad'");
        page.advance(5000);
        assert_eq!(page.states(), ["connecting", "connected"]);
        assert_eq!((page.requests(), page.live(), page.peak()), (2, 1, 1));
        page.send("'two'");
        assert_eq!(page.order(), ["message:one", "recovered", "message:two"]);
        // And the monitor's it is: nobody else retries.
        page.drop_stream();
        page.advance(20_000);
        page.send("'three'");
        assert_eq!(page.messages().last().unwrap(), "message:three");
        assert_eq!((page.requests(), page.live(), page.peak()), (3, 1, 1));

        // A server that sends it each time is asked ever more rarely.
        page.run("host.server.greetings = ['bad']");
        page.drop_stream();
        page.advance(120_000);
        let requests = page.requests();
        assert!((20..40).contains(&requests), "{requests} requests");
        assert_eq!(page.peak(), 1);
    });
}

//! The last event id survives every reconnection, as that of an `EventSource` would.

use crate::page::{Case, LOOK, Page, each, plain, secs};

/// The header as the server reads it: its bytes are UTF-8.
fn carried(page: &Page) -> Option<String> {
    page.get("host.server.last.lastEventId")
}

fn reconnected(page: &Page) {
    page.drop_stream();
    page.advance(40_000);
    assert_eq!(page.state(), "connected");
}

#[test]
fn it_is_sent_once_an_id_was_received() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.send("'without an id'");
        reconnected(&page);
        assert_eq!(carried(&page), None);
        page.send("{ data: 'x', id: 'a/1 &' }");
        reconnected(&page);
        assert_eq!(carried(&page).as_deref(), Some("a/1 &"));
        // And again, though this stream has sent no id of its own.
        page.send("'no id'");
        reconnected(&page);
        assert_eq!(carried(&page).as_deref(), Some("a/1 &"));
        assert_eq!(
            page.get::<String>("host.server.last.path + new URL(host.server.last.url).search"),
            "/events"
        );
    });
}

#[test]
fn an_id_of_any_characters_is_sent_as_utf_8() {
    each(|case| {
        for id in ["é", "→", "😀 and more", "a:b", "ÿ\u{ffff}", "tab\tin"] {
            let page = Page::connected(case, plain);
            page.send(&format!("{{ data: 'x', id: {id:?} }}").replace("\\u{ffff}", "\\uffff"));
            reconnected(&page);
            assert_eq!(carried(&page).as_deref(), Some(id));
        }
    });
}

#[test]
fn it_survives_failed_attempts() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.send("{ data: 'x', id: '7' }");
        page.answer("503");
        page.drop_stream();
        page.advance(20_000);
        assert_eq!(carried(&page).as_deref(), Some("7"));
        page.answer("open");
        page.advance(60_000);
        assert_eq!(carried(&page).as_deref(), Some("7"));
    });
}

#[test]
fn an_empty_id_takes_it_back_and_one_with_a_nul_is_none() {
    each(|case| {
        for (text, expected) in [
            ("id: 7\\ndata: x\\n\\nid:\\ndata: x\\n\\n", None),
            ("id: 7\\ndata: x\\n\\nid\\n\\n", None),
            ("id: 7\\ndata: x\\n\\nid: 8\\0\\ndata: x\\n\\n", Some("7")),
            // An event that is not whole changes nothing, one without data does.
            ("id: 7\\ndata: x\\n\\nid: 8\\ndata: y\\n", Some("7")),
            ("id: 7\\ndata: x\\n\\nid: 8\\n\\n", Some("8")),
        ] {
            let page = Page::connected(case, plain);
            page.send(&format!("{{ text: '{text}' }}"));
            reconnected(&page);
            assert_eq!(carried(&page).as_deref(), expected, "{text}");
        }
    });
}

/// Another origin would ask first whether the header is allowed, and most servers say no.
#[test]
fn another_origin_is_told_by_the_parameter_alone() {
    each(|case| {
        if case.is_htmx4() {
            return; // it asks no other origin
        }
        for param in [None, Some("since")] {
            let page = Page::furnished(case);
            page.set(&case.attribute("connect"), "https://other.test/events?room=1");
            page.monitor(case, |config| config.last_event_id_param(param));
            page.run("host.page.loaded()");
            page.advance(100);
            page.send("{ data: 'x', id: 'a é&' }");
            reconnected(&page);
            assert_eq!(carried(&page), None);
            assert_eq!(page.get::<u32>("host.server.preflights"), 0);
            assert_eq!(
                page.get::<Option<String>>("host.server.last.query.since").as_deref(),
                param.map(|_| "a é&")
            );
            assert_eq!(page.get::<String>("host.server.last.query.room"), "1");
        }
    });
}

#[test]
fn with_a_parameter_it_travels_in_the_query_instead() {
    each(|case| {
        let page = Page::furnished(case);
        page.set(&case.attribute("connect"), "/events?room=1&since=old");
        page.monitor(case, |config| config.last_event_id_param("since"));
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.get::<String>("host.server.last.query.since"), "old");
        page.send("{ data: 'x', id: 'new' }");
        for _ in 0..2 {
            reconnected(&page);
            assert_eq!(carried(&page), None);
            assert_eq!(
                page.get::<String>("new URL(host.server.last.url).search"),
                "?room=1&since=new"
            );
        }
    });
}

#[test]
fn another_element_begins_without_it() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.send("{ data: 'text', id: '7' }");
        page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
        page.advance(if case.is_dom() { LOOK } else { 1000 });
        assert_eq!(carried(&page), None);
        reconnected(&page);
        assert_eq!(carried(&page), None);
    });
}

/// What the clients themselves show of it.
#[test]
fn a_message_says_the_last_id() {
    each(|case: Case| {
        let page = Page::connected(case, plain);
        let (kind, id) = match case.page.as_str() {
            "htmx2" => ("htmx:sseMessage", "detail.lastEventId"),
            "htmx4" => ("htmx:sse:after:message", "detail.message.id"),
            _ => ("sse:message", "detail.lastEventId"),
        };
        page.script(&format!("document.addEventListener('{kind}', ({{ detail }}) => host.calls.push({id}), {{ client: true }})"));
        page.send("'none'");
        page.send("{ data: 'x', id: '7' }");
        page.send("'still'");
        reconnected(&page);
        page.send("'and after'");
        assert_eq!(page.calls(), ["", "7", "7", "7"]);
    });
}

#[test]
fn another_address_begins_without_it() {
    each(|case| {
        if case.is_htmx4() {
            return; // it does not ask again when the address of an element changes
        }
        let page = Page::connected(case, |config| config.heartbeat_timeout(secs(5)));
        page.send("{ data: 'text', id: '7' }");
        page.set(&case.attribute("connect"), "/events?room=2");
        page.script("window.htmx?.process(document.body)");
        page.advance(LOOK);
        assert_eq!(page.get::<String>("new URL(host.server.last.url).search"), "?room=2");
        assert_eq!(carried(&page), None);
    });
}

#[test]
fn a_script_that_runs_again_goes_on_after_it() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.send("{ data: 'text', id: '7' }");
        page.forget();
        page.monitor(case, plain);
        page.advance(2_000);
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
        assert_eq!(carried(&page).as_deref(), Some("7"));
        assert_eq!(page.order(), ["recovered"], "something may have been missed");
        // And once more, though there was no message since.
        page.monitor(case, plain);
        page.advance(2_000);
        assert_eq!(carried(&page).as_deref(), Some("7"));
        // Another stream's id is not its own.
        page.set(&case.attribute("connect"), "/events?room=2");
        page.monitor(case, plain);
        page.script("window.htmx?.process(document.body)");
        page.advance(LOOK);
        assert_eq!(page.get::<String>("new URL(host.server.last.url).search"), "?room=2");
        assert_eq!(carried(&page), None);
    });
}

/// What the run before knew is old when the element goes and comes back.
#[test]
fn an_element_that_comes_back_begins_without_it() {
    each(|case| {
        if !case.is_dom() {
            return; // htmx sets up what is put back, which the page's own code does here
        }
        let page = Page::connected(case, plain);
        page.send("{ data: 'text', id: '7' }");
        page.monitor(case, plain);
        page.advance(2_000);
        page.send("{ data: 'text', id: '8' }");
        page.script("window.node = host.live(); node.remove()");
        page.advance(LOOK);
        page.script("document.body.append(node)");
        page.advance(LOOK);
        assert_eq!((page.state().as_str(), carried(&page)), ("connected", None));
    });
}

/// The client takes a message `slow` when the page lets it.
const SLOW: &str = "window.held = [];
    document.addEventListener('htmx:sse:before:message', ({ detail }) => {
      if (detail.message.data !== 'slow') return;
      detail.waitUntil(new Promise((resolve, reject) => held.push({ resolve, reject })));
    }, { client: true })";

/// A client that is busy has messages before it, and gives them up with one that it cannot swap.
#[test]
fn what_a_client_has_not_taken_is_asked_for_again() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = Page::connected(case, plain);
        page.script(SLOW);
        page.send("{ text: 'id: 1\\ndata: one\\n\\nid: 2\\ndata: slow\\n\\n' }");
        page.send("{ text: 'id: 3\\ndata: three\\n\\nid: 4\\ndata: four\\n\\n' }");
        page.script("held.pop().reject(new Error('mine'))");
        page.advance(5000);
        assert_eq!((page.requests(), carried(&page).as_deref()), (2, Some("2")));
    });
}

#[test]
fn a_connection_of_htmx_4_is_taken_over_with_its_id() {
    each(|case| {
        if !case.is_htmx4() {
            return; // an `EventSource` does not tell it
        }
        let page = Page::furnished(case);
        page.run("host.page.loaded()");
        page.advance(1000);
        page.send("{ data: 'text', id: '7' }");
        page.monitor(case, plain);
        page.advance(2000);
        assert_eq!((page.requests(), carried(&page).as_deref()), (2, Some("7")));
    });
}

/// Its listeners are bound anew, and the messages that it was not handed are asked for again.
#[test]
fn what_waits_for_a_client_that_is_set_up_anew_is_not_lost() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = Page::connected(case, plain);
        page.script(SLOW);
        page.send("{ text: 'id: 1\\ndata: one\\n\\nid: 2\\ndata: slow\\n\\n' }");
        page.send("{ text: 'id: 3\\ndata: three\\n\\nid: 4\\ndata: four\\n\\n' }");
        page.script("host.setUpAnew(host.live())");
        page.advance(5000);
        assert_eq!((page.requests(), carried(&page).as_deref()), (2, Some("2")));
    });
}

/// Connected, and `bye` is its close event.
fn ending_with_bye(case: Case) -> Page {
    let page = Page::furnished(case);
    page.set(&case.attribute("close"), "bye");
    page.monitor(case, plain);
    page.run("host.page.loaded()");
    page.advance(1000);
    page
}

/// Else the rest of the stream would never be asked for.
#[test]
fn a_close_event_waits_until_what_comes_before_it_is_taken() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = ending_with_bye(case);
        page.script(SLOW);
        page.send("{ text: 'id: 1\\ndata: one\\n\\nid: 2\\ndata: slow\\n\\nid: 3\\ndata: three\\n\\nid: 4\\nevent: bye\\ndata\\n\\n' }");
        page.advance(100);
        assert_eq!(page.state(), "connected");
        page.script("held.pop().reject(new Error('mine'))");
        page.advance(5000);
        assert_eq!((page.requests(), carried(&page).as_deref()), (2, Some("2")));
        page.send("{ text: 'id: 3\\ndata: three\\n\\nid: 4\\nevent: bye\\ndata\\n\\n' }");
        page.advance(100);
        assert_eq!(page.messages(), ["message:one", "message:three", "bye:"]);
        assert_eq!((page.state().as_str(), page.live()), ("closed", 0));
    });
}

#[test]
fn what_htmx_4_is_busy_with_comes_once_when_it_is_taken_over() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = Page::furnished(case);
        page.run("host.page.loaded()");
        page.advance(1000);
        page.script(SLOW);
        page.send("{ text: 'id: 5\\ndata: slow\\n\\nid: 6\\ndata: six\\n\\n' }");
        page.monitor(case, plain);
        page.advance(100);
        page.script("held.pop().resolve()");
        page.advance(5000);
        assert_eq!(page.messages(), ["message:slow", "message:six"]);
        assert_eq!((page.requests(), carried(&page).as_deref()), (2, Some("6")));
    });
}

/// It counts when the page has it: a page that is hidden while it waits asks for it again.
#[test]
fn a_close_event_that_waits_is_not_lost() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = ending_with_bye(case);
        page.script(SLOW);
        page.send("{ text: 'id: 1\\ndata: one\\n\\nid: 2\\ndata: slow\\n\\nid: 3\\nevent: bye\\ndata\\n\\n' }");
        page.advance(100);
        page.script("sseMonitor.reconnect()");
        page.advance(3000);
        assert_eq!((page.requests(), carried(&page).as_deref()), (2, Some("2")));
    });
}

/// A page that prevents a connection of htmx has not taken anything from it.
#[test]
fn a_connection_that_the_page_cancels_keeps_it() {
    each(|case| {
        if !case.is_htmx4() {
            return; // it is hx-sse's event
        }
        let page = Page::connected(case, plain);
        page.script(SLOW);
        page.send("{ text: 'id: 1\\ndata: one\\n\\nid: 2\\ndata: slow\\n\\n' }");
        page.script(
            "let count = 0;
             document.addEventListener('htmx:sse:before:connection', (event) => {
               if (++count === 2) event.preventDefault();
             }, { client: true });
             held.pop().reject(new Error('mine'))",
        );
        page.advance(5000);
        assert_eq!((page.state().as_str(), page.live()), ("connected", 1));
        assert_eq!(carried(&page).as_deref(), Some("2"));
    });
}

#[test]
fn a_204_waits_until_what_came_before_it_is_taken() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = Page::connected(case, plain);
        page.script(SLOW);
        page.send(
            "{ text: 'id: 1\\ndata: one\\n\\nid: 2\\ndata: slow\\n\\nid: 3\\ndata: three\\n\\n' }",
        );
        page.answer("204");
        page.drop_stream();
        page.advance(5000);
        assert_ne!(page.state(), "closed");
        page.answer("open");
        page.script("held.pop().reject(new Error('mine'))");
        page.advance(5000);
        assert_eq!((page.state().as_str(), carried(&page).as_deref()), ("connected", Some("2")));
    });
}

//! A page without htmx: the monitor opens the stream itself and hands every message to the page.

use crate::page::{Case, Page, each, plain};

fn alone(case: Case, scenario: impl Fn(Case)) {
    if case.is_dom() {
        scenario(case);
    }
}

#[test]
fn messages_are_dispatched_on_the_element() {
    each(|case| {
        alone(case, |case| {
            let page = Page::connected(case, plain);
            page.script(
                "document.addEventListener('sse:news', (event) =>
                   host.calls.push(event.target.id + ' ' + event.bubbles + ' ' + JSON.stringify(event.detail)))",
            );
            page.run(
                "host.server.send({ data: 'plain', id: '1' });
                 host.server.send({ event: 'news', data: 'two\\nlines' });
                 host.server.send({ event: 'a-b.c', data: '' });
                 host.server.send({ event: 'unlisted', data: 'x' });
                 host.server.send({ event: 'no data' });",
            );
            page.advance(10);
            assert_eq!(
                page.messages(),
                ["message:plain", "news:two\nlines", "a-b.c:", "unlisted:x"]
            );
            assert_eq!(page.calls(), [r#"live true {"data":"two\nlines","lastEventId":"1"}"#]);
        });
    });
}

#[test]
fn no_event_of_the_server_passes_for_one_of_the_monitor_s() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.send("{ event: 'stateChanged', data: 'forged' }");
        page.send("{ event: 'sse:stateChanged', data: 'forged' }");
        page.script("document.addEventListener('sse:connectionCountChanged', () => host.calls.push('count'), { client: true })");
        page.send("{ event: 'connectionCountChanged', data: 'forged' }");
        page.send("'after'");
        if case.is_dom() {
            assert!(page.get::<Vec<bool>>("host.trace").is_empty());
            assert!(page.calls().is_empty());
        }
        assert_eq!((page.state().as_str(), page.shown().as_str()), ("connected", "Connected"));
        assert_eq!(page.messages().last().unwrap(), "message:after");
    });
}

#[test]
fn every_spelling_of_the_address_is_understood() {
    each(|case| {
        for attribute in
            ["sse-connect", "data-sse-connect", "hx-sse:connect", "data-hx-sse:connect"]
        {
            if !understood(case, attribute) {
                continue;
            }
            let page = Page::empty(case);
            page.script(&format!(
                "const element = host.sse('live', '/x');
                 for (const name of ['sse-connect', 'hx-sse:connect']) element.removeAttribute(name);
                 element.setAttribute('{attribute}', 'feed');
                 document.body.append(element, host.element('p', {{ id: 'status' }}));"
            ));
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(100);
            assert_eq!(page.state(), "connected", "{attribute}");
            page.drop_stream();
            page.advance(5000);
            assert_eq!(
                (page.state().as_str(), page.requests(), page.peak()),
                ("connected", 2, 1),
                "{attribute}"
            );
            assert_eq!(page.get::<String>("host.server.last.path"), "/app/feed");
        }
    });
}

/// What the client itself understands.
fn understood(case: Case, attribute: &str) -> bool {
    match case.page.as_str() {
        "htmx2" => !attribute.contains("hx-"),
        "htmx4" => attribute != "data-sse-connect",
        _ => true,
    }
}

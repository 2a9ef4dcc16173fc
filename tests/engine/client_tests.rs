//! The stand-ins for the two htmx clients have to be right themselves: what the real ones do, as measured.

use crate::host::Host;
use crate::host_tests::{host, log};

fn htmx2() -> Host {
    let host = host();
    host.script(
        "document.body.append(host.element('div', { id: 'live', 'hx-ext': 'sse', 'sse-connect': '/events' },
           host.element('span', { 'sse-swap': 'message' })));
         for (const type of ['htmx:sseOpen', 'htmx:sseError', 'htmx:sseClose', 'htmx:sseMessage']) {
           document.addEventListener(type, (event) => log.push(type.slice(5) + ' ' + (event.detail.type ?? '')));
         }
         host.htmx2();",
    );
    host
}

#[test]
fn the_extension_of_htmx_2_retries_a_closed_source_ever_more_slowly() {
    let host = htmx2();
    host.run("host.server.policy = 503");
    host.advance(20_000);
    let begun: Vec<i32> = host.get("host.server.requests.map((request) => request.at)");
    assert_eq!(begun, [0, 505, 1510, 3515, 7520, 15525]);
    host.run("host.server.policy = 'open'");
    host.advance(20_000);
    host.run("host.server.send('back')");
    host.advance(10);
    assert_eq!(host.get::<String>("document.querySelector('span').textContent"), "back");
    assert_eq!(log(&host).iter().filter(|entry| *entry == "sseMessage message").count(), 1);
}

#[test]
fn the_extension_of_htmx_2_leaves_the_old_source_open() {
    let host = htmx2();
    host.script("htmx.trigger(document.getElementById('live'), 'htmx:afterProcessNode')");
    host.advance(100);
    assert_eq!(host.get::<i32>("host.server.live().length"), 2);
}

#[test]
fn a_swap_of_htmx_2_inserts_before_it_cleans_up() {
    let host = htmx2();
    host.advance(10);
    log(&host);
    host.script(
        "document.addEventListener('htmx:sseClose', () => log.push(String(document.querySelectorAll('#live').length)));
         const fresh = host.element('div', { id: 'live', 'hx-ext': 'sse', 'sse-connect': '/other' });
         host.swapOuter(document.getElementById('live'), fresh);",
    );
    assert_eq!(log(&host), ["sseClose nodeReplaced", "2"]);
    host.advance(100);
    assert_eq!(
        host.get::<String>("host.server.live().map((exchange) => exchange.path).join()"),
        "/other"
    );
}

fn htmx4(attributes: &str) -> Host {
    let host = host();
    host.script(&format!(
        "document.body.append(host.element('div', {{ id: 'live', {attributes} }}, 'before'));
         for (const type of ['htmx:before:request', 'htmx:before:response', 'htmx:finally:request', 'htmx:error',
              'htmx:sse:before:connection', 'htmx:sse:after:connection', 'htmx:sse:after:message', 'htmx:sse:error',
              'htmx:sse:close']) {{
           document.addEventListener(type, (event) => log.push(type.slice(5) + ' ' + (event.detail.reason ?? '')));
         }}
         host.htmx4();"
    ));
    host
}

#[test]
fn htmx_4_never_retries_a_failed_first_connection() {
    let host = htmx4("'hx-sse:connect': '/events'");
    host.run("host.server.policy = 503");
    host.advance(60_000);
    assert_eq!(host.get::<i32>("host.server.count()"), 1);
    assert_eq!(log(&host), ["before:request ", "before:response ", "finally:request "]);
    assert_eq!(host.get::<String>("document.getElementById('live').textContent"), "status 503");
}

#[test]
fn htmx_4_reconnects_by_itself_and_keeps_the_id() {
    let host = htmx4("'sse-connect': '/events'");
    host.advance(100);
    host.run("host.server.send({ data: 'one', id: '7' }); host.server.send({ event: 'tick' })");
    host.advance(10);
    let expected = [
        "before:request ",
        "sse:before:connection ",
        "sse:after:connection ",
        "finally:request ",
        "sse:after:message ",
        "sse:after:message ",
    ];
    assert_eq!(log(&host), expected);
    host.run("host.server.end()");
    host.advance(1000);
    assert_eq!(log(&host), ["sse:before:connection ", "sse:after:connection "]);
    assert_eq!(host.get::<String>("host.server.last.headers['Last-Event-ID']"), "7");
    assert_eq!(host.get::<i32>("host.server.live().length"), 1);
}

#[test]
fn htmx_4_pauses_while_the_page_is_hidden() {
    let host = htmx4("'hx-sse:connect': '/events'");
    host.advance(100);
    host.run("host.page.hide()");
    host.advance(10_000);
    assert_eq!(host.get::<i32>("host.server.live().length"), 0);
    host.run("host.page.show()");
    host.advance(1000);
    assert_eq!(host.get::<i32>("host.server.live().length"), 1);
}

#[test]
fn a_cancelled_reconnection_ends_the_loop_of_htmx_4() {
    let host = htmx4("'hx-sse:connect': '/events'");
    host.advance(100);
    host.script("document.addEventListener('htmx:sse:before:connection', (event) => event.preventDefault())");
    log(&host);
    host.run("host.server.end()");
    host.advance(10_000);
    assert_eq!(log(&host), ["sse:before:connection ", "sse:close ended"]);
    assert_eq!(host.get::<i32>("host.server.count()"), 1);
    host.script(
        "htmx.ajax('GET', '/events', { source: document.getElementById('live'), headers: { 'Last-Event-ID': '9' } })",
    );
    host.advance(1);
    assert_eq!(host.get::<String>("host.server.last.headers['Last-Event-ID']"), "9");
}

#[test]
fn a_second_request_of_one_element_waits_in_htmx_4() {
    let host = htmx4("'hx-sse:connect': '/events'");
    host.run("host.server.policy = 'hold'");
    host.advance(100);
    host.script("htmx.ajax('GET', '/events', { source: document.getElementById('live') })");
    host.advance(100);
    assert_eq!(host.get::<i32>("host.server.count()"), 1);
    host.run("host.server.policy = 'open'; host.server.last.reset()");
    host.advance(100);
    assert_eq!(host.get::<i32>("host.server.count() * 10 + host.server.live().length"), 21);
}

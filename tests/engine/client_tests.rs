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
    assert_eq!(host.get::<String>("host.server.last.lastEventId"), "7");
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
    assert_eq!(host.get::<String>("host.server.last.lastEventId"), "9");
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

#[test]
fn the_hook_of_htmx_2_is_called_after_the_element_was_told_to_be_processed() {
    let host = host();
    host.script(
        "document.body.append(host.element('div', { id: 'live', 'hx-ext': 'sse', 'sse-connect': '/events', 'sse-close': 'bye' },
           host.element('span', { 'sse-swap': 'message' })));
         document.addEventListener('htmx:afterProcessNode', ({ target }) => log.push('processed ' + target.tagName));
         document.addEventListener('htmx:sseOpen', () => log.push('sseOpen'));
         document.addEventListener('htmx:sseClose', ({ detail }) => log.push('sseClose ' + detail.type));
         document.addEventListener('htmx:sseError', () => log.push('sseError'));
         document.addEventListener('htmx:sseMessage', ({ detail }) => log.push('message ' + detail.data));
         host.htmx2();
         htmx.createEventSource = (url) => {
           const source = new EventTarget();
           log.push('hook ' + url);
           source.close = () => log.push('close');
           source.readyState = 0;
           return (globalThis.source = source);
         };",
    );
    // The document was complete, so htmx has processed it before the hook was there.
    assert_eq!(log(&host), ["processed BODY", "processed DIV", "processed SPAN"]);
    host.advance(100);
    log(&host);
    host.script("const live = document.getElementById('live'); live.setAttribute('title', 'x'); live.setAttribute('data-empty', ''); htmx.process(document.body)");
    assert_eq!(log(&host), ["processed DIV", "hook /events"]);
    host.script("document.getElementById('live').setAttribute('data-other', ''); htmx.process(document.body)");
    assert!(log(&host).is_empty(), "an empty attribute is no change");
    host.script("document.getElementById('live').firstChild.setAttribute('title', 'x'); htmx.process(document.body)");
    host.script("source.onopen(); source.dispatchEvent(new MessageEvent('message', { data: 'hi' })); source.onerror(new Event('error'))");
    assert_eq!(log(&host), ["processed SPAN", "sseOpen", "message hi", "sseError"]);
    host.advance(60_000);
    assert!(log(&host).is_empty(), "a source that is not closed is not retried");
    host.script("source.dispatchEvent(new MessageEvent('bye', { data: '' }))");
    assert_eq!(log(&host), ["sseClose message", "close"]);
}

#[test]
fn the_extension_of_htmx_2_hears_nothing_of_what_was_prevented() {
    let host = htmx2();
    host.script(
        "document.addEventListener('htmx:afterProcessNode', (event) => event.preventDefault());
         host.swapAppend(document.body, host.element('div', { 'hx-ext': 'sse', 'sse-connect': '/other' }))",
    );
    host.advance(100);
    assert_eq!(host.get::<u32>("host.server.count('/other')"), 0);
}

#[test]
fn a_page_without_the_extension_connects_nothing() {
    for client in ["htmx2", "htmx4"] {
        let host = host();
        host.run(&format!("host.scene('{client}', {{ extension: false }})"));
        host.script("host.furnish()");
        host.run("host.page.loaded()");
        host.advance(1000);
        assert_eq!(host.get::<u32>("host.server.count()"), 0, "{client}");
        assert_eq!(host.get::<String>("typeof htmx.createEventSource"), "undefined");
    }
}

#[test]
fn htmx_4_asks_the_fetch_of_its_context() {
    let host = htmx4("'hx-sse:connect': '/events', 'hx-sse:close': 'bye'");
    host.script(
        "document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
           const { action, method, headers, credentials, mode } = ctx.request;
           log.push([typeof ctx.fetch, action, method, headers.Accept, credentials, mode].join());
           ctx.fetch = async (url, request) => {
             log.push(url + ' ' + (request === ctx.request));
             const body = new ReadableStream({
               start(controller) {
                 globalThis.send = (text) => controller.enqueue(new TextEncoder().encode(text));
               },
               cancel() { log.push('cancel'); },
             });
             return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
           };
         })",
    );
    host.advance(100);
    let expected = [
        "before:request ",
        "function,/events,GET,text/html, text/event-stream,same-origin,same-origin",
        "/events true",
        "sse:before:connection ",
        "sse:after:connection ",
        "finally:request ",
    ];
    assert_eq!(log(&host), expected);
    assert_eq!(host.get::<u32>("host.server.count()"), 0);
    host.script(
        "send('event: tick\\nda'); send('ta: a\\ndata: b\\n\\n: c\\nid: 7\\ndata: swapped\\n\\n')",
    );
    host.advance(1);
    assert_eq!(log(&host), ["sse:after:message ", "sse:after:message "]);
    assert_eq!(host.get::<String>("document.getElementById('live').textContent"), "swapped");
    assert_eq!(host.get::<String>("document.getElementById('live')._htmx.sse.lastEventId"), "7");
    host.script("send('event: bye\\ndata: \\n\\n')");
    host.advance(1);
    assert_eq!(log(&host), ["sse:after:message ", "cancel", "sse:close message"]);
}

#[test]
fn htmx_4_waits_for_a_trigger() {
    let host = htmx4("'hx-sse:connect': '/events', 'hx-trigger': 'click'");
    host.advance(10_000);
    assert_eq!(host.get::<u32>("host.server.count()"), 0);
    host.script("document.getElementById('live').dispatchEvent(new Event('click'))");
    host.advance(100);
    assert_eq!(host.get::<u32>("host.server.streams().length"), 1);
}

#[test]
fn htmx_4_goes_where_a_refusal_sends_it() {
    for (header, visit) in
        [("'HX-Redirect': '/login'", "https://page.test/login"), ("'HX-Refresh': 'true'", "reload")]
    {
        let host = htmx4("'hx-sse:connect': '/events'");
        host.run(&format!("host.server.policy = {{ status: 401, headers: {{ {header} }} }}"));
        host.advance(1000);
        assert_eq!(host.get::<Vec<String>>("host.visits"), [visit]);
        assert_eq!(host.get::<String>("document.getElementById('live').textContent"), "before");
    }
    let host = htmx4("'hx-sse:connect': '/events'");
    host.run("host.server.policy = { status: 401, headers: { 'HX-Location': '/login' } }");
    host.advance(2);
    host.run("host.server.policy = 'html'");
    host.advance(1000);
    assert_eq!(
        host.get::<Vec<String>>("host.server.requests.map(({ path }) => path)"),
        ["/events", "/login"]
    );
    assert_eq!(host.get::<String>("document.body.textContent"), "<h1>Log in</h1>");
}

#[test]
fn a_message_may_replace_the_element_itself() {
    let attributes = "'hx-sse:connect': '/events', 'hx-swap': 'outerHTML'";
    let host = htmx4(attributes);
    host.run("host.markup.done = () => host.element('div', { id: 'live' }, 'Import finished')");
    host.advance(100);
    log(&host);
    host.run("host.server.send('done')");
    host.advance(100);
    assert_eq!(
        host.get::<String>("document.getElementById('live').textContent"),
        "Import finished"
    );
    assert_eq!(log(&host)[0], "sse:close cleanup");
    assert_eq!(host.get::<u32>("host.server.live().length"), 0);
}

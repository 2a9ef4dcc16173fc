//! The page's fetch, its streams and its bytes have to be right themselves: what the standards say.

use crate::host_tests::{host, log};
use crate::random::Random;

/// Bytes that are valid, invalid and cut off, as a string that JavaScript reads as a list.
pub(crate) fn bytes(random: &mut Random, length: u32) -> Vec<u8> {
    const PIECES: [&[u8]; 18] = [
        b"a",
        b"\xef\xbb\xbf",
        "é".as_bytes(),
        "→".as_bytes(),
        "😀".as_bytes(),
        b"\x80",
        b"\xc0\xaf",
        b"\xe0\x80",
        b"\xed\xa0\x80",
        b"\xf0\x9f",
        b"\xf5",
        b"\xff",
        b"\n",
        b"\r",
        b"\0",
        b"\xe2\x86",
        b"\xf4\x90\x80\x80",
        b"\xc3",
    ];
    (0..length).flat_map(|_| random.pick(&PIECES).to_vec()).collect()
}

#[test]
fn bytes_are_decoded_as_the_encoding_standard_says_wherever_they_are_cut() {
    let host = host();
    host.run(
        "globalThis.decoded = (chunks) => {
           const decoder = new TextDecoder();
           const parts = chunks.map((chunk) => decoder.decode(Uint8Array.from(chunk), { stream: true }));
           return parts.join('') + decoder.decode();
         }",
    );
    let random = &mut Random::new(1);
    for _ in 0..400 {
        let length = random.below(12);
        let whole = bytes(random, length);
        let mut chunks = vec![Vec::new()];
        for byte in &whole {
            if random.chance(40) {
                chunks.push(Vec::new());
            }
            chunks.last_mut().unwrap().push(*byte);
        }
        let expected = String::from_utf8_lossy(&whole);
        let expected = expected.strip_prefix('\u{feff}').unwrap_or(&expected);
        assert_eq!(host.get::<String>(&format!("decoded({chunks:?})")), expected, "{chunks:?}");
    }
}

#[test]
fn text_is_encoded_as_utf_8() {
    let host = host();
    for text in ["", "plain", "é→😀\u{0}\u{feff}"] {
        let found: Vec<u8> =
            host.get(&format!("[...new TextEncoder().encode({text:?})]").replace("\\u{0}", "\\0"));
        assert_eq!(found, text.as_bytes());
    }
    assert_eq!(
        host.get::<Vec<u8>>(r"[...new TextEncoder().encode('\ud800')]"),
        "\u{fffd}".as_bytes()
    );
}

#[test]
fn a_stream_pulls_as_much_as_is_wanted() {
    let host = host();
    host.script(
        "const stream = new ReadableStream({
           start(controller) { globalThis.controller = controller; log.push('start ' + controller.desiredSize); },
           pull() { log.push('pull'); },
           cancel(reason) { log.push('cancel ' + reason); },
         }, { highWaterMark: 2 });
         globalThis.reader = stream.getReader();
         log.push(String(stream.locked));",
    );
    assert_eq!(log(&host), ["start 2", "true", "pull"]);
    host.script("controller.enqueue('a'); controller.enqueue('b'); controller.enqueue('c'); log.push(String(controller.desiredSize))");
    assert_eq!(log(&host), ["pull", "-1"]);
    let read = "reader.read().then(({ done, value }) => log.push(value + ' ' + done + ' ' + controller.desiredSize))";
    for expected in ["a false 0", "b false 1", "c false 2"] {
        host.script(read);
        assert_eq!(
            log(&host).iter().filter(|entry| *entry != "pull").collect::<Vec<_>>(),
            [expected]
        );
    }
    host.script(&format!("{read}; {read}; controller.enqueue('d'); controller.close()"));
    assert!(host.get::<String>("log.splice(0).join()").ends_with("d false 0,undefined true 0"));
    host.script("try { controller.enqueue('late') } catch (error) { log.push(error.name) }");
    assert_eq!(log(&host), ["TypeError"]);
}

#[test]
fn a_stream_without_a_mark_is_pulled_by_reads_alone() {
    let host = host();
    host.script(
        "globalThis.reader = new ReadableStream({
           pull(controller) { log.push('pull ' + controller.desiredSize); controller.enqueue(log.length); },
         }, { highWaterMark: 0 }).getReader();",
    );
    assert!(log(&host).is_empty());
    host.script("reader.read().then(({ value }) => log.push('read ' + value))");
    assert_eq!(log(&host), ["pull 0", "read 1"]);
}

#[test]
fn a_reader_that_is_cancelled_or_released_reads_no_more() {
    let host = host();
    host.script(
        "globalThis.made = (name) => new ReadableStream({ cancel: (reason) => log.push(name + ' cancelled: ' + reason) });
         const say = (promise) => promise.then(({ done }) => log.push('done ' + done), (error) => log.push(error.name));
         const first = made('first').getReader();
         say(first.read());
         first.cancel('enough');
         say(first.read());
         const second = made('second');
         const reader = second.getReader();
         say(reader.read());
         reader.releaseLock();
         say(reader.read());
         reader.cancel().catch((error) => log.push('cancel: ' + error.name));
         log.push(String(second.locked));
         second.cancel('whole');",
    );
    let mut found = log(&host);
    found.sort();
    let expected = [
        "TypeError",
        "TypeError",
        "cancel: TypeError",
        "done true",
        "done true",
        "false",
        "first cancelled: enough",
        "second cancelled: whole",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_stream_that_fails_tells_its_reader() {
    let host = host();
    host.script(
        "for (const source of [
           { start: (controller) => setTimeout(() => controller.error(new Error('late')), 5) },
           { pull: () => Promise.reject(new Error('pull')) },
           { start: () => Promise.reject(new Error('start')) },
         ]) new ReadableStream(source).getReader().read().catch((error) => log.push(error.message));",
    );
    host.advance(10);
    let mut found = log(&host);
    found.sort();
    assert_eq!(found, ["late", "pull", "start"]);
}

#[test]
fn a_response_can_be_made_of_a_stream() {
    let host = host();
    host.script(
        "const stream = new ReadableStream({ start: (controller) => globalThis.controller = controller });
         const response = new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
         log.push([response.status, response.ok, response.redirected, response.url, response.type].join());
         log.push(response.headers.get('Content-Type'), String(response.body === stream), [...response.headers].join());
         response.text().then((text) => log.push('text ' + text));
         controller.enqueue(Uint8Array.of(0xc3)); controller.enqueue(Uint8Array.of(0xa9)); controller.close();
         for (const work of [() => new Response('x', { status: 204 }), () => new Response(null, { status: 101 })]) {
           try { work() } catch (error) { log.push(error.name) }
         }",
    );
    let expected = [
        "200,true,false,,default",
        "text/event-stream",
        "true",
        "content-type,text/event-stream",
        "TypeError",
        "RangeError",
        "text é",
    ];
    assert_eq!(log(&host), expected);
}

#[test]
fn headers_are_bytes() {
    let host = host();
    host.script(
        "const headers = new Headers({ 'X-B': ' two ', 'x-a': 'é' });
         log.push([...headers].join(';'), headers.get('x-b'));
         for (const value of ['→', 'a\\nb', '\\0']) {
           fetch('/x', { headers: { 'Last-Event-ID': value } }).catch((error) => log.push(error.name));
         }",
    );
    assert_eq!(log(&host), ["x-a,é;x-b,two", "two", "TypeError", "TypeError", "TypeError"]);
    host.advance(10);
    assert_eq!(host.get::<u32>("host.server.count()"), 0);
    host.script("fetch('/x', { headers: { 'Last-Event-ID': '\\u00e2\\u0086\\u0092' } })");
    host.advance(10);
    assert_eq!(host.get::<String>("host.server.last.lastEventId"), "→");
}

const READ: &str = "globalThis.read = async (url, init) => {
    const response = await fetch(url, init);
    log.push(response.status + ' ' + response.headers.get('content-type'));
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return log.push('end');
      log.push([...value].join(' '));
    }
  };
  globalThis.told = (error) => log.push(error.name + ' ' + error.message);";

#[test]
fn a_body_comes_in_the_chunks_that_the_network_makes() {
    let host = host();
    host.script(READ);
    host.script("read('/events').catch(told)");
    host.advance(10);
    assert_eq!(log(&host), ["200 text/event-stream"]);
    host.run("host.server.chunk = 3; host.server.send({ text: 'abcdefg' }); host.server.send({ bytes: [0xff] }); host.server.send({ comment: '' })");
    host.advance(10);
    assert_eq!(log(&host), ["97 98 99", "100 101 102", "103", "255", "58 10"]);
    host.run("host.server.end()");
    host.advance(10);
    assert_eq!(log(&host), ["end"]);
}

#[test]
fn what_a_test_sends_is_written_as_a_server_writes_it() {
    let host = host();
    for (message, written) in [
        ("'a\\nb'", "data: a\ndata: b\n\n"),
        ("{ event: 'e', id: '', retry: 5, data: '' }", "event: e\nid: \nretry: 5\ndata: \n\n"),
        ("{ event: 'e' }", "event: e\n\n"),
        ("{ comment: ' hi' }", ": hi\n"),
    ] {
        let found: String = host.get(&format!("new TextDecoder().decode(host.wire({message}))"));
        assert_eq!(found, written);
    }
}

#[test]
fn a_request_can_fail_be_aborted_and_break() {
    let host = host();
    host.script(READ);
    host.run("host.server.policy = 'refuse'");
    host.script("read('/events').catch(told)");
    host.advance(20);
    host.run("host.server.policy = 'open'");
    host.script("read('/events').catch(told)");
    host.advance(20);
    host.run("host.server.reset()");
    host.advance(20);
    assert_eq!(
        log(&host),
        ["TypeError network error", "200 text/event-stream", "TypeError network error"]
    );
    for wait in [0, 1, 20] {
        host.script("globalThis.end = new AbortController(); read('/events', { signal: end.signal }).catch(told)");
        host.advance(wait);
        host.script(
            "end.abort(new Error('mine')); read('/events', { signal: end.signal }).catch(told)",
        );
        host.advance(20);
        assert_eq!(host.get::<u32>("host.server.live().length"), 0, "{wait}");
        assert_eq!(log(&host).iter().filter(|entry| *entry == "Error mine").count(), 2, "{wait}");
    }
    host.script("const end = new AbortController(); read('/events', { signal: end.signal }).catch(told); end.abort()");
    assert_eq!(log(&host), ["AbortError The operation was aborted"]);
}

#[test]
fn a_body_that_is_cancelled_is_over_for_the_server_but_in_firefox() {
    for (browser, live) in [("chromium", 0), ("firefox", 1)] {
        let host = host();
        host.boot(1, browser);
        host.script("fetch('/events').then((response) => response.body.cancel())");
        host.advance(20);
        assert_eq!(host.get::<u32>("host.server.live().length"), live, "{browser}");
    }
}

#[test]
fn a_server_says_what_it_wants_to_say() {
    let host = host();
    let ask = "fetch('/events').then(async (r) => log.push([r.status, r.ok, r.redirected, r.url.slice(17), r.headers.get('content-type'),
       r.headers.get('retry-after'), r.body && await r.text()].join()))";
    for (policy, expected) in [
        ("503", "503,false,false,/events,text/html,,status 503"),
        ("204", "204,true,false,/events,text/html,,"),
        ("'html'", "200,true,false,/events,text/html; charset=utf-8,,<h1>Log in</h1>"),
        ("({ login: '/login' })", "200,true,true,/login,text/html,,<h1>Log in</h1>"),
        (
            "({ status: 429, headers: { 'Retry-After': '7' } })",
            "429,false,false,/events,text/html,7,status 429",
        ),
        (
            "(exchange) => exchange.respond(200, 'text/plain', 'x')",
            "200,true,false,/events,text/plain,,x",
        ),
    ] {
        host.run(&format!("host.server.policy = {policy}"));
        host.script(ask);
        host.advance(20);
        assert_eq!(log(&host), [expected]);
    }
}

#[test]
fn another_origin_asks_first_and_shows_what_it_exposes() {
    let host = host();
    host.run("host.server.policy = { status: 503, headers: { 'Retry-After': '7' } }");
    let ask = |init: &str| {
        host.script(&format!(
            "fetch('https://other.test/events', {{ {init} }}).then(
               (r) => log.push(r.type + ' ' + r.status + ' ' + r.headers.get('retry-after')), (error) => log.push(error.name))"
        ));
        host.advance(20);
        format!("{} {}", log(&host).concat(), host.get::<u32>("host.server.preflights"))
    };
    assert_eq!(ask("headers: { Accept: 'text/event-stream' }"), "cors 503 null 0");
    assert_eq!(ask("headers: { 'Last-Event-ID': '1' }"), "TypeError 1");
    assert_eq!(ask("mode: 'same-origin'"), "TypeError 1");
    host.run(
        "host.server.allowsHeaders = true;
         host.server.policy.headers['Access-Control-Expose-Headers'] = 'X, Retry-After'",
    );
    assert_eq!(ask("headers: { 'Last-Event-ID': '1' }"), "cors 503 7 2");
}

#[test]
fn a_message_of_a_channel_is_a_task() {
    let host = host();
    host.script(
        "const { port1, port2 } = new MessageChannel();
         port1.onmessage = ({ data }) => { log.push(data); queueMicrotask(() => log.push(data + ' microtask')); };
         port2.postMessage('a'); port2.postMessage('b');
         queueMicrotask(() => log.push('microtask'));
         globalThis.ports = [port1, port2];",
    );
    assert_eq!(log(&host), ["microtask"]);
    host.run("host.clock.throttle = 60000; host.page.hide()");
    host.advance(0);
    assert_eq!(log(&host), ["a", "a microtask", "b", "b microtask"]);
    host.script("ports[1].postMessage('c'); ports[0].close(); ports[1].postMessage('d')");
    host.advance(10);
    assert!(log(&host).is_empty());
}

#[test]
fn tasks_are_counted() {
    let host = host();
    host.script("for (const delay of [10, 20, 30, 2000]) setTimeout(() => {}, delay)");
    host.advance(5000);
    assert_eq!(
        host.get::<Vec<u32>>(
            "[host.clock.ran.length, host.clock.fullest(1000), host.clock.fullest(20)]"
        ),
        [4, 3, 2]
    );
}

#[test]
fn going_elsewhere_is_recorded() {
    let host = host();
    host.script("location.href = '/login'; location.reload(); location.assign('x')");
    assert_eq!(
        host.get::<Vec<String>>("host.visits"),
        ["https://page.test/login", "reload", "https://page.test/app/x"]
    );
    assert_eq!(host.get::<String>("location.href"), "https://page.test/app/");
}

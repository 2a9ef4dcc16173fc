//! The page of these tests has to be right itself: what the standards say, and browsers do, as measured.

use crate::host::Host;

pub(crate) fn log(host: &Host) -> Vec<String> {
    host.get("log.splice(0)")
}

pub(crate) fn host() -> Host {
    let host = Host::new();
    host.run("globalThis.log = []");
    host
}

#[test]
fn timers_fire_in_order_at_their_time() {
    let host = host();
    host.script(
        "setTimeout(() => log.push('b' + Date.now() % 1000), 20);
         setTimeout(() => log.push('a' + performance.now()), 10);
         setTimeout((word) => log.push(word), 20, 'c');
         const gone = setTimeout(() => log.push('never'), 15);
         clearTimeout(gone);
         setTimeout(() => log.push('overflow'), 2 ** 31);
         queueMicrotask(() => log.push('microtask'));",
    );
    assert_eq!(log(&host), ["microtask"]);
    host.advance(19);
    assert_eq!(log(&host), ["overflow", "a10"]);
    host.advance(1);
    assert_eq!(log(&host), ["b20", "c"]);
}

#[test]
fn an_interval_goes_on_until_it_is_cleared_and_does_not_make_up_for_a_sleep() {
    let host = host();
    host.script(
        "const timer = setInterval((word) => {
           log.push(word + performance.now());
           if (performance.now() > 1200) clearInterval(timer);
         }, 250, '@');",
    );
    host.advance(600);
    assert_eq!(log(&host), ["@250", "@500"]);
    host.run("host.clock.sleep(400)");
    host.advance(600);
    assert_eq!(log(&host), ["@1000", "@1250"]);
    assert_eq!(host.get::<u32>("host.census().timers"), 0);
}

#[test]
fn a_sleep_makes_timers_late_and_keeps_messages_for_after() {
    let host = host();
    host.script(
        "const source = new EventSource('/events');
         source.onmessage = (event) => log.push(event.data + '@' + performance.now());
         setTimeout(() => log.push('timer@' + performance.now()), 100);",
    );
    host.advance(50);
    host.run("host.server.every(200, 'beat'); host.clock.sleep(950)");
    assert!(log(&host).is_empty());
    host.advance(10);
    assert_eq!(log(&host), ["timer@1000", "beat@1002", "beat@1002", "beat@1002", "beat@1002"]);
}

#[test]
fn a_suspended_machine_only_moves_the_wall_clock() {
    let host = host();
    host.script("setTimeout(() => log.push(String(Date.now() - started)), 100); globalThis.started = Date.now()");
    host.run("host.clock.suspend(60000)");
    host.advance(99);
    assert!(log(&host).is_empty());
    host.advance(1);
    assert_eq!(log(&host), ["60100"]);
}

#[test]
fn a_hidden_page_is_throttled() {
    let host = host();
    host.run("host.clock.throttle = 1000; host.page.hide()");
    host.script("setTimeout(() => log.push('late@' + performance.now()), 100)");
    host.advance(999);
    assert!(log(&host).is_empty());
    host.advance(1);
    assert_eq!(log(&host), ["late@1000"]);
}

#[test]
fn random_numbers_are_seeded_and_can_be_given() {
    let host = host();
    let first: Vec<f64> = host.get("[Math.random(), Math.random()]");
    host.boot(1, "chromium");
    assert_eq!(host.get::<Vec<f64>>("[Math.random(), Math.random()]"), first);
    host.boot(2, "chromium");
    assert_ne!(host.get::<Vec<f64>>("[Math.random(), Math.random()]"), first);
    host.run("host.clock.forced = [0.25]");
    assert!((host.get::<f64>("Math.random()") - 0.25).abs() < f64::EPSILON);
}

#[test]
fn events_capture_bubble_and_stop() {
    let host = host();
    host.script(
        "const inner = host.element('b', { id: 'inner' });
         const outer = host.element('div', {}, inner);
         document.body.append(outer);
         window.addEventListener('x', () => log.push('window capture'), true);
         document.addEventListener('x', (event) => log.push('document ' + event.target.id));
         outer.addEventListener('x', (event) => { log.push('outer ' + event.detail); event.stopPropagation(); });
         inner.addEventListener('x', () => log.push('once'), { once: true });
         inner.addEventListener('x', { handleEvent: () => log.push('object') });
         log.push(String(inner.dispatchEvent(new CustomEvent('x', { bubbles: true, detail: 7 }))));
         inner.addEventListener('x', (event) => event.preventDefault());
         log.push(String(inner.dispatchEvent(new CustomEvent('x', { cancelable: true }))));",
    );
    let expected = [
        "window capture",
        "once",
        "object",
        "outer 7",
        "true",
        "window capture",
        "object",
        "false",
    ];
    assert_eq!(log(&host), expected);
}

#[test]
fn a_signal_takes_its_listeners_away() {
    let host = host();
    host.script(
        "const end = new AbortController();
         window.addEventListener('online', () => log.push('online'), { signal: end.signal });
         document.addEventListener('resume', () => log.push('resume'), { signal: end.signal });
         globalThis.end = end;",
    );
    assert_eq!(host.get::<i32>("host.census().window.length + host.census().document.length"), 2);
    host.run("host.page.online(); host.page.resume()");
    host.script("end.abort(); window.addEventListener('online', () => log.push('late'), { signal: end.signal })");
    host.run("host.page.online(); host.page.resume()");
    assert_eq!(log(&host), ["online", "resume"]);
    assert_eq!(host.get::<i32>("host.census().window.length + host.census().document.length"), 0);
}

#[test]
fn a_throwing_listener_is_reported_and_stops_nobody() {
    let host = host();
    host.script(
        "window.addEventListener('online', () => { throw new Error('mine') });
         window.addEventListener('online', () => log.push('next'));
         Promise.reject(new TypeError('dropped'));
         Promise.reject(new TypeError('caught')).catch(() => {});",
    );
    host.run("host.page.online()");
    assert_eq!(log(&host), ["next"]);
    assert_eq!(host.take_errors(), ["TypeError: dropped", "Error: mine"]);
}

#[test]
fn microtasks_run_between_the_listeners_of_the_browser_s_own_events() {
    let host = host();
    let listeners = "for (const name of ['a', 'b']) {
         window.addEventListener('online', () => {
           log.push(name);
           queueMicrotask(() => log.push(name + ' microtask'));
         });
       }";
    host.script(listeners);
    host.run("host.page.online()");
    assert_eq!(log(&host), ["a", "a microtask", "b", "b microtask"]);
    host.script("window.dispatchEvent(new Event('online'))");
    assert_eq!(log(&host), ["a", "b", "a microtask", "b microtask"]);
}

#[test]
fn selectors_find_what_they_name() {
    let host = host();
    host.script(
        r#"const child = host.element('span', { 'sse-swap': 'news' });
         const nested = host.element('p', { 'data-sse-connect': '/b', 'hx-trigger': 'click, sse:tick' });
         document.body.append(host.element('div', { id: 'a.b', 'hx-sse:connect': '/a' }, child, nested));
         const found = (selector) => document.querySelectorAll(selector).map((element) => element.tagName).join();
         log.push(found('[hx-sse\\:connect]'), found('[sse-connect],[data-sse-connect]'), found('#a\\.b [sse-swap]'));
         log.push(found('p[hx-trigger*="sse:"]'), found('[hx-trigger*="sse:none"]'), found('body > none') + '');"#,
    );
    assert_eq!(host.take_errors(), ["SyntaxError: selector not understood: >"]);
    assert_eq!(log(&host), ["DIV", "P", "SPAN"]);
    let closest: String =
        host.get("document.querySelector('p').closest('[sse-connect],[data-sse-connect]').tagName");
    assert_eq!(closest, "P");
}

#[test]
fn urls_resolve_and_take_parameters() {
    let host = host();
    host.script(
        "const url = new URL('../stream?a=1#end', 'https://page.test/app/deep/');
         url.searchParams.set('lastEventId', 'a b&c');
         log.push(url.href, url.pathname, url.origin);
         url.searchParams.set('lastEventId', '9');
         log.push(url.search, new URL('/x', 'https://page.test/app/').href, new URL('y?z', document.baseURI).href);
         try { new URL('no base') } catch (error) { log.push(error.name) }",
    );
    let expected = [
        "https://page.test/app/stream?a=1&lastEventId=a+b%26c#end",
        "/app/stream",
        "https://page.test",
        "?a=1&lastEventId=9",
        "https://page.test/x",
        "https://page.test/app/y?z",
        "TypeError",
    ];
    assert_eq!(log(&host), expected);
}

const SOURCE: &str = "const source = new EventSource('/events');
    source.onopen = () => log.push('open ' + source.readyState);
    source.onerror = () => log.push('error ' + source.readyState + ' @' + performance.now());
    source.addEventListener('message', (event) => log.push(event.data + ' #' + event.lastEventId));
    source.addEventListener('named', (event) => log.push('named ' + event.data));
    globalThis.source = source;";

#[test]
fn an_event_source_retries_by_itself_after_the_end_of_a_stream() {
    let host = host();
    host.script(SOURCE);
    host.advance(10);
    host.run("host.server.send({ data: 'one', id: '1' }); host.server.send({ event: 'named', data: '' })");
    host.run("host.server.send({ event: 'named' })"); // no data line: nothing is dispatched
    host.advance(10);
    host.run("host.server.end()");
    host.advance(3000);
    assert_eq!(log(&host), ["open 1", "one #1", "named ", "error 0 @25"]);
    assert_eq!(host.get::<i32>("host.server.count()"), 1);
    host.advance(100);
    assert_eq!(log(&host), ["open 1"]);
    assert_eq!(host.get::<String>("host.server.last.lastEventId"), "1");
    assert_eq!(host.get::<i32>("host.server.peak.get('/events')"), 1);
}

#[test]
fn an_event_source_takes_a_bad_answer_for_final() {
    for answer in ["503", "204", "'html'"] {
        let host = host();
        host.run(&format!("host.server.policy = {answer}"));
        host.script(SOURCE);
        host.advance(60_000);
        assert_eq!(log(&host), ["error 2 @5"], "{answer}");
        assert_eq!(host.get::<i32>("host.server.count()"), 1, "{answer}");
    }
}

#[test]
fn a_refused_connection_is_final_in_firefox_alone() {
    for (browser, expected) in [("chromium", 4), ("firefox", 1)] {
        let host = host();
        host.boot(1, browser);
        host.run("globalThis.log = []; host.server.policy = 'refuse'");
        host.script(SOURCE);
        host.advance(10_000);
        assert_eq!(host.get::<i32>("host.server.count()"), expected, "{browser}");
    }
}

#[test]
fn a_closed_event_source_is_silent() {
    let host = host();
    host.script(SOURCE);
    host.advance(10);
    host.run("host.server.send('late'); host.server.end()");
    host.script("source.close()");
    host.advance(10_000);
    assert_eq!(log(&host), ["open 1"]);
    assert_eq!(
        host.get::<i32>("source.readyState + host.server.live().length + host.server.count()"),
        3
    );
}

#[test]
fn the_state_of_an_event_source_can_be_shadowed() {
    let host = host();
    host.script(SOURCE);
    host.script(
        "source.close();
         Object.defineProperty(source, 'readyState', { value: 0, configurable: true });
         log.push(String(source.readyState));
         delete source.readyState;
         log.push(String(source.readyState));",
    );
    assert_eq!(log(&host), ["0", "2"]);
}

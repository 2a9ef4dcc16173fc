//! A flood does not freeze the page, and a page that is busy loses nothing.

use std::time::Duration;

use crate::page::{Page, each, plain};

/// Each message costs the page two milliseconds.
const COSTLY: &str =
    "for (const type of ['sse:message', 'htmx:sseBeforeMessage', 'htmx:sse:before:message']) {
    document.addEventListener(type, () => (host.clock.now += 2), { client: true });
}";

const FLOOD: &str =
    "for (let number = 0; number < 200; number++) text += 'data: ' + number + '\\n\\n';";

fn expected() -> Vec<String> {
    (0..200).map(|number| format!("message:{number}")).collect()
}

/// That the browser was given since the list of what ran was emptied.
fn turns(page: &Page) -> u32 {
    page.get("host.clock.ran.filter(({ owner }) => owner === 'message').length")
}

#[test]
fn the_browser_gets_a_turn_after_ten_milliseconds() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(COSTLY);
        page.run(&format!("{{ let text = ''; {FLOOD} host.server.send({{ text }}); }}"));
        page.run("host.clock.ran.length = 0");
        page.advance(2000);
        assert_eq!(page.messages(), expected());
        let turns = turns(&page);
        assert!(turns >= 25, "{turns} turns in 400 ms of work");
    });
}

#[test]
fn so_it_does_when_each_message_comes_by_itself() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(COSTLY);
        page.run("for (let number = 0; number < 200; number++) host.server.send(String(number))");
        page.run("host.clock.ran.length = 0");
        page.advance(2000);
        assert_eq!(page.messages(), expected());
        let turns = turns(&page);
        assert!(turns >= 25, "{turns} turns in 400 ms of work");
    });
}

/// A client that works while the next message is read is no browser that rests.
#[test]
fn so_it_does_when_each_message_comes_in_pieces() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(&COSTLY.replace("+= 2", "+= 8"));
        page.run(
            "for (let number = 0; number < 50; number++) {
               for (const text of ['data: ', ...String(number), '', '', '', '\\n', '\\n']) host.server.send({ text });
             }",
        );
        page.run("host.clock.ran.length = 0");
        page.advance(2000);
        assert_eq!(page.messages(), expected()[..50]);
        let turns = turns(&page);
        assert!(turns >= 14, "{turns} turns in 400 ms of work");
    });
}

/// It has just had one.
#[test]
fn a_few_messages_after_a_rest_take_no_turn() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(COSTLY);
        page.run("host.clock.ran.length = 0");
        for _ in 0..5 {
            page.advance(1000);
            page.send("{ text: 'data: a\\n\\ndata: b\\n\\ndata: c\\n\\n' }");
        }
        assert_eq!(page.messages().len(), 15);
        let turns = turns(&page);
        assert_eq!(turns, 0);
    });
}

/// So what a client is handed costs little more than what it would have read by itself.
#[test]
fn a_client_that_is_quick_is_handed_many_at_once() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = Page::connected(case, plain);
        page.script(&COSTLY.replace("+= 2", "+= 0.05"));
        page.script(
            "const encode = (host.encode ??= TextEncoder.prototype.encode);
             host.encoded = 0;
             TextEncoder.prototype.encode = function (text) {
               host.encoded++;
               return encode.call(this, text);
             };",
        );
        page.run(&format!(
            "{{ let text = ''; {FLOOD} host.server.send({{ text }}); host.encoded = 0; }}"
        ));
        page.advance(1000);
        assert_eq!(page.messages(), expected());
        let encoded: u32 = page.get("host.encoded");
        assert!(encoded <= 20, "{encoded} pieces of 200 messages");
    });
}

/// What has come at once takes longer than a deadline and its second: that is no silence. What follows it is one.
#[test]
fn work_is_no_silence() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config.heartbeat_timeout(Duration::from_secs(3)).connect_timeout(None::<Duration>)
        });
        page.script(&COSTLY.replace("+= 2", "+= 100"));
        page.run(&format!("{{ let text = ''; {FLOOD} host.server.send({{ text }}); }}"));
        page.advance(20_500);
        assert_eq!(page.messages(), expected());
        assert_eq!(page.states(), [""; 0]);
        page.advance(5_000);
        assert_eq!(page.states().first().map(String::as_str), Some("error"));
    });
}

#[test]
fn a_client_that_is_busy_is_waited_for() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = Page::connected(case, plain);
        page.script(
            "window.free = [];
             document.addEventListener('htmx:sse:before:message', ({ detail }) => {
               detail.waitUntil(new Promise((resolve) => free.push(resolve)));
             }, { client: true });
             { const encode = (host.encode ??= TextEncoder.prototype.encode);
               host.handed = 0;
               TextEncoder.prototype.encode = function (text) {
                 host.handed += text.split('data:').length - 1;
                 return encode.call(this, text);
               }; }",
        );
        page.run(&format!(
            "{{ let text = ''; {FLOOD} host.server.send({{ text }}); host.handed = 0; }}"
        ));
        page.advance(1000);
        let handed: u32 = page.get("host.handed");
        assert!(handed <= 4, "{handed} messages wait in the queue");
        page.run(
            "for (let number = 0; number < 200; number++) {
               host.task(() => free.splice(0).forEach((resolve) => resolve()));
               host.clock.advance(1);
             }",
        );
        page.advance(10);
        assert_eq!(page.messages(), expected());
        assert_eq!(page.state(), "connected");
    });
}

#[test]
fn a_stream_that_ends_during_a_flood_is_heard_to_its_end() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(COSTLY);
        page.run(&format!(
            "{{ let text = ''; {FLOOD} host.server.send({{ text }}); host.server.end(); }}"
        ));
        page.advance(3000);
        assert_eq!(page.messages(), expected());
        assert_eq!((page.live(), page.peak()), (1, 1));
    });
}

#[test]
fn an_element_that_goes_during_a_flood_ends_it() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(COSTLY);
        page.script(
            "let count = 0;
             const stop = () => { if (++count === 50) host.swapDelete(host.live()); };
             for (const type of ['sse:message', 'htmx:sseMessage', 'htmx:sse:after:message']) {
               document.addEventListener(type, stop, { client: true });
             }",
        );
        page.run(&format!("{{ let text = ''; {FLOOD} host.server.send({{ text }}); }}"));
        page.advance(40_000);
        assert_eq!((page.state().as_str(), page.live()), ("closed", 0));
        // What is dispatched within ten milliseconds, or was handed to the client before.
        // (Without htmx the rest falls on an element that nobody sees, and costs nothing.)
        let heard = page.messages().len();
        assert!(case.is_dom() || (50..60).contains(&heard), "{heard}");
    });
}

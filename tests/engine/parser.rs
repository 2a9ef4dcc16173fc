//! The stream's parser against a straightforward one, fed with random streams that are cut anywhere.

use serde_json::Value as Json;

use crate::page::{CASES, Case, Page, plain};
use crate::random::Random;

/// How many streams each client reads.
const STREAMS: u32 = 400;

/// What a stream says: WHATWG HTML, "Interpreting an event stream", word by word, with the whole stream at hand.
#[derive(Debug, Default, PartialEq)]
struct Told {
    /// The names, the data, and the last event id at that moment.
    events: Vec<(String, String, String)>,
    id: String,
}

fn interpret(bytes: &[u8], id_before: &str) -> Told {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut told = Told { id: id_before.to_owned(), ..Told::default() };
    let (mut data, mut kind, mut id) = (String::new(), String::new(), id_before.to_owned());
    for line in lines(text) {
        if line.is_empty() {
            told.id.clone_from(&id);
            if data.pop().is_some() {
                let kind = if kind.is_empty() { "message" } else { &kind };
                told.events.push((kind.to_owned(), data.clone(), id.clone()));
            }
            data.clear();
            kind.clear();
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut kind),
            "data" => {
                data.push_str(value);
                data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut id),
            _ => {}
        }
    }
    told
}

/// The lines that are complete.
fn lines(mut text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    while let Some(end) = text.find(['\r', '\n']) {
        found.push(&text[..end]);
        let ends_in_two = text[end..].starts_with("\r\n");
        text = &text[end + if ends_in_two { 2 } else { 1 }..];
    }
    found
}

/// A stream with everything in it that is allowed, and much that is not.
fn stream(random: &mut Random) -> Vec<u8> {
    const FIELDS: [&[u8]; 12] = [
        b"data", b"data", b"data", b"data", b"event", b"id", b"retry", b"", b"dat", b"data ",
        b" data", b"Data",
    ];
    const COLONS: [&[u8]; 6] = [b": ", b": ", b":", b":  ", b"", b" : "];
    const VALUES: [&[u8]; 22] = [
        b"",
        b"x",
        b"one two ",
        b"a:b",
        b"a",
        b"b",
        b"c",
        b"message",
        b"stateChangedToo",
        b"7",
        b"007",
        b"12x",
        "é→😀".as_bytes(),
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe2\x86",
        b"\xf0\x9f\x98",
        b"\0",
        b"i\0d",
        b" ",
        b"\t",
        b"\xe2\x80\xa8",
    ];
    const ENDS: [&[u8]; 4] = [b"\n", b"\n", b"\r\n", b"\r"];
    let mut bytes = Vec::new();
    if random.chance(20) {
        bytes.extend(b"\xef\xbb\xbf");
    }
    // One kind of line ends for most, or any.
    let end = random.pick(&ENDS);
    let mixed = random.chance(40);
    for _ in 0..random.below(24) {
        if !random.chance(35) {
            bytes.extend(random.pick(&FIELDS));
            bytes.extend(random.pick(&COLONS));
            bytes.extend(random.pick(&VALUES));
        }
        bytes.extend(if mixed { random.pick(&ENDS) } else { end });
    }
    if random.chance(30) {
        bytes.extend(b"data: unfinished");
    }
    bytes
}

fn cut(random: &mut Random, bytes: &[u8]) -> Vec<Vec<u8>> {
    let often = random.pick(&[3, 30, 100]);
    let mut chunks = vec![Vec::new()];
    for byte in bytes {
        if random.chance(often) {
            chunks.push(Vec::new());
        }
        chunks.last_mut().expect("there is one").push(*byte);
    }
    chunks
}

/// What the page's own code hears: names, data, ids.
fn heard(page: &Page, case: Case) -> Vec<(String, String, String)> {
    let list = page.json(match case.page.as_str() {
        "htmx4" => "host.heard4.splice(0)",
        "htmx2" => "host.heard2.splice(0)",
        _ => "host.messages.splice(0).map(({ name, data, lastEventId }) => [name, data, lastEventId])",
    });
    let text = |json: &Json| json.as_str().expect("a text").to_owned();
    let events = list.as_array().expect("a list").iter();
    events.map(|event| (text(&event[0]), text(&event[1]), text(&event[2]))).collect()
}

/// The names that htmx 2 is asked to listen to.
const NAMES: [&str; 5] = ["message", "a", "b", "c", "x"];

fn listening(case: Case) -> Page {
    let page = Page::furnished(case);
    page.run(
        "host.heard2 = []; host.heard4 = [];
         document.addEventListener('htmx:sseMessage', ({ detail }) =>
           host.heard2.push([detail.type, detail.data, detail.lastEventId]), { client: true });
         document.addEventListener('htmx:sse:after:message', ({ detail: { message } }) =>
           host.heard4.push([message.event || 'message', message.data, message.id]), { client: true });",
    );
    if case.is_htmx2() {
        page.script(&format!(
            "host.live().replaceChildren(host.element('i', {{ 'sse-swap': '{}' }}))",
            NAMES.join(",")
        ));
    }
    page.monitor(case, plain);
    page.run("host.page.loaded()");
    page.advance(6000);
    page
}

#[test]
fn every_stream_is_understood_as_the_standard_says() {
    for (case, seed) in CASES.into_iter().zip(1..) {
        let random = &mut Random::new(seed);
        let page = listening(case);
        let mut id = String::new();
        for number in 0..STREAMS {
            let bytes = stream(random);
            let chunks = cut(random, &bytes);
            let context = || {
                format!(
                    "stream {number} of {case:?}: {:?}",
                    chunks.iter().map(|chunk| chunk.escape_ascii().to_string()).collect::<Vec<_>>()
                )
            };
            page.run(&format!("for (const bytes of {chunks:?}) host.server.send({{ bytes }})"));
            page.advance(10);
            let mut told = interpret(&bytes, &id);
            if case.is_htmx2() {
                told.events.retain(|(name, ..)| NAMES.contains(&name.as_str()));
            }
            assert_eq!(heard(&page, case), told.events, "{}", context());
            id = told.id;
            page.run("host.server.end(); host.clock.advance(1)");
            page.script("window.sseMonitor.reconnect()");
            page.advance(6000);
            assert_eq!(page.state(), "connected");
            let sent: Option<String> = page.get("host.server.last.lastEventId");
            // A header has no white space around it.
            let expected = id.trim_matches([' ', '\t', '\n', '\r']);
            assert_eq!(sent.unwrap_or_default(), expected, "{}", context());
        }
        page.take_errors();
    }
}

#[test]
fn the_reference_knows_the_standard_s_examples() {
    let of = |text: &str| interpret(text.as_bytes(), "").events;
    let event =
        |name: &str, data: &str, id: &str| (name.to_owned(), data.to_owned(), id.to_owned());
    assert_eq!(of("data: YHOO\ndata: +2\ndata: 10\n\n"), [event("message", "YHOO\n+2\n10", "")]);
    assert_eq!(
        of(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n"
        ),
        [event("message", "first event", "1"), event("message", "second event", "")]
    );
    assert_eq!(
        of("data\n\ndata\ndata\n\ndata:"),
        [event("message", "", ""), event("message", "\n", "")]
    );
    assert_eq!(
        of("data:test\r\rdata: test\r\n\r\n"),
        [event("message", "test", ""), event("message", "test", "")]
    );
    assert_eq!(of("event: a\n\ndata: b\n\n"), [event("message", "b", "")]);
}

//! Event streams of random bytes, and what WHATWG HTML says that a client dispatches of them.

use sse_monitor_storm::Random;

/// What a client dispatches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatched {
    /// The event's type.
    pub name: String,
    /// Its data.
    pub data: String,
    /// Its last event id.
    pub id: String,
}

/// What stands between two empty lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The event's type.
    pub name: String,
    /// Its data, if there is any.
    pub data: Option<String>,
    /// The id that is set here, if one is.
    pub id: Option<String>,
}

/// Interprets a whole stream, as "Interpreting an event stream" says.
#[must_use]
pub fn interpret(bytes: &[u8]) -> Vec<Dispatched> {
    let mut last_id = String::new();
    let mut dispatched = Vec::new();
    for Block { name, data, id } in interpret_blocks(bytes) {
        if let Some(id) = id {
            last_id = id;
        }
        if let Some(data) = data {
            dispatched.push(Dispatched { name, data, id: last_id.clone() });
        }
    }
    dispatched
}

/// The same, before anything is dispatched.
#[must_use]
pub fn interpret_blocks(bytes: &[u8]) -> Vec<Block> {
    let (mut data, mut name, mut id) = (String::new(), String::new(), None);
    let mut blocks = Vec::new();
    for line in lines(&decode(bytes)) {
        if line.is_empty() {
            let name = std::mem::take(&mut name);
            let name = if name.is_empty() { "message".to_owned() } else { name };
            let mut data = std::mem::take(&mut data);
            let data = data.pop().map(|_| data);
            blocks.push(Block { name, data, id: id.take() });
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut name),
            "data" => {
                data.push_str(value);
                data.push('\n');
            }
            "id" if !value.contains('\0') => id = Some(value.to_owned()),
            _ => {}
        }
    }
    blocks
}

/// The text of a stream.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    // Rust replaces malformed sequences as the Encoding Standard does.
    let text = String::from_utf8_lossy(bytes);
    text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned()
}

/// The lines that have an end: what the stream breaks off in is none.
#[must_use]
pub fn lines(text: &str) -> Vec<&str> {
    lines_and_ends(text).into_iter().map(|(line, _)| line).collect()
}

/// The same, each with its end.
#[must_use]
pub fn lines_and_ends(mut text: &str) -> Vec<(&str, &str)> {
    let mut lines = Vec::new();
    while let Some(end) = text.find(['\r', '\n']) {
        let length = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        lines.push((&text[..end], &text[end..end + length]));
        text = &text[end + length..];
    }
    lines
}

/// The names that events of [`random`] streams have, beside `message`.
const NAMES: &[&str] = &[
    "a",
    "open",
    "error",
    "two words",
    "é→🦀",
    "data",
    "__proto__",
    "x:y",
    " led",
    "nul\0",
    "\u{FFFD}",
];

/// The stream with this number, of the run with this seed.
#[must_use]
pub fn random(seed: u64, number: u64) -> Vec<u8> {
    let mut dice = Dice(Random::new(seed ^ number.wrapping_mul(0xD134_2543_DE82_EF95)));
    let mut stream = Vec::new();
    if dice.one_in(4) {
        for _ in 0..=dice.below(2) {
            stream.extend_from_slice(BOM);
        }
    }
    // Of one kind, or mixed.
    let end = dice.below(LINE_ENDS.len() + 1);
    for _ in 0..dice.below(14) {
        if dice.one_in(12) {
            soup(&mut dice, &mut stream);
        } else {
            line(&mut dice, &mut stream);
        }
        let kind = if end < LINE_ENDS.len() { end } else { dice.below(LINE_ENDS.len()) };
        // Most lines are followed by nothing, some by one empty line or two.
        for _ in 0..=[0, 0, 0, 1, 1, 2][dice.below(6)] {
            stream.extend_from_slice(LINE_ENDS[kind]);
        }
    }
    if dice.one_in(4) {
        line(&mut dice, &mut stream);
    }
    stream
}

/// The byte order mark, of which a stream may have one at its start.
pub const BOM: &[u8] = "\u{FEFF}".as_bytes();
const LINE_ENDS: [&[u8]; 3] = [b"\n", b"\r\n", b"\r"];

/// Fields as servers write them, and as they should not.
const FIELDS: &[&[u8]] = &[
    b"data",
    b"data",
    b"data",
    b"data",
    b"data",
    b"event",
    b"event",
    b"id",
    b"id",
    b"retry",
    b"",
    b"Data",
    b" data",
    b"data ",
    b"dat",
    b"event\0",
    b"unknown",
    b"\xEF\xBB\xBFdata",
    b"i\xFFd",
];
const SEPARATORS: &[&[u8]] = &[b": ", b": ", b": ", b":", b":  ", b":\t", b"", b" : ", b"::"];
const RETRIES: &[&[u8]] =
    &[b"10", b"0", b"", b"1e3", b"-1", b" 5", b"5 ", b"99999999999999999999", b"\xD9\xA3", b"1.5"];

/// Pieces of values: characters of every length, what is no line end, and what is no UTF-8.
const PIECES: &[&[u8]] = &[
    b"",
    b"x",
    b"value",
    b" ",
    b":",
    b"a: b",
    b"\t",
    b"\0",
    b"\x0B",
    b"\x0C",
    b"<li>&amp;</li>",
    b"0",
    b"data: y",
    "é".as_bytes(),
    "→".as_bytes(),
    "🦀".as_bytes(),
    BOM,
    "\u{85}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{FFFF}".as_bytes(),
    b"\xFF",
    b"\xC3",
    b"\xE2\x86",
    b"\xF0\x9F\xA6",
    b"\xC0\xAF",
    b"\xED\xA0\x80",
    b"\x80",
    b"\xF4\x90\x80\x80",
    b"\xF0\x80\x80",
    b"\x1B[0m",
];

fn line(dice: &mut Dice, stream: &mut Vec<u8>) {
    let field = dice.pick(FIELDS);
    stream.extend_from_slice(field);
    stream.extend_from_slice(dice.pick(SEPARATORS));
    match field {
        // Only names that the page can listen to.
        b"event" => match dice.below(NAMES.len() + 3) {
            0 => {}
            1 => stream.extend_from_slice(b"message"),
            2 => stream.push(0xFF),
            name => stream.extend_from_slice(NAMES[name - 3].as_bytes()),
        },
        b"retry" => stream.extend_from_slice(dice.pick(RETRIES)),
        _ => {
            for _ in 0..dice.below(4) {
                stream.extend_from_slice(dice.pick(PIECES));
            }
        }
    }
}

/// Anything, but for what would make a name.
fn soup(dice: &mut Dice, stream: &mut Vec<u8>) {
    const BYTES: &[u8] =
        b"data: \r\n\r\nid: \0\xFF\xC3\xA9\xE2\x86\x92\xF0\x9F\xA6\x80\xEF\xBB\xBFrty";
    for _ in 0..dice.below(30) {
        stream.push(BYTES[dice.below(BYTES.len())]);
    }
}

struct Dice(Random);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0.below(limit)
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::{Dispatched, interpret, random};

    fn of(stream: &str) -> Vec<(String, String, String)> {
        let dispatched = interpret(stream.as_bytes()).into_iter();
        dispatched.map(|Dispatched { name, data, id }| (name, data, id)).collect()
    }

    fn one(name: &str, data: &str, id: &str) -> Vec<(String, String, String)> {
        vec![(name.to_owned(), data.to_owned(), id.to_owned())]
    }

    #[test]
    fn the_examples_of_the_standard() {
        assert_eq!(of("data: YHOO\ndata: +2\ndata: 10\n\n"), one("message", "YHOO\n+2\n10", ""));
        let two = of(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event",
        );
        assert_eq!(
            two,
            [one("message", "first event", "1"), one("message", "second event", "")].concat()
        );
        let empty = of("data\n\ndata\ndata\n\ndata:");
        assert_eq!(empty, [one("message", "", ""), one("message", "\n", "")].concat());
        assert_eq!(of("data:test\n\ndata: test\n\n").len(), 2);
    }

    #[test]
    fn line_ends_names_ids_and_the_mark_at_the_start() {
        assert_eq!(of("\u{FEFF}event: a\rdata: x\r\r"), one("a", "x", ""));
        assert_eq!(of("\u{FEFF}\u{FEFF}data: x\n\ndata: y\r\n\r\n"), one("message", "y", ""));
        assert_eq!(of("event: lost\n\nid: 1\nid: a\0b\ndata: x\n\r"), one("message", "x", "1"));
        assert_eq!(of("data: x\n"), []);
    }

    #[test]
    fn most_random_streams_dispatch_something() {
        let dispatching = (0..1000).filter(|n| !interpret(&random(1, *n)).is_empty()).count();
        assert!((300..900).contains(&dispatching), "{dispatching} of 1,000");
        assert_eq!(random(7, 3), random(7, 3));
    }
}

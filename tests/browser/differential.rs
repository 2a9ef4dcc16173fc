//! What the monitor makes of a stream, beside what the browser's own `EventSource` makes of it and what the standard says.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;
use sse_monitor::{Client, MonitorConfig};
use sse_monitor_tests::fault_server::Response;
use sse_monitor_tests::page::Setup;
use sse_monitor_tests::streams::{
    BOM, Dispatched, decode, interpret, interpret_blocks, lines_and_ends, random,
};
use sse_monitor_tests::webdriver::Engine;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, inline, script};
use crate::scenario::{Scenario, everywhere};

pub(crate) const SCENARIOS: &[Scenario] = &[
    everywhere!(&[Setup::Dom], random_streams_first_half),
    everywhere!(&[Setup::Dom], random_streams_second_half),
    everywhere!(&[Setup::Dom], random_streams_cut_anywhere),
];

/// How many streams a scenario compares, unless `SSE_MONITOR_STREAMS` says: in a run of three engines 24,000 come over
/// connections, and 12,000 are cut.
const STREAMS: u64 = 4_000;
const STREAMS_VARIABLE: &str = "SSE_MONITOR_STREAMS";
/// In one call of the page.
const AT_ONCE: u64 = 250;

/// It takes two seconds of an idle machine.
const WITHIN: Duration = Duration::from_mins(2);

const DIFFERENTIAL: &str = include_str!("differential.js");

/// Repeats a run: it is told where one fails.
const SEED: &str = "SSE_MONITOR_SEED";

async fn random_streams_first_half(lab: &mut Lab) -> Outcome {
    compare(lab, 0, true).await
}

async fn random_streams_second_half(lab: &mut Lab) -> Outcome {
    compare(lab, 1, true).await
}

/// Inside of a character, and between CR and LF. No network can be told to do that.
async fn random_streams_cut_anywhere(lab: &mut Lab) -> Outcome {
    compare(lab, 2, false).await
}

/// What a page heard: name, data, last event id.
type Heard = Vec<(String, String, String)>;

fn heard(dispatched: Vec<Dispatched>) -> Heard {
    dispatched.into_iter().map(|event| (event.name, event.data, event.id)).collect()
}

async fn compare(lab: &mut Lab, part: u64, over_the_network: bool) -> Outcome {
    let seed = given(SEED)?.map_or_else(drawn, Ok)?;
    let count = given(STREAMS_VARIABLE)?.unwrap_or(STREAMS);
    lab.server.serve_with("/random", move |request| {
        let number = request.parameter("n").and_then(|number| number.parse().ok());
        Response::new(200, "text/event-stream", random(seed, number.unwrap_or(0))).kept_alive()
    });
    let config = MonitorConfig::new("live").client(Client::Dom).auto_reconnect(false);
    let script = script(&config)?;
    ensure!(script.contains("\"live\""), "the script has no id to be replaced");
    lab.open(&lab.page().head(&inline(DIFFERENTIAL))).await?;
    if !over_the_network {
        lab.run("window.differential.cutStreams()").await?;
    }

    let engine = lab.tab.engine();
    // Each engine gets others.
    let nth = Engine::ALL.iter().position(|other| *other == engine).unwrap_or(0) * SCENARIOS.len();
    let first = (nth as u64 + part) * count;
    let mut bugs = 0;
    for from in (first..first + count).step_by(usize::try_from(AT_ONCE)?) {
        // An EventSource is listened to by name.
        let streams = (from..from + AT_ONCE)
            .map(|number| random(seed, number))
            .map(|stream| [interpret(&stream), as_the_engine_does(engine, &stream)].concat());
        let names: BTreeSet<String> = streams.flatten().map(|event| event.name).collect();
        let arguments =
            vec![json!(from), json!(AT_ONCE), json!(names), json!(script), json!(over_the_network)];
        let begin = "window.found = null;
                     window.differential.compare(...arguments).then((found) => (window.found = found));
                     return null";
        lab.tab.run_with::<Option<bool>>(begin, arguments).await?;
        let is_done = async || Ok(lab.tab.run::<bool>("return window.found !== null").await?);
        lab.until_within(WITHIN, "all streams", is_done).await?;
        let found: Vec<(Heard, Option<Heard>)> = lab.tab.run("return window.found").await?;
        ensure_eq!(u64::try_from(found.len())?, AT_ONCE, "streams heard of");
        for (number, (monitored, plain)) in (from..).zip(found) {
            let stream = random(seed, number);
            let expected = heard(interpret(&stream));
            let which = format!(
                "stream {number} of {SEED}={seed}, {:?}",
                stream.escape_ascii().to_string()
            );
            ensure_eq!(monitored, expected, "the monitor, {which}");
            let Some(plain) = plain else { continue };
            if plain != expected {
                let bugged = heard(as_the_engine_does(engine, &stream));
                ensure!(
                    plain == bugged,
                    "the EventSource, {which}: {plain:?}, expected {expected:?}"
                );
                bugs += 1;
            }
        }
    }
    lab.server.witness().note(&format!("{bugs} streams that the engine gets wrong"));
    Ok(())
}

/// Where an engine's `EventSource` is known to deviate from the standard, which wins.
fn as_the_engine_does(engine: Engine, stream: &[u8]) -> Vec<Dispatched> {
    match engine {
        // An empty first line behind a byte order mark: the line end goes, and the mark stays, in what comes next.
        Engine::Chromium => match stream.strip_prefix(BOM) {
            Some([b'\r' | b'\n', rest @ ..])
                if !stream[BOM.len()..].starts_with(b"\r\n") && !rest.is_empty() =>
            {
                interpret(&[BOM, BOM, rest].concat())
            }
            _ => interpret(stream),
        },
        Engine::Firefox => as_firefox_does(stream),
        Engine::WebKit => interpret(stream),
    }
}

/// An id counts only if there is data in the same event. NUL is dropped where a line starts, but not behind a lone CR or at
/// the very start, and from values unless it is what comes right behind the colon; an id that has one is ignored, and with
/// it the next field, whose name is appended to `id`.
fn as_firefox_does(stream: &[u8]) -> Vec<Dispatched> {
    const STAND_IN: &str = "<NUL>";

    let mut text = String::from_utf8_lossy(BOM).into_owned();
    let mut is_lost = false;
    let mut last_end = "\r";
    for (line, end) in lines_and_ends(&decode(stream)) {
        let line = if last_end == "\r" { line } else { line.trim_start_matches('\0') };
        last_end = end;
        let is_comment = line.starts_with(':');
        if is_lost && !line.is_empty() && !is_comment {
            is_lost = false;
            continue;
        }
        is_lost &= is_comment;
        match line.split_once(':') {
            Some((field, value)) => {
                let (first, value) = value.split_at(usize::from(value.starts_with('\0')));
                if field == "id" && value.contains('\0') {
                    is_lost = true;
                } else {
                    // Which the standard would not allow, so the id gets a stand-in.
                    let first = if field == "id" {
                        first.replace('\0', STAND_IN)
                    } else {
                        first.to_owned()
                    };
                    text.extend([field, ":", &first, &value.replace('\0', ""), "\n"]);
                }
            }
            None => text.extend([line, "\n"]),
        }
    }
    let mut last_id = String::new();
    let mut dispatched = Vec::new();
    for block in interpret_blocks(text.as_bytes()) {
        let Some(data) = block.data else { continue };
        last_id = block.id.map_or(last_id, |id| id.replace(STAND_IN, "\0"));
        dispatched.push(Dispatched { name: block.name, data, id: last_id.clone() });
    }
    dispatched
}

fn given(variable: &str) -> Outcome<Option<u64>> {
    Ok(std::env::var(variable).ok().map(|number| number.parse()).transpose()?)
}

/// Another one for each run.
fn drawn() -> Outcome<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(u64::from(now.subsec_nanos()) ^ now.as_secs())
}

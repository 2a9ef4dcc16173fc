//! Pages that are set up wrongly. None of them freezes, none hammers its server, and with `debug` the console names the
//! mistake.
//!
//! All mistakes of a client are made at once, each in a frame with a server of its own.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use serde::Deserialize;
use sse_monitor::{Client, MonitorConfig};
use sse_monitor_tests::fault_server::{Behaviour, Event, FaultServer, Response};
use sse_monitor_tests::page::{Library, Page, Setup};

use crate::check::{Failure, Outcome, ensure};
use crate::lab::{Lab, STREAM, inline, item, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] =
    &[scenario!(Setup::WITH_AUTO, no_mistake_freezes_the_page)];

const WATCH: &str = include_str!("watch.js");

/// The freezes of old began some 23 s after the page was loaded.
const WHILE: Duration = Duration::from_secs(40);
const MOST_REQUESTS: usize = 30;
/// Timers that fired and events that scripts dispatched, htmx and its extensions included.
const MOST_WORK: u32 = 600;
/// Of 80. A busy machine is late with some.
const FEWEST_BEATS: u32 = 20;

/// A page, and what is to be seen of it in the end.
struct Mistake {
    name: &'static str,
    library: Library,
    files: bool,
    head: String,
    body: String,
    config: MonitorConfig,
    behaviour: Behaviour,
    state: &'static str,
    /// Words of the warning, in any case.
    told: &'static [&'static str],
}

impl Mistake {
    fn new(lab: &Lab, name: &'static str, body: impl Into<String>) -> Self {
        Self {
            name,
            library: lab.setup.library(),
            files: true,
            head: String::new(),
            body: body.into(),
            config: lab.bare_config("live").debug(true),
            behaviour: Behaviour::Stream,
            state: "connecting",
            told: &[],
        }
    }

    /// What the console says.
    fn told(self, words: &'static [&'static str]) -> Self {
        Self { told: words, ..self }
    }

    fn ends(self, state: &'static str) -> Self {
        Self { state, ..self }
    }

    fn html(&self) -> Outcome<String> {
        let page = Page::new(self.library)
            .head(&inline(WATCH))
            .head(&self.head)
            .body(&self.body)
            .body(&script_element(&self.config)?);
        let html = page.html();
        if self.files {
            return Ok(html);
        }
        // htmx alone, without its extension.
        let extension = self.library.files().last().copied().unwrap_or_default();
        Ok(html.replace(&format!("<script src=\"/npm/{extension}\"></script>"), ""))
    }
}

/// The attribute with the stream, as the library writes it.
fn connect(library: Library) -> &'static str {
    match library {
        Library::Htmx4 => r#"hx-sse:connect="/stream""#,
        Library::Htmx2 | Library::None => r#"sse-connect="/stream""#,
    }
}

/// The mistakes that are possible with every client.
fn of_every_client(lab: &Lab) -> Vec<Mistake> {
    let library = lab.setup.library();
    let connect = connect(library);
    let ours = lab.live();
    let one = |name, body: String| Mistake::new(lab, name, body);
    vec![
        one("no element", String::new()).told(&["live", "no element"]),
        one("no attribute", r#"<div id="live"></div>"#.into()).told(&["connect"]),
        one(
            "id on a wrapper",
            format!(r#"<div id="live"><div hx-ext="sse" id="inner" {connect}></div></div>"#),
        )
        .told(&["connect", "inner"]),
        Mistake {
            config: lab.bare_config("live").debug(true).callbacks("no.such.path"),
            ..one("callback that leads nowhere", ours.clone())
        }
        .ends("connected")
        .told(&["no.such.path"]),
        Mistake {
            config: lab.bare_config("live").debug(true).connect_timeout(Duration::from_secs(2)),
            behaviour: Behaviour::NoHeaders,
            ..one("headers that never come", ours.clone())
        }
        .ends("reconnecting")
        .told(&["buffer"]),
        Mistake {
            head: inline(
                "document.addEventListener('sse:stateChanged', () => window.sseMonitor?.reconnect())",
            ),
            behaviour: Behaviour::Answer(Response::new(503, "text/plain", "")),
            ..one("listener that reconnects in every state", ours.clone())
        }
        .ends("reconnecting"),
        Mistake {
            head: inline(
                "document.addEventListener('sse:stateChanged', () => window.sseMonitor?.checkConnection())",
            ),
            behaviour: Behaviour::Flap(Duration::ZERO),
            ..one("listener that checks in every state", ours.clone())
        }
        .ends("reconnecting"),
        Mistake {
            head: inline(
                "document.addEventListener('sse:stateChanged', ({ detail }) => {
                   if (detail.state === 'connected') setTimeout(() => (live.outerHTML = '<div id=live>over</div>'), 100);
                 })",
            ),
            ..one("replaced by one without a stream", format!("<main>{ours}</main>"))
        }
        .ends("closed"),
    ]
}

fn of_htmx(lab: &Lab) -> Vec<Mistake> {
    let library = lab.setup.library();
    let is_auto = lab.setup.client() == Client::Auto;
    let one = |name, body: String| Mistake::new(lab, name, body);
    let finishing = match library {
        Library::Htmx4 => r#"<div id="live" hx-sse:connect="/stream" hx-swap="outerHTML"></div>"#,
        Library::Htmx2 | Library::None => {
            r#"<div id="live" hx-ext="sse" sse-connect="/stream" sse-swap="message" hx-swap="outerHTML"></div>"#
        }
    };
    let mut mistakes = vec![
        Mistake { files: false, ..one("no extension", lab.live()) }
            .told(if library == Library::Htmx4 { &["hx-sse"] } else { &["extension"] }),
        one("finished stream", finishing.into()).ends("closed"),
    ];
    if !is_auto {
        let other = if library == Library::Htmx2 { Client::Htmx4 } else { Client::Htmx2 };
        mistakes.push(
            Mistake {
                config: lab.bare_config("live").client(other).debug(true),
                ..one("another htmx than configured", lab.live())
            }
            .told(&["htmx", "client"]),
        );
    }
    if library == Library::Htmx2 {
        mistakes.push(
            one(
                "without hx-ext",
                r#"<div id="live" sse-connect="/stream" sse-swap="message"></div>"#.into(),
            )
            .told(&["extension"]),
        );
        mistakes.push(
            one(
                "id on the swapped child",
                r#"<div hx-ext="sse" sse-connect="/stream"><ul id="live" sse-swap="message"></ul></div>"#
                    .into(),
            )
            .told(&["connect"]),
        );
    }
    mistakes
}

/// What a frame tells.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "some of it is for whoever reads a failure")]
struct Seen {
    beats: u32,
    timers: u32,
    dispatched: u32,
    states: Vec<String>,
    told: Vec<String>,
    state: Option<String>,
}

async fn no_mistake_freezes_the_page(lab: &mut Lab) -> Outcome {
    let mut mistakes = of_every_client(lab);
    if lab.setup.library().is_htmx() {
        mistakes.extend(of_htmx(lab));
    }
    let mut servers = Vec::new();
    let mut frames = String::new();
    for mistake in &mistakes {
        let server = FaultServer::start()?;
        server.stream(STREAM).behave(mistake.behaviour.clone());
        if mistake.name == "finished stream" {
            let last = Event::message(r#"<div id="live">Import finished</div>"#);
            server.stream(STREAM).greet([last]);
        } else {
            server.stream(STREAM).greet([item("hello")]);
        }
        server.serve_page("/", mistake.html()?);
        // Writing to a string does not fail.
        let _ = write!(
            frames,
            r#"<iframe src="{}" name="{}" width="60" height="30"></iframe>"#,
            server.url("/"),
            mistake.name
        );
        servers.push(server);
    }
    let collect = "window.seen = {};
                   addEventListener('message', ({ data: { frame, ...rest } }) => (seen[frame] = rest))";
    lab.open(&Page::new(Library::None).head(&inline(collect)).body(&frames)).await?;
    tokio::time::sleep(WHILE).await;

    let mut seen = all_seen(lab).await?;
    let mut problems = Vec::new();
    for (mistake, server) in mistakes.iter().zip(&servers) {
        let requests = server.stream(STREAM).attempts().len();
        let frame = seen.remove(mistake.name);
        if let Err(Failure(problem)) = check(mistake, requests, frame) {
            problems.push(problem);
        }
    }
    ensure!(problems.is_empty(), "{}", problems.join("\n"));

    // A busy page may be between two states, or late with the last one.
    for mistake in &mistakes {
        let what = format!("{}: {}", mistake.name, mistake.state);
        let settled = async || {
            let seen = all_seen(lab).await?.remove(mistake.name);
            Ok(seen.and_then(|seen| seen.state).as_deref().unwrap_or("none") == mistake.state)
        };
        lab.until(&what, settled).await?;
    }
    Ok(())
}

async fn all_seen(lab: &Lab) -> Outcome<HashMap<String, Seen>> {
    Ok(lab.tab.run("return window.seen").await?)
}

fn check(mistake: &Mistake, requests: usize, seen: Option<Seen>) -> Outcome {
    let name = mistake.name;
    let Some(seen) = seen else { return Err(Failure(format!("{name}: the page never ran"))) };
    ensure!(seen.beats >= FEWEST_BEATS, "{name}: the page stood still: {seen:?}");
    ensure!(requests <= MOST_REQUESTS, "{name}: {requests} requests: {seen:?}");
    let work = seen.timers + seen.dispatched;
    ensure!(work <= MOST_WORK, "{name}: {work} timers and events: {seen:?}");
    for word in mistake.told {
        let told = seen.told.iter().any(|text| {
            text.starts_with("[sse-monitor") && text.to_lowercase().contains(&word.to_lowercase())
        });
        ensure!(told, "{name}: no warning with {word:?}: {seen:?}");
    }
    Ok(())
}

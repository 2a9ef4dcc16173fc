//! More than a page can take: it stays alive, and loses nothing. How long it takes is measured by `cargo xtask floods`.

use std::time::Duration;

use sse_monitor_tests::fault_server::Event;
use sse_monitor_tests::page::Setup;
use sse_monitor_tests::webdriver::{Engine, Key};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, inline, item, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, page_that_is_flooded_stays_alive),
    scenario!(Setup::CLIENTS, page_that_is_busy_loses_nothing),
    scenario!(&[Setup::Dom], hundreds_of_megabytes_leave_nothing, Heap),
    scenario!(Setup::CLIENTS, one_line_of_megabytes),
];

/// Each message in the place of the one before, so that the page does not grow.
fn live(lab: &Lab) -> String {
    lab.live().replace("beforeend", "innerHTML")
}

/// Without htmx the page shows a message so.
const SHOW: &str = "document.addEventListener('sse:message', (event) => {
    window.received = (window.received ?? 0) + 1;
    document.getElementById('live').textContent = event.detail.data;
})";

/// What a message costs the page.
const SLOW: &str =
    "for (const type of ['sse:message', 'htmx:sseBeforeMessage', 'htmx:sse:before:message']) {
    document.addEventListener(type, () => {
      const from = performance.now();
      while (performance.now() - from < 30);
    });
}";

async fn open(lab: &Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(Duration::from_mins(1));
    let mut page = sse_monitor_tests::page::Page::new(lab.setup.library());
    if !lab.setup.library().is_htmx() {
        page = page.head(&inline(SHOW));
    }
    let page = page.body(&live(lab)).body(STATUS).body(&script_element(&config)?);
    lab.open(&page).await?;
    lab.until_state("connected").await
}

/// Messages of some hundred bytes, as many as fit into a few kilobytes.
fn messages() -> String {
    let text = "order ".repeat(40);
    let messages = (0..32).map(|n| format!("id: {n}\ndata: <b>{text}</b>\n\n"));
    messages.collect::<Vec<_>>().concat()
}

/// Counts what the page paints from the first message of the flood to the last.
const COUNT_FRAMES: &str = "window.frames = 0;
    const frame = () => {
      const shown = document.getElementById('live').textContent;
      if (shown === 'last') return;
      if (shown) window.frames++;
      requestAnimationFrame(frame);
    };
    frame();";

/// It paints while the flood lasts, and hears a key. How often is another matter on a busy machine; without turns for the
/// browser it is never.
///
/// `WebKit` takes a body from the network however slowly the page reads it, and hardly paints while messages wait: there
/// the flood is small, and the page is well after it.
async fn page_that_is_flooded_stays_alive(lab: &mut Lab) -> Outcome {
    const CEILING: Duration = Duration::from_mins(1);

    open(lab).await?;
    lab.run(COUNT_FRAMES).await?;
    let piece = messages();
    let is_webkit = lab.tab.engine() == Engine::WebKit;
    // With htmx a message costs the page more. Without turns Chromium still paints 10 times in that flood, not 600.
    let (bytes, fewest): (u64, u32) = match lab.setup.library().is_htmx() {
        _ if is_webkit => (5_000_000, 0),
        true => (20_000_000, 20),
        false => (300_000_000, 6),
    };
    lab.stream().pour(&[(piece.as_bytes(), bytes / piece.len() as u64)]);
    lab.stream().send(&Event::message("last"));
    if !is_webkit {
        let painted = async || Ok(lab.tab.run::<u32>("return window.frames").await? >= fewest);
        lab.until_within(CEILING, "the page paints in the flood", painted).await?;
    }
    lab.run("window.keys = 0; addEventListener('keydown', () => window.keys++)").await?;
    lab.tab.press(Key::Enter).await?;
    let heard = async || Ok(lab.tab.run::<u32>("return window.keys").await? == 1);
    lab.until_within(CEILING, "the page hears the key", heard).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.state().await?, "connected", "state");
    lab.run("window.sseMonitor.destroy(); document.getElementById('live').remove()").await
}

/// Nothing is heard for longer than the deadline, because nobody listens: all of it comes afterwards, and takes longer
/// than the deadline again, because each message costs the page some time.
async fn page_that_is_busy_loses_nothing(lab: &mut Lab) -> Outcome {
    const COUNT: usize = 300;

    let config = lab.config().heartbeat_timeout(Duration::from_millis(2_500));
    lab.stream().beat(Duration::from_millis(200), &Event::comment(""));
    lab.connect(&config).await?;
    lab.deliver("before").await?;
    lab.run(SLOW).await?;
    lab.run("setTimeout(() => { const from = Date.now(); while (Date.now() - from < 5000); })")
        .await?;
    for number in 0..COUNT {
        lab.stream().send(&item(&number.to_string()));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    lab.stream().send(&item("last"));
    let all = async || Ok(lab.messages().await?.last().is_some_and(|text| text == "last"));
    lab.until_within(Duration::from_secs(90), "the last message", all).await?;
    let expected: Vec<String> = std::iter::once("before".to_owned())
        .chain((0..COUNT).map(|number| number.to_string()))
        .chain(["last".to_owned()])
        .collect();
    ensure_eq!(lab.messages().await?, expected, "messages");
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    Ok(())
}

async fn hundreds_of_megabytes_leave_nothing(lab: &mut Lab) -> Outcome {
    const MEGABYTES: u64 = 250;
    /// What the engine keeps for itself.
    const TOLERANCE: u64 = 3_000_000;

    open(lab).await?;
    let piece = messages().repeat(4);
    let times = |megabytes: u64| megabytes * 1_000_000 / piece.len() as u64;
    pour_and_wait(lab, &piece, times(25)).await?;
    let before = lab.tab.heap().await?;
    pour_and_wait(lab, &piece, times(MEGABYTES)).await?;
    let mut after = lab.tab.heap().await?;
    for _ in 0..5 {
        if after <= before + TOLERANCE {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        after = lab.tab.heap().await?;
    }
    ensure!(after <= before + TOLERANCE, "heap before {before}, after {after}");
    Ok(())
}

async fn pour_and_wait(lab: &Lab, piece: &str, times: u64) -> Outcome {
    lab.run("window.received = 0").await?;
    lab.stream().pour(&[(piece.as_bytes(), times)]);
    let wanted = times * piece.matches("\n\n").count() as u64;
    let received = async || Ok(lab.tab.run::<u64>("return window.received").await? == wanted);
    lab.until_within(Duration::from_secs(90), "all messages", received).await
}

/// Some thousand pieces of one line, and one message.
async fn one_line_of_megabytes(lab: &mut Lab) -> Outcome {
    const PIECE: [u8; 8_000] = [b'x'; 8_000];
    const PIECES: u64 = 1_250;

    open(lab).await?;
    // It takes a browser long to lay out so much of one text, and that is not what is asked.
    lab.run("document.getElementById('live').hidden = true").await?;
    lab.stream().pour(&[(b"data: ", 1), (&PIECE, PIECES), (b"\n\n", 1)]);
    let wanted = PIECES * PIECE.len() as u64;
    let length = "return document.getElementById('live').textContent.length";
    let arrived = async || Ok(lab.tab.run::<u64>(length).await? == wanted);
    lab.until_within(Duration::from_secs(30), "the message", arrived).await?;
    lab.stream().send(&Event::message("next"));
    let next = async || Ok(lab.tab.run::<u64>(length).await? == 4);
    lab.until("the next message", next).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    Ok(())
}

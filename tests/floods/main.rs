//! What floods do to a page with the monitor: whether the time grows with the size alone, whether the heap stays flat,
//! whether the page stays alive.
//!
//! A benchmark: it prints a table and asserts nothing. `cargo xtask floods [ENGINE]...`.

use std::process::ExitCode;
use std::time::Duration;

use sse_monitor::{Client, MonitorConfig, generate_monitor_script};
use sse_monitor_tables::{Left, Table, line};
use sse_monitor_tests::fault_server::{FaultServer, Stream};
use sse_monitor_tests::page::{Library, Live, Page};
use sse_monitor_tests::webdriver::{Ability, Browser, Engine, Key, Tab};

/// What goes wrong ends the benchmark.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const FLOODS: &str = include_str!("floods.js");

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    match run(&wanted).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(wanted: &[String]) -> Result {
    let is_wanted =
        |engine: &Engine| wanted.is_empty() || wanted.iter().any(|name| name == engine.name());
    let engines: Vec<Engine> = Engine::ALL.into_iter().filter(is_wanted).collect();
    if engines.is_empty() {
        return Err(format!("no engine is named {}", wanted.join(" ")).into());
    }
    let titles = ["engine", "flood", "measured", "aim"];
    print!("{}", Table::new(titles.map(|title| (title, Left))));
    for engine in engines {
        let browser = Browser::start(engine).await?;
        let done = floods(&browser, engine).await;
        browser.quit().await?;
        done?;
    }
    Ok(())
}

/// A page whose monitor is connected.
struct Flooded {
    tab: Tab,
    stream: Stream,
    _server: FaultServer,
}

impl Flooded {
    async fn open(browser: &Browser) -> Result<Self> {
        let server = FaultServer::start()?;
        let stream = server.stream("/stream");
        let script = generate_monitor_script(&MonitorConfig::new("live").client(Client::Dom))?;
        let page = Page::new(Library::None)
            .head(&format!("<script>{FLOODS}</script>"))
            .live(&Live::new("live", "/stream"))
            .body(&format!("<script>{script}</script>"));
        server.serve_page("/", page.html());
        let tab = browser.open_tab().await?;
        tab.open(&server.url("/")).await?;
        for _ in 0..200 {
            if tab.run::<bool>("return window.sseMonitor.state === 'connected'").await? {
                return Ok(Self { tab, stream, _server: server });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err("the page does not connect".into())
    }

    async fn number(&self, expression: &str) -> Result<f64> {
        Ok(self.tab.run(&format!("return {expression}")).await?)
    }

    async fn until(&self, expression: &str) -> Result {
        for _ in 0..6_000 {
            if self.tab.run::<bool>(&format!("return {expression}")).await? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err(format!("never true: {expression}").into())
    }
}

async fn floods(browser: &Browser, engine: Engine) -> Result {
    static LINE: [u8; 50_000] = [b'x'; 50_000];
    let lines = "data: a line of some length\n".repeat(1_000);
    let name = engine.name();

    let [half, whole] = twice(browser, &LINE, 1_000, b"data: ").await?;
    let ratio = whole / half;
    let measured = format!("{whole:.0} and {half:.0} ms: {ratio:.2} times");
    print!("{}", line([name, "one line of 100 MB, and of 50 MB", &measured, "2.3"]));
    let [half, whole] = twice(browser, lines.as_bytes(), 500, b"").await?;
    let ratio = whole / half;
    let measured = format!("{whole:.0} and {half:.0} ms: {ratio:.2} times");
    print!("{}", line([name, "a million `data:` lines, and half of them", &measured, "2.3"]));
    gigabyte(browser, engine).await?;
    alive(browser, name).await
}

/// Milliseconds from the first byte to the event, of one of a size and of one of twice the size: medians of three.
async fn twice(browser: &Browser, piece: &[u8], times: u64, first: &[u8]) -> Result<[f64; 2]> {
    let mut medians = [0.0; 2];
    for (median, times) in medians.iter_mut().zip([times, 2 * times]) {
        let mut spent = Vec::new();
        for _ in 0..3 {
            let page = Flooded::open(browser).await?;
            let last: &[u8] = if first.is_empty() { b"\n" } else { b"\n\n" };
            page.stream.pour(&[
                (b"event: begin\ndata\n\n", 1),
                (first, u64::from(!first.is_empty())),
                (piece, times),
                (last, 1),
            ]);
            page.until("floods.received === 1").await?;
            spent.push(page.number("floods.spent").await?);
            browser.close_tabs().await?;
        }
        spent.sort_by(f64::total_cmp);
        *median = spent[1];
    }
    Ok(medians)
}

/// The heap before a gigabyte of messages and after it.
async fn gigabyte(browser: &Browser, engine: Engine) -> Result {
    let name = engine.name();
    if let Some(reason) = engine.lacks(Ability::Heap) {
        print!("{}", line([name, "1 GB of messages", reason, "flat"]));
        return Ok(());
    }
    let messages = messages();
    let count = 1_000_000_000 / messages.len() as u64;
    let page = Flooded::open(browser).await?;
    let mut sizes = Vec::new();
    for times in [count / 20, count] {
        page.number("(floods.received = 0)").await?;
        page.stream.pour(&[(messages.as_bytes(), times)]);
        let wanted = times * messages.matches("\n\n").count() as u64;
        page.until(&format!("floods.received === {wanted}")).await?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        sizes.push(page.tab.heap().await? / 1_000);
    }
    browser.close_tabs().await?;
    let measured = format!("the heap: {} kB before, {} kB after", sizes[0], sizes[1]);
    print!("{}", line([name, "1 GB of messages", &measured, "flat"]));
    Ok(())
}

/// What the page paints during a flood without end, and how soon it hears a key.
async fn alive(browser: &Browser, name: &str) -> Result {
    let page = Flooded::open(browser).await?;
    page.stream.pour(&[(messages().as_bytes(), u64::MAX)]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let frames = page.number("floods.framesPerSecond()").await?;
    let mut delays = Vec::new();
    for count in 1..=9 {
        page.tab.press(Key::Enter).await?;
        page.until(&format!("floods.keys === {count}")).await?;
        delays.push(page.number("floods.delay").await?);
    }
    delays.sort_by(f64::total_cmp);
    let messages = page.number("floods.perSecond()").await?;
    let flood = format!("without end, {messages:.0} messages/s");
    let measured = format!(
        "{frames:.0} frames/s, a key is heard after {:.0} ms (at most {:.0})",
        delays[4], delays[8]
    );
    print!("{}", line([name, &flood, &measured, "20, 100"]));
    page.tab.run::<Option<bool>>("window.sseMonitor.destroy(); return null").await?;
    Ok(browser.close_tabs().await?)
}

/// Messages of some hundred bytes.
fn messages() -> String {
    let text = "order ".repeat(40);
    let messages = (0..32).map(|n| format!("id: {n}\ndata: <b>{text}</b>\n\n"));
    messages.collect::<Vec<_>>().concat()
}

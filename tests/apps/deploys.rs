//! `examples/frameworks/deploys`: ended and started twenty times, while pages and other clients are there.

use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs, process};

use serde::Deserialize;
use sse_monitor_tests::webdriver::{Browser, Tab};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::app::{App, Apps, Outcome, own_port, until};
use crate::reader::{Reader, Seen};

pub(crate) const NAMES: &[&str] = &["deploys", "deploys_actix"];

const RESTARTS: u32 = 20;
const PAGES: usize = 6;
const READERS: u32 = 200;

/// Far above what it takes: everybody is back, or something is wrong.
const LATEST: Duration = Duration::from_secs(40);

/// The program's own limit: streams that have to be cut off have not ended themselves.
const PATIENCE: Duration = Duration::from_secs(5);

/// The numbers of the messages that a page shows, and where they do not count on.
const LOOK: &str = "
    const numbers = [...document.querySelectorAll('ol > li')].map((item) => +item.textContent.split(' ')[1]);
    const wrong = numbers.filter((number, index) => index && number !== numbers[index - 1] + 1);
    return { latest: numbers.at(-1) ?? 0, wrong, loaded: window.loaded ?? '', status: document.getElementById('status').textContent };";

#[derive(Debug, Deserialize)]
struct Look {
    latest: u64,
    wrong: Vec<u64>,
    loaded: String,
    status: String,
}

struct Scene<'a> {
    apps: &'a Apps,
    port: u16,
    pages: Vec<Tab>,
    readers: Vec<Reader>,
    slowest_end: Duration,
    slowest_return: Duration,
    /// How often a request right after the start was refused.
    refused: u32,
}

pub(crate) async fn play(name: &str, apps: &Apps, browser: &Browser) -> Outcome {
    if name == "deploys_actix" { actix(apps).await } else { axum(apps, browser).await }
}

/// The streams of actix-web end with a word, and then the process.
async fn actix(apps: &Apps) -> Outcome {
    let port = own_port()?;
    let app = apps.start("deploys_actix", &[&port.to_string()]).await?;
    let reader = Reader::start(port, 1);
    let started = Instant::now();
    while reader.seen().messages == 0 {
        if started.elapsed() > LATEST {
            return Err("no message".into());
        }
        sleep(Duration::from_millis(50)).await;
    }
    let took = app.terminate().await?;
    let seen = reader.seen();
    if took >= PATIENCE || seen.unannounced > 0 {
        return Err(format!("the end {} ms after SIGTERM: {seen:?}", took.as_millis()).into());
    }
    println!("actix-web: the end {} ms after SIGTERM", took.as_millis());
    Ok(())
}

async fn axum(apps: &Apps, browser: &Browser) -> Outcome {
    let port = own_port()?;
    let history = Scratch::new("deploys");
    let mut scene = Scene {
        apps,
        port,
        pages: Vec::new(),
        readers: Vec::new(),
        slowest_end: Duration::ZERO,
        slowest_return: Duration::ZERO,
        refused: 0,
    };
    let mut app = scene.start(&history).await?;
    scene.arrive(browser).await?;
    scene.everybody_has(history.latest() + 1).await?;
    scene.mark("at first").await?;

    for restart in 1..=RESTARTS {
        app = scene.restart(app, &history).await?;
        // Every other time the next one comes before all are back, and once before the server is.
        match restart % 4 {
            1 => sleep(Duration::from_millis(1500)).await,
            3 if restart == 3 => {}
            3 => sleep(Duration::from_millis(700)).await,
            _ => {
                let before = history.latest();
                let started = Instant::now();
                scene.everybody_has(before + 1).await?;
                scene.slowest_return = scene.slowest_return.max(started.elapsed());
            }
        }
    }
    let looks = scene.everybody_has(history.latest() + 1).await?;
    if looks.iter().any(|look| look.loaded != "at first") {
        return Err(format!("a page was loaded again: {looks:?}").into());
    }
    let seen: Vec<Seen> = scene.readers.iter().map(Reader::seen).collect();
    if let Some(one) = seen.iter().find(|one| one.stale > 0 || one.unannounced > 0) {
        return Err(format!("stale, or ended without a `retry:`: {one:?}").into());
    }
    if scene.refused == 0 {
        return Err("the server is never seen starting".into());
    }
    if scene.slowest_end >= PATIENCE {
        return Err(format!("it had to cut somebody off: {:?}", scene.slowest_end).into());
    }
    let sum = |of: fn(&Seen) -> u32| seen.iter().map(of).sum::<u32>();
    println!(
        "{RESTARTS} restarts, {PAGES} pages, {READERS} readers: {} messages to the readers, none lost, none doubled; \
         {} attempts while nobody listened, {} refused with 503; the slowest end {} ms after SIGTERM, everybody back \
         {} ms after the start at the latest",
        sum(|one| one.messages),
        sum(|one| one.alone),
        sum(|one| one.refused),
        scene.slowest_end.as_millis(),
        scene.slowest_return.as_millis(),
    );

    // Another history, which has the same numbers: nobody can be told what was missed, and every page loads anew.
    let other = Scratch::new("deploys-other");
    other.fill(history.latest() + 100)?;
    let app = scene.restart(app, &other).await?;
    let started = Instant::now();
    while !scene.look().await?.iter().all(|look| look.loaded.is_empty() && look.latest > 0) {
        if started.elapsed() > LATEST {
            return Err(format!("not loaded anew: {:?}", scene.look().await?).into());
        }
        sleep(Duration::from_millis(100)).await;
    }
    scene.everybody_has(other.latest() + 1).await?;
    if let Some(one) = scene.readers.iter().map(Reader::seen).find(|one| one.stale != 1) {
        return Err(format!("not told once that it is stale: {one:?}").into());
    }

    // Somebody who never finishes a request must not hold up the end for ever.
    let mut stuck = TcpStream::connect(("127.0.0.1", port)).await?;
    stuck.write_all(b"GET /events HTTP/1.1\r\n").await?;
    sleep(Duration::from_millis(100)).await;
    let took = app.terminate().await?;
    println!(
        "with a request that is never finished: the end {} ms after SIGTERM",
        took.as_millis()
    );
    Ok(())
}

impl Scene<'_> {
    async fn start(&mut self, history: &Scratch) -> Outcome<App> {
        let path = history.0.to_string_lossy();
        let app = self.apps.start("deploys", &[&self.port.to_string(), &path]).await?;
        let answer = get(self.port).await?;
        if answer.starts_with("HTTP/1.0 503 ") {
            if !answer.contains("\r\nretry-after: 1\r\n") {
                return Err(format!("refused without a time: {answer}").into());
            }
            self.refused += 1;
        }
        Ok(app)
    }

    async fn restart(&mut self, app: App, history: &Scratch) -> Outcome<App> {
        let took = app.terminate().await?;
        self.slowest_end = self.slowest_end.max(took);
        self.start(history).await
    }

    /// Each page comes from a host of its own, because HTTP/1.1 allows six connections for one.
    async fn arrive(&mut self, browser: &Browser) -> Outcome {
        for number in 1..=READERS {
            self.readers.push(Reader::start(self.port, number));
        }
        for number in 1..=PAGES {
            let tab = browser.open_tab().await?;
            let url = format!("http://page{number}.localhost:{}/", self.port);
            let started = Instant::now();
            loop {
                tab.open(&url).await?;
                if tab.run("return !!document.getElementById('live')").await? {
                    break;
                }
                if started.elapsed() > LATEST {
                    return Err("the page is not served".into());
                }
            }
            until(&tab, "document.getElementById('status').textContent === 'Connected'").await?;
            self.pages.push(tab);
        }
        Ok(())
    }

    /// What does not survive when a page is loaded again.
    async fn mark(&self, mark: &str) -> Outcome {
        for page in &self.pages {
            page.select().await?;
            page.run_with::<Option<bool>>(
                "window.loaded = arguments[0]; return null",
                vec![mark.into()],
            )
            .await?;
        }
        Ok(())
    }

    async fn look(&self) -> Outcome<Vec<Look>> {
        let mut looks = Vec::new();
        for page in &self.pages {
            page.select().await?;
            looks.push(page.run(LOOK).await?);
        }
        Ok(looks)
    }

    /// Waits until everybody has a message, and all before it, once each and in order.
    async fn everybody_has(&self, number: u64) -> Outcome<Vec<Look>> {
        let started = Instant::now();
        loop {
            let looks = self.look().await?;
            let seen: Vec<Seen> = self.readers.iter().map(Reader::seen).collect();
            if let Some(look) = looks.iter().find(|look| !look.wrong.is_empty()) {
                return Err(format!("a page lost or doubled messages: {look:?}").into());
            }
            if let Some(one) = seen.iter().find(|one| !one.wrong.is_empty()) {
                return Err(format!("a reader lost or doubled messages: {one:?}").into());
            }
            if looks.iter().all(|look| look.latest >= number && look.status == "Connected")
                && seen.iter().all(|one| one.latest >= number)
            {
                return Ok(looks);
            }
            if started.elapsed() > LATEST {
                let away: Vec<_> = seen.iter().filter(|one| one.latest < number).collect();
                return Err(format!("message {number} is missing: {looks:?} {away:?}").into());
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
}

/// The head of the answer to somebody who asks for the stream.
async fn get(port: u16) -> Outcome<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(b"GET /events HTTP/1.0\r\n\r\n").await?;
    let mut answer = Vec::new();
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        if tokio::io::AsyncReadExt::read_buf(&mut stream, &mut answer).await? == 0 {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A file that is gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("{name}-{}.history", process::id())))
    }

    /// Writes what a server of another age would have left.
    fn fill(&self, count: u64) -> Outcome {
        let messages = (1..=count).map(|number| format!("5-{number} message {number}\n"));
        Ok(fs::write(&self.0, format!("5-0\n{}", messages.collect::<String>()))?)
    }

    /// The number of the last message that was ever written.
    fn latest(&self) -> u64 {
        let text = fs::read_to_string(&self.0).unwrap_or_default();
        let line = text.lines().last().unwrap_or_default();
        let id = line.split(' ').next().unwrap_or_default();
        id.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

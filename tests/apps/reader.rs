//! A client that does on its own what the monitor does for a page: reads a stream, comes back, and says what it has seen.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// What a reader has met with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The number of the last message.
    pub(crate) latest: u64,
    pub(crate) messages: u32,
    /// Messages that were not the one after the one before.
    pub(crate) wrong: Vec<String>,
    /// How often it was told that it was away for too long.
    pub(crate) stale: u32,
    /// How often it was refused while the server started.
    pub(crate) refused: u32,
    /// How often nobody listened.
    pub(crate) alone: u32,
    /// Streams that ended without a `retry:`.
    pub(crate) unannounced: u32,
}

/// One that reads until it is dropped.
pub(crate) struct Reader {
    seen: Arc<Mutex<Seen>>,
    task: tokio::task::JoinHandle<()>,
}

impl Reader {
    pub(crate) fn start(port: u16, number: u32) -> Self {
        let seen = Arc::default();
        let task = tokio::spawn(Line::new(port, number, Arc::clone(&seen)).hold());
        Self { seen, task }
    }

    pub(crate) fn seen(&self) -> Seen {
        lock(&self.seen).clone()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Line {
    port: u16,
    seen: Arc<Mutex<Seen>>,
    last_id: Option<String>,
    /// What the server said last: nothing earlier.
    floor: Duration,
    /// Where in its window this one asks: one for each outage, spread evenly over readers and outages.
    phase: f64,
}

impl Line {
    fn new(port: u16, number: u32, seen: Arc<Mutex<Seen>>) -> Self {
        let phase = f64::from(number) * GOLDEN % 1.0;
        Self { port, seen, last_id: None, floor: Duration::ZERO, phase }
    }

    async fn hold(mut self) {
        let mut attempt = 0;
        loop {
            let before = lock(&self.seen).messages;
            // However it ended, it comes back.
            let _ = self.read().await;
            if lock(&self.seen).messages > before {
                attempt = 0;
                self.phase = (self.phase + GOLDEN) % 1.0;
            }
            sleep(self.floor + gap(attempt, self.phase)).await;
            attempt += 1;
        }
    }

    async fn read(&mut self) -> io::Result<()> {
        let Ok(stream) = TcpStream::connect(("127.0.0.1", self.port)).await else {
            lock(&self.seen).alone += 1;
            return Ok(());
        };
        let mut stream = BufReader::new(stream);
        // To HTTP/1.0 a server answers without chunks: the body is what comes until the end.
        let id = self.last_id.as_ref().map(|id| format!("Last-Event-ID: {id}\r\n"));
        let id = id.unwrap_or_default();
        let request = format!("GET /events HTTP/1.0\r\nAccept: text/event-stream\r\n{id}\r\n");
        stream.write_all(request.as_bytes()).await?;

        let mut lines = stream.lines();
        let status = lines.next_line().await?.unwrap_or_default();
        while let Some(header) = lines.next_line().await?.filter(|line| !line.is_empty()) {
            if let Some(seconds) = header.strip_prefix("retry-after: ") {
                lock(&self.seen).refused += 1;
                self.floor = Duration::from_secs(seconds.parse().unwrap_or_default());
            }
        }
        if !status.contains(" 200 ") {
            return Ok(());
        }
        let mut announced = false;
        let (mut event, mut id, mut data) = <(String, String, String)>::default();
        while let Ok(Some(line)) = lines.next_line().await {
            match line.split_once(':').map(|(name, value)| (name, value.trim_start())) {
                Some(("retry", value)) => {
                    self.floor = Duration::from_millis(value.parse().unwrap_or_default());
                    announced = true;
                }
                Some(("event", value)) => value.clone_into(&mut event),
                Some(("id", value)) => value.clone_into(&mut id),
                Some(("data", value)) => value.clone_into(&mut data),
                Some(_) => {}
                None => {
                    let (event, data) = (std::mem::take(&mut event), std::mem::take(&mut data));
                    if !data.is_empty() {
                        self.receive(&event, &id, &data);
                    }
                }
            }
        }
        lock(&self.seen).unannounced += u32::from(!announced);
        Ok(())
    }

    fn receive(&mut self, event: &str, id: &str, data: &str) {
        let mut seen = lock(&self.seen);
        let number = id.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0);
        if event == "stale" {
            seen.stale += 1;
        } else {
            let next = seen.latest + 1;
            if number != next && self.last_id.is_some() || !data.contains(&number.to_string()) {
                seen.wrong.push(format!("{id} after {:?}: {data}", self.last_id));
            }
            seen.messages += 1;
        }
        seen.latest = number;
        self.last_id = Some(id.to_owned());
    }
}

const GOLDEN: f64 = 0.618_033_988_749_895;

/// The time before an attempt: one phase for the whole outage, and windows that grow from a mean of 300 ms.
fn gap(attempt: i32, phase: f64) -> Duration {
    let moment = |x: f64| 1.854 * 0.3 * (1.25_f64.powf(x) - 1.0) / 1.25_f64.ln();
    let at = |attempt: i32| moment(f64::from(attempt.min(12)) + phase);
    Duration::from_secs_f64(if attempt == 0 { at(0) } else { at(attempt) - at(attempt - 1) })
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

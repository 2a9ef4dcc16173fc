//! What the server saw, with times.

use std::fmt::{self, Display, Formatter};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::http::Request;

/// Requests this soon after one that was broken off without an answer are the browser's own repetition of it, which comes
/// at once, but not on a machine that is busy. A page's own attempts are 200 ms apart at least.
const SAME_ATTEMPT: Duration = Duration::from_millis(180);

/// A client may open its next connection before the end of the old one has reached the server, on a loaded machine long
/// before: 390 ms have been seen. Two connections that a page really has stay for longer.
const CLOSING_TAKES: Duration = Duration::from_secs(1);

/// A request that counts as an attempt to connect.
#[derive(Clone, Debug, Default)]
pub struct Attempt {
    /// When it came, since the server's start.
    pub at: Duration,
    /// The query of its address, without the question mark.
    pub query: Option<String>,
    /// Its `Last-Event-ID` header, as UTF-8.
    pub last_event_id: Option<String>,
    /// All of it.
    pub request: Request,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordId(usize);

#[derive(Clone, Copy)]
pub(super) enum Closer {
    Client,
    Server,
}

struct Record {
    path: String,
    attempt: Attempt,
    broken_off: bool,
    closed: Option<Duration>,
}

impl Record {
    /// A form that is sent to the same path is no connection that is held.
    fn is_stream_of(&self, path: &str) -> bool {
        self.path == path && self.attempt.request.method != "POST"
    }
}

struct Log {
    clock: Instant,
    epoch: SystemTime,
    records: Vec<Record>,
    notes: Vec<(Duration, String)>,
}

impl Log {
    fn note(&mut self, text: String) {
        let at = self.clock.elapsed();
        self.notes.push((at, text));
    }
}

/// The server's own log: what decides a scenario.
#[derive(Clone)]
pub struct Witness(Arc<Mutex<Log>>);

impl Default for Witness {
    fn default() -> Self {
        let log = Log {
            clock: Instant::now(),
            epoch: SystemTime::now(),
            records: Vec::new(),
            notes: Vec::new(),
        };
        Self(Arc::new(Mutex::new(log)))
    }
}

impl Witness {
    /// Writes a line into the log, beside what the server itself writes.
    pub fn note(&self, text: &str) {
        self.log().note(text.to_owned());
    }

    /// Time since the server's start.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.log().clock.elapsed()
    }

    /// The server's start in milliseconds of the Unix epoch: what a page's `Date.now()` is compared with.
    #[must_use]
    pub fn epoch_ms(&self) -> u128 {
        self.log().epoch.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
    }

    /// All lines with their times since the server's start.
    #[must_use]
    pub fn lines(&self) -> Vec<(Duration, String)> {
        self.log().notes.clone()
    }

    pub(super) fn attempts(&self, path: &str) -> Vec<Attempt> {
        let log = self.log();
        let mut attempts = Vec::new();
        let mut broken_off = None;
        for record in log.records.iter().filter(|record| record.path == path) {
            let at = record.attempt.at;
            let repeated =
                broken_off.is_some_and(|before| at.saturating_sub(before) <= SAME_ATTEMPT);
            if !repeated {
                attempts.push(record.attempt.clone());
            }
            broken_off = record.broken_off.then_some(at);
        }
        attempts
    }

    pub(super) fn live(&self, path: &str) -> usize {
        self.log()
            .records
            .iter()
            .filter(|record| record.is_stream_of(path) && record.closed.is_none())
            .count()
    }

    pub(super) fn most_live(&self, path: &str) -> usize {
        let log = self.log();
        let held: Vec<_> = log.records.iter().filter(|record| record.is_stream_of(path)).collect();
        let overlaps = |record: &Record, at: Duration| {
            record.closed.is_none_or(|closed| closed.saturating_sub(CLOSING_TAKES) > at)
        };
        // The fullest moment is when one of them comes.
        let others_at =
            |i: usize| held[..i].iter().filter(|other| overlaps(other, held[i].attempt.at)).count();
        (0..held.len()).map(|i| others_at(i) + 1).max().unwrap_or(0)
    }

    pub(super) fn request(&self, request: &Request) -> RecordId {
        let mut log = self.log();
        let id = RecordId(log.records.len());
        let at = log.clock.elapsed();
        let query = request.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let last_event_id = request.last_event_id();
        let last = last_event_id.as_ref().map(|id| format!(" Last-Event-ID: {id}"));
        let last = last.unwrap_or_default();
        log.note(format!("#{} {} {}{query}{last}", id.0, request.method, request.path));
        log.records.push(Record {
            path: request.path.clone(),
            attempt: Attempt {
                at,
                query: request.query.clone(),
                last_event_id,
                request: request.clone(),
            },
            broken_off: false,
            closed: None,
        });
        id
    }

    pub(super) fn answered(&self, id: RecordId, answer: &str) {
        self.log().note(format!("#{} answered {answer}", id.0));
    }

    pub(super) fn broken_off(&self, id: RecordId, how: &str) {
        let mut log = self.log();
        log.note(format!("#{} broken off without an answer: {how}", id.0));
        log.records[id.0].broken_off = true;
    }

    pub(super) fn closed(&self, id: RecordId, closer: Closer) {
        let mut log = self.log();
        let by = match closer {
            Closer::Client => "client",
            Closer::Server => "server",
        };
        log.note(format!("#{} closed by the {by}", id.0));
        log.records[id.0].closed = Some(log.clock.elapsed());
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Display for Witness {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, line) in self.lines() {
            writeln!(f, "{:8.3} s  {line}", at.as_secs_f64())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Attempt, Record, Witness};

    /// A witness of requests given as (came, broken off, closed), in milliseconds.
    fn witness(requests: &[(u64, bool, Option<u64>)]) -> Witness {
        let witness = Witness::default();
        witness.log().records.extend(requests.iter().map(|&(at, broken_off, closed)| Record {
            path: "/s".to_owned(),
            attempt: Attempt { at: Duration::from_millis(at), ..Attempt::default() },
            broken_off,
            closed: closed.map(Duration::from_millis),
        }));
        witness
    }

    #[test]
    fn a_repetition_after_a_reset_is_no_attempt_of_its_own() {
        let seen = witness(&[
            (0, true, Some(0)),
            (20, true, Some(20)),
            (90, true, Some(90)),
            (400, false, Some(400)),
        ]);
        assert_eq!(seen.attempts("/s").len(), 2);
    }

    #[test]
    fn quick_attempts_after_an_answer_are_counted_each() {
        let seen = witness(&[(0, false, Some(1)), (20, false, Some(21))]);
        assert_eq!(seen.attempts("/s").len(), 2);
        assert_eq!(seen.attempts("/other").len(), 0);
    }

    #[test]
    fn two_connections_at_the_same_time_are_noticed() {
        assert_eq!(witness(&[(0, false, None), (50, false, None)]).most_live("/s"), 2);
        assert_eq!(witness(&[(0, false, Some(1_400)), (300, false, None)]).most_live("/s"), 2);
        assert_eq!(witness(&[(0, false, Some(500)), (700, false, None)]).most_live("/s"), 1);
        assert_eq!(witness(&[(0, false, Some(500)), (500, false, None)]).live("/s"), 1);
    }

    #[test]
    fn the_end_of_the_old_connection_may_come_a_little_late() {
        assert_eq!(witness(&[(0, false, Some(700)), (500, false, None)]).most_live("/s"), 1);
    }
}

//! The latest messages, by number, in this process and in the next one.
//!
//! A file is enough for one process on one machine. With a database this is a table with an ascending key, and what the
//! database tells about new rows (`LISTEN`, a change stream) in the place of the channel.

use std::{
    collections::VecDeque,
    fs::{self, File},
    io::{self, Write},
    path::Path,
    str::FromStr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use tokio::sync::broadcast::{self, Receiver};

/// Who was away for more than this many messages has to load the page anew.
const KEPT: usize = 256;

/// What a message is known by: which history, and which one of it. Two histories of one name would give the same
/// number to two messages, so each one has an epoch of its own, from the moment when it was begun.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Id {
    epoch: u64,
    pub(crate) number: u64,
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.epoch, self.number)
    }
}

impl FromStr for Id {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (epoch, number) = text.split_once('-').ok_or(())?;
        Ok(Self { epoch: epoch.parse().map_err(drop)?, number: number.parse().map_err(drop)? })
    }
}

#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) text: String,
}

/// What a stream has to tell to somebody who comes.
pub(crate) struct Replay {
    /// The last message so far: the place in the history from which `live` goes on.
    pub(crate) latest: Id,
    /// What was missed, or None if that is not known any more.
    pub(crate) missed: Option<Vec<Message>>,
    pub(crate) live: Receiver<Message>,
}

pub(crate) struct History {
    log: Mutex<Log>,
    live: broadcast::Sender<Message>,
}

struct Log {
    file: File,
    latest: Id,
    messages: VecDeque<Message>,
}

impl History {
    /// Goes on with the history of the process before, or begins one.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let (latest, messages) = match fs::read_to_string(path) {
            Ok(text) => read(&text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => begin(),
            Err(error) => return Err(error),
        };
        // Written anew, it does not grow for ever, and ends with a whole line. A rename is there or not, never half.
        let fresh = path.with_extension("new");
        let mut file = File::create(&fresh)?;
        writeln!(file, "{latest}")?;
        for message in &messages {
            writeln!(file, "{} {}", message.id, message.text)?;
        }
        fs::rename(&fresh, path)?;
        let log = Mutex::new(Log { file, latest, messages });
        Ok(Self { log, live: broadcast::Sender::new(KEPT) })
    }

    /// Written first and told then: what a page has seen, the next process knows.
    pub(crate) fn publish(&self, write: impl FnOnce(u64) -> String) -> io::Result<()> {
        let mut log = self.log();
        let id = Id { number: log.latest.number + 1, ..log.latest };
        let text = write(id.number);
        log.file.write_all(format!("{id} {text}\n").as_bytes())?;
        log.latest = id;
        let message = Message { id, text };
        log.messages.push_back(message.clone());
        if log.messages.len() > KEPT {
            log.messages.pop_front();
        }
        // Fails when nobody listens, who then finds it in the history.
        let _ = self.live.send(message);
        Ok(())
    }

    /// What came after `seen`, and what will come. Under one lock, so that nothing falls between the two.
    pub(crate) fn replay(&self, seen: Option<&str>) -> Replay {
        let log = self.log();
        let missed = seen.map_or(Some(Vec::new()), |id| log.since(id.parse().ok()?));
        Replay { latest: log.latest, missed, live: self.live.subscribe() }
    }

    /// The messages that a page begins with, and the last one's id, from which its stream has to go on.
    pub(crate) fn latest(&self, most: usize) -> (Vec<Message>, Id) {
        let log = self.log();
        let skipped = log.messages.len().saturating_sub(most);
        (log.messages.iter().skip(skipped).cloned().collect(), log.latest)
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    /// None if some of it is gone, or if it is the id of another history.
    fn since(&self, seen: Id) -> Option<Vec<Message>> {
        let oldest = self.latest.number - self.messages.len() as u64;
        let known =
            seen.epoch == self.latest.epoch && (oldest..=self.latest.number).contains(&seen.number);
        let missed = self.messages.iter().filter(|message| message.id.number > seen.number);
        known.then(|| missed.cloned().collect())
    }
}

fn begin() -> (Id, VecDeque<Message>) {
    let epoch = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    (Id { epoch, number: 0 }, VecDeque::new())
}

/// The first line is the last id of the file's first moment; each other one is a message. A process that was killed may
/// have left half a line behind, which it had told to nobody.
fn read(text: &str) -> io::Result<(Id, VecDeque<Message>)> {
    let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "this is no history");
    let mut latest = lines.next().and_then(|line| line.parse().ok()).ok_or_else(damaged)?;
    let mut messages = VecDeque::new();
    for line in lines {
        let (id, text) = line.split_once(' ').ok_or_else(damaged)?;
        latest = id.parse().map_err(|()| damaged())?;
        messages.push_back(Message { id: latest, text: text.to_owned() });
    }
    messages.drain(..messages.len().saturating_sub(KEPT));
    Ok((latest, messages))
}

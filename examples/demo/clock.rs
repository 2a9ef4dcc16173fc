//! The time of day, as the log and the messages show it.

use std::time::{SystemTime, UNIX_EPOCH};

/// The time in UTC, as `14:03:09`.
pub(crate) fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// Writes one line of the server's log.
pub(crate) fn log(line: &str) {
    println!("{} UTC  {line}", now());
}

//! The log's clock. The reader's own time is known to the page alone.

use std::sync::LazyLock;

use tokio::time::Instant;

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Writes one line of the server's log, with the seconds since the first one.
pub(crate) fn log(line: &str) {
    println!("{:>7.1} s  {line}", STARTED.elapsed().as_secs_f64());
}

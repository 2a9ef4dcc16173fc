//! What the monitor's defaults have to keep.

use crate::{Backoff, Outage, Schedule, Wave, strike};

/// The storm that the bounds are about.
const STORM: Outage = Outage { clients: 10_000, seconds: 10 };

/// The limits of a 10 s outage of 10,000 clients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Requests per second: a 25th of those of clients that ask every 3 s.
    pub peak: u32,
    /// Seconds until half of the clients are back: 1.4 times the first delay.
    pub half: f64,
    /// Seconds until 99 % are back: 6 times the first delay.
    pub nearly_all: f64,
}

impl Bounds {
    /// The bounds of this backoff.
    #[must_use]
    pub fn of(backoff: Backoff, seed: u64) -> Self {
        let seconds = backoff.base / 1000.0;
        Self {
            peak: strike(Schedule::Fixed, STORM, seed).peak() / 25,
            half: 1.4 * seconds,
            nearly_all: 6.0 * seconds,
        }
    }

    /// What this backoff does in the storm that the bounds are about.
    #[must_use]
    pub fn test(backoff: Backoff, seed: u64) -> Wave {
        strike(Schedule::Monitor(backoff), STORM, seed)
    }

    /// Whether these are within the bounds: requests per second, seconds, seconds.
    #[must_use]
    pub fn hold(&self, peak: u32, half: f64, nearly_all: f64) -> bool {
        peak <= self.peak && half <= self.half && nearly_all <= self.nearly_all
    }
}

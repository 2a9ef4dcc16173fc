//! What is told of a wave, as the mean of several seeds.

use crate::{Outage, Schedule, strike};

/// The seeds of everything that is told.
pub(crate) const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The requests in the fullest 100 ms.
    pub fullest_100_ms: f64,
    /// The requests in the fullest second after the server's return.
    pub fullest_second: f64,
    /// All requests.
    pub requests: f64,
    /// Seconds from the server's return until half of the pages are back.
    pub half: f64,
    /// Seconds until 99 % are back.
    pub nearly_all: f64,
    /// The requests in the fullest second after the return times `half`, as a multiple of half of the pages.
    pub price: f64,
}

impl Figures {
    /// The mean of five seeds.
    #[must_use]
    pub fn of(schedule: Schedule, outage: Outage) -> Self {
        let waves = SEEDS.map(|seed| strike(schedule, outage, seed));
        Self {
            fullest_100_ms: mean(&waves, |wave| wave.requests.fullest_100_ms().into()),
            fullest_second: mean(&waves, |wave| wave.back.fullest_second().into()),
            requests: mean(&waves, |wave| wave.requests.count().into()),
            half: mean(&waves, |wave| wave.back.after(50)),
            nearly_all: mean(&waves, |wave| wave.back.after(99)),
            price: mean(&waves, |wave| {
                f64::from(wave.back.fullest_second()) * wave.back.after(50)
                    / (f64::from(outage.pages) / 2.0)
            }),
        }
    }
}

pub(crate) fn mean<T>(of: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    of.iter().map(&figure).sum::<f64>() / of.iter().map(|_| 1.0).sum::<f64>()
}

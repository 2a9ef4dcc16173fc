//! Ours and the others: when a page asks again.

use crate::cable::Cable;
use crate::{Backoff, Random};

/// How a page spaces its requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// The monitor's.
    Monitor(Backoff),
    /// What the monitor had before: each delay is drawn anew, 0.2 to 1.8 times a nominal one that grows by 1.5.
    Independent,
    /// Anything from nothing to a bound that doubles from 6 s to 30 s.
    FullJitter,
    /// Anything from 1.5 s to three times the delay before, at most 30 s.
    DecorrelatedJitter,
    /// The hx-sse of htmx 4.0.1: 500 ms doubling to 60 s, plus or minus 30 %.
    HxSse,
    /// `@rails/actioncable` 8.1.
    ActionCable,
    /// htmx-ext-sse 2.2.4 behind a proxy that answers 503: 3 s by the browser, then 500 ms doubling to 64 s.
    HtmxExtSse,
    /// Every 3 s: a browser's own `EventSource` (Chromium) while connections are refused.
    Fixed,
}

impl Schedule {
    /// The monitor with its defaults, and everything it is compared with.
    #[must_use]
    pub fn all() -> [Self; 8] {
        [
            Self::Monitor(Backoff::default()),
            Self::Independent,
            Self::FullJitter,
            Self::DecorrelatedJitter,
            Self::HxSse,
            Self::ActionCable,
            Self::HtmxExtSse,
            Self::Fixed,
        ]
    }

    /// Its name, as a reader knows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Monitor(_) => "sse-monitor",
            Self::Independent => "independent delays",
            Self::FullJitter => "full jitter",
            Self::DecorrelatedJitter => "decorrelated jitter",
            Self::HxSse => "hx-sse (htmx 4)",
            Self::ActionCable => "Action Cable",
            Self::HtmxExtSse => "htmx-ext-sse",
            Self::Fixed => "EventSource, 3 s",
        }
    }

    /// The page that a cut finds.
    pub(crate) fn page(self, random: &mut Random) -> Page {
        match self {
            Self::Monitor(backoff) => Page::Monitor { backoff, x: 0.0 },
            Self::ActionCable => Page::Cable(Cable::new(random)),
            other => Page::Other { schedule: other, failures: 0, last: 1_500.0 },
        }
    }

    /// The delay of those that need to know no more than how often they have failed, and the delay before.
    fn delay(self, failures: u32, last: f64, random: f64) -> f64 {
        let grown = |base: f64, growth: f64, times: u32, most: f64| {
            (base * growth.powf(times.into())).min(most)
        };
        match self {
            Self::Independent => {
                grown(3_000.0, 1.5, failures, 30_000.0 / 1.8) * (0.2 + 1.6 * random)
            }
            Self::FullJitter => grown(6_000.0, 2.0, failures, 30_000.0) * random,
            Self::DecorrelatedJitter => (1_500.0 + (3.0 * last - 1_500.0) * random).min(30_000.0),
            Self::HxSse => grown(500.0, 2.0, failures, 60_000.0) * (0.7 + 0.6 * random),
            Self::HtmxExtSse if failures > 0 => grown(500.0, 2.0, failures - 1, 64_000.0),
            Self::HtmxExtSse | Self::Fixed | Self::Monitor(_) | Self::ActionCable => 3_000.0,
        }
    }
}

/// What one page remembers.
pub(crate) enum Page {
    Monitor { backoff: Backoff, x: f64 },
    Cable(Cable),
    Other { schedule: Schedule, failures: u32, last: f64 },
}

impl Page {
    /// The delay in milliseconds before the next request: since the cut if it is the first one of an outage, else since
    /// the request before has failed. `held`: what follows does not grow.
    pub(crate) fn delay(&mut self, first: bool, held: bool, random: &mut Random) -> f64 {
        match self {
            Self::Monitor { backoff, x } if first => {
                let phase = random.unit();
                let delay = backoff.first_delay(*x, phase);
                *x += phase;
                delay
            }
            Self::Monitor { backoff, x } => {
                let delay = backoff.next_delay(*x);
                if !held {
                    *x += 1.0;
                }
                delay
            }
            Self::Cable(cable) => cable.delay(random),
            Self::Other { schedule, failures, last } => {
                *last = schedule.delay(*failures, *last, random.unit());
                *failures += 1;
                *last
            }
        }
    }
}

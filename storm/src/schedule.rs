//! Ours and the others: when a client asks again.

use crate::cable::Cable;
use crate::{Backoff, Random};

/// How a client spaces its requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// The monitor's.
    Monitor(Backoff),
    /// Every 3 s: a browser's own `EventSource` (Chromium) while connections are refused.
    Fixed,
    /// htmx-ext-sse 2.2.4 behind a proxy that answers 503: 3 s by the browser, then 500 ms doubling to 64 s.
    HtmxExtSse,
    /// The hx-sse of htmx 4.0.1: 500 ms doubling to 60 s, plus or minus 30 %.
    HxSse,
    /// The textbook's: anything from nothing to a delay that doubles from 3 s to 30 s.
    FullJitter,
    /// `@rails/actioncable` 8.1.
    ActionCable,
}

impl Schedule {
    /// The monitor with its defaults, and everything it is compared with.
    #[must_use]
    pub fn all() -> [Self; 6] {
        [
            Self::Monitor(Backoff::default()),
            Self::FullJitter,
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
            Self::Fixed => "EventSource, 3 s",
            Self::HtmxExtSse => "htmx-ext-sse",
            Self::HxSse => "hx-sse (htmx 4)",
            Self::FullJitter => "full jitter, 3–30 s",
            Self::ActionCable => "Action Cable",
        }
    }

    /// One client's delays in milliseconds: the first one from the cut, each other one from the request before.
    pub(crate) fn delays(self, random: &mut Random) -> impl FnMut(&mut Random) -> f64 + use<> {
        let mut cable = (self == Self::ActionCable).then(|| Cable::new(random));
        let mut failures = 0;
        move |random| {
            let delay = match &mut cable {
                Some(cable) => cable.delay(random),
                None => self.delay(failures, random.unit()),
            };
            failures += 1;
            delay
        }
    }

    /// The delay after so many failed attempts.
    fn delay(self, failures: u32, random: f64) -> f64 {
        let doubled = |base: f64, times: u32, most: f64| (base * 2f64.powf(times.into())).min(most);
        match self {
            Self::Monitor(backoff) => backoff.delay(failures, random),
            Self::Fixed | Self::ActionCable => 3_000.0,
            Self::HtmxExtSse if failures == 0 => 3_000.0,
            Self::HtmxExtSse => doubled(500.0, failures - 1, 64_000.0),
            Self::HxSse => doubled(500.0, failures, 60_000.0) * (1.0 + 0.3 * (2.0 * random - 1.0)),
            Self::FullJitter => doubled(3_000.0, failures, 30_000.0) * random,
        }
    }
}

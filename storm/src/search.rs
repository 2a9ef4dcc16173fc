//! Other factors and longest delays than the script's.

use crate::{Backoff, Bounds, Outage, Schedule, Wave, strike};

/// A backoff of the monitor's shape, and what it does in outages of 1, 10 and 60 s.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The backoff.
    pub backoff: Backoff,
    /// Whether it keeps the bounds.
    pub keeps_bounds: bool,
    pub(crate) waves: [Wave; 3],
}

const FACTORS: [f64; 8] = [1.0, 1.25, 1.4, 1.5, 1.6, 1.75, 2.0, 3.0];

/// The largest nominal delays, as multiples of the first one. The last one is what the defaults allow at most.
const CAPS: [f64; 4] = [2.0, 10.0 / 3.0, 40.0 / 9.0, 50.0 / 9.0];

/// Many, so that the peak is less a matter of luck.
const CLIENTS: u32 = 100_000;

/// The peak and the requests are told of so many.
pub(crate) const TOLD_OF: u32 = 10_000;

impl Candidate {
    fn new(backoff: Backoff, bounds: Bounds, seed: u64) -> Self {
        let strike = |seconds| {
            strike(Schedule::Monitor(backoff), Outage { clients: CLIENTS, seconds }, seed)
        };
        let mut candidate =
            Self { backoff, keeps_bounds: false, waves: [strike(1), strike(10), strike(60)] };
        let ten = &candidate.waves[1];
        candidate.keeps_bounds =
            bounds.hold(candidate.peak(1), ten.back_after(50), ten.back_after(99));
        candidate
    }

    /// The peak of the n-th outage, for 10,000 clients.
    pub(crate) fn peak(&self, outage: usize) -> u32 {
        self.waves[outage].peak() / (CLIENTS / TOLD_OF)
    }

    /// All requests of 10,000 clients in an outage of a minute.
    #[must_use]
    pub fn requests_in_a_minute(&self) -> u32 {
        self.waves[2].requests() / (CLIENTS / TOLD_OF)
    }
}

/// Every pair of a factor and a longest delay, with the script's first delay.
#[must_use]
pub fn candidates(seed: u64) -> Vec<Candidate> {
    let Backoff { base, .. } = Backoff::default();
    let bounds = Bounds::of(Backoff::default(), seed);
    let pairs = FACTORS.iter().flat_map(|&factor| CAPS.iter().map(move |&cap| (factor, cap)));
    pairs
        // Where nothing grows, nothing is capped.
        .filter(|&(factor, cap)| factor > 1.0 || cap >= CAPS[3])
        .map(|(factor, cap)| {
            Candidate::new(Backoff { base, factor, cap: base * cap }, bounds, seed)
        })
        .collect()
}

//! Clients let loose on a server that is away.

use crate::{Random, Schedule};

/// All clients are cut within this time.
const CUT_WITHIN_MS: f64 = 50.0;

/// Requests are counted in buckets of this width.
pub(crate) const BUCKET_MS: f64 = 100.0;

/// Buckets in a second.
const BUCKETS_PER_SECOND: u32 = 10;

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    /// How many clients are cut.
    pub clients: u32,
    /// How long the server stays away, in seconds from the first cut.
    pub seconds: u32,
}

impl Outage {
    pub(crate) fn end_ms(self) -> f64 {
        f64::from(self.seconds) * 1000.0
    }
}

/// The requests of 100 ms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bucket {
    pub(crate) refused: u32,
    pub(crate) accepted: u32,
}

impl Bucket {
    /// Requests in a second, if every bucket were as full.
    pub(crate) fn rate(self) -> u32 {
        (self.refused + self.accepted) * BUCKETS_PER_SECOND
    }
}

/// What the server sees from the cut until everybody is back.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    pub(crate) buckets: Vec<Bucket>,
    /// When each client is back, in milliseconds after the server's return, in order.
    back: Vec<f64>,
}

impl Wave {
    /// The most requests per second: the fullest 100 ms, times ten.
    #[must_use]
    pub fn peak(&self) -> u32 {
        self.buckets.iter().map(|bucket| bucket.rate()).max().unwrap_or(0)
    }

    /// All requests, refused or not.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.buckets.iter().map(|bucket| bucket.refused + bucket.accepted).sum()
    }

    /// How many clients came back.
    #[must_use]
    pub fn returned(&self) -> usize {
        self.back.len()
    }

    /// Seconds from the server's return until this share of the clients is back, in percent.
    #[must_use]
    pub fn back_after(&self, percent: usize) -> f64 {
        let clients = (self.back.len() * percent).div_ceil(100);
        clients.checked_sub(1).map_or(0.0, |last| self.back[last] / 1000.0)
    }
}

/// Simulates an outage. A request is refused at once while the server is away; the first one after its return brings its
/// client back at once. A latency would only blur the waves, those of the schedules without jitter more than ours.
#[must_use]
pub fn strike(schedule: Schedule, outage: Outage, seed: u64) -> Wave {
    let mut random = Random::new(seed);
    let mut wave = Wave { buckets: Vec::new(), back: Vec::new() };
    for _ in 0..outage.clients {
        let mut now = CUT_WITHIN_MS * random.unit();
        let mut delays = schedule.delays(&mut random);
        loop {
            now += delays(&mut random);
            let accepted = now >= outage.end_ms();
            wave.count(now, accepted);
            if accepted {
                wave.back.push(now - outage.end_ms());
                break;
            }
        }
    }
    wave.back.sort_by(f64::total_cmp);
    wave
}

impl Wave {
    fn count(&mut self, at: f64, accepted: bool) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time since the cut"
        )]
        let index = (at / BUCKET_MS) as usize;
        if index >= self.buckets.len() {
            self.buckets.resize(index + 1, Bucket::default());
        }
        let bucket = &mut self.buckets[index];
        *(if accepted { &mut bucket.accepted } else { &mut bucket.refused }) += 1;
    }
}

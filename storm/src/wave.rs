//! Pages let loose on a server that is away.

use crate::{Moments, Random, Schedule};

/// All pages are cut within this time.
const CUT_WITHIN_MS: f64 = 50.0;

/// What a server does with a request while it is away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Away {
    /// Refuses it at once.
    Refuses,
    /// Never answers it: the page gives it up.
    Hangs(Patience),
    /// Answers it when it is back, if the page has not given it up.
    Delays(Patience),
}

/// After how many milliseconds a page gives up the attempts of an outage: the first, the second, and so on, the last
/// number for all that follow.
pub type Patience = &'static [f64];

/// A page that has lost its stream to a silence, and whose attempt has not been answered for so long, in milliseconds, asks
/// whether anything is answered.
const PROBE_AFTER_MS: f64 = 1_500.0;

/// It does so in an outage until it has paid as much as this: one for an answer, three for none.
const PROBES: i32 = 6;

/// For so long after a silence, in milliseconds, attempts that are given up do not lengthen the delays.
const DOUBT_MS: f64 = 70_000.0;

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    /// How many pages are cut.
    pub pages: u32,
    /// How long the server stays away, in seconds from the first cut.
    pub seconds: f64,
    /// How it is away.
    pub away: Away,
    /// How often it dies again, each time 2 s after its return and for as long as before.
    pub relapses: u32,
    /// Whether the pages lose it because their streams fall silent, to which the monitor has an answer of its own.
    pub silent: bool,
}

impl Outage {
    /// After a return, the time until the server dies again.
    const RELAPSE_AFTER_MS: f64 = 2_000.0;

    /// 10,000 pages and a server that refuses connections for so long.
    #[must_use]
    pub fn refusing(seconds: f64) -> Self {
        Self { pages: 10_000, seconds, away: Away::Refuses, relapses: 0, silent: false }
    }

    /// From the cut to the return.
    pub(crate) fn end_ms(self) -> f64 {
        self.seconds * 1000.0
    }

    /// The start of the n-th time away.
    fn start_ms(self, relapse: u32) -> f64 {
        f64::from(relapse) * (self.end_ms() + Self::RELAPSE_AFTER_MS)
    }
}

/// What the server sees from the cut until everybody is back.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    /// When each request comes, counted from the cut.
    pub requests: Moments,
    /// When each page is back for good, counted from the server's return. It is a request of its own, but for a page whose
    /// request has waited for that return.
    pub back: Moments,
}

/// Simulates an outage. No latency is modelled: it would only blur the waves, those of the schedules without a random
/// number more than ours.
#[must_use]
pub fn strike(schedule: Schedule, outage: Outage, seed: u64) -> Wave {
    let mut random = Random::new(seed);
    let (mut requests, mut returns) = (Vec::new(), Vec::new());
    for _ in 0..outage.pages {
        let mut page = schedule.page(&mut random);
        let mut relapse = 0;
        let mut attempts = 0;
        let start = CUT_WITHIN_MS * random.unit();
        let mut now = start;
        let is_suspicious = outage.silent && matches!(schedule, Schedule::Monitor(_));
        let mut probes = if is_suspicious { PROBES } else { 0 };
        let back = loop {
            let is_held = is_suspicious && now < start + DOUBT_MS;
            now += page.delay(attempts == 0, is_held && attempts > 0, &mut random);
            attempts += 1;
            requests.push(now);
            while relapse < outage.relapses && now >= outage.start_ms(relapse + 1) {
                relapse += 1;
            }
            let end = outage.start_ms(relapse) + outage.end_ms();
            let answered = match outage.away {
                _ if now >= end => now,
                Away::Delays(patience) if now + patience_of(patience, attempts) >= end => end,
                Away::Delays(patience) | Away::Hangs(patience) => {
                    let patience = patience_of(patience, attempts);
                    let probe = now + PROBE_AFTER_MS;
                    now += patience;
                    if probes <= 0 || probe >= now {
                        continue;
                    }
                    requests.push(probe);
                    if probe < end {
                        probes -= 3;
                        continue;
                    }
                    // It is answered, so the page asks again at once.
                    requests.push(probe);
                    probe
                }
                Away::Refuses => continue,
            };
            if relapse == outage.relapses {
                break answered - end;
            }
            relapse += 1;
            now = outage.start_ms(relapse) + CUT_WITHIN_MS * random.unit();
            attempts = 0;
        };
        returns.push(back);
    }
    Wave { requests: Moments::new(requests), back: Moments::new(returns) }
}

/// How long the n-th attempt may take, counted from 1.
fn patience_of(patience: Patience, attempt: usize) -> f64 {
    patience[attempt.min(patience.len()) - 1]
}

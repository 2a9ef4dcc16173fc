//! Action Cable: a poll that asks whether the connection is stale, and reopens it then.

use crate::Random;

/// Silence after which a connection is stale, and the shortest time between two polls.
const STALE: f64 = 6_000.0;

/// How often the server sends a ping.
const PING: f64 = 3_000.0;

/// By how much the time between two polls grows with each attempt, up to the tenth.
const GROWTH: f64 = 0.15;
const GROWS_UNTIL: u32 = 10;

/// One client's `ConnectionMonitor` since the cut. It polls all the time, so a cut finds it anywhere between two polls.
pub(crate) struct Cable {
    since_ping: f64,
    next_poll: f64,
    last_request: f64,
    attempts: u32,
}

impl Cable {
    pub(crate) fn new(random: &mut Random) -> Self {
        // Polls of a living connection are 1 to 2 times STALE apart, and long gaps are hit more often than short ones.
        let gap = STALE * (1.0 + 3.0 * random.unit()).sqrt();
        Self {
            since_ping: PING * random.unit(),
            next_poll: gap * random.unit(),
            last_request: 0.0,
            attempts: 0,
        }
    }

    /// The time from the request before, or from the cut, to the next one.
    pub(crate) fn delay(&mut self, random: &mut Random) -> f64 {
        loop {
            let now = self.next_poll;
            let stale = now + self.since_ping > STALE;
            // Counted even if nothing comes of it, because the connection was lost only a moment ago.
            self.attempts += u32::from(stale);
            self.next_poll = now + interval(self.attempts, random.unit());
            if stale && now >= STALE {
                let delay = now - self.last_request;
                self.last_request = now;
                return delay;
            }
        }
    }
}

/// The time until the next poll.
fn interval(attempts: u32, random: f64) -> f64 {
    let spread = if attempts == 0 { 1.0 } else { GROWTH };
    STALE * (1.0 + GROWTH).powf(attempts.min(GROWS_UNTIL).into()) * (1.0 + spread * random)
}

//! The reconnection policy of the script, in Rust.

/// By how much a delay grows from one attempt to the next.
const GROWTH: f64 = 1.25;

/// No first delay of an outage is shorter, in milliseconds.
const FLOOR: f64 = 200.0;

/// The default of `reconnect_delay`, in milliseconds.
const RECONNECT_DELAY_MS: u32 = 3_000;

/// The default of `reconnect_max_delay`, in milliseconds, unless [`Backoff::SPAN`] asks for more.
const RECONNECT_MAX_DELAY_MS: f64 = 17_000.0;

/// When a page asks again. Each outage has one random phase `u`, and the delays of a page grow by 1.25 until they are
/// `reconnect_max_delay`:
///
/// ```text
/// pace = 2.0772 * max(reconnect_delay - 200, reconnect_delay / 2)      at first
///
/// the first delay of an outage   min(200 + 4 * pace * (1.25 ** u - 1), reconnect_max_delay)
///                                and then pace = min(pace * 1.25 ** u, reconnect_max_delay)
/// each other one                 pace
///                                and then pace = min(pace * 1.25, reconnect_max_delay)
/// ```
///
/// So the attempts are `g(u)`, `g(1 + u)`, `g(2 + u)`, … with `g(x) = 200 + 4 * pace * (1.25 ** x - 1)`, until the
/// distances between them are cut.
///
/// The mean of `1.25 ** u - 1` is `0.25 / ln 1.25 - 1`, which makes 2.0772 the factor: `reconnect_delay` is the mean of the
/// first delay from 400 ms on, but for 0.0006 %. (Below, the mean is 200 ms and half of it: a mean of less than 200 ms is
/// impossible if no first delay is.) The 200 ms are added: raised to 200 ms, the shortest delays would all be the same. The
/// first delay of an outage is cut only where the one before has left a page near the longest delay. (A longest delay below
/// 400 ms wins over the 200 ms.) What a server asks for is added to each delay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// The delay that the first one grows to, in milliseconds.
    pace: f64,
    growth: f64,
    /// The longest delay, in milliseconds.
    longest: f64,
}

impl Backoff {
    /// `reconnect_max_delay` is at least so many times `reconnect_delay`, or a first delay could not have its mean.
    pub const SPAN: f64 = 2.1;

    /// The policy of a monitor with these fields, in milliseconds.
    #[must_use]
    pub fn new(reconnect_delay_ms: u32, reconnect_max_delay_ms: u32) -> Self {
        Self::with_growth(reconnect_delay_ms.into(), reconnect_max_delay_ms.into(), GROWTH)
    }

    /// The same with delays that grow by another factor.
    #[must_use]
    pub fn with_growth(reconnect_delay: f64, longest: f64, growth: f64) -> Self {
        let mean = (reconnect_delay - FLOOR).max(reconnect_delay / 2.0);
        let exact = (growth - 1.0) / ((growth - 1.0) / growth.ln() - 1.0);
        // The script has four digits of it.
        let pace = (exact * 1e4).round() / 1e4 * mean;
        Self { pace, growth, longest }
    }

    /// The default of `reconnect_max_delay` beside this `reconnect_delay`, in milliseconds.
    #[must_use]
    pub fn default_max_delay(reconnect_delay_ms: u32) -> f64 {
        (Self::SPAN * f64::from(reconnect_delay_ms)).max(RECONNECT_MAX_DELAY_MS)
    }

    /// `P`, the first window in milliseconds: of N pages no more than N / `P` ask in a millisecond, on average.
    #[must_use]
    pub fn first_window(&self) -> f64 {
        self.pace * self.growth.ln() / (self.growth - 1.0)
    }

    /// The shortest window once every delay is the longest, in milliseconds.
    #[must_use]
    pub fn last_window(&self) -> f64 {
        self.longest * self.growth.ln() / (self.growth - 1.0)
    }

    /// The delay before the next attempt of a page that has grown by the power of `x`, in milliseconds. Cutting it at each
    /// attempt, as the script does, is the same as cutting it here.
    fn pace(&self, x: f64) -> f64 {
        (self.pace * self.growth.powf(x)).min(self.longest)
    }

    /// The delay before attempt `k` of an outage, counted from 0, for the outage's phase: at least 0 and below 1.
    #[must_use]
    pub fn delay(&self, k: u32, phase: f64) -> f64 {
        match k.checked_sub(1) {
            None => self.first_delay(0.0, phase),
            Some(before) => self.next_delay(f64::from(before) + phase),
        }
    }

    /// The delay before the first attempt of an outage that a page at `x` falls into: 0, or where the outage before has
    /// left it if the server has died again too soon. It is at `x + phase` then.
    #[must_use]
    pub fn first_delay(&self, x: f64, phase: f64) -> f64 {
        let grown = (self.growth.powf(phase) - 1.0) / (self.growth - 1.0);
        (FLOOR + self.pace(x) * grown).min(self.longest)
    }

    /// The delay before the next attempt of a page that stands at `x`. It is at `x + 1` then.
    #[must_use]
    pub fn next_delay(&self, x: f64) -> f64 {
        self.pace(x)
    }
}

impl Default for Backoff {
    /// That of a monitor with every default.
    fn default() -> Self {
        let longest = Self::default_max_delay(RECONNECT_DELAY_MS);
        Self::with_growth(RECONNECT_DELAY_MS.into(), longest, GROWTH)
    }
}

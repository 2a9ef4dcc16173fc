//! The reconnection policy of the script, in Rust.

/// By how much a window grows from one attempt to the next.
const GROWTH: f64 = 1.25;

/// No first delay of an outage is shorter, in milliseconds.
const FLOOR: f64 = 200.0;

/// The default of `reconnect_delay`, in milliseconds.
const RECONNECT_DELAY_MS: u32 = 3_000;

/// The default of `reconnect_max_delay`, in milliseconds, unless [`Backoff::SPAN`] asks for more.
const RECONNECT_MAX_DELAY_MS: f64 = 17_000.0;

/// When a page asks again: the attempts of an outage are `g(u)`, `g(1 + u)`, `g(2 + u)`, … after 200 ms, with one random
/// phase `u` per outage.
///
/// The slope of `g` is the window, the time in which each page asks once. It starts at some `P`, is multiplied by 1.25
/// from attempt to attempt until it is `reconnect_max_delay`, and stays there:
///
/// ```text
/// log   = ln 1.25
/// scale = max(reconnect_delay - 200, reconnect_delay / 2) / (0.25 / log - 1)        P = scale * log
/// bend  = max(1, ln(reconnect_max_delay / P) / log)
/// g(x)  = scale * 1.25 ** min(x, bend) + reconnect_max_delay * max(0, x - bend)
/// delay(0, u) = min(reconnect_max_delay, 200 + g(u) - g(0))
/// delay(k, u) = min(reconnect_max_delay, g(k + u) - g(k - 1 + u))
/// ```
///
/// The mean of `g(u) - g(0)` is `scale * (0.25 / log - 1)`, so `reconnect_delay` is the mean of the first delay from
/// 400 ms on. (Below, the mean is 200 ms and half of it: a mean of less than 200 ms is impossible if no first delay is.)
/// The 200 ms are added: raised to 200 ms, the shortest delays would all be the same. `bend` is at least 1 and the delay
/// is cut only where `reconnect_max_delay` is less than 2.32 times `reconnect_delay`: the first keeps the mean, the second
/// the longest delay, and a page that is cut keeps its distance to its neighbours. (A longest delay below 400 ms wins over
/// the 200 ms.) What a server asks for is added to each delay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// The factor before the power, in milliseconds.
    scale: f64,
    growth: f64,
    /// From this attempt on the windows grow no more.
    bend: f64,
    /// The longest window and the longest delay, in milliseconds.
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

    /// The same with windows that grow by another factor.
    #[must_use]
    pub fn with_growth(reconnect_delay: f64, longest: f64, growth: f64) -> Self {
        let log = growth.ln();
        let mean = (reconnect_delay - FLOOR).max(reconnect_delay / 2.0);
        let scale = mean / ((growth - 1.0) / log - 1.0);
        let bend = ((longest / (scale * log)).ln() / log).max(1.0);
        Self { scale, growth, bend, longest }
    }

    /// The default of `reconnect_max_delay` beside this `reconnect_delay`, in milliseconds.
    #[must_use]
    pub fn default_max_delay(reconnect_delay_ms: u32) -> f64 {
        (Self::SPAN * f64::from(reconnect_delay_ms)).max(RECONNECT_MAX_DELAY_MS)
    }

    /// `P`, the first window in milliseconds: of N pages no more than N / `P` ask in a millisecond, on average.
    #[must_use]
    pub fn first_window(&self) -> f64 {
        self.scale * self.growth.ln()
    }

    /// When the attempt at `x` comes, but for a constant, in milliseconds.
    fn at(&self, x: f64) -> f64 {
        self.scale * self.growth.powf(x.min(self.bend)) + self.longest * (x - self.bend).max(0.0)
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
        (FLOOR + self.at(x + phase) - self.at(x)).min(self.longest)
    }

    /// The delay before the next attempt of a page that stands at `x`. It is at `x + 1` then.
    #[must_use]
    pub fn next_delay(&self, x: f64) -> f64 {
        (self.at(x + 1.0) - self.at(x)).min(self.longest)
    }
}

impl Default for Backoff {
    /// That of a monitor with every default.
    fn default() -> Self {
        let longest = Self::default_max_delay(RECONNECT_DELAY_MS);
        Self::with_growth(RECONNECT_DELAY_MS.into(), longest, GROWTH)
    }
}

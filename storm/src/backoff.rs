//! The backoff of the script, in Rust.

use sse_monitor_core::MonitorConfig;

/// By how much the nominal delay grows with each failed attempt.
const FACTOR: f64 = 1.5;

/// A delay is at least this much of the nominal one.
const LEAST: f64 = 0.2;

/// And at most this much.
const MOST: f64 = 1.8;

/// A nominal delay that grows to a bound, and a spread around it. What `recover` in `monitor.js` computes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// The first nominal delay in milliseconds.
    pub base: f64,
    /// By how much it grows with each failed attempt.
    pub factor: f64,
    /// The largest nominal delay in milliseconds.
    pub cap: f64,
}

impl Backoff {
    /// The backoff of a monitor with this configuration.
    #[must_use]
    pub fn of(config: &MonitorConfig) -> Self {
        Self {
            base: config.reconnect_delay_ms().into(),
            factor: FACTOR,
            cap: f64::from(config.reconnect_max_delay_ms()) / MOST,
        }
    }

    /// The delay that is spread after so many failed attempts, in milliseconds.
    #[must_use]
    pub fn nominal(&self, attempts: u32) -> f64 {
        (self.base * self.factor.powf(attempts.into())).min(self.cap)
    }

    /// The delay after so many failed attempts, in milliseconds, for a random number of at least 0 and below 1.
    #[must_use]
    pub fn delay(&self, attempts: u32, random: f64) -> f64 {
        self.nominal(attempts) * (LEAST + (MOST - LEAST) * random)
    }
}

impl Default for Backoff {
    /// That of a monitor with every default.
    fn default() -> Self {
        Self::of(&MonitorConfig::new("any"))
    }
}

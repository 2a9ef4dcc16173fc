//! What pages load anew once they are back: `sse-recovered`, and what a page does with it.

use crate::{Moments, Random, Wave};

/// When the page loads after `sse-recovered`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Load {
    /// After the same time everywhere.
    After(f64),
    /// After anything from nothing to so many milliseconds, drawn by each page.
    Within(f64),
}

/// When the pages load, in milliseconds after the server's return. `sse-recovered` comes with the first
/// message or after 1 s. The server sends one to everybody each `broadcast` milliseconds; infinity is a quiet stream.
#[must_use]
pub fn loads(wave: &Wave, broadcast: f64, load: Load, seed: u64) -> Moments {
    // Not the numbers that the phases were drawn from.
    let mut random = Random::new(seed + 1_000);
    let loads = wave
        .back
        .iter()
        .map(|back| {
            let message = if broadcast.is_finite() {
                (back / broadcast).ceil() * broadcast
            } else {
                f64::INFINITY
            };
            let recovered = message.min(back + 1_000.0);
            recovered
                + match load {
                    Load::After(delay) => delay,
                    Load::Within(width) => width * random.unit(),
                }
        })
        .collect();
    Moments::new(loads)
}

//! A storm: many clients lose one server at the same moment, and all of them want it back.
//!
//! [`Backoff`] is the very backoff of the script; an engine test proves that both give the same delays for the same
//! random numbers. [`Schedule`] has the others beside it, and [`strike`] lets the clients loose on a server that is away
//! for a while. Nothing here waits: time is a number.

mod backoff;
mod bounds;
mod cable;
mod picture;
mod random;
mod report;
mod schedule;
mod search;
mod text;
mod wave;

pub use self::backoff::Backoff;
pub use self::bounds::Bounds;
pub use self::picture::picture;
pub use self::random::Random;
pub use self::report::report;
pub use self::schedule::Schedule;
pub use self::search::{Candidate, candidates};
pub use self::wave::{Outage, Wave, strike};

/// The seed of everything that is written into the documentation.
pub const SEED: u64 = 1;

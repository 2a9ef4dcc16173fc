//! A storm: many pages lose one server at the same moment, and all of them want it back.
//!
//! [`Backoff`] is the very policy of the script; an engine test proves that both give the same delays for the same random
//! numbers. [`Schedule`] has the others beside it, and [`strike`] lets the pages loose on a server that is away for a
//! while. Nothing here waits: time is a number.

mod backoff;
mod cable;
mod figures;
mod moments;
mod picture;
mod random;
mod recovery;
mod report;
mod schedule;
mod text;
mod wave;

pub use self::backoff::Backoff;
pub use self::figures::Figures;
pub use self::moments::Moments;
pub use self::picture::picture;
pub use self::random::Random;
pub use self::recovery::{Load, loads};
pub use self::report::report;
pub use self::schedule::Schedule;
pub use self::wave::{Away, Outage, Patience, Wave, strike};

//! How a scenario fails.

use std::fmt::{self, Display, Formatter};

/// What a scenario ends with.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a scenario failed.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Ends the scenario unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err($crate::check::Failure(format!("{}:{}: {}", file!(), line!(), format!($($message)+))));
        }
    };
}

/// Ends the scenario unless both are the same.
macro_rules! ensure_eq {
    ($left:expr, $right:expr, $($message:tt)+) => {
        match (&$left, &$right) {
            (left, right) => $crate::check::ensure!(
                left == right,
                "{}: {left:?}, expected {right:?}",
                format!($($message)+)
            ),
        }
    };
}

pub(crate) use {ensure, ensure_eq};

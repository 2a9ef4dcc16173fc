//! Real browsers, driven over `WebDriver`.
//!
//! An [`Engine`] says how a browser is started and what its driver can do, a [`Browser`] is one process of it, a [`Tab`]
//! is what one scenario uses. A [`Pool`] keeps browsers from scenario to scenario.

mod browser;
mod driver;
mod engine;
mod pool;
mod tab;

pub use self::browser::Browser;
pub use self::engine::Engine;
pub use self::pool::Pool;
pub use self::tab::{Counters, Tab};

/// What went wrong between the test and the browser.
#[derive(Debug)]
pub struct Error(String);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<fantoccini::error::CmdError> for Error {
    fn from(error: fantoccini::error::CmdError) -> Self {
        Self(format!("WebDriver: {error}"))
    }
}

//! Real browsers, driven over `WebDriver`.
//!
//! An [`Engine`] is started by a driver of its own, and an [`Ability`] is what not every driver has. A [`Browser`] is one
//! process of an engine, a [`Tab`] is what one scenario uses. A [`Pool`] keeps browsers from scenario to scenario.

mod ability;
mod accessibility;
mod browser;
mod chromium;
mod display;
mod driver;
mod engine;
mod find;
mod firefox;
mod launch;
mod pool;
mod process;
mod tab;

pub use self::ability::Ability;
pub use fantoccini::key::Key;

pub use self::accessibility::AccessibleNode;
pub use self::browser::Browser;
pub use self::chromium::Counters;
pub use self::engine::Engine;
pub use self::pool::Pool;
pub use self::tab::Tab;

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

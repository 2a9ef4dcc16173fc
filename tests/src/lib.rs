//! Shared by the test targets of this package.

pub mod broken;
#[cfg(feature = "browser")]
pub mod fault_server;
pub mod goldens;
#[cfg(feature = "browser")]
pub mod page;
#[cfg(feature = "browser")]
pub mod proxy;
pub mod streams;
#[cfg(feature = "browser")]
pub mod watched;
#[cfg(feature = "browser")]
pub mod webdriver;

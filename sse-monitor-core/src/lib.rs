//! What an SSE monitor is, what a valid one is, and how it is written in JavaScript.
//!
//! Use it through `sse-monitor`, which adds the macros. Without the feature `render` only what needs no allocator is
//! left: [`ConnectionState`], [`Client`], [`Monitor`], [`Script`] and [`generate_connection_counter`].
//!
//! # Features
//!
//! - `render`, on by default: `MonitorConfig`, its rules and rendering. Needs an allocator.
//! - `serde`: `MonitorConfig` from TOML, JSON and other formats that describe themselves, and back. Includes `render`.
//! - `maud`: [`Monitor`] and [`Script`] in a maud template. Needs an allocator.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(feature = "render", feature = "maud"))]
extern crate alloc;

#[macro_use]
mod fields;
#[macro_use]
mod state;

#[cfg(feature = "render")]
mod config;
mod counter;
#[cfg(feature = "render")]
mod input;
mod monitor;
#[cfg(feature = "render")]
mod problem;
#[cfg(feature = "render")]
mod render;
#[doc(hidden)]
pub mod schema;
mod script;

#[cfg(feature = "render")]
pub use config::{
    Callbacks, Effective, FIELDS, Field, GiveUp, Indicator, MonitorConfig, OptionalText,
    ParseGiveUpError,
};
pub use counter::generate_connection_counter;
pub use monitor::Monitor;
#[cfg(feature = "render")]
pub use problem::{ConfigError, Problem};
#[cfg(feature = "render")]
pub use render::{generate_monitor_script, generate_simple_monitor};
pub use script::Script;
pub use state::{Client, ConnectionState, ParseClientError, ParseStateError};

/// For the macros alone.
#[cfg(feature = "render")]
#[doc(hidden)]
pub mod __macros {
    pub use crate::input::{Entry, Map, Mark, Node, Value, read};
    pub use crate::problem::words::Language;
    pub use crate::render::script;
}

/// For `fuzz/` alone, and only in its builds.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod __fuzzing {
    use alloc::string::String;

    pub const READABLE: &str = crate::render::parts::READABLE;
    pub const MINIFIED: &str = crate::render::parts::MINIFIED;

    #[doc(hidden)]
    #[must_use]
    pub fn cut(template: &str, line_end: &str, keep: impl Fn(&str) -> bool) -> String {
        crate::render::markers::cut(template, line_end, keep)
    }
}

#[cfg(all(doctest, feature = "render"))]
#[doc = include_str!("../README.md")]
struct Readme;

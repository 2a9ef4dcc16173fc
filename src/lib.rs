//! A script that owns a page's Server-Sent Events connection: it shows the true state, brings the connection back after
//! a failure, and tells the page what it may have missed. Checked and written at compile time, or rendered at run time.
//!
//! [recipes]: crate::_docs::recipes
//! [deploys]: crate::_docs::deploys
//! [frameworks]: crate::_docs::frameworks
//! [accessibility]: crate::_docs::accessibility
//!
// Its examples need a web server, which this package does without: they are compiled with those of `examples/`.
#![cfg_attr(not(doctest), doc = include_str!("../docs/manual.md"))]
//!
//! # Features
//!
//! - `render`, on by default: rendering at run time. Needs an allocator. Without it there are the macros,
//!   [`ConnectionState`], [`Monitor`], [`Script`] and [`generate_connection_counter`], for a web server on a microcontroller.
//! - `serde`: [`MonitorConfig`] from TOML, JSON and other formats that describe themselves, and back. Includes `render`.
//! - `maud`: [`Monitor`] and [`Script`] in a maud template: `(LIVE)`. Needs an allocator.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(doc, not(doctest)))]
pub mod _docs;
mod macros;

#[doc(hidden)]
pub use sse_monitor_core::schema;
#[cfg(feature = "render")]
pub use sse_monitor_core::{
    Callbacks, ConfigError, Effective, FIELDS, Field, GiveUp, Indicator, MonitorConfig,
    OptionalText, ParseGiveUpError, Problem, generate_monitor_script, generate_simple_monitor,
};
pub use sse_monitor_core::{
    Client, ConnectionState, Monitor, ParseClientError, ParseStateError, Script,
    generate_connection_counter,
};
#[doc(hidden)]
pub use sse_monitor_macros as __macros;
pub use sse_monitor_macros::connection_counter_script;

//! What an SSE monitor is, what a valid one is, and how it is written in JavaScript.
//!
//! Use it through `sse-monitor`, which adds the macros. Without the feature `render` only what needs no allocator is
//! left: [`ConnectionState`], [`Monitor`], [`Script`] and [`generate_connection_counter`].
//!
//! # Features
//!
//! - `render`, on by default: `MonitorConfig`, its rules and rendering. Needs an allocator.
//! - `serde`: `MonitorConfig` from TOML, JSON and other formats that describe themselves, and back. Includes `render`.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "render")]
extern crate alloc;

#[cfg(feature = "render")]
mod client;
#[cfg(feature = "render")]
mod config;
mod counter;
#[cfg(feature = "serde")]
mod deserialize;
#[cfg(feature = "render")]
mod duration;
#[cfg(feature = "render")]
mod error;
#[cfg(feature = "render")]
pub mod fields;
#[cfg(feature = "render")]
mod indicator;
#[cfg(feature = "render")]
mod json;
#[cfg(feature = "render")]
mod locate;
#[cfg(feature = "render")]
mod lower;
#[cfg(feature = "render")]
mod mismatch;
mod monitor;
#[cfg(feature = "render")]
mod names;
#[cfg(feature = "render")]
mod read;
#[cfg(feature = "render")]
mod render;
#[doc(hidden)]
pub mod schema;
mod script;
#[cfg(feature = "serde")]
mod serialize;
mod state;
#[cfg(feature = "render")]
mod suggest;
#[cfg(feature = "render")]
mod template;
#[cfg(feature = "render")]
mod validate;
#[cfg(feature = "render")]
mod value;
#[cfg(feature = "render")]
mod words;

#[cfg(feature = "render")]
pub use client::Client;
#[cfg(feature = "render")]
pub use config::{LastEventIdParam, MonitorConfig};
pub use counter::generate_connection_counter;
#[cfg(feature = "render")]
pub use error::{ConfigError, Location, Problem};
#[cfg(feature = "render")]
pub use indicator::Indicator;
pub use monitor::Monitor;
#[cfg(feature = "render")]
pub use render::{generate_monitor_script, generate_simple_monitor};
pub use script::Script;
pub use state::{ConnectionState, ParseStateError};
#[cfg(feature = "render")]
pub use value::Value;

#[cfg(all(doctest, feature = "render"))]
#[doc = include_str!("../README.md")]
struct Readme;

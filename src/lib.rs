//! A script that shows the true state of a page's Server-Sent Events connection and brings it back after a failure:
//! checked and written at compile time, or rendered at run time.
//!
//! ```
//! use sse_monitor::monitor_script;
//!
//! const MONITOR: &str = monitor_script! {
//!     sse_element_id: "live",
//!     status_element_id: "status",
//!     reconnect_delay: 5s,
//!     heartbeat_timeout: 30s,
//! };
//!
//! let page = format!(
//!     r#"<p id="status"></p>
//!     <ul id="live" hx-ext="sse" sse-connect="/events" sse-swap="message" hx-swap="beforeend"></ul>
//!     <script>{MONITOR}</script>"#
//! );
//! # assert!(page.contains("5000"));
//! ```
//!
//! Where the page's policy and the server must agree with the script, [`monitor!`] makes one [`Monitor`] of the same
//! fields: the script with its hash, the ids and the heartbeat.
//!
//! What the configuration can hold is documented at [`monitor_script!`]; what is known only at run time goes through
//! [`MonitorConfig`], which gives a [`Monitor`] too, with the same rules and the same messages.
//!
//! # Features
//!
//! - `render`, on by default: rendering at run time. Needs an allocator. Without it there are the macros,
//!   [`ConnectionState`], [`Monitor`], [`Script`] and [`generate_connection_counter`], for a web server on a microcontroller.
//! - `serde`: [`MonitorConfig`] from TOML, JSON and other formats that describe themselves, and back. Includes `render`.
//! - `maud`: [`Monitor`] and [`Script`] in a maud template: `(LIVE)`. Needs an allocator.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

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

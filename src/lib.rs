//! A script that owns a page's Server-Sent Events connection: it shows the true state, brings the connection back after
//! a failure, and tells the page what it may have missed. Checked and written at compile time, or rendered at run time.
//!
//! [recipes]: crate::_docs::recipes
//! [recipe-login]: crate::_docs::recipes#the-login-has-expired
//! [recipe-version]: crate::_docs::recipes#a-notice-of-a-new-version
//! [recipe-token]: crate::_docs::recipes#a-token-for-each-attempt
//! [recipe-csrf]: crate::_docs::recipes#a-csrf-token-with-htmx-4
//! [recipe-origin]: crate::_docs::recipes#a-stream-of-another-origin
//! [recipe-grey]: crate::_docs::recipes#greying-out-what-is-stale
//! [recipe-toasts]: crate::_docs::recipes#toasts
//! [recipe-countdown]: crate::_docs::recipes#a-countdown
//! [recipe-language]: crate::_docs::recipes#in-the-readers-language
//! [recipe-anew]: crate::_docs::recipes#loading-anew-after-a-gap
//! [recipe-file]: crate::_docs::recipes#the-script-as-a-file
//! [recipe-nonce]: crate::_docs::recipes#a-nonce
//! [recipe-module]: crate::_docs::recipes#a-module-that-comes-later
//! [recipe-tabs]: crate::_docs::recipes#many-tabs
//! [recipe-proxies]: crate::_docs::recipes#nginx-caddy-haproxy
//! [recipe-lines]: crate::_docs::recipes#bad-lines-and-dead-connections
//! [recipe-testing]: crate::_docs::recipes#testing-your-own-page
//! [recipe-events]: crate::_docs::recipes#coming-from-htmx-ext-sses-events
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
//!   [`ConnectionState`], [`Client`], [`Monitor`], [`Script`] and [`generate_connection_counter`], for a web server on a
//!   microcontroller.
//! - `serde`: [`MonitorConfig`] from TOML, JSON and other formats that describe themselves, and back. Includes `render`.
//! - `maud`: [`Monitor`] and [`Script`] in a template of maud 0.27: `(LIVE)`. Needs an allocator. Another maud takes a new
//!   minor version of this crate.

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

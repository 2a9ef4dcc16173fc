//! The macros of `sse-monitor`. Use them through that crate, which has their documentation in full.
//!
//! Without it, they need `sse-monitor-core` as a dependency beside them: [`monitor!`] and [`connection_counter!`] name
//! its types. The other three expand to one string literal and name nothing.

mod editor;
mod expand;
mod parse;
mod root;
mod source;
mod span;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// A monitor as a constant expression of type `sse_monitor_core::Monitor`: its script, and what else must agree with
/// it.
///
/// ```
/// use sse_monitor_core::Monitor;
/// use sse_monitor_macros::monitor;
///
/// const LIVE: Monitor = monitor! { sse_element_id: "live", heartbeat_timeout: 45s };
/// assert_eq!(LIVE.sse_element_id(), "live");
/// ```
///
/// # Errors
///
/// As [`monitor_script!`].
#[proc_macro]
pub fn monitor(input: TokenStream) -> TokenStream {
    expand::monitor(input.into()).into()
}

/// The script of a monitor, checked and written at compile time: one string literal.
///
/// The fields are those of `sse_monitor_core::MonitorConfig`.
///
/// ```
/// # use sse_monitor_macros as sse_monitor;
/// use sse_monitor::monitor_script;
/// const MONITOR: &str = monitor_script! { sse_element_id: "live", reconnect_delay: 5s };
/// ```
///
/// # Errors
///
/// Every mistake in one go, each at its own place, with the way to mend it:
///
/// ```compile_fail
/// # use sse_monitor_macros as sse_monitor;
/// use sse_monitor::monitor_script;
/// const MONITOR: &str = monitor_script! {
///     sse_element_id: "#live",  // "#live" is a CSS selector, not an id
///     reconect_delay: 5s,       // unknown field `reconect_delay`
/// };
/// ```
#[proc_macro]
pub fn monitor_script(input: TokenStream) -> TokenStream {
    expand::monitor_script(input.into()).into()
}

/// The script of a monitor with every default but these: `sse_element_id`, `status_element_id`, `client` and `debug`.
///
/// They mean the same as in [`monitor_script!`].
///
/// ```
/// # use sse_monitor_macros as sse_monitor;
/// use sse_monitor::simple_monitor_script;
/// const MONITOR: &str = simple_monitor_script! { sse_element_id: "live", status_element_id: "status" };
/// ```
///
/// # Errors
///
/// As [`monitor_script!`], and for its other fields.
#[proc_macro]
pub fn simple_monitor_script(input: TokenStream) -> TokenStream {
    expand::simple_monitor_script(input.into()).into()
}

/// The script that counts the open SSE connections of a page: `window.SSEConnectionCounter`, and the event
/// `sse:connectionCountChanged` on `document`.
///
/// ```
/// # use sse_monitor_macros as sse_monitor;
/// use sse_monitor::connection_counter_script;
/// const COUNTER: &str = connection_counter_script! {};
/// ```
///
/// # Errors
///
/// It takes no fields.
#[proc_macro]
pub fn connection_counter_script(input: TokenStream) -> TokenStream {
    expand::connection_counter_script(input.into()).into()
}

/// The script of [`connection_counter_script!`] as a constant expression of type `sse_monitor_core::Script`.
///
/// ```
/// use sse_monitor_core::Script;
/// use sse_monitor_macros::connection_counter;
///
/// static COUNTER: Script = connection_counter! {};
/// assert!(COUNTER.csp_source().starts_with("'sha256-"));
/// ```
///
/// # Errors
///
/// It takes no fields.
#[proc_macro]
pub fn connection_counter(input: TokenStream) -> TokenStream {
    expand::connection_counter(input.into()).into()
}

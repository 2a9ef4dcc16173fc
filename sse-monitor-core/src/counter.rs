//! The script that counts the open streams of a page's monitors and of htmx. It takes no configuration.

/// The script of the connection counter, complete and ready to inline.
///
/// It defines `window.SSEConnectionCounter` and dispatches `sse:connectionCountChanged` on `document`, with the number
/// of open connections in `detail.count`, after each change. The macro `connection_counter_script!` gives the same.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// let page = format!("<script>{}</script>", sse_monitor::generate_connection_counter());
/// # assert!(page.contains("SSEConnectionCounter"));
/// ```
#[must_use]
pub const fn generate_connection_counter() -> &'static str {
    concat!(include_str!("../js/counter.min.js"), "();")
}

#[cfg(test)]
mod tests {
    use super::generate_connection_counter;

    #[test]
    fn the_script_is_safe_to_inline() {
        let script = generate_connection_counter();
        assert!(script.is_ascii());
        assert!(!script.contains(['<', '\r', '\0']));
    }
}

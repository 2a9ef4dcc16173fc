//! A monitor that was declared at compile time: its script, and what the server and the templates share with it.

use core::time::Duration;

use crate::Script;

/// One declaration for the page, its policy and the server, made by `monitor!`.
///
/// It is plain data: a `const` or a `static` of it needs no allocator and no initialisation at run time. The fields
/// and their units are those of the macro.
///
/// ```
/// use sse_monitor_core::Monitor;
///
/// fn page(monitor: &Monitor) -> String {
///     format!(
///         r#"<p id="{}"></p><ul id="{}" hx-ext="sse" sse-connect="/events" sse-swap="message"></ul>{}"#,
///         monitor.status_element_id().unwrap_or("status"),
///         monitor.sse_element_id(),
///         monitor.script_tag(),
///     )
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Monitor {
    script: Script,
    sse_element_id: &'static str,
    status_element_id: Option<&'static str>,
    heartbeat_timeout: Option<u32>,
    heartbeat_event: Option<&'static str>,
}

impl Monitor {
    /// For the macro alone. The timeout is in milliseconds.
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(
        script: Script,
        sse_element_id: &'static str,
        status_element_id: Option<&'static str>,
        heartbeat_timeout: Option<u32>,
        heartbeat_event: Option<&'static str>,
    ) -> Self {
        Self { script, sse_element_id, status_element_id, heartbeat_timeout, heartbeat_event }
    }

    /// The JavaScript, without a tag; the same text as `monitor_script!` of the same fields.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn file(monitor: &Monitor) -> (&'static str, &'static str) {
    ///     ("text/javascript", monitor.script())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn script(&self) -> &'static str {
        self.script.script()
    }

    /// The JavaScript in `<script>…</script>`, to be inlined in a page as it is.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn head(monitor: &Monitor) -> String {
    ///     format!("<head><title>Live</title>{}</head>", monitor.script_tag())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn script_tag(&self) -> &'static str {
        self.script.script_tag()
    }

    /// The source `'sha256-…'`, with its quotes, that lets exactly this script run inline under a
    /// `Content-Security-Policy`. It is the hash of what is between the tags of [`script_tag`](Self::script_tag).
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn policy(monitor: &Monitor) -> String {
    ///     format!("script-src 'self' {}", monitor.csp_source())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn csp_source(&self) -> &'static str {
        self.script.csp_source()
    }

    /// The value `sha256-…` of the attribute `integrity`, where the script is a file of its own.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn tag(monitor: &Monitor) -> String {
    ///     format!(r#"<script src="/monitor.js" integrity="{}"></script>"#, monitor.integrity())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn integrity(&self) -> &'static str {
        self.script.integrity()
    }

    /// The value of the header `ETag`, with its quotes, where the script is a file of its own.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn headers(monitor: &Monitor) -> [(&'static str, &'static str); 2] {
    ///     [("etag", monitor.etag()), ("cache-control", "no-cache")]
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn etag(&self) -> &'static str {
        self.script.etag()
    }

    /// The id of the element that carries `sse-connect` or `hx-sse:connect`, for the template that writes it.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn stream(monitor: &Monitor) -> String {
    ///     format!(r#"<div id="{}" hx-sse:connect="/events"></div>"#, monitor.sse_element_id())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn sse_element_id(&self) -> &'static str {
        self.sse_element_id
    }

    /// The id of the element that shows the state, if there is one.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn status(monitor: &Monitor) -> Option<String> {
    ///     monitor.status_element_id().map(|id| format!(r#"<p id="{id}" role="status"></p>"#))
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn status_element_id(&self) -> Option<&'static str> {
        self.status_element_id
    }

    /// How often the server must send a heartbeat: a third of `heartbeat_timeout`, in whole milliseconds rounded down,
    /// so that one that is lost or late ends nothing. `None` without a timeout.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// # use std::time::Duration;
    /// fn keep_alive(monitor: &Monitor) -> Duration {
    ///     monitor.heartbeat_interval().unwrap_or(Duration::from_secs(15))
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn heartbeat_interval(&self) -> Option<Duration> {
        match self.heartbeat_timeout {
            // No `From` in a constant.
            Some(timeout) => Some(Duration::from_millis(timeout as u64 / 3)),
            None => None,
        }
    }

    /// The name of the event that the server sends as a heartbeat: the first of `heartbeat_events`, which is
    /// `heartbeat` by default. `None` without a timeout, or if the list is empty.
    ///
    /// The event needs a `data:` line, for a browser dispatches none without data.
    ///
    /// ```
    /// # use sse_monitor_core::Monitor;
    /// fn beat(monitor: &Monitor) -> Option<String> {
    ///     monitor.heartbeat_event().map(|name| format!("event: {name}\ndata: beat\n\n"))
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn heartbeat_event(&self) -> Option<&'static str> {
        self.heartbeat_event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: Script = Script::__new("<script>a()</script>", "'sha256-x='", "\"sha256-x=\"");

    #[test]
    fn a_heartbeat_is_due_three_times_per_timeout() {
        const MONITOR: Monitor = Monitor::__new(SCRIPT, "live", None, Some(45_000), Some("beat"));
        const INTERVAL: Option<Duration> = MONITOR.heartbeat_interval();
        assert_eq!(INTERVAL, Some(Duration::from_secs(15)));
        assert_eq!(MONITOR.heartbeat_event(), Some("beat"));
        let shortest = Monitor::__new(SCRIPT, "live", None, Some(10), None);
        assert_eq!(shortest.heartbeat_interval(), Some(Duration::from_millis(3)));
        let silent = Monitor::__new(SCRIPT, "live", None, None, None);
        assert_eq!(silent.heartbeat_interval(), None);
    }
}

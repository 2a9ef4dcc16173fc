//! A monitor that was made: its script, and what the server and the templates share with it.

use core::fmt;
use core::time::Duration;

use crate::Script;
use crate::script::accessors;

/// One declaration for the page, its policy and the server, made by `monitor!`, or at run time by
/// [`MonitorConfig::monitor`](crate::MonitorConfig::monitor).
///
/// That of the macro is a `Monitor`, plain data: a `const` or a `static` of it needs no allocator and no initialisation
/// at run time. That of a configuration owns its texts, a `Monitor<String>`. A function that takes a `Monitor<&str>` takes
/// both, the latter as `monitor.borrowed()`. It is written as the tag of its script.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::Monitor;
///
/// fn page(monitor: Monitor<&str>) -> String {
///     format!(
///         r#"<p id="{}"></p><ul id="{}" hx-ext="sse" sse-connect="/events" sse-swap="message"></ul>{monitor}"#,
///         monitor.status_element_id().unwrap_or("status"),
///         monitor.sse_element_id(),
///     )
/// }
/// ```
///
/// With the feature `maud` it can stand in a template:
///
/// ```
/// # #[cfg(feature = "maud")] {
/// # use sse_monitor_core as sse_monitor;
/// use maud::html;
/// use sse_monitor::MonitorConfig;
///
/// let live = MonitorConfig::new("live").monitor()?;
/// let body = html! {
///     div id=(live.sse_element_id()) hx-sse:connect="/events" {}
///     (live)
/// };
/// # assert!(body.into_string().ends_with("</script>"));
/// # }
/// # Ok::<(), sse_monitor_core::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Monitor<T = &'static str> {
    script: Script<T>,
    sse_element_id: T,
    status_element_id: Option<T>,
    heartbeat_timeout: Option<Duration>,
}

accessors! {
    Monitor<'a>:

    /// The script with its hash, without the ids.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::{Monitor, Script};
    /// fn scripts<'a>(monitor: Monitor<&'a str>, counter: Script<&'a str>) -> [Script<&'a str>; 2] {
    ///     [monitor.script(), counter]
    /// }
    /// ```
    [const] fn script(this) -> Script<&'a str> = this.script;

    /// The JavaScript, without a tag; the same text as `monitor_script!` of the same fields.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// fn file<'a>(monitor: Monitor<&'a str>) -> (&'static str, &'a str) {
    ///     ("text/javascript", monitor.as_str())
    /// }
    /// ```
    [] fn as_str(this) -> &'a str = this.script.as_str();

    /// The JavaScript in `<script>…</script>`, to be inlined in a page as it is.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// fn head(monitor: Monitor<&str>) -> String {
    ///     format!("<head><title>Live</title>{}</head>", monitor.script_tag())
    /// }
    /// ```
    [const] fn script_tag(this) -> &'a str = this.script.script_tag();

    /// The source `'sha256-…'`, with its quotes, that lets exactly this script run inline under a
    /// `Content-Security-Policy`. It is the hash of what is between the tags of [`script_tag`](Self::script_tag).
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// fn policy(monitor: Monitor<&str>) -> String {
    ///     format!("script-src 'self' {}", monitor.csp_source())
    /// }
    /// ```
    [const] fn csp_source(this) -> &'a str = this.script.csp_source();

    /// The value `sha256-…` of the attribute `integrity`, where the script is a file of its own.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// fn tag(monitor: Monitor<&str>) -> String {
    ///     format!(r#"<script src="/monitor.js" integrity="{}"></script>"#, monitor.integrity())
    /// }
    /// ```
    [const] fn integrity(this) -> &'a str = this.script.integrity();

    /// The value of the header `ETag`, with its quotes, where the script is a file of its own.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// fn headers<'a>(monitor: Monitor<&'a str>) -> [(&'static str, &'a str); 2] {
    ///     [("etag", monitor.etag()), ("cache-control", "no-cache")]
    /// }
    /// ```
    [const] fn etag(this) -> &'a str = this.script.etag();

    /// The id of the element that carries `sse-connect` or `hx-sse:connect`, for the template that writes it.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// fn stream(monitor: Monitor<&str>) -> String {
    ///     format!(r#"<div id="{}" hx-sse:connect="/events"></div>"#, monitor.sse_element_id())
    /// }
    /// ```
    [const] fn sse_element_id(this) -> &'a str = this.sse_element_id;

    /// The id of the element that shows the state, if there is one.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// fn status(monitor: Monitor<&str>) -> Option<String> {
    ///     monitor.status_element_id().map(|id| format!(r#"<p id="{id}" role="status"></p>"#))
    /// }
    /// ```
    [const] fn status_element_id(this) -> Option<&'a str> = this.status_element_id;
}

impl<T> Monitor<T> {
    /// For the macro alone. The timeout is in milliseconds.
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(
        script: Script<T>,
        sse_element_id: T,
        status_element_id: Option<T>,
        heartbeat_timeout: u64,
    ) -> Self {
        let heartbeat_timeout = match heartbeat_timeout {
            0 => None,
            milliseconds => Some(Duration::from_millis(milliseconds)),
        };
        Self { script, sse_element_id, status_element_id, heartbeat_timeout }
    }

    /// How often the server must send something, if only a comment: a third of `heartbeat_timeout`, in whole
    /// milliseconds rounded down, so that one that is lost or late ends nothing. `None` without a timeout.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Monitor;
    /// use std::time::Duration;
    /// fn keep_alive(monitor: Monitor<&str>) -> Duration {
    ///     monitor.heartbeat_interval().unwrap_or(Duration::from_secs(15))
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn heartbeat_interval(&self) -> Option<Duration> {
        match self.heartbeat_timeout {
            // It is no longer than a browser's timer can be.
            #[allow(clippy::cast_possible_truncation)]
            Some(timeout) => Some(Duration::from_millis(timeout.as_millis() as u64 / 3)),
            None => None,
        }
    }
}

#[cfg(feature = "render")]
impl Monitor<alloc::string::String> {
    /// The same, with its texts borrowed from this one.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::{Monitor, MonitorConfig};
    ///
    /// let monitor = MonitorConfig::new("live").monitor()?;
    /// let borrowed: Monitor<&str> = monitor.borrowed();
    /// assert_eq!(borrowed.sse_element_id(), "live");
    /// # Ok::<(), sse_monitor::ConfigError>(())
    /// ```
    #[must_use]
    pub fn borrowed(&self) -> Monitor<&str> {
        Monitor {
            script: self.script.borrowed(),
            sse_element_id: &self.sse_element_id,
            status_element_id: self.status_element_id.as_deref(),
            heartbeat_timeout: self.heartbeat_timeout,
        }
    }
}

/// A macro's monitor where one of a configuration is expected.
#[cfg(feature = "render")]
impl From<Monitor<&str>> for Monitor<alloc::string::String> {
    fn from(monitor: Monitor<&str>) -> Self {
        Self {
            script: monitor.script.into(),
            sse_element_id: monitor.sse_element_id.into(),
            status_element_id: monitor.status_element_id.map(Into::into),
            heartbeat_timeout: monitor.heartbeat_timeout,
        }
    }
}

impl<T: AsRef<str>> fmt::Display for Monitor<T> {
    /// The tag of its script.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.script.fmt(formatter)
    }
}

#[cfg(feature = "maud")]
impl<T: AsRef<str>> maud::Render for Monitor<T> {
    /// The tag of its script, as it is.
    fn render_to(&self, buffer: &mut alloc::string::String) {
        self.script.render_to(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: Script =
        Script::__new("<script>a()</script>", "'sha256-x='", "sha256-x=", "\"sha256-x=\"");

    #[test]
    fn a_heartbeat_is_due_three_times_per_timeout() {
        const MONITOR: Monitor = Monitor::__new(SCRIPT, "live", None, 45_000);
        const INTERVAL: Option<Duration> = MONITOR.heartbeat_interval();
        assert_eq!(INTERVAL, Some(Duration::from_secs(15)));
        let shortest = Monitor::__new(SCRIPT, "live", None, 10);
        assert_eq!(shortest.heartbeat_interval(), Some(Duration::from_millis(3)));
        let silent = Monitor::__new(SCRIPT, "live", None, 0);
        assert_eq!(silent.heartbeat_interval(), None);
    }
}

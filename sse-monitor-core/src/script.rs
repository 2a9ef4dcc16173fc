//! A script that was made at compile time, and what a page and its server need to send it safely.

const OPEN: &str = "<script>";
const CLOSE: &str = "</script>";

/// A script with its hash, made by `connection_counter!`, and inside of every [`Monitor`](crate::Monitor).
///
/// ```
/// use sse_monitor_core::Script;
///
/// fn page(counter: &Script) -> String {
///     format!("<!doctype html><title>Live</title>{}", counter.script_tag())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Script {
    tag: &'static str,
    csp_source: &'static str,
    etag: &'static str,
}

impl Script {
    /// For the macros alone: the whole tag, and the hash of what is between `<script>` and `</script>`, in single and
    /// in double quotes.
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(tag: &'static str, csp_source: &'static str, etag: &'static str) -> Self {
        Self { tag, csp_source, etag }
    }

    /// The JavaScript, without a tag: for a file of its own, or for a template that writes the tag.
    ///
    /// ```
    /// # use sse_monitor_core::Script;
    /// fn file(script: &Script) -> (&'static str, &'static str) {
    ///     ("text/javascript", script.script())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn script(&self) -> &'static str {
        let (_, behind) = self.tag.split_at(OPEN.len());
        behind.split_at(behind.len() - CLOSE.len()).0
    }

    /// The JavaScript in `<script>…</script>`, to be inlined in a page as it is.
    ///
    /// ```
    /// # use sse_monitor_core::Script;
    /// fn body(script: &Script) -> String {
    ///     format!("<ul id=\"live\" sse-connect=\"/events\"></ul>{}", script.script_tag())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn script_tag(&self) -> &'static str {
        self.tag
    }

    /// The source `'sha256-…'`, with its quotes, that lets exactly this script run inline under a
    /// `Content-Security-Policy`.
    ///
    /// It is the hash of [`script`](Self::script). A template that puts anything else between the tags, if only a line
    /// break, makes another script of it: [`script_tag`](Self::script_tag) does not.
    ///
    /// ```
    /// # use sse_monitor_core::Script;
    /// fn policy(script: &Script) -> String {
    ///     format!("script-src 'self' {}; require-trusted-types-for 'script'", script.csp_source())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn csp_source(&self) -> &'static str {
        self.csp_source
    }

    /// The value `sha256-…` of the attribute `integrity`, where the script is a file of its own.
    ///
    /// ```
    /// # use sse_monitor_core::Script;
    /// fn tag(script: &Script) -> String {
    ///     format!(r#"<script src="/monitor.js" integrity="{}"></script>"#, script.integrity())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn integrity(&self) -> &'static str {
        let (_, behind) = self.csp_source.split_at(1);
        behind.split_at(behind.len() - 1).0
    }

    /// The value of the header `ETag`, with its quotes, where the script is a file of its own. It changes exactly when
    /// the script does.
    ///
    /// ```
    /// # use sse_monitor_core::Script;
    /// fn is_fresh(script: &Script, if_none_match: &str) -> bool {
    ///     if_none_match.split(',').any(|tag| tag.trim() == script.etag())
    /// }
    /// ```
    #[inline]
    #[must_use]
    pub const fn etag(&self) -> &'static str {
        self.etag
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn the_parts_are_cut_from_what_is_stored() {
        const SCRIPT: Script =
            Script::__new("<script>a()</script>", "'sha256-x='", "\"sha256-x=\"");
        const INSIDE: &str = SCRIPT.script();
        assert_eq!(INSIDE, "a()");
        assert_eq!(SCRIPT.script_tag(), "<script>a()</script>");
        assert_eq!(SCRIPT.csp_source(), "'sha256-x='");
        assert_eq!(SCRIPT.integrity(), "sha256-x=");
        assert_eq!(SCRIPT.etag(), "\"sha256-x=\"");
    }
}

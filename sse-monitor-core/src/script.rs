//! A script, and what a page and its server need to send it safely.

use core::fmt;

pub(crate) const OPEN: &str = "<script>";
pub(crate) const CLOSE: &str = "</script>";

/// A script with its hash, made by `connection_counter!`, and inside of every [`Monitor`](crate::Monitor).
///
/// What was made at compile time is a `Script`; what is made at run time owns its texts, a `Script<String>`. A function
/// that takes a `Script<&str>` takes both, the latter as `script.borrowed()`. It is written as its tag.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::Script;
///
/// fn page(counter: Script<&str>) -> String {
///     format!("<!doctype html><title>Live</title>{counter}")
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Script<T = &'static str> {
    tag: T,
    csp_source: T,
    integrity: T,
    etag: T,
}

/// The methods of what borrows its texts, and the same of what owns them.
macro_rules! accessors {
    (
        $type:ident<$life:lifetime>:
        $($(#[$about:meta])* [$($constant:ident)?] fn $name:ident($this:ident) -> $returns:ty = $value:expr;)*
    ) => {
        impl<$life> $type<&$life str> {
            $(
                $(#[$about])*
                #[inline]
                #[must_use]
                pub $($constant)? fn $name(&self) -> $returns {
                    let $this = self;
                    $value
                }
            )*
        }

        #[cfg(feature = "render")]
        impl $type<alloc::string::String> {
            $(
                $(#[$about])*
                #[must_use]
                pub fn $name<$life>(&$life self) -> $returns {
                    self.borrowed().$name()
                }
            )*
        }
    };
}

pub(crate) use accessors;

accessors! {
    Script<'a>:

    /// The JavaScript, without a tag: for a file of its own, or for a template that writes the tag.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Script;
    /// fn file<'a>(script: Script<&'a str>) -> (&'static str, &'a str) {
    ///     ("text/javascript", script.as_str())
    /// }
    /// ```
    [] fn as_str(this) -> &'a str = this.tag.get(OPEN.len()..this.tag.len() - CLOSE.len()).unwrap_or_default();

    /// The JavaScript in `<script>…</script>`, to be inlined in a page as it is.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Script;
    /// fn body(script: Script<&str>) -> String {
    ///     format!("<ul id=\"live\" sse-connect=\"/events\"></ul>{}", script.script_tag())
    /// }
    /// ```
    [const] fn script_tag(this) -> &'a str = this.tag;

    /// The source `'sha256-…'`, with its quotes, that lets exactly this script run inline under a
    /// `Content-Security-Policy`.
    ///
    /// It is the hash of [`as_str`](Self::as_str). A template that puts anything else between the tags, if only a line
    /// break, makes another script of it: [`script_tag`](Self::script_tag) does not.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Script;
    /// fn policy(script: Script<&str>) -> String {
    ///     format!("script-src 'self' {}; require-trusted-types-for 'script'", script.csp_source())
    /// }
    /// ```
    [const] fn csp_source(this) -> &'a str = this.csp_source;

    /// The value `sha256-…` of the attribute `integrity`, where the script is a file of its own.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Script;
    /// fn tag(script: Script<&str>) -> String {
    ///     format!(r#"<script src="/monitor.js" integrity="{}"></script>"#, script.integrity())
    /// }
    /// ```
    [const] fn integrity(this) -> &'a str = this.integrity;

    /// The value of the header `ETag`, with its quotes, where the script is a file of its own. It changes exactly when
    /// the script does.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Script;
    /// fn is_fresh(script: Script<&str>, if_none_match: &str) -> bool {
    ///     if_none_match.split(',').any(|tag| tag.trim() == script.etag())
    /// }
    /// ```
    [const] fn etag(this) -> &'a str = this.etag;
}

impl<T> Script<T> {
    /// For the macros alone: the whole tag, and the hash of what is between `<script>` and `</script>`, in single
    /// quotes, in none and in double quotes.
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(tag: T, csp_source: T, integrity: T, etag: T) -> Self {
        Self { tag, csp_source, integrity, etag }
    }
}

#[cfg(feature = "render")]
impl Script<alloc::string::String> {
    /// The script with this JavaScript, which must be safe in a page: what a `generate_…` function of this crate gave.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::{Script, generate_connection_counter};
    ///
    /// let counter: Script<String> = Script::new(generate_connection_counter());
    /// assert!(counter.csp_source().starts_with("'sha256-"));
    /// ```
    #[must_use]
    pub fn new(javascript: &str) -> Self {
        let hash = crate::render::hash::sha256(javascript);
        Self {
            tag: alloc::format!("{OPEN}{javascript}{CLOSE}"),
            csp_source: alloc::format!("'{hash}'"),
            etag: alloc::format!("\"{hash}\""),
            integrity: hash,
        }
    }

    /// The same, with its texts borrowed from this one.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::{Script, generate_connection_counter};
    ///
    /// let counter = Script::new(generate_connection_counter());
    /// let borrowed: Script<&str> = counter.borrowed();
    /// assert_eq!(borrowed.etag(), counter.etag());
    /// ```
    #[must_use]
    pub fn borrowed(&self) -> Script<&str> {
        Script {
            tag: &self.tag,
            csp_source: &self.csp_source,
            integrity: &self.integrity,
            etag: &self.etag,
        }
    }
}

/// A macro's script where one that owns its texts is expected.
#[cfg(feature = "render")]
impl From<Script<&str>> for Script<alloc::string::String> {
    fn from(script: Script<&str>) -> Self {
        Self {
            tag: script.tag.into(),
            csp_source: script.csp_source.into(),
            integrity: script.integrity.into(),
            etag: script.etag.into(),
        }
    }
}

impl<T: AsRef<str>> fmt::Display for Script<T> {
    /// The tag.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag.as_ref())
    }
}

#[cfg(feature = "maud")]
impl<T: AsRef<str>> maud::Render for Script<T> {
    /// The tag, as it is.
    fn render_to(&self, buffer: &mut alloc::string::String) {
        buffer.push_str(self.tag.as_ref());
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use super::Script;
    use alloc::string::ToString;

    #[test]
    fn the_parts_are_those_of_what_is_stored() {
        const SCRIPT: Script =
            Script::__new("<script>a()</script>", "'sha256-x='", "sha256-x=", "\"sha256-x=\"");
        assert_eq!(SCRIPT.as_str(), "a()");
        assert_eq!(SCRIPT.script_tag(), "<script>a()</script>");
        assert_eq!(SCRIPT.csp_source(), "'sha256-x='");
        assert_eq!(SCRIPT.integrity(), "sha256-x=");
        assert_eq!(SCRIPT.etag(), "\"sha256-x=\"");
        assert_eq!(SCRIPT.to_string(), SCRIPT.script_tag());
    }
}

//! What the status element shows.

use alloc::string::String;

/// What the status element shows in one state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Indicator {
    /// Shown as it is, whatever it contains: written through `textContent`.
    Text(String),
    /// Written as HTML, so it must come from a source you trust.
    Html(String),
}

impl Indicator {
    /// The key of an indicator that is HTML, on the page and where a configuration is data.
    pub(crate) const HTML: &str = "html";

    /// An indicator that is HTML, not text.
    ///
    /// ```
    /// use sse_monitor_core::Indicator;
    ///
    /// assert_eq!(Indicator::html("<b>!</b>"), Indicator::Html("<b>!</b>".into()));
    /// assert_eq!(Indicator::from("<b>"), Indicator::Text("<b>".into()));
    /// ```
    #[must_use]
    pub fn html(html: impl Into<String>) -> Self {
        Self::Html(html.into())
    }
}

impl From<&str> for Indicator {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Indicator {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

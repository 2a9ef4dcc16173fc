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
    /// An indicator that is HTML, not text.
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

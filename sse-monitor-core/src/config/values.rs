//! What fields hold beside the types of the standard library.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use crate::ConnectionState;

/// What a setter takes as a text, it takes however it is held.
macro_rules! from_text {
    ($type:ty: $text:ident => $value:expr) => {
        from_text! { $type: $text => $value; &str, &String, String }
    };
    ($type:ty: $text:ident => $value:expr; $($from:ty),*) => { $(
        impl From<$from> for $type {
            fn from($text: $from) -> Self {
                let $text = $text.into();
                $value
            }
        }
    )* };
}

from_text! { Indicator: text => Self::Text(text) }
from_text! { Callbacks: path => Self::All(path) }
from_text! { OptionalText: text => Self(Some(text)) }

/// What the status element shows in one state.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::Indicator;
///
/// assert_eq!(Indicator::from("<b>"), Indicator::Text("<b>".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
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
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Indicator;
    ///
    /// assert_eq!(Indicator::html("<b>!</b>"), Indicator::Html("<b>!</b>".into()));
    /// ```
    #[must_use]
    pub fn html(html: impl Into<String>) -> Self {
        Self::Html(html.into())
    }
}

/// The global JavaScript functions that are called with a state's name and the event's detail.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::{Callbacks, ConnectionState};
///
/// assert_eq!(Callbacks::from("app.onChange"), Callbacks::All("app.onChange".into()));
/// let each = Callbacks::from([(ConnectionState::Connected, "app.onUp")]);
/// # assert!(matches!(each, Callbacks::Each(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Callbacks {
    /// Each called for its own state.
    Each(BTreeMap<ConnectionState, String>),
    /// One, called for every state.
    All(String),
}

impl Default for Callbacks {
    /// None.
    fn default() -> Self {
        Self::Each(BTreeMap::new())
    }
}

impl From<BTreeMap<ConnectionState, String>> for Callbacks {
    fn from(paths: BTreeMap<ConnectionState, String>) -> Self {
        Self::Each(paths)
    }
}

impl<T: Into<String>, const N: usize> From<[(ConnectionState, T); N]> for Callbacks {
    fn from(paths: [(ConnectionState, T); N]) -> Self {
        Self::Each(paths.into_iter().map(|(state, path)| (state, path.into())).collect())
    }
}

/// A refusal after which no attempt follows by itself.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::{GiveUp, MonitorConfig};
///
/// let config = MonitorConfig::new("live").give_up_on([GiveUp::Status(401), GiveUp::NotAStream]);
/// assert_eq!(GiveUp::from(401), GiveUp::Status(401));
/// assert_eq!("not-a-stream".parse(), Ok(GiveUp::NotAStream));
/// # assert!(config.validate().is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GiveUp {
    /// This HTTP status, from 400 to 599.
    Status(u16),
    /// A success that is no event stream, such as the login page to which an expired session is redirected.
    NotAStream,
}

impl GiveUp {
    pub(crate) const NOT_A_STREAM: &str = "not-a-stream";
}

impl From<u16> for GiveUp {
    fn from(status: u16) -> Self {
        Self::Status(status)
    }
}

impl FromStr for GiveUp {
    type Err = ParseGiveUpError;

    fn from_str(text: &str) -> Result<Self, ParseGiveUpError> {
        match text.parse() {
            Ok(status @ 400..=599) if text.len() == 3 => Ok(Self::Status(status)),
            Err(_) if text == Self::NOT_A_STREAM => Ok(Self::NotAStream),
            _ => Err(ParseGiveUpError),
        }
    }
}

impl fmt::Display for GiveUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => status.fmt(formatter),
            Self::NotAStream => formatter.pad(Self::NOT_A_STREAM),
        }
    }
}

/// The text is neither a status from 400 to 599 nor `not-a-stream`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseGiveUpError;

impl fmt::Display for ParseGiveUpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("neither a status from 400 to 599 nor `not-a-stream`")
    }
}

impl core::error::Error for ParseGiveUpError {}

/// A text or `None`, as a setter takes it: a `&str`, a `&String`, a `String` or an `Option<&str>`.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::MonitorConfig;
///
/// let from_a_request: Option<String> = None;
/// let config = MonitorConfig::new("live").status_element_id(from_a_request.as_deref());
/// # assert!(config.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OptionalText(pub(crate) Option<String>);

// Not from an `Option<String>` too, or a bare `None` would be of two types.
impl From<Option<&str>> for OptionalText {
    fn from(text: Option<&str>) -> Self {
        Self(text.map(Into::into))
    }
}

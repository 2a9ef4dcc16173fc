//! What the recorder wrote down in a page.

use std::fmt::{self, Display, Formatter};

use serde::Deserialize;

/// One entry of `window.recorder.entries`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Entry {
    /// `Date.now()`.
    pub(crate) at: u64,
    #[serde(flatten)]
    pub(crate) what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum What {
    /// `sse:stateChanged`.
    #[serde(rename_all = "camelCase")]
    State {
        element: String,
        state: String,
        previous: Option<String>,
        attempts: u32,
        retry_in: Option<f64>,
        reason: Option<String>,
        status: Option<u16>,
    },
    /// `sse-recovered`.
    #[serde(rename_all = "camelCase")]
    Recovered { element: String, downtime: f64, attempts: u32, last_event_id: String },
    /// A line that the page has written into the console, of those that deserve attention.
    Warned { text: String },
    /// A status element shows another text.
    Painted { element: String, text: String },
    /// A callback was called.
    Callback { name: String, state: String },
    /// `sse:connectionCountChanged`.
    Count { count: u32 },
    /// The page itself: visibility, network, history.
    Page { text: String },
    /// An error that nobody caught.
    Uncaught { text: String },
    /// A line of the scenario's own.
    Note { text: String },
}

impl Display for What {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::State { element, state, previous, attempts, retry_in, reason, status } => {
                let previous = previous.as_deref().unwrap_or("-");
                write!(f, "{element}: {previous} -> {state}, attempts {attempts}")?;
                if let Some(delay) = retry_in {
                    write!(f, ", retry in {delay:.0} ms")?;
                }
                if let Some(reason) = reason {
                    write!(f, ", {reason}")?;
                }
                status.map_or(Ok(()), |status| write!(f, " {status}"))
            }
            Self::Recovered { element, downtime, attempts, last_event_id } => {
                write!(f, "{element}: recovered after {downtime} ms and {attempts} attempts, ")?;
                write!(f, "last id {last_event_id:?}")
            }
            Self::Warned { text } => write!(f, "warned: {text}"),
            Self::Painted { element, text } => write!(f, "{element} shows {text:?}"),
            Self::Callback { name, state } => write!(f, "{name}({state:?})"),
            Self::Count { count } => write!(f, "count {count}"),
            Self::Page { text } => write!(f, "{text}"),
            Self::Uncaught { text } => write!(f, "uncaught: {text}"),
            Self::Note { text } => write!(f, "note: {text}"),
        }
    }
}

//! Which program on the page holds the connection.

use core::fmt;

/// The SSE client that the page uses. Only its code is rendered.
///
/// ```
/// use sse_monitor_core::{Client, MonitorConfig};
///
/// let mut config = MonitorConfig::new("live");
/// assert_eq!(config.client, Client::Auto);
/// config.client = Client::Htmx4;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Client {
    /// htmx 2 or htmx 4, found at run time.
    #[default]
    Auto,
    /// htmx 2 with htmx-ext-sse.
    Htmx2,
    /// htmx 4 with its hx-sse.
    Htmx4,
    /// No htmx: the monitor opens the browser's `EventSource` itself and dispatches each message on the element.
    EventSource,
}

impl Client {
    /// All clients, in the order above.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Htmx2, Self::Htmx4, Self::EventSource];

    /// The name that the configuration uses.
    ///
    /// ```
    /// use sse_monitor_core::Client;
    ///
    /// assert_eq!(Client::EventSource.as_str(), "eventsource");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Htmx2 => "htmx2",
            Self::Htmx4 => "htmx4",
            Self::EventSource => "eventsource",
        }
    }
}

impl fmt::Display for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

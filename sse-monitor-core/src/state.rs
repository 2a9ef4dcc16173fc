//! The six states of a connection.

use core::fmt;
use core::str::FromStr;

/// What the page knows about its SSE connection.
///
/// ```
/// use sse_monitor_core::ConnectionState;
///
/// assert_eq!("error".parse(), Ok(ConnectionState::Error));
/// assert_eq!(ConnectionState::Reconnecting.as_str(), "reconnecting");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConnectionState {
    /// Started; the first connection is not open yet.
    Connecting,
    /// Open: the event stream's headers arrived.
    Connected,
    /// No attempt will follow by itself: attempts exhausted, `auto_reconnect: false`, or offline.
    Disconnected,
    /// The connection failed, ended or fell silent. Left at once for what follows.
    Error,
    /// An attempt is due or under way, until the outage ends.
    Reconnecting,
    /// Ended on purpose, by the server's close event or with its element. No attempt ever follows.
    Closed,
}

impl ConnectionState {
    /// All states, in the order above.
    pub const ALL: [Self; 6] = [
        Self::Connecting,
        Self::Connected,
        Self::Disconnected,
        Self::Error,
        Self::Reconnecting,
        Self::Closed,
    ];

    /// The name that the page, its callbacks and the configuration use.
    ///
    /// ```
    /// use sse_monitor_core::ConnectionState;
    ///
    /// assert_eq!(ConnectionState::Error.as_str(), "error");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
            Self::Error => "error",
            Self::Reconnecting => "reconnecting",
            Self::Closed => "closed",
        }
    }

    /// The text that the status element shows unless an indicator is configured.
    ///
    /// ```
    /// use sse_monitor_core::ConnectionState;
    ///
    /// assert_eq!(ConnectionState::Closed.default_text(), "Connection Closed");
    /// ```
    #[must_use]
    pub const fn default_text(self) -> &'static str {
        match self {
            Self::Connecting => "Connecting...",
            Self::Connected => "Connected",
            Self::Disconnected => "Disconnected",
            Self::Error => "Connection Error",
            Self::Reconnecting => "Reconnecting...",
            Self::Closed => "Connection Closed",
        }
    }
}

impl fmt::Display for ConnectionState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for ConnectionState {
    type Err = ParseStateError;

    fn from_str(name: &str) -> Result<Self, ParseStateError> {
        Self::ALL.into_iter().find(|state| state.as_str() == name).ok_or(ParseStateError)
    }
}

/// The text is no state's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseStateError;

impl fmt::Display for ParseStateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a connection state; the states are ")?;
        for (position, state) in ConnectionState::ALL.into_iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(formatter, "{separator}{state}")?;
        }
        Ok(())
    }
}

impl core::error::Error for ParseStateError {}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn every_state_is_parsed_from_its_own_name() {
        for state in ConnectionState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert_eq!("Connected".parse::<ConnectionState>(), Err(ParseStateError));
    }

    #[test]
    fn the_error_lists_the_states() {
        assert_eq!(
            ParseStateError.to_string(),
            "not a connection state; the states are \
             connecting, connected, disconnected, error, reconnecting, closed"
        );
    }
}

//! The two sets of names that a page, a server and a configuration share: the states of a connection, and the clients.

use core::fmt;
use core::str::FromStr;

/// The states with their names and meanings.
macro_rules! __states {
    ($then:ident) => { $then! {
        connecting Connecting "Started; the first connection is not open yet. Shown as `Connecting...`.";
        connected Connected "Open: the headers of an event stream have come. Shown as `Connected`.";
        disconnected Disconnected "Given up: attempts exhausted, a refusal of `give_up_on`, or `auto_reconnect: false`. Or offline: then attempts go on. Shown as `Disconnected`.";
        error Error "The connection failed, ended or fell silent. Left at once for what follows, and never shown.";
        reconnecting Reconnecting "An attempt is due or under way, until a stream is open. Shown as `Reconnecting...`.";
        closed Closed "Ended on purpose: by the server's close event or status 204, or with its element. No attempt follows, unless an element of the same id comes. Shown as `Connection Closed`.";
    } };
}

/// An enum whose variants have names: `ALL`, `as_str`, `Display`, `FromStr` and the error of the latter.
macro_rules! named {
    (
        $(#[$about:meta])* $type:ident, $list:literal, $error:ident;
        $($name:ident $(#[$meta:meta])* $variant:ident $doc:literal;)*
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $(#[doc = $doc] $(#[$meta])* $variant,)*
        }

        impl $type {
            /// All of them, in the order above.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name that the page and the configuration use.
            ///
            /// ```
            /// # use sse_monitor_core as sse_monitor;
            #[doc = concat!("use sse_monitor::", stringify!($type), ";")]
            ///
            #[doc = concat!("for value in ", stringify!($type), "::ALL {")]
            ///     assert_eq!(value.as_str().parse(), Ok(*value));
            /// }
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($name),)*
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = $error;

            fn from_str(name: &str) -> Result<Self, $error> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name).ok_or($error)
            }
        }

        #[doc = concat!("The text is none of the ", $list, ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $error;

        impl fmt::Display for $error {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!("unknown name; the ", $list, " are "))?;
                for (position, value) in $type::ALL.iter().enumerate() {
                    let separator = if position == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{value}")?;
                }
                Ok(())
            }
        }

        impl core::error::Error for $error {}
    };
}

macro_rules! connection_state {
    ($($row:tt)*) => {
        named! {
            /// What the page knows about its SSE connection.
            ///
            /// ```
            /// # use sse_monitor_core as sse_monitor;
            /// use sse_monitor::ConnectionState;
            ///
            /// assert_eq!("error".parse(), Ok(ConnectionState::Error));
            /// assert_eq!(ConnectionState::Reconnecting.as_str(), "reconnecting");
            /// ```
            #[non_exhaustive]
            ConnectionState, "states", ParseStateError;
            $($row)*
        }
    };
}

__states!(connection_state);

named! {
    /// Who gets the messages. Only its code is rendered.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::Client;
    ///
    /// assert_eq!(Client::default(), Client::Auto);
    /// assert_eq!("dom".parse(), Ok(Client::Dom));
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    Client, "clients", ParseClientError;
    auto #[default] Auto "htmx 2 or htmx 4, found at run time.";
    htmx2 Htmx2 "htmx 2 with htmx-ext-sse.";
    htmx4 Htmx4 "htmx 4 with its hx-sse.";
    dom Dom "No htmx: each message becomes an event of the element, `sse:<name>`.";
}

impl ConnectionState {
    /// The text that the status element shows unless an indicator is configured. `Error` is never shown; its text is for
    /// a page of your own.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::ConnectionState;
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

#[cfg(test)]
mod tests {
    extern crate alloc;
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn every_name_is_read_as_itself_and_no_other() {
        for state in ConnectionState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
        for client in Client::ALL {
            assert_eq!(client.as_str().parse(), Ok(*client));
        }
        assert_eq!("Connected".parse::<ConnectionState>(), Err(ParseStateError));
        assert_eq!("htmx".parse::<Client>(), Err(ParseClientError));
    }

    #[test]
    fn the_error_lists_the_names() {
        assert_eq!(
            ParseStateError.to_string(),
            "unknown name; the states are connecting, connected, disconnected, error, reconnecting, closed"
        );
        assert_eq!(
            ParseClientError.to_string(),
            "unknown name; the clients are auto, htmx2, htmx4, dom"
        );
    }
}

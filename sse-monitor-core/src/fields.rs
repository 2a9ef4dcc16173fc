//! The one table of fields. The macros' keys, the suggestions, the wrong-type messages and the README's table come
//! from it or are checked against it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::{Client, ConnectionState, Indicator, LastEventIdParam, MonitorConfig};

/// A field of the configuration.
///
/// ```
/// use sse_monitor_core::fields::FIELDS;
///
/// let required: Vec<_> = FIELDS.iter().filter(|field| field.default == "required").collect();
/// assert_eq!(required[0].name, "sse_element_id");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it means, in one line.
    pub doc: &'static str,
    /// What applies when it is left out, as it would be written; `required` if it cannot be.
    pub default: &'static str,
    /// Whether `simple_monitor_script!` takes it too.
    pub simple: bool,
    pub(crate) kind: Kind,
}

impl Field {
    /// What it takes, in words.
    ///
    /// ```
    /// use sse_monitor_core::fields::FIELDS;
    ///
    /// assert_eq!(FIELDS[0].takes(), "an HTML id");
    /// ```
    #[must_use]
    pub fn takes(&self) -> &'static str {
        self.kind.wanted().in_words()
    }

    /// A value that it takes, as it would be written.
    ///
    /// ```
    /// use sse_monitor_core::fields::FIELDS;
    ///
    /// assert_eq!(FIELDS[0].example(), "\"live\"");
    /// ```
    #[must_use]
    pub fn example(&self) -> &'static str {
        self.kind.wanted().example()
    }
}

/// What a field takes, and its place in the configuration.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Id(Place<String>),
    OptionalId(Place<Option<String>>),
    Flag(Place<bool>),
    Millis(Place<Option<u32>>),
    OptionalMillis(Place<Option<u32>>),
    Count(Place<Option<u32>>),
    Callbacks(Place<BTreeMap<ConnectionState, String>>),
    Indicators(Place<BTreeMap<ConnectionState, Indicator>>),
    Names(Place<Vec<String>>),
    OptionalNames(Place<Option<Vec<String>>>),
    Client(Place<Client>),
    Param(Place<LastEventIdParam>),
}

type Place<T> = fn(&mut MonitorConfig) -> &mut T;

/// A form of value that a field, or an item inside it, takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Id,
    OptionalId,
    Flag,
    Duration,
    OptionalDuration,
    Count,
    Callbacks,
    CallbackPath,
    Indicators,
    Indicator,
    EventNames,
    EventName,
    Client,
    OptionalName,
}

/// Every field, in the order of the README.
pub const FIELDS: [Field; 16] = [
    Field {
        name: "sse_element_id",
        doc: "The element that carries `sse-connect` or `hx-sse:connect`.",
        default: "required",
        simple: true,
        kind: Kind::Id(|config| &mut config.sse_element_id),
    },
    Field {
        name: "status_element_id",
        doc: "The element that shows the state.",
        default: "None",
        simple: true,
        kind: Kind::OptionalId(|config| &mut config.status_element_id),
    },
    Field {
        name: "auto_reconnect",
        doc: "Bring the connection back after a failure.",
        default: "true",
        simple: false,
        kind: Kind::Flag(|config| &mut config.auto_reconnect),
    },
    Field {
        name: "reconnect_delay",
        doc: "Mean of the first delay before an attempt, and base of the backoff.",
        default: "3s",
        simple: false,
        kind: Kind::Millis(|config| &mut config.reconnect_delay),
    },
    Field {
        name: "max_reconnect_attempts",
        doc: "Consecutive failed attempts before giving up; `None` never gives up.",
        default: "None",
        simple: false,
        kind: Kind::Count(|config| &mut config.max_reconnect_attempts),
    },
    Field {
        name: "visibility_reconnect",
        doc: "Try at once when the tab becomes visible.",
        default: "true",
        simple: false,
        kind: Kind::Flag(|config| &mut config.visibility_reconnect),
    },
    Field {
        name: "heartbeat_timeout",
        doc: "Silence after which the connection counts as dead; `None` lets it be silent.",
        default: "None",
        simple: false,
        kind: Kind::OptionalMillis(|config| &mut config.heartbeat_timeout),
    },
    Field {
        name: "debug",
        doc: "A readable script that logs to the console.",
        default: "false",
        simple: true,
        kind: Kind::Flag(|config| &mut config.debug),
    },
    Field {
        name: "callbacks",
        doc: "For each state the path of a global JavaScript function, called with the state's name.",
        default: "{}",
        simple: false,
        kind: Kind::Callbacks(|config| &mut config.callbacks),
    },
    Field {
        name: "status_indicators",
        doc: "What the status element shows, for each state; states left out keep their default text.",
        default: "{}",
        simple: false,
        kind: Kind::Indicators(|config| &mut config.status_indicators),
    },
    Field {
        name: "reconnect_max_delay",
        doc: "No delay is longer. By default 30 seconds, or `reconnect_delay` if that is more.",
        default: "30s",
        simple: false,
        kind: Kind::Millis(|config| &mut config.reconnect_max_delay),
    },
    Field {
        name: "connect_timeout",
        doc: "Time until an event stream's headers must have come; `None` waits for ever.",
        default: "20s",
        simple: false,
        kind: Kind::OptionalMillis(|config| &mut config.connect_timeout),
    },
    Field {
        name: "heartbeat_events",
        doc: "Named events that are a sign of life. Only with `heartbeat_timeout`.",
        default: "[\"heartbeat\"]",
        simple: false,
        kind: Kind::OptionalNames(|config| &mut config.heartbeat_events),
    },
    Field {
        name: "client",
        doc: "The SSE client that the page uses; `auto` finds htmx 2 or 4 at run time.",
        default: "\"auto\"",
        simple: true,
        kind: Kind::Client(|config| &mut config.client),
    },
    Field {
        name: "events",
        doc: "Named events dispatched to the page. Only with `client: \"eventsource\"`.",
        default: "[]",
        simple: false,
        kind: Kind::Names(|config| &mut config.events),
    },
    Field {
        name: "last_event_id_param",
        doc: "Query parameter that carries the last event id where a new `EventSource` cannot send the header; `None` adds none.",
        default: "\"lastEventId\"",
        simple: false,
        kind: Kind::Param(|config| &mut config.last_event_id_param),
    },
];

impl Kind {
    pub(crate) fn wanted(self) -> Wanted {
        match self {
            Self::Id(_) => Wanted::Id,
            Self::OptionalId(_) => Wanted::OptionalId,
            Self::Flag(_) => Wanted::Flag,
            Self::Millis(_) => Wanted::Duration,
            Self::OptionalMillis(_) => Wanted::OptionalDuration,
            Self::Count(_) => Wanted::Count,
            Self::Callbacks(_) => Wanted::Callbacks,
            Self::Indicators(_) => Wanted::Indicators,
            Self::Names(_) | Self::OptionalNames(_) => Wanted::EventNames,
            Self::Client(_) => Wanted::Client,
            Self::Param(_) => Wanted::OptionalName,
        }
    }
}

impl Wanted {
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Id => "an HTML id",
            Self::OptionalId => "an HTML id or `None`",
            Self::Flag => "`true` or `false`",
            Self::Duration => "a duration",
            Self::OptionalDuration => "a duration or `None`",
            Self::Count => "a whole number or `None`",
            Self::Callbacks => "a map from states to JavaScript functions",
            Self::CallbackPath => "the path of a JavaScript function",
            Self::Indicators => "a map from states to texts",
            Self::Indicator => "a text or `html(\"…\")`",
            Self::EventNames => "a list of event names",
            Self::EventName => "an event name",
            Self::Client => "the name of a client",
            Self::OptionalName => "the name of a query parameter or `None`",
        }
    }

    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Id => "\"live\"",
            Self::OptionalId => "\"status\"",
            Self::Flag => "true",
            Self::Duration | Self::OptionalDuration => "5s",
            Self::Count => "3",
            Self::Callbacks => "{ connected: \"app.onUp\" }",
            Self::CallbackPath => "\"app.onUp\"",
            Self::Indicators => "{ connected: \"Online\" }",
            Self::Indicator => "\"Online\"",
            Self::EventNames => "[\"heartbeat\"]",
            Self::EventName => "\"heartbeat\"",
            Self::Client => "\"htmx2\"",
            Self::OptionalName => "\"lastEventId\"",
        }
    }

    /// Whether `None` switches it off.
    pub(crate) fn is_optional(self) -> bool {
        matches!(self, Self::OptionalId | Self::OptionalDuration | Self::Count | Self::OptionalName)
    }

    /// Whether it is written as a string.
    pub(crate) fn is_text(self) -> bool {
        matches!(
            self,
            Self::Id
                | Self::OptionalId
                | Self::CallbackPath
                | Self::Indicator
                | Self::EventName
                | Self::Client
                | Self::OptionalName
        )
    }
}

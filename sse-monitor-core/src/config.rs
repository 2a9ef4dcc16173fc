//! What a monitor is told: [`MonitorConfig`], made of the table of fields. A field that was not given is told apart from
//! one that was switched off, or given its default: only what was given can be without effect.

pub(crate) mod kinds;
pub(crate) mod rules;
#[cfg(feature = "serde")]
mod serde;
mod values;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Debug;
use core::time::Duration;

pub use values::{Callbacks, GiveUp, Indicator, OptionalText, ParseGiveUpError};

use crate::input::{Entry, Node, Reader, Value, duration, read};
use crate::problem::words::Language;
use crate::{Client, ConfigError, ConnectionState};
use kinds::{
    ClientName, Count, Delay, Flag, Form, Functions, GiveUpOn, Id, Indicators, Kind, LongestDelay,
    OptionalId, OptionalParam, OptionalPath, Timeout,
};

/// A field of the configuration.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::FIELDS;
///
/// let required: Vec<_> = FIELDS.iter().filter(|field| field.default == "required").collect();
/// assert_eq!(required[0].name, "sse_element_id");
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it means, in one line.
    pub doc: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
    /// A value that it takes, as it is written in a macro.
    pub example: &'static str,
    /// What applies when it is left out, as it is written in a macro; `required` if it cannot be.
    pub default: &'static str,
    /// Whether `simple_monitor_script!` takes it, too.
    pub simple: bool,
    pub(crate) form: Form,
    pub(crate) read: fn(&mut MonitorConfig, &Node, Form, &mut Reader) -> bool,
}

/// `reconnect_max_delay` is at least this many tenths of `reconnect_delay`: the first delay is up to 2.08 times its mean.
pub(crate) const LEAST_MAX_DELAY: u64 = 21;

macro_rules! config {
    ($($name:ident [$($simple:ident)?] $kind:ident $takes:literal $default:literal $example:literal ($setter:expr) $doc:literal;)*) => {
        /// Every field, in the order of the documentation.
        pub const FIELDS: &[Field] = &[$(Field {
            name: stringify!($name),
            doc: $doc,
            takes: $takes,
            example: $example,
            default: $default,
            simple: !stringify!($($simple)?).is_empty(),
            form: Form {
                takes: $takes,
                example: $example,
                is_required: matches!($default.as_bytes(), b"required"),
                is_optional: $kind::IS_OPTIONAL,
                shape: $kind::SHAPE,
            },
            read: |config, node, form, reader| {
                let value = $kind::read(node, form, reader);
                let is_readable = value.is_some();
                config.$name = value.or(config.$name.take());
                is_readable
            },
        }),*];

        #[doc = include_str!("config.md")]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct MonitorConfig {
            $($name: Option<<$kind as Kind>::Value>,)*
        }

        /// What applies of each field: the value that was given, or its default.
        ///
        /// ```
        /// # use sse_monitor_core as sse_monitor;
        /// use std::time::Duration;
        /// use sse_monitor::MonitorConfig;
        ///
        /// let config = MonitorConfig::new("live").reconnect_delay(Duration::from_secs(60));
        /// let effective = config.effective();
        /// assert_eq!(effective.connect_timeout, Some(Duration::from_secs(20)));
        /// assert_eq!(effective.reconnect_max_delay, Duration::from_secs(126));
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub struct Effective {
            $(#[doc = $doc] pub $name: value!($kind),)*
        }

        impl MonitorConfig {
            /// A configuration with every default, for the element with this id.
            ///
            /// ```
            /// # use sse_monitor_core as sse_monitor;
            /// use sse_monitor::MonitorConfig;
            ///
            /// assert!(MonitorConfig::new("live").validate().is_ok());
            /// ```
            #[must_use]
            pub fn new(sse_element_id: impl Into<String>) -> Self {
                let empty = Self { $($name: None,)* };
                empty.sse_element_id(sse_element_id)
            }

            $(
                #[doc = $doc]
                #[doc = ""]
                #[doc = concat!("Takes ", $takes, ". Default: `", $default, "`.")]
                #[doc = ""]
                #[doc = "```"]
                #[doc = "# #[allow(unused_imports)] use std::time::Duration;"]
                #[doc = "# use sse_monitor_core as sse_monitor;"]
                #[doc = "# #[allow(unused_imports)] use sse_monitor::Client;"]
                #[doc = "use sse_monitor::MonitorConfig;"]
                #[doc = ""]
                #[doc = "let config = MonitorConfig::new(\"live\")"]
                #[doc = concat!("    .", stringify!($name), "(", stringify!($setter), ");")]
                #[doc = "# assert!(config.validate().is_ok() || config.status_element_id(\"status\").validate().is_ok());"]
                #[doc = "```"]
                #[must_use]
                pub fn $name(mut self, value: setter!($kind)) -> Self {
                    self.$name = Some(setter!($kind value));
                    self
                }
            )*

            /// What applies of each field.
            ///
            /// ```
            /// # use sse_monitor_core as sse_monitor;
            /// use std::time::Duration;
            /// use sse_monitor::MonitorConfig;
            ///
            /// let effective = MonitorConfig::new("live").effective();
            /// assert_eq!(effective.reconnect_delay, Duration::from_secs(3));
            /// ```
            #[must_use]
            pub fn effective(&self) -> Effective {
                let mut effective = Effective {
                    $($name: self.$name.clone().unwrap_or_else(|| default::<$kind>($default)),)*
                };
                if self.reconnect_max_delay.is_none() {
                    let least = least_max_delay(effective.reconnect_delay);
                    effective.reconnect_max_delay = least.max(effective.reconnect_max_delay);
                }
                effective
            }

            /// The fields that were given, in the order of the table.
            pub(crate) fn given(&self) -> Vec<(&'static str, Value)> {
                let mut given = Vec::new();
                $(
                    if let Some(value) = &self.$name {
                        given.push((stringify!($name), $kind::write(value)));
                    }
                )*
                given
            }
        }

        impl Effective {
            /// All fields, in the order of the table.
            pub(crate) fn values(&self) -> Vec<(&'static str, Value)> {
                Vec::from([$((stringify!($name), $kind::write(&self.$name)),)*])
            }
        }
    };
}

/// The type of a kind's values, where it is public.
#[rustfmt::skip]
macro_rules! value {
    (Id) => { String };
    (OptionalId) => { Option<String> };
    (OptionalPath) => { Option<String> };
    (OptionalParam) => { Option<String> };
    (ClientName) => { Client };
    (Flag) => { bool };
    (Delay) => { Duration };
    (LongestDelay) => { Duration };
    (Timeout) => { Option<Duration> };
    (Count) => { Option<u32> };
    (GiveUpOn) => { Vec<GiveUp> };
    (Indicators) => { Option<BTreeMap<ConnectionState, Indicator>> };
    (Functions) => { Callbacks };
}

/// What a setter takes, and how that becomes the kind's value.
#[rustfmt::skip]
macro_rules! setter {
    (OptionalId) => { impl Into<OptionalText> };
    (OptionalPath) => { impl Into<OptionalText> };
    (OptionalParam) => { impl Into<OptionalText> };
    (GiveUpOn) => { impl IntoIterator<Item = impl Into<GiveUp>> };
    (Flag) => { bool };
    ($kind:ident) => { impl Into<value!($kind)> };
    (OptionalId $value:ident) => { $value.into().0 };
    (OptionalPath $value:ident) => { $value.into().0 };
    (OptionalParam $value:ident) => { $value.into().0 };
    (GiveUpOn $value:ident) => { $value.into_iter().map(Into::into).collect() };
    (Flag $value:ident) => { $value };
    ($kind:ident $value:ident) => { $value.into() };
}

__fields!(config);

fn default<K: Kind>(written: &str) -> K::Value {
    let node = Node::from(Value::written(written));
    let mut reader = Reader::new(Language::Rust);
    K::read(&node, Form::new(K::SHAPE, "", ""), &mut reader).expect("a default is valid")
}

/// What `reconnect_max_delay` is at least.
pub(crate) fn least_max_delay(reconnect_delay: Duration) -> Duration {
    let milliseconds = duration::milliseconds(reconnect_delay);
    Duration::from_millis(milliseconds.saturating_mul(LEAST_MAX_DELAY).div_ceil(10))
}

impl MonitorConfig {
    /// The path of a global function that is called when the page enters this state. It takes the place of one for all
    /// states.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::{ConnectionState, MonitorConfig};
    ///
    /// let config = MonitorConfig::new("live")
    ///     .callback(ConnectionState::Connected, "app.onUp")
    ///     .callback(ConnectionState::Disconnected, "app.onDown");
    /// # assert!(config.validate().is_ok());
    /// ```
    #[must_use]
    pub fn callback(mut self, state: ConnectionState, path: impl Into<String>) -> Self {
        let mut callbacks = match self.callbacks {
            Some(Callbacks::Each(callbacks)) => callbacks,
            _ => BTreeMap::new(),
        };
        callbacks.insert(state, path.into());
        self.callbacks = Some(Callbacks::Each(callbacks));
        self
    }

    /// What the status element shows in this state. It takes back a `status_indicators(None)`.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::{ConnectionState, Indicator, MonitorConfig};
    ///
    /// let config = MonitorConfig::new("live")
    ///     .status_element_id("status")
    ///     .status_indicator(ConnectionState::Connected, "Online")
    ///     .status_indicator(ConnectionState::Closed, Indicator::html("<b>The end</b>"));
    /// # assert!(config.validate().is_ok());
    /// ```
    #[must_use]
    pub fn status_indicator(mut self, state: ConnectionState, shown: impl Into<Indicator>) -> Self {
        let mut indicators = self.status_indicators.flatten().unwrap_or_default();
        indicators.insert(state, shown.into());
        self.status_indicators = Some(Some(indicators));
        self
    }

    /// Checks every rule.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use std::time::Duration;
    /// use sse_monitor::MonitorConfig;
    ///
    /// let config = MonitorConfig::new("live");
    /// assert!(config.validate().is_ok());
    /// assert!(config.reconnect_delay(Duration::ZERO).validate().is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem: impossible ids, names, paths and durations, and fields that have no effect.
    pub fn validate(&self) -> Result<(), ConfigError> {
        self.checked().map(drop)
    }

    /// What applies of each field, if nothing is wrong.
    pub(crate) fn checked(&self) -> Result<Effective, ConfigError> {
        // As if it were written down, so that there is one way to check a value.
        let entries: Vec<_> = self.given().into_iter().map(Entry::from).collect();
        read(&entries, Vec::new(), Language::Rust, false).map(|(_, effective)| effective)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    /// The paths of the problems of a valid configuration after a change.
    fn problems(change: impl FnOnce(MonitorConfig) -> MonitorConfig) -> Vec<String> {
        let error = change(MonitorConfig::new("live")).validate().err();
        let problems = error.iter().flat_map(ConfigError::problems);
        problems.map(|problem| problem.path().to_string()).collect()
    }

    #[test]
    fn the_longest_delay_is_never_too_short_for_the_first() {
        let seconds = |seconds| Duration::from_secs(seconds);
        let longest = |config: &MonitorConfig| config.effective().reconnect_max_delay;
        let config = MonitorConfig::new("live");
        assert_eq!(longest(&config), seconds(17));
        assert_eq!(longest(&config.clone().reconnect_delay(seconds(60))), seconds(126));
        assert_eq!(longest(&config.reconnect_max_delay(seconds(90))), seconds(90));
        let longest_first =
            MonitorConfig::new("live").reconnect_delay(Duration::from_millis(1_022_611_260));
        assert!(longest_first.validate().is_ok());
        assert!(duration::milliseconds(longest(&longest_first)) <= duration::LONGEST);
    }

    #[test]
    fn a_default_is_what_its_field_takes_and_changes_nothing() {
        let plain = MonitorConfig::new("live");
        for field in FIELDS.iter().filter(|field| field.default != "required") {
            let entries = [
                ("sse_element_id", Value::Text("live".into())),
                (field.name, Value::written(field.default)),
            ];
            let given = read(&entries.map(Entry::from), Vec::new(), Language::Rust, false);
            let (given, effective) =
                given.unwrap_or_else(|error| panic!("{}: {error}", field.name));
            assert_ne!(given, plain, "{}", field.name);
            assert_eq!(effective, plain.effective(), "{}", field.name);
        }
    }

    #[test]
    fn a_value_is_read_as_it_is_written() {
        let config = MonitorConfig::new("live")
            .status_element_id("status")
            .client(Client::Dom)
            .reconnect_delay(Duration::from_millis(1_500))
            .max_reconnect_attempts(10)
            .connect_timeout(None)
            .grace(Duration::from_millis(500))
            .give_up_on([GiveUp::Status(401), GiveUp::NotAStream])
            .prepare_request("app.prepare")
            .status_indicator(ConnectionState::Closed, Indicator::html("<b>"))
            .callback(ConnectionState::Error, "app.onError");
        for config in [config.clone(), config.status_indicators(None).callbacks("app.onChange")] {
            let entries: Vec<_> = config.given().into_iter().map(Entry::from).collect();
            let read = read(&entries, Vec::new(), Language::Rust, false);
            assert_eq!(read.map(|(config, _)| config), Ok(config));
        }
    }

    #[test]
    fn a_field_without_effect_is_not_compared_with_others() {
        let paths = problems(|config| {
            config.auto_reconnect(false).reconnect_max_delay(Duration::from_secs(3))
        });
        assert_eq!(paths, ["reconnect_max_delay"]);
    }

    #[test]
    fn a_setter_takes_a_text_however_it_is_held() {
        let text = String::from("status");
        let borrowed = MonitorConfig::new(&text)
            .status_element_id(&text)
            .callbacks(&text)
            .status_indicator(ConnectionState::Closed, &text);
        let owned = MonitorConfig::new(text.clone())
            .status_element_id(text.clone())
            .callbacks(text.clone())
            .status_indicator(ConnectionState::Closed, text);
        assert_eq!(borrowed, owned);
    }

    #[test]
    fn what_is_legal_is_silent() {
        let everything = |config: MonitorConfig| {
            config
                .status_element_id("status")
                .client(Client::Dom)
                .reconnect_delay(Duration::from_millis(10))
                .reconnect_max_delay(Duration::from_millis(21))
                .max_reconnect_attempts(1)
                .connect_timeout(None)
                .heartbeat_timeout(Duration::from_millis(duration::LONGEST))
                .give_up_on([400, 599])
                .last_event_id_param("since")
                .pause_hidden(Duration::from_secs(300))
                .callback(ConnectionState::Error, "app.onError")
                .status_indicator(ConnectionState::Closed, "\0</script>")
        };
        assert_eq!(problems(|config| config), [""; 0]);
        assert_eq!(problems(everything), [""; 0]);
        let nothing = |config: MonitorConfig| {
            config
                .auto_reconnect(false)
                .visibility_reconnect(false)
                .max_reconnect_attempts(None)
                .grace(None)
                .give_up_on([0_u16; 0])
                .status_indicators(None)
        };
        assert_eq!(problems(nothing), [""; 0]);
    }

    #[test]
    fn each_value_has_its_rule() {
        let millis = Duration::from_millis;
        assert_eq!(problems(|c| c.sse_element_id("")), ["sse_element_id"]);
        assert_eq!(problems(|c| c.status_element_id("a b")), ["status_element_id"]);
        assert_eq!(problems(|c| c.reconnect_delay(millis(9))), ["reconnect_delay"]);
        assert_eq!(problems(|c| c.reconnect_delay(millis(1_022_611_261))), ["reconnect_delay"]);
        assert_eq!(problems(|c| c.reconnect_max_delay(millis(1 << 31))), ["reconnect_max_delay"]);
        assert_eq!(problems(|c| c.heartbeat_timeout(millis(0))), ["heartbeat_timeout"]);
        assert_eq!(problems(|c| c.grace(Duration::from_micros(10_500))), ["grace"]);
        assert_eq!(problems(|c| c.max_reconnect_attempts(0)), ["max_reconnect_attempts"]);
        assert_eq!(problems(|c| c.last_event_id_param("")), ["last_event_id_param"]);
        assert_eq!(problems(|c| c.prepare_request("a()")), ["prepare_request"]);
        assert_eq!(problems(|c| c.callbacks("a()")), ["callbacks"]);
        assert_eq!(problems(|c| c.give_up_on([401, 200, 401])), ["give_up_on[1]", "give_up_on[2]"]);
    }

    #[test]
    fn each_state_has_its_own_problem() {
        let paths = problems(|config| {
            config
                .status_element_id("status")
                .status_indicator(ConnectionState::Error, "Broken")
                .callback(ConnectionState::Closed, "a()")
                .callback(ConnectionState::Connected, "b")
        });
        assert_eq!(paths, ["status_indicators.error", "callbacks.closed"]);
    }

    #[test]
    fn what_none_switches_off_says_so() {
        for field in FIELDS {
            assert_eq!(
                field.takes.ends_with(" or `None`"),
                field.form.is_optional,
                "{}",
                field.name
            );
        }
    }
}

//! What is wrong with a configuration, and where.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Every problem of a configuration.
///
/// ```
/// let error = sse_monitor_core::MonitorConfig::new("my id").validate().unwrap_err();
/// assert_eq!(error.problems()[0].path(), "sse_element_id");
/// assert_eq!(
///     error.to_string(),
///     "sse_element_id: the id \"my id\" contains white space\n  help: write `\"my-id\"`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<Problem>,
}

/// One problem: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(crate) path: String,
    pub(crate) location: Location,
    pub(crate) first: Option<Location>,
    pub(crate) fault: Fault,
}

/// Where a problem is, for who built the fields and knows where each came from. Each step of the path is an index:
/// of the field, then of the entry of a map or the item of a list; the inside of a `Some` is its item 0.
///
/// ```
/// use sse_monitor_core::{Location, MonitorConfig, Value};
///
/// let error = MonitorConfig::from_fields([
///     ("sse_element_id", Value::from("live")),
///     ("callbacks", Value::map([("connected", "app.onUp()")])),
/// ]);
/// assert_eq!(error.unwrap_err().problems()[0].location(), &Location::Value(vec![1, 0]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In no field: something is missing, or the configuration was not built from fields.
    Whole,
    /// At the key of a field or of a map's entry.
    Key(Vec<usize>),
    /// At a value.
    Value(Vec<usize>),
}

/// What is wrong with something, and how to mend it, wherever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl ConfigError {
    /// The error of these problems, in the order in which they were given; `Ok` if there is none.
    pub(crate) fn from_problems(mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort_by(|one, other| one.location.order().cmp(&other.location.order()));
        Err(Self { problems })
    }

    /// Every problem, in the order of the fields.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let error = MonitorConfig::new("my id").validate().unwrap_err();
    /// assert_eq!(error.problems().len(), 1);
    /// ```
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    /// The field's path: `callbacks.connected`, `heartbeat_events[1]`.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let error = MonitorConfig::new("my id").validate().unwrap_err();
    /// assert_eq!(error.problems()[0].path(), "sse_element_id");
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let error = MonitorConfig::new("my id").validate().unwrap_err();
    /// assert_eq!(error.problems()[0].message(), "the id \"my id\" contains white space");
    /// ```
    #[must_use]
    pub fn message(&self) -> &str {
        &self.fault.message
    }

    /// How to mend it.
    ///
    /// ```
    /// use sse_monitor_core::MonitorConfig;
    ///
    /// let error = MonitorConfig::new("my id").validate().unwrap_err();
    /// assert_eq!(error.problems()[0].help(), "write `\"my-id\"`");
    /// ```
    #[must_use]
    pub fn help(&self) -> &str {
        &self.fault.help
    }

    /// Where it is.
    ///
    /// ```
    /// use sse_monitor_core::{Location, MonitorConfig, Value};
    ///
    /// let error = MonitorConfig::from_fields([("sse_element_id", Value::from("my id"))]);
    /// assert_eq!(error.unwrap_err().problems()[0].location(), &Location::Value(vec![0]));
    /// ```
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Where the first of two is, if the problem is that something is given twice.
    ///
    /// ```
    /// use sse_monitor_core::{Location, MonitorConfig, Value};
    ///
    /// let twice = [("debug", Value::from(true)), ("debug", Value::from(false))];
    /// let error = MonitorConfig::from_fields(twice).unwrap_err();
    /// assert_eq!(error.problems()[1].first(), Some(&Location::Key(vec![0])));
    /// ```
    #[must_use]
    pub fn first(&self) -> Option<&Location> {
        self.first.as_ref()
    }
}

impl Location {
    fn order(&self) -> (&[usize], bool) {
        match self {
            Self::Whole => (&[], false),
            Self::Key(path) => (path, false),
            Self::Value(path) => (path, true),
        }
    }
}

impl Fault {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.problems.iter().enumerate() {
            if position > 0 {
                formatter.write_str("\n")?;
            }
            problem.fmt(formatter)?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}\n  help: {}", self.path, self.message(), self.help())
    }
}

impl core::error::Error for ConfigError {}

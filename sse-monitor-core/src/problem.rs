//! What is wrong with a configuration: one [`Problem`] for each mistake, all of them in a [`ConfigError`].

pub(crate) mod mismatch;
pub(crate) mod suggest;
pub(crate) mod words;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::input::Mark;
use words::code;

/// Every problem of a configuration.
///
/// ```
/// # use sse_monitor_core as sse_monitor;
/// use sse_monitor::MonitorConfig;
///
/// let error = MonitorConfig::new("my id").validate().unwrap_err();
/// assert_eq!(error.problems()[0].path(), "sse_element_id");
/// assert_eq!(
///     error.to_string(),
///     "sse_element_id: the id \"my id\" contains white space\n  help: write `\"my-id\"`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    pub(crate) problems: Vec<Problem>,
}

/// One problem: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(crate) path: String,
    pub(crate) mark: Mark,
    pub(crate) first: Mark,
    pub(crate) fault: Fault,
}

/// What is wrong with something, and how to mend it, wherever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Fault {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl ConfigError {
    /// Every problem: first what is wrong with single fields, in the order of the input (of a `MonitorConfig`: of the
    /// table of fields), then what does not go together.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::MonitorConfig;
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
    /// A problem that was found before there was a tree of values.
    #[doc(hidden)]
    #[must_use]
    pub fn __new(mark: Mark, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { path: String::new(), mark, first: Mark::default(), fault: Fault::new(message, help) }
    }

    /// The field's path: `callbacks.connected`, `give_up_on[1]`.
    ///
    /// ```
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::MonitorConfig;
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
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::MonitorConfig;
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
    /// # use sse_monitor_core as sse_monitor;
    /// use sse_monitor::MonitorConfig;
    ///
    /// let error = MonitorConfig::new("my id").validate().unwrap_err();
    /// assert_eq!(error.problems()[0].help(), "write `\"my-id\"`");
    /// ```
    #[must_use]
    pub fn help(&self) -> &str {
        &self.fault.help
    }

    /// The mark of what is wrong.
    #[doc(hidden)]
    #[must_use]
    pub fn __mark(&self) -> Mark {
        self.mark
    }

    /// The mark of the first of two, if the problem is that something is given twice.
    #[doc(hidden)]
    #[must_use]
    pub fn __first(&self) -> Mark {
        self.first
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
    /// With its path, unless the message has it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.message().contains(&code(&self.path)) {
            write!(formatter, "{}: ", self.path)?;
        }
        write!(formatter, "{}\n  help: {}", self.message(), self.help())
    }
}

impl core::error::Error for ConfigError {}

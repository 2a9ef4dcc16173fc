//! What is measured.

use sse_monitor_tests::page::Setup;

/// What the page is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Messages arrive as fast as it takes them, and each is shown.
    Messages,
    /// Entries come and go, while the connection is open and silent.
    Mutations,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) setup: Setup,
    pub(crate) work: Work,
}

impl Case {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let works = [Work::Messages, Work::Mutations];
        Setup::CLIENTS.iter().flat_map(move |&setup| works.map(|work| Self { setup, work }))
    }

    /// The names of its client and its work.
    pub(crate) fn names(self) -> [&'static str; 2] {
        let work = match self.work {
            Work::Messages => "messages",
            Work::Mutations => "mutations",
        };
        [self.setup.name(), work]
    }
}

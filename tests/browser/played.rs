//! What came of the scenarios of this run.

use std::sync::{Mutex, MutexGuard, PoisonError};

use sse_monitor_tests::page::{Library, Setup};
use sse_monitor_tests::webdriver::Engine;

/// What came of one scenario with one setup in one engine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
    /// The engine's driver cannot do what it needs.
    Impossible(&'static str),
}

struct Entry {
    scenario: String,
    library: Library,
    engine: Engine,
    verdict: Verdict,
}

/// Everything that this run has played.
#[derive(Default)]
pub(crate) struct Played {
    entries: Mutex<Vec<Entry>>,
    engines: Mutex<Vec<(Engine, String)>>,
}

impl Played {
    /// Writes down that an engine plays, and its version.
    pub(crate) fn start(&self, engine: Engine, version: String) {
        lock(&self.engines).push((engine, version));
    }

    /// Writes down what came of a scenario.
    pub(crate) fn note(&self, scenario: String, setup: Setup, engine: Engine, verdict: Verdict) {
        let library = setup.library();
        lock(&self.entries).push(Entry { scenario, library, engine, verdict });
    }

    /// The engines that played, with their versions.
    pub(crate) fn engines(&self) -> Vec<(Engine, String)> {
        lock(&self.engines).clone()
    }

    /// What came of a scenario with all setups that have this library.
    pub(crate) fn verdicts(
        &self,
        scenario: &str,
        library: Library,
        engine: Engine,
    ) -> Vec<Verdict> {
        let entries = lock(&self.entries);
        let matching = entries.iter().filter(|entry| {
            entry.scenario == scenario && entry.library == library && entry.engine == engine
        });
        matching.map(|entry| entry.verdict).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

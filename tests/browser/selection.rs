//! Which scenarios a run plays.

use sse_monitor_tests::webdriver::Engine;

/// Names engines, with commas between, that are played whole. The others are not started then.
const VARIABLE: &str = "SSE_MONITOR_ENGINES";

/// How much of the suite an engine plays.
#[derive(Clone, Copy)]
pub(crate) enum Share {
    Whole,
    /// A third, always the same: each scenario with every third of its setups. Which one comes first differs from
    /// scenario to scenario, and from engine to engine.
    Third(usize),
}

impl Share {
    /// Whether the scenario at this place of the list is played with the setup at that place of its own list.
    pub(crate) fn has(self, scenario: usize, setup: usize) -> bool {
        match self {
            Self::Whole => true,
            Self::Third(first) => (scenario + setup + first).is_multiple_of(3),
        }
    }
}

/// What this run plays. Unless the variable says otherwise: Chromium whole and a third of each other engine.
pub(crate) fn shares() -> Result<Vec<(Engine, Share)>, String> {
    let Some(names) = std::env::var_os(VARIABLE) else {
        return Ok(vec![
            (Engine::Chromium, Share::Whole),
            (Engine::Firefox, Share::Third(0)),
            (Engine::WebKit, Share::Third(1)),
        ]);
    };
    let whole = |name: &str| {
        let engine = Engine::ALL.into_iter().find(|engine| engine.name() == name);
        let known = Engine::ALL.map(Engine::name).join(", ");
        let unknown = || format!("{VARIABLE} names no engine: {name:?}\nhelp: one of {known}");
        engine.map(|engine| (engine, Share::Whole)).ok_or_else(unknown)
    };
    names.to_string_lossy().split(',').map(whole).collect()
}

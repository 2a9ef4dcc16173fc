//! Real pages in real browsers, with the real htmx, against a server that makes real faults.
//!
//! Each scenario runs for each client it is meant for; what it asserts of connections comes from the server's own log.
//! Times are never asserted closely: there are ceilings, which a loaded machine keeps, and orders, and counts.
//!
//! `cargo test --features browser --test browser [-- FILTER]`. A name is `theme::scenario::client::engine`.
//! Chromium plays the whole suite, Firefox and `WebKit` a third of it; those that `SSE_MONITOR_ENGINES=firefox,webkit`
//! names play all of it, and no other plays.
//! With `SSE_MONITOR_BREAK=<a name from broken.txt>` or `BREAK_SCRIPT="from=>to"` every monitor is broken on purpose, to
//! see which scenarios notice.

mod accessible;
mod answers;
mod boost;
mod callbacks;
mod check;
mod connect;
mod counter;
mod csp;
mod differential;
mod drops;
mod ending;
mod faults;
mod floods;
mod gaps;
mod history;
mod hostile;
mod isolation;
mod lab;
mod leaks;
mod limits;
mod manners;
mod mistakes;
mod outages;
mod paint;
mod played;
mod record;
mod recoveries;
mod refusals;
mod requests;
mod scenario;
mod selection;
mod silence;
mod swaps;
mod table;
mod wakeups;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Completion, Trial};
use sse_monitor_tests::fault_server::check_installed;
use sse_monitor_tests::page::Library;
use sse_monitor_tests::webdriver::{Engine, Pool};
use tokio::runtime::Runtime;

use crate::played::{Played, Verdict};
use crate::scenario::Scenario;
use crate::selection::Share;

/// Scenarios wait most of the time, so more of them than cores can run at once.
const AT_ONCE: usize = 16;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(AT_ONCE);
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Plays what was asked for, one engine after the other: together they would starve each other.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    let scenarios: Vec<Scenario> = scenarios().collect();
    faults::check(&scenarios)?;
    let shares = selection::shares()?;
    if !arguments.list {
        for library in [Library::Htmx2, Library::Htmx4] {
            check_installed(library.files())?;
        }
    }

    let played = Arc::new(Played::default());
    let mut passed = true;
    for (engine, share) in shares {
        let pool = Arc::new(Pool::new(engine));
        let trials = trials(&scenarios, engine, share, &runtime, &pool, &played);
        if !arguments.list && trials.iter().any(|trial| is_asked_for(arguments, trial)) {
            // What is missing fails the suite at once, and once. Nothing is ever skipped.
            let version = runtime.block_on(start(&pool))?;
            println!("\n{}: {version}", engine.name());
            played.start(engine, version);
        }
        passed &= !libtest_mimic::run(arguments, trials).has_failed();
        runtime.block_on(pool.quit());
    }
    table::write_if_asked_for(&scenarios, &played)?;
    Ok(passed)
}

fn trials(
    scenarios: &[Scenario],
    engine: Engine,
    share: Share,
    runtime: &Runtime,
    pool: &Arc<Pool>,
    played: &Arc<Played>,
) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (place, scenario) in scenarios.iter().copied().enumerate() {
        let setups = scenario.setups.iter().copied().enumerate();
        let is_played = |nth: usize| scenario.everywhere || share.has(place, nth);
        for (_, setup) in setups.filter(|(nth, _)| is_played(*nth)) {
            let name = format!("{}::{}::{}", scenario.name(), setup.name(), engine.name());
            let (pool, played) = (Arc::clone(pool), Arc::clone(played));
            let handle = runtime.handle().clone();
            trials.push(Trial::ignorable_test(name, move || {
                if let Some(reason) = scenario.impossible_in(engine) {
                    played.note(scenario.name(), setup, engine, Verdict::Impossible(reason));
                    let reason = format!("not possible here: {reason}");
                    return Ok(Completion::ignored_with(reason));
                }
                let outcome = handle.block_on(scenario.play(setup, &pool));
                let verdict = if outcome.is_ok() { Verdict::Passed } else { Verdict::Failed };
                played.note(scenario.name(), setup, engine, verdict);
                outcome.map(|()| Completion::Completed).map_err(Into::into)
            }));
        }
    }
    trials
}

/// As libtest decides it.
fn is_asked_for(arguments: &Arguments, trial: &Trial) -> bool {
    let is = |word: &String| {
        if arguments.exact { trial.name() == word } else { trial.name().contains(word.as_str()) }
    };
    arguments.filter.as_ref().is_none_or(is) && !arguments.skip.iter().any(is)
}

/// Starts a browser for the pool, and gives its version.
async fn start(pool: &Pool) -> Result<String, String> {
    let browser = pool.take().await.map_err(|error| error.to_string())?;
    let version = browser.version();
    pool.give_back(browser).await;
    Ok(version)
}

/// All of them, those that take longest first: none of these runs on alone when all others are over.
fn scenarios() -> impl Iterator<Item = Scenario> {
    [
        differential::SCENARIOS,
        leaks::SCENARIOS,
        mistakes::SCENARIOS,
        manners::SCENARIOS,
        swaps::SCENARIOS,
        silence::SCENARIOS,
        outages::SCENARIOS,
        connect::SCENARIOS,
        drops::SCENARIOS,
        refusals::SCENARIOS,
        answers::SCENARIOS,
        floods::SCENARIOS,
        gaps::SCENARIOS,
        paint::SCENARIOS,
        requests::SCENARIOS,
        limits::SCENARIOS,
        wakeups::SCENARIOS,
        history::SCENARIOS,
        ending::SCENARIOS,
        callbacks::SCENARIOS,
        isolation::SCENARIOS,
        boost::SCENARIOS,
        recoveries::SCENARIOS,
        hostile::SCENARIOS,
        counter::SCENARIOS,
        csp::SCENARIOS,
        accessible::SCENARIOS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

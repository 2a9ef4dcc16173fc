//! Real pages in a real browser, with the real htmx, against a server that makes real faults.
//!
//! Each scenario runs for each client it is meant for; what it asserts of connections comes from the server's own log.
//! Times are never asserted closely: there are ceilings, which a loaded machine keeps, and orders, and counts.
//!
//! `cargo test --features browser --test browser [-- FILTER]`. A name is `theme::scenario::client::engine`.
//! With `SSE_MONITOR_BREAK=<a name from broken.txt>` or `BREAK_SCRIPT="from=>to"` every monitor is broken on purpose, to
//! see which scenarios notice.

mod boost;
mod callbacks;
mod check;
mod connect;
mod counter;
mod drops;
mod ending;
mod history;
mod hostile;
mod isolation;
mod lab;
mod leaks;
mod limits;
mod outages;
mod record;
mod recoveries;
mod refusals;
mod scenario;
mod silence;
mod swaps;
mod wakeups;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use sse_monitor_tests::fault_server::check_installed;
use sse_monitor_tests::page::Library;
use sse_monitor_tests::webdriver::{Engine, Pool};

use crate::scenario::Scenario;

/// Scenarios wait most of the time, so more of them than cores can run at once.
const AT_ONCE: usize = 6;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(AT_ONCE);

    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let mut trials = Vec::new();
    let mut pools = Vec::new();
    for &engine in Engine::ALL {
        let pool = Arc::new(Pool::new(engine));
        pools.push(Arc::clone(&pool));
        for scenario in scenarios() {
            for &setup in scenario.setups {
                let name = format!("{}::{}::{}", scenario.name(), setup.name(), engine.name());
                let (pool, handle) = (Arc::clone(&pool), runtime.handle().clone());
                trials.push(Trial::test(name, move || {
                    handle.block_on(scenario.play(setup, &pool)).map_err(Into::into)
                }));
            }
        }
    }

    if !arguments.list
        && let Err(missing) = runtime.block_on(check_tools(&pools))
    {
        eprintln!("error: {missing}");
        return ExitCode::FAILURE;
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    runtime.block_on(async {
        for pool in pools {
            pool.quit().await;
        }
    });
    conclusion.exit_code()
}

/// What is missing fails the suite at once, and once. Nothing is ever skipped.
async fn check_tools(pools: &[Arc<Pool>]) -> Result<(), String> {
    for library in [Library::Htmx2, Library::Htmx4] {
        check_installed(library.files())?;
    }
    for pool in pools {
        let browser = pool.take().await.map_err(|error| error.to_string())?;
        pool.give_back(browser).await;
    }
    Ok(())
}

fn scenarios() -> impl Iterator<Item = Scenario> {
    [
        connect::SCENARIOS,
        drops::SCENARIOS,
        refusals::SCENARIOS,
        outages::SCENARIOS,
        silence::SCENARIOS,
        limits::SCENARIOS,
        wakeups::SCENARIOS,
        history::SCENARIOS,
        ending::SCENARIOS,
        callbacks::SCENARIOS,
        isolation::SCENARIOS,
        swaps::SCENARIOS,
        boost::SCENARIOS,
        recoveries::SCENARIOS,
        hostile::SCENARIOS,
        leaks::SCENARIOS,
        counter::SCENARIOS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

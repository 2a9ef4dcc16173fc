//! A monitored page behind real proxies, on the loopback interface: nginx with TLS and HTTP/2, and whatever
//! `docs/recipes.md` recommends. What needs a network of its own is in `tests/networks/`.
//!
//! `cargo test -p sse-monitor-tests --features browser --test proxies [-- FILTER]`. With `BREAK_SCRIPT="from=>to"` every
//! monitor is broken on purpose.

/// The test of this name that a function plays in an engine.
macro_rules! played {
    ($name:literal, $engine:ident, $function:ident $(, $argument:expr)?) => {
        $crate::Test {
            name: $name,
            engine: sse_monitor_tests::webdriver::Engine::$engine,
            play: |all| Box::pin($function(all $(, $argument)?)),
        }
    };
}

mod nginx;
mod recipes;
mod scene;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, fs, process};

use futures_util::future::LocalBoxFuture;
use libtest_mimic::{Arguments, Trial};
use sse_monitor_tests::proxy::Kind;
use sse_monitor_tests::webdriver::{Engine, Pool};

use crate::scene::{Outcome, Surroundings};

/// Tests wait most of the time.
const AT_ONCE: usize = 4;

/// A test: its name, the browser, and what it does.
pub(crate) struct Test {
    pub(crate) name: &'static str,
    pub(crate) engine: Engine,
    pub(crate) play: for<'a> fn(&'a Surroundings<'a>) -> LocalBoxFuture<'a, Outcome>,
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(AT_ONCE);
    // What is missing fails the suite at once, and once. Nothing is ever skipped.
    if let Some(problem) = Kind::ALL.into_iter().find_map(|kind| kind.program().err()) {
        eprintln!("error: {problem}");
        return ExitCode::FAILURE;
    }
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("proxies-{}", process::id()));
    let scratch: Arc<Path> = scratch.into();
    let pools =
        [Engine::Chromium, Engine::Firefox].map(|engine| (engine, Arc::new(Pool::new(engine))));
    let trials = nginx::TESTS.iter().chain(recipes::TESTS).map(|test| {
        let (scratch, handle) = (Arc::clone(&scratch), runtime.handle().clone());
        let pool = pools
            .iter()
            .find(|(engine, _)| *engine == test.engine)
            .map(|(_, pool)| Arc::clone(pool));
        Trial::test(format!("{}::{}", test.name, test.engine.name()), move || {
            let pool = pool.ok_or("no such browser here")?;
            handle.block_on(async {
                let browser = pool.take().await?;
                let outcome =
                    (test.play)(&Surroundings { browser: &browser, scratch: &scratch }).await;
                pool.give_back(browser).await;
                outcome.map_err(Into::into)
            })
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    for (_, pool) in &pools {
        runtime.block_on(pool.quit());
    }
    // It may not even have been made.
    drop(fs::remove_dir_all(&scratch));
    conclusion.exit_code()
}

//! The examples as their reader runs them: the real programs, in a real browser.
//!
//! `cargo test -p sse-monitor-tests --features browser --test apps [-- FILTER]`

mod app;
mod demo;
mod deploys;
mod frameworks;
mod reader;
mod recipes;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use sse_monitor_tests::fault_server::check_installed;
use sse_monitor_tests::webdriver::{Engine, Pool};

use crate::app::Apps;

/// They wait most of the time.
const AT_ONCE: usize = 4;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(AT_ONCE);
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let pool = Arc::new(Pool::new(Engine::Chromium));
    let mut apps = Arc::new(Apps::default());
    if !arguments.list {
        match check_installed(frameworks::PACKAGES).and_then(|()| Apps::build()) {
            Ok(built) => apps = Arc::new(built),
            Err(problem) => {
                eprintln!("error: {problem}");
                return ExitCode::FAILURE;
            }
        }
    }

    // The longest first.
    let names = deploys::NAMES.iter().chain(frameworks::NAMES).chain(demo::NAMES);
    let names = names.chain(recipes::NAMES);
    let trials = names.copied().map(|name| {
        let (pool, apps, handle) = (Arc::clone(&pool), Arc::clone(&apps), runtime.handle().clone());
        Trial::test(name, move || {
            handle.block_on(async {
                let browser = pool.take().await?;
                let outcome = if deploys::NAMES.contains(&name) {
                    deploys::play(name, &apps, &browser).await
                } else if recipes::NAMES.contains(&name) {
                    recipes::play(name, &apps, &browser).await
                } else if demo::NAMES.contains(&name) {
                    demo::play(name, &apps, &browser.open_tab().await?).await
                } else {
                    frameworks::play(name, &apps, &browser.open_tab().await?).await
                };
                pool.give_back(browser).await;
                outcome.map_err(Into::into)
            })
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    runtime.block_on(pool.quit());
    conclusion.exit_code()
}

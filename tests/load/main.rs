//! What a monitor costs a busy page in Chromium: messages and DOM mutations per second, with the monitor and without.
//!
//! A benchmark: it prints a table and asserts nothing. `cargo xtask load [CLIENT]`.

mod measure;
mod pages;

use std::process::ExitCode;

use sse_monitor_tests::fault_server::check_installed;
use sse_monitor_tests::page::{Library, Setup};
use sse_monitor_tests::webdriver::{Browser, Engine};

use crate::measure::{Work, compare};

/// What goes wrong ends the benchmark.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    match run(&wanted).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(wanted: &[String]) -> Result {
    let setups = Setup::CLIENTS.iter().copied();
    let setups: Vec<Setup> = setups
        .filter(|setup| wanted.is_empty() || wanted.iter().any(|name| name == setup.name()))
        .collect();
    if setups.is_empty() {
        return Err(format!("no such client: {}", wanted.join(" ")).into());
    }
    for library in [Library::Htmx2, Library::Htmx4] {
        check_installed(library.files())?;
    }
    let browser = Browser::start(Engine::Chromium).await?;
    println!("| client | work | per second without | with | ratio |\n|---|---|--:|--:|--:|");
    let done = table(&browser, &setups).await;
    browser.quit().await?;
    done
}

async fn table(browser: &Browser, setups: &[Setup]) -> Result {
    for &setup in setups {
        for work in [Work::Messages, Work::Mutations] {
            let found = compare(browser, setup, work).await?;
            println!(
                "| {} | {} | {:.0} | {:.0} | {:.3} |",
                setup.name(),
                work.name(),
                found.without,
                found.with,
                found.ratio
            );
        }
    }
    Ok(())
}

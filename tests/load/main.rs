//! What a monitor costs a busy page in Chromium: messages and DOM mutations per second, with the monitor and without.
//!
//! A benchmark: it prints a table and asserts nothing. `cargo xtask load [NAME]...`, where a name is that of a client or
//! of a kind of work.

mod measure;
mod messages;
mod mutations;
mod pages;
mod work;

use std::process::ExitCode;

use sse_monitor_tests::fault_server::check_installed;
use sse_monitor_tests::page::Library;
use sse_monitor_tests::webdriver::{Browser, Engine};

use crate::measure::compare;
use crate::work::Case;

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
    let cases: Vec<Case> = Case::all()
        .filter(|case| wanted.iter().all(|name| case.names().contains(&name.as_str())))
        .collect();
    if cases.is_empty() {
        return Err(format!("no row of the table is named {}", wanted.join(" ")).into());
    }
    for library in [Library::Htmx2, Library::Htmx4] {
        check_installed(library.files())?;
    }
    let browser = Browser::start(Engine::Chromium).await?;
    let done = table(&browser, &cases).await;
    browser.quit().await?;
    done
}

async fn table(browser: &Browser, cases: &[Case]) -> Result {
    println!("| client | work | per second without | with | ratio |\n|---|---|--:|--:|--:|");
    for &case in cases {
        let [client, work] = case.names();
        let found = compare(browser, case).await?;
        println!(
            "| {client} | {work} | {:.0} | {:.0} | {:.3} |",
            found.without, found.with, found.ratio
        );
    }
    Ok(())
}

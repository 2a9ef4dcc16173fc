//! What a monitor costs a busy page, and what it brings: messages and DOM mutations per second, with it and without.
//!
//! A benchmark: it prints a table and asserts nothing. `cargo xtask load [NAME]...`, where a name is that of a client, of
//! a kind of work or of an engine.

mod measure;
mod messages;
mod mutations;
mod pages;
mod work;

use std::process::ExitCode;

use sse_monitor_tables::{Left, ShortRight, Table, line};
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
    let rows = |engine: Engine| {
        let is_wanted = move |case: &Case| {
            let [client, work] = case.names();
            wanted.iter().all(|name| [client, work, engine.name()].contains(&name.as_str()))
        };
        Case::all().filter(is_wanted).map(move |case| (engine, case)).collect::<Vec<_>>()
    };
    let rows = Engine::ALL.map(rows);
    if rows.iter().all(Vec::is_empty) {
        return Err(format!("no row of the table is named {}", wanted.join(" ")).into());
    }
    for library in [Library::Htmx2, Library::Htmx4] {
        check_installed(library.files())?;
    }
    let words = ["engine", "client", "work"].map(|title| (title, Left));
    let numbers = ["per second without", "with", "ratio"].map(|title| (title, ShortRight));
    print!("{}", Table::new(words.into_iter().chain(numbers)));
    for rows in rows {
        let Some((engine, _)) = rows.first() else { continue };
        let browser = Browser::start(*engine).await?;
        let done = measure(&browser, &rows).await;
        browser.quit().await?;
        done?;
    }
    Ok(())
}

async fn measure(browser: &Browser, rows: &[(Engine, Case)]) -> Result {
    for &(engine, case) in rows {
        let [client, work] = case.names();
        let found = compare(browser, case).await?;
        let [without, with] = [found.without, found.with].map(|rate| format!("{rate:.0}"));
        let ratio = format!("{:.3}", found.ratio);
        print!("{}", line([engine.name(), client, work, &without, &with, &ratio]));
    }
    Ok(())
}

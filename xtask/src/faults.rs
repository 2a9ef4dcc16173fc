//! The fault table: the whole browser suite in every engine.

use crate::{Result, cargo, root, tools};
use std::fs;
use std::process::Command;

const PAGE: &str = "docs/faults.md";

const INTRODUCTION: &str = "\
# What a page survives

Each row is a fault, made for real: a real browser, the real htmx, and a server that breaks what it is told to break.
Each column is a client in a browser engine. A number says how many runs of the row's scenarios passed there (under htmx
some are run twice, with the client named and with `auto`); what they check is what the server saw (when it was asked,
by how many connections at a time, with which last event id) and what the page showed (each state, each message once). A
cell without a tick says why, and the clients that a fault does not concern have a dash.
";

/// Plays the suite, prints the table, and writes the page if all engines played it and all of it passed.
pub(crate) fn run(only: Option<&str>) -> Result {
    let engines = only.unwrap_or("chromium,firefox,webkit");
    let table = root().join("target/faults.md");
    // An old table must not be taken for this run's.
    if table.exists() {
        fs::remove_file(&table).map_err(|error| format!("{}: {error}", table.display()))?;
    }
    let mut suite = cargo();
    suite
        .args(["test", "--package", "sse-monitor-tests", "--features", "browser"])
        .args(["--test", "browser"])
        .env("SSE_MONITOR_ENGINES", engines)
        .env("SSE_MONITOR_FAULT_TABLE", &table);
    let played = tools::run(&mut suite);
    let table = fs::read_to_string(&table).map_err(|_| format!("there is no table: {played:?}"))?;
    println!("{table}");
    played?;
    if only.is_none() {
        let page = format!(
            "{INTRODUCTION}\nWritten by `cargo xtask faults` on {}, with:\n\n{table}",
            today()?
        );
        fs::write(root().join(PAGE), page).map_err(|error| format!("{PAGE}: {error}"))?;
        println!("This is {PAGE} now.");
    }
    Ok(())
}

fn today() -> Result<String> {
    let output = Command::new("date").args(["-u", "+%Y-%m-%d"]).output();
    let output = output.map_err(|error| format!("date: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

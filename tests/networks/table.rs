//! Has the cases played, prints what comes of them, and writes the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use sse_monitor_tables::{Left, Right, Table, line};
use sse_monitor_tests::broken;
use sse_monitor_tests::proxy::Kind;
use tokio::task::JoinSet;

use crate::Result;
use crate::case::Case;
use crate::worker::{Row, Worker};

/// The page, from the package of the tests.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/networks.md");

const INTRODUCTION: &str = include_str!("introduction.md");
const NOTES: &str = include_str!("notes.md");

/// Cases wait most of the time.
const AT_ONCE: usize = 10;

/// What all workers share: the cases that are left, and what came of the others.
struct Work {
    left: Vec<(usize, Case)>,
    done: BTreeMap<usize, Row>,
}

/// Plays the cases, several at once. Gives whether all held that must.
pub(crate) async fn play(cases: &[Case], whole: bool) -> Result<bool> {
    let started = Instant::now();
    print!("{}", table(cases, &BTreeMap::new()));
    let mut left: Vec<_> = cases.iter().copied().enumerate().collect();
    left.reverse();
    let work = Arc::new(Mutex::new(Work { left, done: BTreeMap::new() }));
    let mut workers = JoinSet::new();
    for _ in 0..AT_ONCE.min(cases.len()) {
        workers.spawn(keep_busy(Worker::start()?, Arc::clone(&work)));
    }
    while let Some(done) = workers.join_next().await {
        done??;
    }
    let work = work.lock().unwrap_or_else(PoisonError::into_inner);
    let wrong = work.done.values().filter(|row| !row.wrong.is_empty()).count();
    println!("{} cases in {:.0} s, {wrong} failed", cases.len(), started.elapsed().as_secs_f64());
    if whole && broken::asked().is_none() {
        fs::write(PAGE, page(cases, &work.done)?).map_err(|error| format!("{PAGE}: {error}"))?;
        println!("docs/networks.md is written.");
    }
    Ok(wrong == 0)
}

async fn keep_busy(mut worker: Worker, work: Arc<Mutex<Work>>) -> Result {
    let lock = || work.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let next = lock().left.pop();
        let Some((place, case)) = next else { return Ok(()) };
        let row = worker.play(&case).await?;
        print!("{}", line(cells(&case, &row)));
        for wrong in &row.wrong {
            println!("  {}: {wrong}", case.name());
        }
        std::io::stdout().flush()?;
        lock().done.insert(place, row);
    }
}

fn table(cases: &[Case], rows: &BTreeMap<usize, Row>) -> Table {
    let words = ["fault", "connection", "browser"].map(|title| (title, Left));
    let numbers = ["with a monitor", "without", "outages told"].map(|title| (title, Right));
    let mut table = Table::new(words.into_iter().chain(numbers));
    for (place, row) in rows {
        table.row(cells(&cases[*place], row));
    }
    table
}

fn cells(case: &Case, row: &Row) -> [String; 6] {
    let seed =
        if case.scenario.seeds > 1 { format!(", seed {}", case.seed) } else { String::new() };
    let outages = row.outages.map(|outages| outages.to_string()).unwrap_or_default();
    [
        format!("{}{seed}", case.scenario.fault),
        case.way.name(),
        case.engine.name().to_owned(),
        row.with.clone(),
        row.without.clone(),
        outages,
    ]
}

fn page(cases: &[Case], rows: &BTreeMap<usize, Row>) -> Result<String> {
    let browsers: BTreeSet<&str> = rows.values().filter_map(|row| row.browser.as_deref()).collect();
    let mut versions: Vec<String> = browsers.into_iter().map(str::to_owned).collect();
    for kind in Kind::ALL {
        versions.push(kind.version()?);
    }
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    versions.push(format!("Linux {}", kernel.split('-').next().unwrap_or_default().trim()));
    let versions: Vec<String> = versions.iter().map(|version| format!("- {version}\n")).collect();
    let table = table(cases, rows);
    Ok(format!(
        "{INTRODUCTION}\nWritten by `cargo xtask networks` on {}, with:\n\n{}\n{table}\n{NOTES}",
        today()?,
        versions.concat()
    ))
}

fn today() -> Result<String> {
    let output = Command::new("date").args(["-u", "+%Y-%m-%d"]).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether the page can be written is known before an hour of work.
pub(crate) fn check_page() -> Result {
    let folder = Path::new(PAGE).parent().ok_or("no folder")?;
    if folder.is_dir() { Ok(()) } else { Err(format!("{} is missing", folder.display()).into()) }
}

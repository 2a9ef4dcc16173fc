//! Runs the engine's tests against every broken variant of the page's scripts: which test catches which.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;
use std::{fs, thread};

use serde_json::Value;
use sse_monitor_tables::{Left, Table};

use crate::variants::{self, BY_NAME, Variant, WHOLE};
use crate::{Result, cargo, root};

/// What the last run of all variants has shown.
const PAGE: &str = "docs/broken.md";

/// The tests by the time they take: the later ones see only what the earlier ones did not catch. The tests of the page
/// around the scripts, and of the variants, are for no stage.
const STAGES: [&[&str]; 3] = [
    &[
        "--skip=backoff::",
        "--skip=deadlines::",
        "--skip=arriving::",
        "--skip=pages::",
        "--skip=parser::",
        "--skip=parts::",
        "--skip=model::",
        "--skip=_tests::",
        "--skip=broken::",
    ],
    &["backoff::", "deadlines::", "arriving::"],
    &["pages::", "parser::", "parts::", "model::"],
];

/// How many random schedules are enough for a variant that nothing else has caught.
const SCHEDULES: &str = "2000";

/// What became of a variant.
struct Outcome {
    variant: Variant,
    /// The test that failed, if one did.
    caught: Option<String>,
}

/// Runs the variants with these names, or all of them and writes the page about them.
pub(crate) fn run(names: &[&str]) -> Result {
    let start = Instant::now();
    for name in names {
        if !variants::variants().any(|variant| variant.name == *name) {
            return Err(format!("`{name}` is no variant of tests/broken.txt"));
        }
    }
    let engine = build()?;
    if names.is_empty() {
        check_whole(&engine)?;
    }
    let asked = |variant: &Variant| names.is_empty() || names.contains(&variant.name);
    let outcomes = run_all(&engine, variants::variants().filter(asked).collect())?;
    let table = table(&outcomes);
    print!("{table}");
    let survivors: Vec<_> = outcomes.iter().filter(|outcome| outcome.caught.is_none()).collect();
    println!(
        "\n{} of {} variants caught in {:.0} s.",
        outcomes.len() - survivors.len(),
        outcomes.len(),
        start.elapsed().as_secs_f64()
    );
    if !survivors.is_empty() {
        let mut message = String::from("no test of the engine fails with:");
        for Outcome { variant: Variant { name, from, to, .. }, .. } in survivors {
            let _ = write!(message, "\n  {name}: {from} ==> {to}");
        }
        return Err(message);
    }
    if names.is_empty() {
        let page = page(&table, outcomes.len());
        fs::write(root().join(PAGE), page).map_err(|error| format!("{PAGE}: {error}"))?;
        println!("Written: {PAGE}");
    }
    Ok(())
}

/// Builds the tests, and says where their program is.
fn build() -> Result<PathBuf> {
    let output = cargo()
        .args(["test", "--package", "sse-monitor-tests", "--test", "engine", "--no-run"])
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err("the tests of the engine do not build".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter(|message| message["target"]["name"] == "engine");
    let program =
        programs.next_back().and_then(|message| message["executable"].as_str().map(Into::into));
    program.ok_or_else(|| "cargo names no program of the engine's tests".to_owned())
}

/// Nothing that is caught is caught for another reason: with the readable scripts as they are, every test passes.
fn check_whole(engine: &Path) -> Result {
    match first_failure(engine, WHOLE, &[])? {
        Some(test) => Err(format!("{test} fails, and no script is broken")),
        None => Ok(()),
    }
}

/// Runs as many variants at once as there are cores.
fn run_all(engine: &Path, variants: Vec<Variant>) -> Result<Vec<Outcome>> {
    let count = variants.len();
    let queue = Mutex::new(variants.into_iter().enumerate().collect::<VecDeque<_>>());
    let take = || queue.lock().expect("no worker panics").pop_front();
    let work = || {
        let mut done = Vec::new();
        while let Some((number, variant)) = take() {
            done.push((number, run_one(engine, variant)?));
        }
        Ok(done)
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let done: Vec<Result<_>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores.min(count)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().expect("no worker panics")).collect()
    });
    let done: Vec<Vec<_>> = done.into_iter().collect::<Result<_>>()?;
    // In the order of the file.
    let done: BTreeMap<usize, Outcome> = done.into_iter().flatten().collect();
    Ok(done.into_values().collect())
}

fn run_one(engine: &Path, variant: Variant) -> Result<Outcome> {
    let begun = Instant::now();
    let last = last_caught_by(variant.name).unwrap_or_default();
    let known = ["--exact", &last];
    let stages = [known.as_slice()].into_iter().chain(STAGES).skip(usize::from(last.is_empty()));
    let mut caught = None;
    for stage in stages {
        caught = first_failure(engine, variant.name, stage)?;
        if caught.is_some() {
            break;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    eprintln!("{:6.1} s  {}: {}", seconds, variant.name, caught.as_deref().unwrap_or("SURVIVES"));
    Ok(Outcome { variant, caught })
}

/// The test that caught a variant when the page was written: the one to ask first.
fn last_caught_by(variant: &str) -> Option<String> {
    let page = fs::read_to_string(root().join(PAGE)).ok()?;
    let cell = format!(" `{variant}` ");
    let row = page.lines().map(|line| line.split('|').collect::<Vec<_>>());
    let test =
        row.filter(|row| row.get(2) == Some(&cell.as_str())).find_map(|row| row.get(3).copied())?;
    Some(test.trim().trim_matches('`').to_owned())
}

/// The first test that fails with a variant. Only what the harness itself calls a failure is one.
fn first_failure(engine: &Path, variant: &str, arguments: &[&str]) -> Result<Option<String>> {
    let problem = |error| format!("{}: {error}", engine.display());
    let mut tests = Command::new(engine)
        .args(arguments)
        .args(if variant == WHOLE { None } else { Some("--test-threads=1") })
        .env(BY_NAME, variant)
        .env("SSE_MONITOR_SCHEDULES", SCHEDULES)
        // Where cargo runs them.
        .current_dir(root().join("tests"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(problem)?;
    let mut failed = None;
    let lines = BufReader::new(tests.stdout.take().expect("it is piped")).lines();
    for line in lines.map_while(std::result::Result::ok) {
        if let Some(name) =
            line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"))
        {
            failed = Some(name.to_owned());
            // It may have ended meanwhile.
            let _ = tests.kill();
            break;
        }
    }
    let status = tests.wait().map_err(problem)?;
    if failed.is_none() && !status.success() {
        return Err(format!("with {variant} the harness ended otherwise than by a test: {status}"));
    }
    Ok(failed)
}

fn table(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new([("rule", Left), ("broken variant", Left), ("caught by", Left)]);
    let mut last = "";
    for Outcome { variant, caught } in outcomes {
        let rule = if variant.rule == last { "" } else { variant.rule };
        last = variant.rule;
        let test = caught.as_ref().map_or("**nothing**".to_owned(), |test| format!("`{test}`"));
        table.row([rule, &format!("`{}`", variant.name), &test]);
    }
    table
}

fn page(table: &Table, count: usize) -> String {
    let rules = variants::rules().count();
    format!(
        "# Broken on purpose\n\n\
         Each of {count} variants of the page's scripts breaks one of {rules} rules, and the tests that run the scripts in\n\
         an embedded engine must notice. `cargo xtask broken` runs them, fails with the name of every variant that survives,\n\
         and writes this page: what is broken (see `tests/broken.txt` for the change itself), and a test that fails with it (the one of the last run is asked first).\n\n\
         {table}"
    )
}

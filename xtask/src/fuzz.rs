//! Coverage-guided fuzzing of what reads the user's input: each target of `fuzz/` for a while.

use crate::{Result, root, tools};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

const CARGO_FUZZ: &str = "0.13.2";
/// Relative to the root, as all paths here.
const FUZZ: &str = "fuzz";
const BUILT: &str = "target/fuzz";
/// How long each target runs, in seconds.
const LONG: &str = "60";

/// What libFuzzer is told. Longer inputs find nothing else and are slow; no input needs as long as a second.
const OPTIONS: [&str; 2] = ["-max_len=1024", "-timeout=10"];
/// The end of what is shown of a failure.
const LINES: usize = 60;

/// Runs targets, all if none is named. `target/fuzz` keeps what they say and the inputs that they find on the way,
/// `fuzz/artifacts` the input that makes one fail.
pub(crate) fn run(arguments: &[&str]) -> Result {
    let is_number = |text: &&str| text.parse::<u32>().is_ok();
    let (seconds, names) = match arguments.split_first() {
        Some((first, names)) if is_number(first) => (*first, names),
        _ => (LONG, arguments),
    };
    let limit = format!("-max_total_time={seconds}");
    let mut failed = Vec::new();
    for target in targets(names)? {
        println!("{target}: {seconds} s");
        match fuzz(&target, &[found(&target), corpus(&target)], &[&limit])? {
            Ok(log) => {
                let done = log.lines().rfind(|line| line.contains("DONE"));
                println!("  {}", done.unwrap_or_default());
            }
            Err(log) => {
                let lines: Vec<&str> = log.lines().collect();
                println!("{}", lines[lines.len().saturating_sub(LINES)..].join("\n"));
                failed.push(target);
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

/// Replaces each corpus by the fewest of its inputs, and of those found since, that reach as much.
pub(crate) fn minimize(names: &[&str]) -> Result {
    for target in targets(names)? {
        let fewest = Path::new(BUILT).join("fewest").join(&target);
        if root().join(&fewest).exists() {
            remove(&fewest)?;
        }
        let folders = [fewest.clone(), corpus(&target), found(&target)];
        // Each place counts, not how often it was passed: the corpus is committed.
        fuzz(&target, &folders, &["-set_cover_merge=1", "-use_counters=0"])??;
        println!("{target}: {} inputs", files(&fewest)?);
        remove(&corpus(&target))?;
        rename(&fewest, &corpus(&target))?;
    }
    Ok(())
}

/// Runs a target with these folders of inputs, of which the first gets what is found. The inner result is the target's,
/// in both cases what it said.
fn fuzz(target: &str, folders: &[PathBuf], options: &[&str]) -> Result<Result<String, String>> {
    for folder in folders {
        fs::create_dir_all(root().join(folder)).map_err(|error| problem(folder, &error))?;
    }
    let mut command = cargo_fuzz("run")?;
    command.args(["--target-dir", BUILT, target]).args(folders);
    let output = command.arg("--").args(OPTIONS).args(options).output();
    let output = output.map_err(|error| format!("cargo-fuzz: {error}"))?;
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let file = Path::new(BUILT).join(target).with_extension("log");
    fs::write(root().join(&file), &log).map_err(|error| problem(&file, &error))?;
    Ok(if output.status.success() { Ok(log) } else { Err(log) })
}

/// The targets of these names, or all.
fn targets(names: &[&str]) -> Result<Vec<String>> {
    let list = tools::answer(&mut cargo_fuzz("list")?).ok_or("cargo-fuzz lists no targets")?;
    let all: Vec<String> = list.split_whitespace().map(String::from).collect();
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|known| known == *name)) {
        return Err(format!("no target is called `{unknown}`, but {}", all.join(", ")));
    }
    Ok(all
        .into_iter()
        .filter(|known| names.is_empty() || names.contains(&known.as_str()))
        .collect())
}

/// A command of cargo-fuzz, which is installed if it is missing.
fn cargo_fuzz(command: &str) -> Result<Command> {
    let program = tools::built("cargo-fuzz", CARGO_FUZZ)?;
    let mut cargo_fuzz = Command::new(program);
    cargo_fuzz.args([command, "--fuzz-dir", FUZZ]).current_dir(root());
    // The sanitizer is a feature of a nightly compiler; this one has it, too.
    cargo_fuzz.env("RUSTC_BOOTSTRAP", "1");
    Ok(cargo_fuzz)
}

/// The committed inputs.
fn corpus(target: &str) -> PathBuf {
    Path::new(FUZZ).join("corpus").join(target)
}

/// The inputs that this machine has found.
fn found(target: &str) -> PathBuf {
    Path::new(BUILT).join("found").join(target)
}

fn files(folder: &Path) -> Result<usize> {
    let files = fs::read_dir(root().join(folder)).map_err(|error| problem(folder, &error))?;
    Ok(files.count())
}

fn remove(folder: &Path) -> Result {
    fs::remove_dir_all(root().join(folder)).map_err(|error| problem(folder, &error))
}

fn rename(from: &Path, to: &Path) -> Result {
    fs::rename(root().join(from), root().join(to)).map_err(|error| problem(to, &error))
}

fn problem(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

//! What the compiler printed for the mistakes in `ui/`.

use std::fs;
use std::path::{Path, PathBuf};

/// The files with mistakes.
///
/// # Panics
///
/// If one cannot be read.
#[must_use]
pub fn cases() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|e| e == "rs")).collect();
    cases.sort();
    cases
}

/// What the compiler printed for this one.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn golden(case: &Path) -> String {
    fs::read_to_string(case.with_extension("stderr")).unwrap()
}

/// Every message with its help, as the compiler printed it, but for what only the compiler knows.
#[must_use]
pub fn sentences() -> Vec<(String, String)> {
    let goldens: String = cases().iter().map(|case| golden(case)).collect();
    let lines: Vec<_> = goldens.lines().collect();
    let pair = |pair: &[&str]| {
        let message = pair[0].strip_prefix("error: ")?.split(", first on line").next()?;
        let help = pair[1].trim_start().strip_prefix("help: ")?;
        Some((message.to_owned(), help.to_owned()))
    };
    lines.windows(2).filter_map(pair).collect()
}

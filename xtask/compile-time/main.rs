//! What the macros cost the one who compiles: in CPU seconds, beside the peers, with the limits and whether they hold.
//!
//! The fixture is `benches/compile-time`. Everything is measured in turns, so that what else the machine does in the
//! meantime meets all alike. It only adds, so limits are about the least of all
//! runs, but for those of `change`, which compares medians with how the literals vary.

mod change;
mod clean;
mod fixture;
mod many;
mod sources;
mod table;

use fixture::Fixture;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask compile-time [--runs <n>] [clean] [many] [change]

  clean    a clean build of a program that depends on one thing
  many     1,000 and 5,000 invocations in one crate
  change   `cargo check` after a change of one invocation
  --runs   how often each is measured; 3 if left out

Without a name all three are measured.
";

/// What went wrong, as it is shown to the user.
type Result<T = ()> = std::result::Result<T, String>;

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// A group of measurements that gives one table.
type Group = fn(&Fixture, usize) -> Result;

const GROUPS: [(&str, Group); 3] =
    [("clean", clean::measure), ("many", many::measure), ("change", change::measure)];

fn run(mut arguments: impl Iterator<Item = String>) -> Result {
    let mut runs = 3;
    let mut groups = Vec::new();
    while let Some(argument) = arguments.next() {
        if argument == "--help" {
            print!("{USAGE}");
            return Ok(());
        } else if argument == "--runs" {
            let number = arguments.next().and_then(|number| number.parse().ok());
            runs = number.filter(|runs| *runs > 0).ok_or(format!("--runs: a number\n\n{USAGE}"))?;
        } else if let Some((_, group)) = GROUPS.iter().find(|(name, _)| *name == argument) {
            groups.push(*group);
        } else {
            return Err(format!("`{argument}` is not measured\n\n{USAGE}"));
        }
    }
    if groups.is_empty() {
        groups = GROUPS.map(|(_, group)| group).into();
    }

    let repository = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let fixture = Fixture::prepare(&repository)?;
    for group in groups {
        group(&fixture, runs)?;
    }
    Ok(())
}

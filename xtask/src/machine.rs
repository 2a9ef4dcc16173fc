//! Where something is measured.

use std::process::Command;
use std::{fs, thread};

use crate::tools;

/// Prints the processor and the versions that a measurement depends on.
pub(crate) fn print() {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let model = model().unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let rustc = tools::version(&mut Command::new("rustc")).unwrap_or_default();
    println!("{model}, {cores} cores, {}, {}", std::env::consts::OS, rustc.trim());
}

fn model() -> Option<String> {
    let processors = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = processors.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

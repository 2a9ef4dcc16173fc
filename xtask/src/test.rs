//! Every check and every test, in the order in which a failure is cheapest to find.

use crate::tools::{self, Missing};
use crate::{Result, cargo, msrv, package, root, template};
use std::process::Command;
use std::time::Instant;

/// Runs everything; `install` says whether missing tools are installed first.
pub(crate) fn run(install: bool) -> Result {
    let start = Instant::now();
    let missing = tools::missing();
    if !missing.is_empty() {
        if !install {
            return Err(format!(
                "the tests need tools that are missing:\n{}\nThis line installs them on Debian, \
                 and `cargo xtask test --install` runs it:\n{}",
                list(&missing),
                tools::install_line(&missing, "sudo")
            ));
        }
        println!("Missing:\n{}", list(&missing));
        let line = tools::install_line(&missing, "sudo -n");
        step("install", &line, || {
            tools::run(Command::new("sh").args(["-c", &line]).current_dir(root()))
        })?;
        let missing = tools::missing();
        if !missing.is_empty() {
            return Err(format!("still missing after the installation:\n{}", list(&missing)));
        }
    }

    step_cargo("format", &["fmt", "--all", "--check"])?;
    step_cargo(
        "lint",
        &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"],
    )?;
    step_command("lint JavaScript", node_program("eslint").args(["--max-warnings", "0", "."]))?;
    step("template", "cargo xtask template --check", template::check)?;
    step_cargo("sizes", &["xtask", "sizes", "--check"])?;
    step_cargo("test", &["test"])?;
    step_cargo(
        "test in a browser",
        &["test", "--package", "sse-monitor-tests", "--features", "browser", "--test", "browser"],
    )?;
    step_cargo(
        "test the examples in a browser",
        &["test", "--package", "sse-monitor-tests", "--features", "browser", "--test", "apps"],
    )?;
    // With the tests of what it is made of, and of the lab for networks, which is a chore of its own.
    let proxies = ["--features", "browser", "--lib", "--bins", "--test", "proxies"];
    let proxies = [&["test", "--package", "sse-monitor-tests"], proxies.as_slice()].concat();
    step_cargo("test behind a proxy", &proxies)?;
    step_command(
        "document",
        cargo().args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    step("oldest Rust", "cargo xtask msrv", msrv::run)?;
    step("package", "cargo xtask package", package::run)?;
    println!("\nEverything passed in {:.1} s.", start.elapsed().as_secs_f64());
    Ok(())
}

fn list(missing: &[Missing]) -> String {
    let lines: Vec<String> = missing.iter().map(|tool| format!("  {}", tool.problem)).collect();
    lines.join("\n")
}

/// A program of an npm package.
fn node_program(name: &str) -> Command {
    let mut command = Command::new(root().join("node_modules/.bin").join(name));
    command.current_dir(root());
    command
}

fn step_cargo(name: &str, arguments: &[&str]) -> Result {
    step_command(name, cargo().args(arguments))
}

fn step_command(name: &str, command: &mut Command) -> Result {
    let what = shown(command);
    step(name, &what, || tools::run(command))
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let program = program.rsplit('/').next().unwrap_or_default();
    let variables = command.get_envs().filter_map(|(name, value)| {
        Some(format!("{}='{}' ", name.to_string_lossy(), value?.to_string_lossy()))
    });
    let arguments = command.get_args().map(|word| format!(" {}", word.to_string_lossy()));
    format!("{}{program}{}", variables.collect::<String>(), arguments.collect::<String>())
}

/// Announces a step, runs it and prints its time, or says which step failed.
fn step(name: &str, what: &str, work: impl FnOnce() -> Result) -> Result {
    println!("\n== {name}: {what}");
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f64();
    match result {
        Ok(()) => {
            println!("== {name}: passed in {seconds:.1} s");
            Ok(())
        }
        Err(problem) => {
            Err(format!("step `{name}` failed after {seconds:.1} s: {problem}\n  {what}"))
        }
    }
}

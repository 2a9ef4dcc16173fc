//! The project's chores. `cargo xtask help` lists them.

extern crate alloc;

mod broken;
mod editor;
mod faults;
mod fuzz;
mod latest;
mod machine;
mod markers;
mod msrv;
mod package;
mod run_time;
mod template;
mod test;
mod tools;
// The tests' own reading of their file. Their package needs all that this one must build without.
#[path = "../../tests/src/broken.rs"]
#[expect(dead_code, unreachable_pub, reason = "half of it is for the tests")]
mod variants;

use std::path::Path;
use std::process::{Command, ExitCode};

const HELP: &str = "\
The chores of sse-monitor.

Usage: cargo xtask <chore>

Chores:
  test              Run every check and every test, the ones in a real browser included.
                    If a tool is missing: say which, and end with the line that installs it.
  test --install    Run that line first (as root, or with `sudo -n`), then the same.
  template          Minify sse-monitor-core/js and record the hashes of sources and output.
  template --check  Minify in memory and fail if a committed file differs. Writes nothing.
  broken [NAME]...  Run the tests of the engine against every broken variant of the scripts, and write docs/broken.md;
                    or against these variants alone.
  editor            Ask a rust-analyzer what it shows while the macros' input is typed, and print the table.
  package           Check what is published: its contents, its documentation, its users.
  msrv              Build what is published with the oldest Rust that it promises.
  storm             Simulate many clients that lose one server; print docs/storm.md, write it and its picture.
  load [NAME]...    Measure what a monitor costs a busy page, and print the table, or the rows of a client (htmx2,
                    htmx4, dom), of a kind of work (messages, mutations) or of an engine (chromium, firefox, webkit).
  floods [ENGINE]...
                    Measure what floods do to a page: very long lines, a gigabyte, messages without end.
  faults            Make every fault in every browser engine, print the fault table and write docs/faults.md.
  faults --only ENGINE
                    The same in one engine (chromium, firefox, webkit), without the page.
  networks [FILTER]...
                    Make the faults of real networks and proxies, print the table, and write docs/networks.md; or only
                    the cases whose names contain the filters. Needs Linux, and root or user namespaces.
  latest [FILTER]   Install the newest published htmx and extension below target/, and run the browser suite with them.
  fuzz [SECONDS] [TARGET]...
                    Fuzz what reads the user's input: each target of fuzz/, or these, for a minute or as long.
  fuzz minimize [TARGET]...
                    Make fuzz/corpus anew: the fewest inputs, of all that were found, that reach as much.
  sizes             Print how large the rendered scripts are, also after gzip -9 and brotli, their peers beside them,
                    and what each field costs.
  sizes --check     Fail if a script has grown by more than 3 % over benches/sizes.md, or is over its limit.
  sizes --write     Write benches/sizes.md.
  compile-time      Measure what compiling the macros costs, beside their peers: see `compile-time --help`.
  run-time          Measure what rendering at run time costs, beside other ways to render the same text.
  help              Print this text.
";

/// What went wrong, as it is shown to the user.
type Result<T = (), E = String> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["test"] => test::run(false),
        ["test", "--install"] => test::run(true),
        ["template"] => template::write(),
        ["template", "--check"] => template::check(),
        ["broken", names @ ..] => broken::run(names),
        ["editor"] => editor::run(),
        ["package"] => package::run(),
        ["msrv"] => msrv::run(),
        ["storm"] => package_program("sse-monitor-storm"),
        ["load", names @ ..] => browser_program("load", names),
        ["floods", engines @ ..] => browser_program("floods", engines),
        ["networks", filters @ ..] => browser_program("networks", filters),
        ["faults"] => faults::run(None),
        ["faults", "--only", engine] => faults::run(Some(engine)),
        ["latest", filter @ ..] => latest::run(filter),
        ["fuzz", "minimize", names @ ..] => fuzz::minimize(names),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["sizes", rest @ ..] => program("sizes", rest),
        ["compile-time", rest @ ..] => {
            machine::print();
            program("compile-time", rest)
        }
        ["run-time"] => {
            machine::print();
            run_time::run()
        }
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        [] => Err(format!("name a chore\n\n{HELP}")),
        unknown => Err(format!("`cargo xtask {}` is no chore\n\n{HELP}", unknown.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// Runs a chore that is a program of its own, and the feature of its name.
fn program(name: &str, arguments: &[&str]) -> Result {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "xtask", "--features", name, "--bin", name]);
    tools::run(command.arg("--").args(arguments))
}

/// Runs a benchmark in a browser.
fn browser_program(name: &str, arguments: &[&str]) -> Result {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "sse-monitor-tests", "--features", "browser"]);
    tools::run(command.args(["--bin", name, "--"]).args(arguments))
}

/// Runs the program of a package of the workspace.
fn package_program(name: &str) -> Result {
    tools::run(cargo().args(["run", "--quiet", "--package", name]))
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask has a parent directory")
}

/// The cargo that runs this chore, in the root of the repository.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

//! The packages that are built, and cargo, measured.

use crate::Result;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// `benches/compile-time`, and a directory for all that is made of it.
pub(crate) struct Fixture {
    sources: PathBuf,
    scratch: PathBuf,
}

/// What one call of cargo cost.
pub(crate) struct Cost {
    /// Of the user and of the system, cargo and all its children.
    pub(crate) cpu_seconds: f64,
    /// How many packages were compiled.
    pub(crate) packages: usize,
}

impl Fixture {
    /// Downloads what is to be built, so that the network is not measured.
    pub(crate) fn prepare(repository: &Path) -> Result<Self> {
        let target = env::var_os("CARGO_TARGET_DIR");
        let target = target.map_or_else(|| repository.join("target"), PathBuf::from);
        let fixture = Self {
            sources: repository.join("benches/compile-time"),
            scratch: target.join("compile-time"),
        };
        fixture.cargo(&["fetch", "--locked", "--quiet"], "fetch").map(|_| fixture)
    }

    /// A file of `benches/compile-time/templates`.
    pub(crate) fn template(&self, name: &str) -> Result<String> {
        read(&self.sources.join("templates").join(name))
    }

    /// Forgets what was built for `name`.
    pub(crate) fn clean(&self, name: &str) -> Result {
        remove(&self.target(name))
    }

    /// Forgets the crate `many` that was built for `name`, but not what it depends on.
    pub(crate) fn clean_incremental(&self, name: &str) -> Result {
        remove(&self.target(name).join("debug/incremental"))
    }

    /// Writes what the crate `many` consists of when it is built for `name`.
    pub(crate) fn write_expressions(&self, name: &str, source: &str) -> Result {
        let path = self.expressions(name);
        let directory = path.parent().expect("it is in a directory");
        fs::create_dir_all(directory)
            .and_then(|()| fs::write(&path, source))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Runs cargo in the fixture, offline but for `fetch`, with a target directory for `name` alone.
    pub(crate) fn cargo(&self, arguments: &[&str], name: &str) -> Result<Cost> {
        let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut cargo = Command::new(program);
        cargo.args(arguments).current_dir(&self.sources).stdin(Stdio::null());
        if arguments.first() != Some(&"fetch") {
            cargo.args(["--offline", "--locked"]);
        }
        // A user's ordinary development build, whatever is set here.
        for (variable, _) in env::vars_os().filter(|(variable, _)| is_a_setting(variable)) {
            cargo.env_remove(variable);
        }
        cargo.env("CARGO_TARGET_DIR", self.target(name)).env("EXPRESSIONS", self.expressions(name));

        let before = children_cpu_seconds()?;
        let output = cargo.output().map_err(|error| format!("cargo: {error}"))?;
        let cpu_seconds = children_cpu_seconds()? - before;
        let messages = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("cargo {} for {name}:\n{messages}", arguments.join(" ")));
        }
        let compiled = |line: &&str| line.trim_start().starts_with("Compiling ");
        Ok(Cost { cpu_seconds, packages: messages.lines().filter(compiled).count() })
    }

    /// The version of a package in the fixture's lock file.
    pub(crate) fn version(&self, package: &str) -> Result<String> {
        let lock = read(&self.sources.join("Cargo.lock"))?;
        let start = format!("name = \"{package}\"\nversion = \"");
        let version = lock.split_once(&start).and_then(|(_, rest)| rest.split('"').next());
        version.map(str::to_owned).ok_or(format!("the lock file has no {package}"))
    }

    fn target(&self, name: &str) -> PathBuf {
        self.scratch.join(name)
    }

    fn expressions(&self, name: &str) -> PathBuf {
        self.scratch.join("expressions").join(format!("{name}.rs"))
    }
}

/// Whether a variable of the environment changes how cargo builds, or comes from the cargo around this program.
fn is_a_setting(variable: &OsString) -> bool {
    let name = variable.to_string_lossy();
    (name.starts_with("CARGO") && name != "CARGO_HOME")
        || (name.starts_with("RUST") && !name.starts_with("RUSTUP_"))
}

/// What all the processes that this one has waited for have used so far.
fn children_cpu_seconds() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| format!("rusage: {error}"))?;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

#[expect(clippy::cast_precision_loss, reason = "fractions of a second, and of a few hours at most")]
fn seconds(time: TimeVal) -> f64 {
    time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn remove(directory: &Path) -> Result {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", directory.display()))
        }
        _ => Ok(()),
    }
}

//! Whether what is published builds with the oldest Rust that it promises.

use crate::package::PACKAGES;
use crate::{Result, cargo, root, tools};
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

/// The compiler that Debian ships beside newer ones, and a variable that names another.
const DEBIAN: &str = "/usr/bin/rustc";
const VARIABLE: &str = "MSRV_RUSTC";

/// Its packages. Without a version, apt installs a newer compiler.
pub(crate) const DEBIAN_PACKAGES: [&str; 3] = [
    "rustc-web=1.85.0+dfsg3-1~deb12u3",
    "libstd-rust-web-dev=1.85.0+dfsg3-1~deb12u3",
    "libstd-rust-web-1.85=1.85.0+dfsg3-1~deb12u3",
];

/// Builds each package with no feature, with each alone and with all.
pub(crate) fn run() -> Result {
    if let Some(problem) = problem() {
        return Err(format!(
            "{problem}\nThis line installs it on Debian:\napt-get install --no-install-recommends {}",
            DEBIAN_PACKAGES.join(" ")
        ));
    }
    let build = |arguments: &[&str]| {
        let mut cargo = cargo();
        cargo.args(["build", "--quiet", "--target-dir"]).arg(root().join("target/msrv"));
        tools::run(cargo.args(arguments).env("RUSTC", compiler()))
            .map_err(|problem| format!("{problem}\n  cargo build {}", arguments.join(" ")))
    };
    for package in PACKAGES {
        build(&["--package", package, "--no-default-features"])?;
        build(&["--package", package, "--all-features"])?;
    }
    for features in ["render", "serde", "maud"] {
        build(&["--package", "sse-monitor", "--no-default-features", "--features", features])?;
    }
    println!("{} packages build with Rust {}.", PACKAGES.len(), promised());
    Ok(())
}

/// What is wrong with the compiler.
pub(crate) fn problem() -> Option<String> {
    let promised = promised();
    let answer = tools::version(&mut Command::new(compiler())).unwrap_or_default();
    if answer.starts_with(&format!("rustc {promised}.")) {
        return None;
    }
    let found = if answer.is_empty() { "not found" } else { answer.trim() };
    Some(format!("{}: {found}, and {promised} is needed", compiler().display()))
}

fn compiler() -> PathBuf {
    env::var_os(VARIABLE).map_or_else(|| DEBIAN.into(), PathBuf::from)
}

/// The workspace's `rust-version`.
fn promised() -> String {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap_or_default();
    let line = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    line.unwrap_or_default().trim_matches('"').to_owned()
}

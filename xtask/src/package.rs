//! Whether what is published is whole: its contents, its documentation, and that its users can build it.

mod contents;
mod scratch;
mod users;

use crate::{Result, cargo, tools};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What is published, in the order in which it is.
pub(crate) const PACKAGES: [&str; 3] = ["sse-monitor-core", "sse-monitor-macros", "sse-monitor"];

/// Each feature alone, after none.
const FEATURES: [&str; 4] = ["", "render", "serde", "maud"];

pub(crate) fn run() -> Result {
    let build = target_directory()?.join("packages");
    // From here on nothing is downloaded, but for the oldest versions.
    run_cargo("fetch", &build, |fetch| fetch.arg("--locked"))?;
    contents::check()?;
    forget_unpacked();
    run_cargo("clean", &build, |clean| of_all(clean.args(["--quiet", "--offline"])))?;
    run_cargo("package", &build, |package| of_all(package.args(["--allow-dirty", "--offline"])))?;
    let packed = build.join("package");
    contents::check_files(&packed)?;
    users::run(&packed, &build)?;
    users::check_oldest_versions(&packed, &build)?;
    for package in ["sse-monitor-core", "sse-monitor"] {
        for features in FEATURES {
            check(package, &build, &["--no-default-features", "--features", features])?;
        }
        check(package, &build, &["--all-features"])?;
    }
    document(&build)
}

/// The command for every package.
fn of_all(command: &mut Command) -> &mut Command {
    PACKAGES.iter().fold(command, |command, name| command.args(["--package", name]))
}

/// Cargo unpacks and builds a version of a package once, and keeps both: here one version has another content each time.
/// Registries without a host, as that of `cargo package`, have a name that begins with a hyphen.
fn forget_unpacked() {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    for registry in registries.into_iter().flatten().flatten() {
        if registry.file_name().as_encoded_bytes().starts_with(b"-") {
            for package in PACKAGES {
                let unpacked = format!("{package}-{}", env!("CARGO_PKG_VERSION"));
                // There may be none.
                let _ = fs::remove_dir_all(registry.path().join(unpacked));
            }
        }
    }
}

fn check(package: &str, build: &Path, features: &[&str]) -> Result {
    run_cargo("clippy", build, |clippy| {
        clippy
            .args(["--quiet", "--offline", "--package", package])
            .args(features)
            .args(["--", "-D", "warnings"])
    })
}

/// As docs.rs does it, where unstable features mark what needs a feature.
fn document(build: &Path) -> Result {
    run_cargo("doc", &build.join("docs"), |doc| {
        of_all(doc)
            .args(["--quiet", "--offline", "--no-deps", "--all-features"])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTDOCFLAGS", "--cfg docsrs -D warnings")
    })
}

/// Runs a cargo command that builds in a directory of its own, so that it neither waits for another build nor spoils it.
fn run_cargo(
    command: &str,
    build: &Path,
    arguments: impl FnOnce(&mut Command) -> &mut Command,
) -> Result {
    let mut cargo = cargo();
    arguments(cargo.arg(command))
        .env("CARGO_TARGET_DIR", build)
        // Built once and hardly run: what costs time and helps neither is left out.
        .envs([("CARGO_INCREMENTAL", "0"), ("CARGO_PROFILE_DEV_DEBUG", "0")]);
    let words = cargo.get_args().map(|word| word.to_string_lossy().into_owned());
    let shown = format!("cargo {}", words.collect::<Vec<_>>().join(" "));
    println!("-- {shown}");
    tools::run(&mut cargo).map_err(|problem| format!("{problem}\n  {shown}"))
}

fn target_directory() -> Result<PathBuf> {
    let metadata = tools::answer(cargo().args(["metadata", "--no-deps", "--format-version", "1"]));
    let metadata: Option<Value> = metadata.and_then(|json| serde_json::from_str(&json).ok());
    let directory = metadata.and_then(|all| all["target_directory"].as_str().map(PathBuf::from));
    directory.ok_or_else(|| "cargo metadata does not say where it builds".to_owned())
}

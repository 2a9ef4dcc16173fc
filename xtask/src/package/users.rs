//! The users of the packages: each of `xtask/package/users` builds and runs, and the oldest versions suffice.

use super::{PACKAGES, run_cargo, scratch};
use crate::{Result, root};
use std::fs;
use std::path::{Path, PathBuf};

/// Each user depends on the packages by their versions.
pub(crate) fn run(packed: &Path, build: &Path) -> Result {
    let directory = root().join("xtask/package/users");
    let entries = fs::read_dir(&directory)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut users: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    users.sort();
    let workspace = build.join("users");
    scratch::workspace(&workspace, &users, &published(packed)?)?;
    for user in &users {
        let name = scratch::file_name(user);
        // One by one: what one asks for must not reach another.
        run_cargo("run", build, |run| {
            run.args(["--quiet", "--offline", "--package", &name]).current_dir(&workspace)
        })?;
    }
    Ok(())
}

/// The oldest versions that the manifests allow, of what is depended on directly.
pub(crate) fn check_oldest_versions(packed: &Path, build: &Path) -> Result {
    let workspace = build.join("oldest");
    let members = published(packed)?;
    let copies: Vec<_> =
        members.iter().map(|member| workspace.join(scratch::file_name(member))).collect();
    scratch::workspace(&workspace, &members, &copies)?;
    run_cargo("generate-lockfile", build, |lock| {
        lock.args(["--quiet", "-Z", "direct-minimal-versions"])
            .env("RUSTC_BOOTSTRAP", "1")
            .current_dir(&workspace)
    })?;
    run_cargo("check", build, |check| {
        check.args(["--quiet", "--locked", "--all-features"]).current_dir(&workspace)
    })
}

fn published(packed: &Path) -> Result<Vec<PathBuf>> {
    PACKAGES.iter().map(|name| scratch::unpacked(packed, name)).collect()
}

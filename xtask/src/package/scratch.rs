//! Workspaces that are made for one check and see the packages as if they were published.

use super::PACKAGES;
use crate::{Result, root};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A new workspace with copies of these packages, for which the packed ones stand in for the published.
pub(crate) fn workspace(at: &Path, members: &[PathBuf], published: &[PathBuf]) -> Result {
    let failed = |error: std::io::Error| format!("{}: {error}", at.display());
    if at.exists() {
        fs::remove_dir_all(at).map_err(failed)?;
    }
    let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [".to_owned();
    for member in members {
        let name = file_name(member);
        copy(member, &at.join(&name)).map_err(failed)?;
        let _ = write!(manifest, "{name:?}, ");
    }
    manifest.push_str("]\n\n[patch.crates-io]\n");
    for (package, path) in PACKAGES.iter().zip(published) {
        let _ = writeln!(manifest, "{package} = {{ path = {:?} }}", path.to_string_lossy());
    }
    fs::write(at.join("Cargo.toml"), manifest).map_err(failed)?;
    // The versions that the workspace has, so that nothing else is downloaded.
    fs::copy(root().join("Cargo.lock"), at.join("Cargo.lock")).map_err(failed)?;
    Ok(())
}

/// Where `cargo package` has left what it packed.
pub(crate) fn unpacked(packed: &Path, name: &str) -> Result<PathBuf> {
    let package = packed.join(format!("{name}-{}", env!("CARGO_PKG_VERSION")));
    if package.is_dir() { Ok(package) } else { Err(format!("{} is absent", package.display())) }
}

pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

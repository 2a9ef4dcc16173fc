//! What a package contains: what `xtask/package/<name>.txt` lists, and nothing else.

use super::PACKAGES;
use crate::{Result, cargo, root, tools};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// It is there only if the package was made from a repository.
const REVISION: &str = ".cargo_vcs_info.json";

pub(crate) fn check() -> Result {
    for name in PACKAGES {
        let mut list = cargo();
        list.args(["package", "--list", "--allow-dirty", "--offline", "--package", name]);
        let packed = tools::answer(&mut list).ok_or(format!("{name} cannot be listed"))?;
        let file = root().join(format!("xtask/package/{name}.txt"));
        let wanted = read(&file)?;
        let packed: BTreeSet<_> = packed.lines().filter(|line| *line != REVISION).collect();
        let wanted: BTreeSet<_> = wanted.lines().collect();
        let missing = wanted.difference(&packed).map(|line| format!("\n  - {line}"));
        let more = packed.difference(&wanted).map(|line| format!("\n  + {line}"));
        let difference: String = missing.chain(more).collect();
        if !difference.is_empty() {
            return Err(format!(
                "{name} does not contain what xtask/package/{name}.txt lists:{difference}"
            ));
        }
    }
    Ok(())
}

/// The licences are links to the root's: in a package they are the files themselves.
pub(crate) fn check_files(packed: &Path) -> Result {
    for name in PACKAGES {
        let package = super::scratch::unpacked(packed, name)?;
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let file = package.join(licence);
            let is_file = file.symlink_metadata().is_ok_and(|found| found.is_file());
            if !is_file || read(&file)? != read(&root().join(licence))? {
                return Err(format!("{licence} in {name} is not that of the repository"));
            }
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

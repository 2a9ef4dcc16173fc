//! Where the programs are.

use std::path::{Path, PathBuf};

use super::Error;

/// Where `cargo xtask test --install` puts what it builds.
const BUILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/tools/bin");

/// The program that the environment variable names, or the first of `names` in the search path.
pub(super) fn program(variable: &str, names: &[&str], package: &str) -> Result<PathBuf, Error> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    let search_path = std::env::var_os("PATH").unwrap_or_default();
    let folders = || std::env::split_paths(&search_path).chain([PathBuf::from(BUILT)]);
    names
        .iter()
        .flat_map(|name| folders().map(move |folder| folder.join(name)))
        .find(|path| Path::is_file(path))
        .ok_or_else(|| missing(names[0], variable, package))
}

/// `WebKitGTK`'s own small browser, which is in no search path.
pub(super) fn mini_browser() -> Result<PathBuf, Error> {
    const VARIABLE: &str = "MINIBROWSER";

    if let Some(path) = std::env::var_os(VARIABLE) {
        return Ok(path.into());
    }
    // Some distributions have a folder of libraries for each architecture.
    let nested = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let fixed = ["/usr/lib", "/usr/lib64", "/usr/libexec"].map(PathBuf::from);
    fixed
        .into_iter()
        .chain(nested.map(|entry| entry.path()))
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|path| Path::is_file(path))
        .ok_or_else(|| missing("MiniBrowser", VARIABLE, "webkit2gtk-driver"))
}

fn missing(name: &str, variable: &str, package: &str) -> Error {
    let install = match package {
        "geckodriver" => "let `cargo xtask test --install` build it".to_owned(),
        _ => format!("install the package `{package}` (Debian: apt-get install {package})"),
    };
    Error(format!(
        "{name} is missing: these tests need a real browser.\n\
         help: {install}, or name the program in {variable}"
    ))
}

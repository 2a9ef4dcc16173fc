//! The real htmx, from the packages that `npm ci` installs at the repository's root.

use std::path::{Component, Path, PathBuf};

use super::http::Response;

/// Names another folder with the packages: `cargo xtask latest` sets it.
const VARIABLE: &str = "SSE_MONITOR_PACKAGES";

fn root() -> PathBuf {
    let own = || concat!(env!("CARGO_MANIFEST_DIR"), "/../node_modules").into();
    std::env::var_os(VARIABLE).map_or_else(own, PathBuf::from)
}

/// The answer with the file `name` (`package/path/in/it`).
pub(super) async fn read(name: &str) -> Response {
    let path = Path::new(name);
    if path.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Response::new(400, "text/plain", "not a path in a package");
    }
    match tokio::fs::read(root().join(path)).await {
        Ok(body) => Response::new(200, "text/javascript; charset=utf-8", body),
        Err(error) => Response::new(404, "text/plain", format!("{name}: {error}")),
    }
}

/// Whether the packages that the pages need are installed.
///
/// # Errors
///
/// The missing file, and the command that installs it.
pub fn check_installed(files: &[&str]) -> Result<(), String> {
    match files.iter().find(|file| !root().join(file).is_file()) {
        Some(missing) => Err(format!(
            "node_modules/{missing} is missing: run `npm ci` at the root of the repository"
        )),
        None => Ok(()),
    }
}

//! The real htmx, from the packages that `npm ci` installs at the repository's root.

use std::path::{Component, Path};

use super::http::Response;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../node_modules");

/// The answer with the file `name` (`package/path/in/it`).
pub(super) async fn read(name: &str) -> Response {
    let path = Path::new(name);
    if path.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Response::new(400, "text/plain", "not a path in a package");
    }
    match tokio::fs::read(Path::new(ROOT).join(path)).await {
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
    match files.iter().find(|file| !Path::new(ROOT).join(file).is_file()) {
        Some(missing) => Err(format!(
            "node_modules/{missing} is missing: run `npm ci` at the root of the repository"
        )),
        None => Ok(()),
    }
}

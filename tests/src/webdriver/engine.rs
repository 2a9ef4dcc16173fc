//! What differs between browsers.

use std::path::{Path, PathBuf};

use fantoccini::wd::Capabilities;
use serde_json::json;

use super::Error;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, over chromedriver.
    Chromium,
}

impl Engine {
    /// All engines.
    pub const ALL: &[Self] = &[Self::Chromium];

    /// Its name in the names of the tests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
        }
    }

    /// The driver's program and its arguments.
    pub(super) fn driver(self) -> Result<(PathBuf, &'static [&'static str]), Error> {
        match self {
            Self::Chromium => {
                let program = program("CHROMEDRIVER", &["chromedriver"], "chromium-driver")?;
                Ok((program, &["--port=0", "--log-level=SEVERE"]))
            }
        }
    }

    /// The port that the driver listens on, if this line of its output tells.
    pub(super) fn announced_port(self, line: &str) -> Option<u16> {
        match self {
            Self::Chromium => {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            }
        }
    }

    /// What a new session asks for.
    pub(super) fn capabilities(self) -> Result<Capabilities, Error> {
        match self {
            Self::Chromium => {
                let binary = program(
                    "CHROMIUM",
                    &["chromium", "chromium-browser", "google-chrome"],
                    "chromium",
                )?;
                let options = json!({ "binary": binary, "args": CHROMIUM_ARGUMENTS });
                Ok([("goog:chromeOptions".to_owned(), options)].into_iter().collect())
            }
        }
    }
}

/// `--no-sandbox`: root cannot start it otherwise, and containers give no other user. The rest keeps the browser from
/// talking to anybody but the fault server.
const CHROMIUM_ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The program that the environment variable names, or the first of `names` in the search path.
fn program(variable: &str, names: &[&str], package: &str) -> Result<PathBuf, Error> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    let search_path = std::env::var_os("PATH").unwrap_or_default();
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&search_path).map(move |folder| folder.join(name)))
        .find(|path| Path::is_file(path))
        .ok_or_else(|| {
            let name = names[0];
            Error(format!(
                "{name} is missing: these tests need a real browser.\n\
                 help: install the package `{package}` (Debian: apt-get install {package}), or name the program in {variable}"
            ))
        })
}

//! The browser suite with the newest published htmx and extension, instead of those that `package-lock.json` pins.

use crate::{Result, cargo, root, tools};
use std::fs;
use std::process::Command;

/// Where they are installed, so that nothing in the repository changes.
const FOLDER: &str = "target/latest";

/// Names in `node_modules`, and what npm is asked for. The major versions are those that the monitor knows.
const PACKAGES: [(&str, &str); 3] =
    [("htmx2", "npm:htmx.org@2"), ("htmx4", "npm:htmx.org@4"), ("htmx-ext-sse", "latest")];

/// Installs them, says which versions they are, and plays the suite, or the scenarios that `arguments` filter.
pub(crate) fn run(arguments: &[&str]) -> Result {
    let folder = root().join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
    // What was installed before must not be taken for the newest.
    for stale in ["package.json", "package-lock.json"] {
        drop(fs::remove_file(folder.join(stale)));
    }
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")
        .map_err(|error| format!("{FOLDER}/package.json: {error}"))?;
    let wanted = PACKAGES.map(|(name, version)| format!("{name}@{version}"));
    let mut npm = Command::new("npm");
    npm.current_dir(&folder).args(["install", "--no-audit", "--no-fund", "--prefer-online"]);
    tools::run(npm.args(wanted))?;
    println!();
    for (name, _) in PACKAGES {
        println!("{name}: {}", version(name)?);
    }

    let mut suite = cargo();
    suite
        .args(["test", "--package", "sse-monitor-tests", "--features", "browser"])
        .args(["--test", "browser", "--"])
        .args(arguments)
        .env("SSE_MONITOR_PACKAGES", folder.join("node_modules"));
    tools::run(&mut suite)
}

fn version(name: &str) -> Result<String> {
    let path = root().join(FOLDER).join("node_modules").join(name).join("package.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let package: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(package["version"].as_str().unwrap_or("?").to_owned())
}

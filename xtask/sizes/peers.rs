//! What others weigh: the minified file that a package publishes, or what terser makes of the file that it has.

use crate::Result;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package of npm and the files of it that a page loads.
pub(crate) struct Peer {
    name: &'static str,
    directory: &'static str,
    /// Below `node_modules`.
    files: &'static [&'static str],
    is_minified: bool,
}

/// Those that `package.json` lists.
pub(crate) const ALL: [Peer; 5] = [
    Peer {
        name: "htmx-ext-sse",
        directory: "htmx-ext-sse",
        files: &["htmx-ext-sse/dist/sse.min.js"],
        is_minified: true,
    },
    Peer {
        name: "hx-sse of htmx",
        directory: "htmx4",
        files: &["htmx4/dist/ext/hx-sse.min.js"],
        is_minified: true,
    },
    Peer {
        name: "reconnecting-eventsource",
        directory: "reconnecting-eventsource",
        files: &["reconnecting-eventsource/dist/ReconnectingEventSource.min.js"],
        is_minified: true,
    },
    Peer {
        name: "eventsource-client, with its parser",
        directory: "eventsource-client",
        files: &["eventsource-client/dist/default.esm.js", "eventsource-parser/dist/index.js"],
        is_minified: false,
    },
    Peer {
        name: "@rails/actioncable",
        directory: "@rails/actioncable",
        files: &["@rails/actioncable/app/assets/javascripts/actioncable.esm.js"],
        is_minified: false,
    },
];

impl Peer {
    /// The name, the version, and how the text was made.
    pub(crate) fn label(&self) -> Result<String> {
        let manifest = read(&modules().join(self.directory).join("package.json"))?;
        let manifest: Value = serde_json::from_str(&manifest)
            .map_err(|error| format!("{}: {error}", self.directory))?;
        let version = manifest["version"].as_str().ok_or("a package without a version")?;
        let how = if self.is_minified { "as published" } else { "by terser" };
        Ok(format!("{} {version}, {how}", self.name))
    }

    /// The minified text.
    pub(crate) fn text(&self) -> Result<String> {
        self.files.iter().map(|file| self.minified(&modules().join(file))).collect()
    }

    fn minified(&self, file: &Path) -> Result<String> {
        if self.is_minified {
            return read(file);
        }
        let mut terser = Command::new(modules().join(".bin/terser"));
        terser.arg(file).args(["--module", "--compress", "passes=2", "--mangle"]);
        let output = terser.output().map_err(|error| format!("terser: {error}. Run `npm ci`"))?;
        if !output.status.success() {
            return Err(format!("terser: {}", String::from_utf8_lossy(&output.stderr)));
        }
        String::from_utf8(output.stdout).map_err(|error| format!("terser: {error}"))
    }
}

fn modules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}. Run `npm ci`", path.display()))
}

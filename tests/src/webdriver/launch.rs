//! How each engine is started.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

use fantoccini::wd::Capabilities;
use serde_json::json;

use super::find::{mini_browser, program};
use super::{Engine, Error};

/// A driver's program, and how it is told its port.
pub(super) struct Launch {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    pub(super) environment: &'static [(&'static str, &'static str)],
    pub(super) port: Port,
    pub(super) needs_display: bool,
}

/// Who chooses the port that a driver listens on.
pub(super) enum Port {
    /// The driver, which announces it behind these words.
    Announced(&'static str),
    /// We: another process may take it first.
    Chosen(u16),
}

impl Engine {
    /// How its driver is started.
    pub(super) fn launch(self) -> Result<Launch, Error> {
        match self {
            Self::Chromium => Ok(Launch {
                program: program("CHROMEDRIVER", &["chromedriver"], "chromium-driver")?,
                arguments: words(&["--port=0", "--log-level=SEVERE"]),
                environment: &[],
                port: Port::Announced("started successfully on port "),
                needs_display: false,
            }),
            Self::Firefox => Ok(Launch {
                program: program("GECKODRIVER", &["geckodriver"], "geckodriver")?,
                // The browser's own scripts: they can do what DevTools can.
                arguments: words(&["--port=0", "--allow-system-access"]),
                environment: &[],
                port: Port::Announced("Listening on 127.0.0.1:"),
                needs_display: false,
            }),
            Self::WebKit => {
                let port = free_port()?;
                Ok(Launch {
                    program: program("WEBKITWEBDRIVER", &["WebKitWebDriver"], "webkit2gtk-driver")?,
                    arguments: vec![format!("--port={port}")],
                    // The machine's own network does not matter, and there is no desktop to talk to.
                    environment: &[("GIO_USE_NETWORK_MONITOR", "base"), ("NO_AT_BRIDGE", "1")],
                    port: Port::Chosen(port),
                    needs_display: true,
                })
            }
        }
    }

    /// What a new session asks for.
    pub(super) fn capabilities(self) -> Result<Capabilities, Error> {
        let (key, options) = match self {
            Self::Chromium => {
                let names = ["chromium", "chromium-browser", "google-chrome"];
                let binary = program("CHROMIUM", &names, "chromium")?;
                let options = json!({ "binary": binary, "args": CHROMIUM_ARGUMENTS });
                ("goog:chromeOptions", options)
            }
            Self::Firefox => {
                let binary = program("FIREFOX", &["firefox-esr", "firefox"], "firefox-esr")?;
                let preferences = json!({
                    // It must not ask the system whether there is a network.
                    "network.manage-offline-status": false,
                    // The load is measured by the page's clock.
                    "privacy.reduceTimerPrecision": false,
                    "messaging-system.rsexperimentloader.enabled": false,
                });
                let options =
                    json!({ "binary": binary, "args": ["-headless"], "prefs": preferences });
                ("moz:firefoxOptions", options)
            }
            Self::WebKit => {
                let options = json!({ "binary": mini_browser()?, "args": ["--automation"] });
                ("webkitgtk:browserOptions", options)
            }
        };
        // A proxy of the tests has a certificate that nobody has signed.
        let trusting = ("acceptInsecureCerts".to_owned(), json!(true));
        Ok([(key.to_owned(), options), trusting].into_iter().collect())
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

fn words(words: &[&str]) -> Vec<String> {
    words.iter().copied().map(str::to_owned).collect()
}

fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| Error(format!("no free port: {error}")))
}

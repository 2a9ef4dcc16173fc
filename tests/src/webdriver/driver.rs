//! The driver's process.

use std::net::Ipv4Addr;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};

use super::display::Display;
use super::launch::Port;
use super::process::{family, signal};
use super::{Engine, Error};

/// A running driver. It ends when this is dropped, and so does whatever it has started.
pub(super) struct Driver {
    process: Child,
    url: String,
    // Dropped last: its programs end before it.
    display: Option<Display>,
}

impl Driver {
    pub(super) async fn start(engine: Engine) -> Result<Self, Error> {
        const STARTS_WITHIN: Duration = Duration::from_secs(30);

        let launch = engine.launch()?;
        let error = |what: &str| Error(format!("{} {what}", launch.program.display()));
        let display = if launch.needs_display { Some(Display::start().await?) } else { None };
        let mut command = Command::new(&launch.program);
        command.args(&launch.arguments).envs(launch.environment.iter().copied());
        if let Some(display) = &display {
            command.env("DISPLAY", display.name());
        }
        // Firefox and MiniBrowser tell the world about everything that they miss in a container.
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|reason| error(&format!("does not start: {reason}")))?;
        let stdout = process.stdout.take().ok_or_else(|| error("has no output"))?;
        let mut driver = Self { process, url: String::new(), display };

        let ready = tokio::time::timeout(STARTS_WITHIN, driver.port(launch.port, stdout));
        let port = ready
            .await
            .map_err(|_| error("does not say that it is ready"))?
            .ok_or_else(|| error("ended at once"))?;
        driver.url = format!("http://127.0.0.1:{port}");
        Ok(driver)
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The display that its browser is on.
    pub(super) fn display(&self) -> Result<&Display, Error> {
        self.display.as_ref().ok_or_else(|| Error("the browser has no display".to_owned()))
    }

    /// The processes that it or its browser has started, if they have this name.
    pub(super) fn family(&self, name: &str) -> Vec<u32> {
        self.process.id().map(|id| family(id, Some(name))).unwrap_or_default()
    }

    /// Sends a signal to all that it has started, but not to itself.
    pub(super) fn signal_browser(&self, name: &str) -> Result<(), Error> {
        let own = self.process.id();
        let family = own.map(|id| family(id, None)).unwrap_or_default();
        let browser: Vec<u32> = family.into_iter().filter(|id| Some(*id) != own).collect();
        signal(name, &browser)
    }

    /// The port that it listens on, as soon as it does.
    async fn port(&mut self, port: Port, stdout: ChildStdout) -> Option<u16> {
        let mut lines = BufReader::new(stdout).lines();
        let port = match port {
            Port::Announced(words) => loop {
                let line = lines.next_line().await.ok()??;
                if let Some((_, port)) = line.split_once(words) {
                    break port.trim_end_matches('.').parse().ok()?;
                }
            },
            Port::Chosen(port) => {
                while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
                    if self.process.try_wait().ok()?.is_some() {
                        return None;
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                port
            }
        };
        // It must not be held up by output that nobody reads.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Some(port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A driver that is killed leaves its browser behind.
        if let Some(id) = self.process.id() {
            drop(signal("KILL", &family(id, None)));
        }
    }
}

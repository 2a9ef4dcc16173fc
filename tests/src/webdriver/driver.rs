//! The driver's process.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::{Engine, Error};

/// A running driver. It ends when this is dropped.
pub(super) struct Driver {
    _process: Child,
    url: String,
}

impl Driver {
    pub(super) async fn start(engine: Engine) -> Result<Self, Error> {
        const STARTS_WITHIN: Duration = Duration::from_secs(30);

        let (program, arguments) = engine.driver()?;
        let error = |what: &str| Error(format!("{} {what}", program.display()));
        let mut process = Command::new(&program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|reason| error(&format!("does not start: {reason}")))?;

        let stdout = process.stdout.take().ok_or_else(|| error("has no output"))?;
        let mut lines = BufReader::new(stdout).lines();
        let port = tokio::time::timeout(STARTS_WITHIN, announced_port(&mut lines, engine))
            .await
            .map_err(|_| error("does not say that it is ready"))?
            .ok_or_else(|| error("ended at once"))?;
        // It must not be held up by output that nobody reads.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { _process: process, url: format!("http://127.0.0.1:{port}") })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

/// The port that the driver chose. One chosen for it could be taken by the time it starts.
async fn announced_port(lines: &mut Lines<BufReader<ChildStdout>>, engine: Engine) -> Option<u16> {
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(port) = engine.announced_port(&line) {
            return Some(port);
        }
    }
    None
}

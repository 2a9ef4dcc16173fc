//! A display of our own, for the engine that cannot do without.

use std::process::Stdio;
use std::sync::{Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, MapState};
use x11rb::rust_connection::RustConnection;

use super::Error;
use super::find::program;

/// A running X server without a screen. It ends when this is dropped.
pub(super) struct Display {
    _process: Child,
    name: String,
    /// Windows that [`Self::hide_windows`] has taken away.
    hidden: Mutex<Vec<u32>>,
}

impl Display {
    /// Starts one on a number that nobody uses.
    pub(super) async fn start() -> Result<Self, Error> {
        let path = program("XVFB", &["Xvfb"], "xvfb")?;
        let error = |what: String| Error(format!("{}: {what}", path.display()));
        let mut process = Command::new(&path)
            .args(["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|reason| error(reason.to_string()))?;
        let stdout = process.stdout.take().ok_or_else(|| error("has no output".to_owned()))?;
        // It writes the number when it is ready, and nothing if there is none.
        let number = BufReader::new(stdout).lines().next_line().await.ok().flatten();
        let number = number.ok_or_else(|| error("does not start".to_owned()))?;
        Ok(Self { _process: process, name: format!(":{number}"), hidden: Mutex::default() })
    }

    /// What programs are told in `DISPLAY`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Takes all windows away, as a window manager does with those it makes icons of: there is none here that could be
    /// asked for it. Their pages become hidden.
    pub(super) fn hide_windows(&self) -> Result<(), Error> {
        let shown = self.unmap_windows().map_err(|error| self.error(&*error))?;
        self.hidden.lock().unwrap_or_else(PoisonError::into_inner).extend(shown);
        Ok(())
    }

    /// Gives them back.
    pub(super) fn show_windows(&self) -> Result<(), Error> {
        let hidden =
            std::mem::take(&mut *self.hidden.lock().unwrap_or_else(PoisonError::into_inner));
        self.map_windows(&hidden).map_err(|error| self.error(&*error))
    }

    fn unmap_windows(&self) -> Result<Vec<u32>, Box<dyn std::error::Error>> {
        let (server, screen) = RustConnection::connect(Some(&self.name))?;
        let root = server.setup().roots[screen].root;
        let mut shown = Vec::new();
        for window in server.query_tree(root)?.reply()?.children {
            if server.get_window_attributes(window)?.reply()?.map_state != MapState::UNMAPPED {
                server.unmap_window(window)?.check()?;
                shown.push(window);
            }
        }
        Ok(shown)
    }

    fn map_windows(&self, windows: &[u32]) -> Result<(), Box<dyn std::error::Error>> {
        let (server, _) = RustConnection::connect(Some(&self.name))?;
        for window in windows {
            server.map_window(*window)?.check()?;
        }
        Ok(())
    }

    fn error(&self, error: &dyn std::error::Error) -> Error {
        Error(format!("display {}: {error}", self.name))
    }
}

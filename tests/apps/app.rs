//! The programs: built by cargo, started, killed.

use std::collections::HashMap;
use std::error::Error;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use std::{env, process};

use serde_json::Value;
use sse_monitor_tests::webdriver::Tab;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What a test ends with.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Whatever has to happen happens within this time, or the test fails. Far above what it takes.
const SOON: Duration = Duration::from_secs(20);

/// The programs of the examples.
#[derive(Default)]
pub(crate) struct Apps(HashMap<String, PathBuf>);

impl Apps {
    /// Builds them, with the cargo that runs this test.
    pub(crate) fn build() -> Result<Self, String> {
        let mut cargo = process::Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo
            .args(["build", "--bins", "--examples", "--message-format=json-render-diagnostics"])
            .args(["--package=sse-monitor-frameworks", "--package=sse-monitor-examples"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::inherit());
        let output = cargo.output().map_err(|error| format!("cargo does not start: {error}"))?;
        if !output.status.success() {
            return Err("the examples do not compile".to_owned());
        }
        let messages = String::from_utf8_lossy(&output.stdout);
        let built = messages.lines().filter_map(|line| {
            let message: Value = serde_json::from_str(line).ok()?;
            let name = message["target"]["name"].as_str()?.to_owned();
            Some((name, message["executable"].as_str()?.into()))
        });
        Ok(Self(built.collect()))
    }

    /// Starts one, and waits until it listens. It is killed when it is dropped.
    pub(crate) async fn start(&self, name: &str, arguments: &[&str]) -> Outcome<App> {
        let program = self.0.get(name).ok_or_else(|| format!("cargo built no {name}"))?;
        let mut process = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(process.stdout.take().ok_or("no output")?).lines();
        let line = tokio::time::timeout(SOON, lines.next_line()).await??.unwrap_or_default();
        let (_, address) =
            line.split_once("http://").ok_or_else(|| format!("{name} does not listen: {line}"))?;
        let address = address.split_whitespace().next().unwrap_or_default();
        let url = format!("http://{address}");
        // It must not be held up by output that nobody reads.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(App { process, url })
    }
}

/// A program that runs.
pub(crate) struct App {
    process: Child,
    pub(crate) url: String,
}

impl App {
    /// Ends it at once, without a word to anybody, and waits until it is gone.
    pub(crate) async fn kill(mut self) -> Outcome {
        Ok(self.process.kill().await?)
    }

    /// Asks it to end, as whoever deploys does, and tells how long it took.
    pub(crate) async fn terminate(mut self) -> Outcome<Duration> {
        let id = self.process.id().ok_or("it has ended by itself")?.to_string();
        let asked = Instant::now();
        // `kill` is a part of the shell everywhere, and a program of its own on most systems.
        let order = Command::new("sh").args(["-c", &format!("kill -TERM {id}")]).status().await?;
        if !order.success() {
            return Err("it cannot be asked to end".into());
        }
        let status = tokio::time::timeout(SOON, self.process.wait()).await;
        let status =
            status.map_err(|_| format!("it does not end within {SOON:?} of SIGTERM"))??;
        if !status.success() {
            return Err(format!("it ended with {status}").into());
        }
        Ok(asked.elapsed())
    }
}

/// A port that nobody has, below the range from which the system serves the others: while its program is dead, nobody
/// is given it.
pub(crate) fn own_port() -> Outcome<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(30_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if port > 32_000 {
            return Err("no free port in 30000..=32000".into());
        }
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
}

/// Waits until an expression holds in the page.
pub(crate) async fn until(tab: &Tab, expression: &str) -> Outcome {
    let started = Instant::now();
    while !tab.run::<bool>(&format!("return !!({expression})")).await? {
        if started.elapsed() > SOON {
            let body: String = tab.run("return document.body.innerText").await?;
            return Err(
                format!("not within {SOON:?}: {expression}\nThe page shows:\n{body}").into()
            );
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

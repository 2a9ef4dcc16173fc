//! A process with two networks and a wire of its own, which plays cases one after the other. Cases wait most of the time,
//! so several workers play at once.

use std::io::{BufRead, Write};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};

use crate::case::Case;
use crate::lab::{Cell, Lab, Measured, World};
use crate::names::Names;
use crate::namespaces::{self, ServerSide};
use crate::wire::Wire;
use crate::{Result, scenarios};

/// No case takes longer, or it hangs.
const LONGEST: Duration = Duration::from_mins(12);

/// What came of a case.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Row {
    /// The cell of the page with a monitor.
    pub(crate) with: String,
    /// That of the page without one.
    pub(crate) without: String,
    /// How many outages the monitor has told of.
    pub(crate) outages: Option<usize>,
    /// What did not hold.
    pub(crate) wrong: Vec<String>,
    /// The browser's version.
    pub(crate) browser: Option<String>,
}

/// A worker, as the process sees it that gives the work out.
pub(crate) struct Worker {
    process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    pub(crate) fn start() -> Result<Self> {
        let mut command = namespaces::worker()?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().map_err(|error| format!("unshare: {error}"))?;
        let input = process.stdin.take().ok_or("no input")?;
        let output = BufReader::new(process.stdout.take().ok_or("no output")?).lines();
        Ok(Self { process, input, output })
    }

    /// Has it play a case.
    pub(crate) async fn play(&mut self, case: &Case) -> Result<Row> {
        self.input.write_all(format!("{}\n", case.name()).as_bytes()).await?;
        match self.output.next_line().await? {
            Some(row) => Ok(serde_json::from_str(&row)?),
            None => Err(format!("the worker has ended: {}", self.process.wait().await?).into()),
        }
    }
}

/// What a worker does: a line in names a case, a line out is its row.
pub(crate) fn serve() -> Result {
    // The page's side first: all threads that are started from here are on it.
    let page = namespaces::page_side()?;
    let (servers, end) = ServerSide::start()?;
    let wire = Wire::start(Arc::new(page), Arc::new(end))?;
    let runtime = tokio::runtime::Runtime::new()?;
    let names = runtime.block_on(Names::start(&servers))?;
    let world = World { servers, wire, names };
    let cases = scenarios::cases()?;
    for name in std::io::stdin().lock().lines() {
        let name = name?;
        let case = cases.iter().find(|case| case.name() == name).ok_or("an unknown case")?;
        let row = serde_json::to_string(&runtime.block_on(play(&world, case)))?;
        let mut output = std::io::stdout().lock();
        writeln!(output, "{row}")?;
        output.flush()?;
    }
    Ok(())
}

async fn play(world: &World, case: &Case) -> Row {
    let failed = |error: String| Row {
        with: "**failed**".to_owned(),
        without: String::new(),
        outages: None,
        wrong: vec![error],
        browser: None,
    };
    let mut lab = match Lab::new(world, *case).await {
        Ok(lab) => lab,
        Err(error) => return failed(error.to_string()),
    };
    let played = tokio::time::timeout(LONGEST, (case.scenario.play)(&mut lab)).await;
    let row = match played {
        Ok(Ok(measured)) => {
            let mut wrong = lab.violations(&measured);
            let with = with(&measured, &wrong);
            if !wrong.is_empty() {
                wrong.push(measured.seen.last_states());
            }
            Row {
                with,
                without: told(&measured.without),
                outages: Some(measured.seen.outages()),
                wrong,
                browser: Some(lab.browser.version()),
            }
        }
        Ok(Err(error)) => failed(error.to_string()),
        Err(_) => failed(format!("not over within {LONGEST:?}")),
    };
    lab.close().await;
    row
}

fn with(measured: &Measured, wrong: &[String]) -> String {
    let told = told(&measured.with);
    if wrong.is_empty() { told } else { format!("**{told}: {}**", wrong.join(", ")) }
}

fn told(cell: &Cell) -> String {
    match cell {
        Cell::Back(time) => format!("{:.1} s", time.as_secs_f64()),
        Cell::NotWithin(time) => format!("not within {:.0} s", time.as_secs_f64()),
        Cell::Told(text) => text.clone(),
    }
}

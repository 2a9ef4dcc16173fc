//! A lab for networks: a browser's page in one network namespace, real servers and proxies in another, and a wire between
//! them that fails as real ones do. Each fault is done to a monitored page and, at the same time, to a page without one.
//!
//! `cargo xtask networks [FILTER]...` on Linux, as root or where user namespaces are allowed. It prints a table, fails if
//! something did not hold that must, and writes `docs/networks.md` after a whole run. With `BREAK_SCRIPT="from=>to"` every
//! monitor is broken on purpose.

mod case;
mod lab;
mod names;
mod namespaces;
mod packet;
mod scenarios;
mod table;
mod wire;

use std::process::ExitCode;
use std::sync::Arc;

use sse_monitor_tests::proxy::Kind;
use tokio::signal::unix::{SignalKind, signal};

use crate::case::Case;
use crate::lab::World;
use crate::names::Names;
use crate::namespaces::ServerSide;
use crate::wire::Wire;

/// What goes wrong with the lab itself.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let done = if namespaces::is_inside() { inside() } else { outside() };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What must be there is looked for before anything is made.
fn outside() -> Result<bool> {
    for kind in Kind::ALL {
        kind.program()?;
    }
    if !std::path::Path::new("/dev/net/tun").exists() {
        return Err("/dev/net/tun is missing: the wire needs Linux with the module `tun`".into());
    }
    match namespaces::enter()? {}
}

fn inside() -> Result<bool> {
    let filters: Vec<String> = std::env::args().skip(1).collect();
    let cases: Vec<Case> =
        { scenarios::cases()?.into_iter().filter(|case| case.is_wanted(&filters)).collect() };
    if cases.is_empty() {
        return Err(format!("no case is named {}", filters.join(" ")).into());
    }
    // The page's side first: all threads that are started from here are on it.
    let page = namespaces::page_side()?;
    let (servers, end) = ServerSide::start()?;
    let wire = Wire::start(Arc::new(page), Arc::new(end), 1)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let names = Names::start(&servers).await?;
        let world = World { servers, wire, names };
        tokio::select! {
            done = table::play(&world, &cases, filters.is_empty()) => done,
            signal = interrupted() => Err(format!("interrupted by {}", signal?).into()),
        }
    })
}

/// The first process of a process namespace gets only those signals that it waits for.
async fn interrupted() -> Result<&'static str> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => Ok("SIGINT"),
        _ = terminate.recv() => Ok("SIGTERM"),
    }
}

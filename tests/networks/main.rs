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
mod worker;

use std::path::Path;
use std::process::ExitCode;

use sse_monitor_tests::proxy::Kind;
use tokio::signal::unix::{SignalKind, signal};

use crate::namespaces::Role;

/// What goes wrong with the lab itself.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let done = match Role::own() {
        Role::Outside => outside(),
        Role::First => first(),
        Role::Worker => worker::serve().map(|()| true),
    };
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
    if !Path::new("/dev/net/tun").exists() {
        return Err("/dev/net/tun is missing: the wire needs Linux with the module `tun`".into());
    }
    if let Some(name) =
        ["ip", "mount", "setpriv", "unshare"].into_iter().find(|name| !is_there(name))
    {
        return Err(format!(
            "{name} is missing.\nhelp: install the packages `iproute2`, `mount` and `util-linux` \
             (Debian: apt-get install iproute2 mount util-linux)"
        )
        .into());
    }
    match namespaces::enter()? {}
}

fn is_there(name: &str) -> bool {
    let search_path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&search_path).any(|folder| folder.join(name).is_file())
}

fn first() -> Result<bool> {
    let filters: Vec<String> = std::env::args().skip(1).collect();
    let mut cases = scenarios::cases()?;
    cases.retain(|case| case.is_wanted(&filters));
    if cases.is_empty() {
        return Err(format!("no case is named {}", filters.join(" ")).into());
    }
    table::check_page()?;
    tokio::runtime::Runtime::new()?.block_on(async {
        tokio::select! {
            done = table::play(&cases, filters.is_empty()) => done,
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

//! Namespaces that nobody has to remove.
//!
//! None of them has a name, so they exist as long as a process is in them: a worker's own network is the page's side, one
//! of its threads is on the servers' side. All processes are in one process namespace as well, which the kernel ends with
//! its first process, whatever ends that. So there is nothing to clean up after a run, a failure, Ctrl-C or SIGKILL.

use std::convert::Infallible;
use std::env;
use std::future::{Future, pending};
use std::net::Ipv4Addr;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc;

use nix::sched::CloneFlags;
use tokio::runtime::{Builder, Handle};
use tun_rs::{DeviceBuilder, SyncDevice};

use crate::Result;

/// Set for the program that runs in the namespaces, and says as what.
const ROLE: &str = "SSE_MONITOR_NETWORKS_ROLE";

/// What this process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// What the user has started.
    Outside,
    /// The first process of the process namespace: it gives the work out.
    First,
    /// One that has a wire of its own.
    Worker,
}

/// The page's address.
pub(crate) const PAGE: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 2);
/// The address that it has after it has moved.
pub(crate) const MOVED: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 3);
/// The servers' address.
pub(crate) const SERVERS: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);

/// The interface of each side that the wire ends in.
pub(crate) const INTERFACE: &str = "wire0";

/// Where temporary files go: a file system of this run's own.
pub(crate) const SCRATCH: &str = "/dev/shm";

impl Role {
    pub(crate) fn own() -> Self {
        match env::var(ROLE).as_deref() {
            Ok("first") => Self::First,
            Ok("worker") => Self::Worker,
            _ => Self::Outside,
        }
    }
}

/// A worker that is not started yet.
pub(crate) fn worker() -> Result<tokio::process::Command> {
    let mut command = tokio::process::Command::new("unshare");
    command.args(["--net", "--mount"]).arg(env::current_exe()?).env(ROLE, "worker");
    Ok(command)
}

/// Becomes this same program in new namespaces. It ends with whoever has started it, and all of them with it.
pub(crate) fn enter() -> Result<Infallible> {
    let program = env::current_exe()?;
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "unshare"]);
    // Root has the right to make them, everybody else makes a user namespace in which he has it.
    if !nix::unistd::geteuid().is_root() {
        command.arg("--map-root-user");
    }
    command.args(["--mount", "--pid", "--mount-proc", "--fork", "--kill-child=KILL"]);
    command.arg(program).args(env::args_os().skip(1)).env(ROLE, "first");
    let error = command.exec();
    Err(format!("setpriv and unshare, of the package util-linux, do not run: {error}").into())
}

/// Makes the page's side: its interfaces, its temporary files, its resolver. Gives its end of the wire.
pub(crate) fn page_side() -> Result<SyncDevice> {
    run("mount", &["-t", "tmpfs", "tmpfs", SCRATCH])?;
    let resolver = format!("{SCRATCH}/resolv.conf");
    std::fs::write(&resolver, format!("nameserver {SERVERS}\noptions timeout:1 attempts:2\n"))?;
    run("mount", &["--bind", &resolver, "/etc/resolv.conf"])?;
    interface(PAGE)
}

/// The servers' side: a thread in a network of its own, on which tasks run.
#[derive(Clone)]
pub(crate) struct ServerSide(Handle);

impl ServerSide {
    /// Makes it. Gives its end of the wire as well.
    pub(crate) fn start() -> Result<(Self, SyncDevice)> {
        let (sender, receiver) = mpsc::channel();
        std::thread::Builder::new().name("servers".to_owned()).spawn(move || {
            let made = || -> Result<_> {
                nix::sched::unshare(CloneFlags::CLONE_NEWNET)?;
                let device = interface(SERVERS)?;
                Ok((Builder::new_current_thread().enable_all().build()?, device))
            };
            match made() {
                Ok((runtime, device)) => {
                    let handle = runtime.handle().clone();
                    if sender.send(Ok((Self(handle), device))).is_ok() {
                        runtime.block_on(pending::<()>());
                    }
                }
                Err(error) => drop(sender.send(Err(error.to_string()))),
            }
        })?;
        Ok(receiver.recv()??)
    }

    /// Does something there: what it listens on and what it starts is on the servers' side.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T> {
        Ok(self.0.spawn(work).await?)
    }
}

/// An interface of the namespace that this thread is in, with this address, and with the loopback interface beside it.
fn interface(address: Ipv4Addr) -> Result<SyncDevice> {
    let device = DeviceBuilder::new().name(INTERFACE).build_sync();
    let device =
        device.map_err(|error| format!("no interface can be made (/dev/net/tun): {error}"))?;
    ip(&["link", "set", "lo", "up"])?;
    ip(&["addr", "add", &format!("{address}/24"), "dev", INTERFACE])?;
    ip(&["link", "set", INTERFACE, "up"])?;
    Ok(device)
}

/// Takes the page's interface down, or brings it up again.
pub(crate) fn set_link(up: bool) -> Result {
    ip(&["link", "set", INTERFACE, if up { "up" } else { "down" }])
}

/// Gives the page another address in the place of its own.
pub(crate) fn move_page(from: Ipv4Addr, to: Ipv4Addr) -> Result {
    ip(&["addr", "del", &format!("{from}/24"), "dev", INTERFACE])?;
    ip(&["addr", "add", &format!("{to}/24"), "dev", INTERFACE])
}

fn ip(arguments: &[&str]) -> Result {
    run("ip", arguments)
}

fn run(program: &str, arguments: &[&str]) -> Result {
    let line = format!("{program} {}", arguments.join(" "));
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("{line}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{line}: {}", String::from_utf8_lossy(&output.stderr).trim()).into())
}

/// Both ends are kept for as long as the wire is there.
pub(crate) type End = Arc<SyncDevice>;

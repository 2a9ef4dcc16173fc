//! Real proxies, each with a configuration of the scenario's own, below a folder of its own, on ports that are free.
//!
//! What the system may have running of the same programs is not looked at.

mod certificate;
mod configuration;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::sleep;

pub use self::certificate::Certificate;
pub use self::configuration::{Front, Listener, nginx, own_ports};

/// A program that passes requests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// nginx.
    Nginx,
    /// `HAProxy`.
    Haproxy,
    /// Caddy.
    Caddy,
}

/// What went wrong with a proxy.
pub type Result<T = ()> = std::result::Result<T, String>;

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nginx, Self::Haproxy, Self::Caddy];

    /// Its name, which is that of its program and of its Debian package.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Haproxy => "haproxy",
            Self::Caddy => "caddy",
        }
    }

    /// The program that the variable of its name (`NGINX`) names, or the first in the search path. Debian has two of them
    /// where only root looks.
    ///
    /// # Errors
    ///
    /// When it is missing. A test that needs it fails.
    pub fn program(self) -> Result<PathBuf> {
        let name = self.name();
        let variable = name.to_uppercase();
        if let Some(path) = env::var_os(&variable) {
            return Ok(path.into());
        }
        let search_path = env::var_os("PATH").unwrap_or_default();
        let folders = env::split_paths(&search_path).chain(["/usr/sbin".into()]);
        folders.map(|folder| folder.join(name)).find(|path| path.is_file()).ok_or_else(|| {
            format!(
                "{name} is missing: these tests need the real proxy.\n\
                 help: install the package `{name}` (Debian: apt-get install {name}), or name the program in {variable}"
            )
        })
    }

    /// Its version, as it tells it itself.
    ///
    /// # Errors
    ///
    /// When it is missing, or does not run.
    pub fn version(self) -> Result<String> {
        let argument = if self == Self::Caddy { "version" } else { "-v" };
        let output = std::process::Command::new(self.program()?).arg(argument).output();
        let output = output.map_err(|error| format!("{}: {error}", self.name()))?;
        // nginx tells it where others tell their errors.
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        let first = told.lines().next().unwrap_or_default();
        let version =
            first.split([' ', '/']).find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        Ok(format!("{} {}", self.name(), version.unwrap_or(first)))
    }

    /// How it is run in the foreground with this configuration.
    fn command(self, folder: &Path, file: &Path) -> Result<Command> {
        // It ends with the thread that starts it, however that ends.
        let mut command = Command::new(env::var_os("SETPRIV").unwrap_or("setpriv".into()));
        command.args(["--pdeathsig", "KILL"]).arg(self.program()?).current_dir(folder);
        match self {
            Self::Nginx => command.arg("-p").arg(folder).arg("-c").arg(file).args(["-e", "stderr"]),
            // With a master, so that it can be reloaded.
            Self::Haproxy => command.args(["-W", "-db", "-f"]).arg(file),
            Self::Caddy => command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file),
        };
        // Caddy keeps its state there.
        command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
        Ok(command)
    }
}

/// A proxy that runs. It is killed, with all that it has started, when this is dropped.
pub struct Proxy {
    kind: Kind,
    folder: PathBuf,
    /// Where it listens, to know when it does.
    address: SocketAddr,
    process: Option<Child>,
}

impl Proxy {
    /// Starts one with this configuration in a new folder below `scratch`, and waits until it listens on `port`.
    ///
    /// # Errors
    ///
    /// When it is missing, ends, or does not listen; with what it has written.
    pub async fn start(kind: Kind, configuration: &str, scratch: &Path, port: u16) -> Result<Self> {
        let folder = scratch.join(format!("{}-{port}", kind.name()));
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let address = (Ipv4Addr::LOCALHOST, port).into();
        let mut proxy = Self { kind, folder, address, process: None };
        proxy.configure(configuration)?;
        proxy.run().await?;
        Ok(proxy)
    }

    /// Writes another configuration, for the next start or reload.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn configure(&self, configuration: &str) -> Result {
        fs::write(self.file(), configuration)
            .map_err(|error| self.problem("cannot be configured", &error))
    }

    /// Starts it, if it does not run, and waits until it listens.
    ///
    /// # Errors
    ///
    /// When it ends, or does not listen; with what it has written.
    pub async fn run(&mut self) -> Result {
        const STARTS_WITHIN: Duration = Duration::from_secs(20);

        let log = || fs::File::options().create(true).append(true).open(self.log());
        let (out, err) = (log(), log());
        let (Ok(out), Ok(err)) = (out, err) else {
            return Err(format!("{}: no log in {}", self.kind.name(), self.folder.display()));
        };
        let mut command = self.kind.command(&self.folder, &self.file())?;
        command.stdin(Stdio::null()).stdout(out).stderr(err).kill_on_drop(true);
        // A group of its own, so that a signal reaches those that it has started, too.
        command.process_group(0);
        let process = command.spawn().map_err(|error| self.problem("does not start", &error))?;
        let process = self.process.insert(process);
        let started = Instant::now();
        while TcpStream::connect(self.address).await.is_err() {
            let ended = process.try_wait().ok().flatten().is_some();
            if ended || started.elapsed() > STARTS_WITHIN {
                let written = fs::read_to_string(self.folder.join(LOG)).unwrap_or_default();
                return Err(format!(
                    "{} does not listen on {}:\n{written}",
                    self.kind.name(),
                    self.address
                ));
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Ends it and all that it has started, at once: its connections are closed by the system.
    ///
    /// # Errors
    ///
    /// When it cannot be killed.
    pub async fn kill(&mut self) -> Result {
        self.signal_group(Signal::SIGKILL)?;
        self.wait().await
    }

    /// Asks it to end, as an operator does. Connections that are still open are closed.
    ///
    /// # Errors
    ///
    /// When it does not end.
    pub async fn stop(&mut self) -> Result {
        self.signal(Signal::SIGTERM)?;
        self.wait().await
    }

    /// Has it read its configuration again, as an operator does. Old connections go on as long as it likes.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub async fn reload(&mut self) -> Result {
        match self.kind {
            Kind::Nginx => self.signal(Signal::SIGHUP),
            Kind::Haproxy => self.signal(Signal::SIGUSR2),
            Kind::Caddy => {
                let mut command = Command::new(self.kind.program()?);
                command.args(["reload", "--force", "--adapter", "caddyfile", "--config"]);
                command.arg(self.file()).current_dir(&self.folder);
                let output =
                    command.output().await.map_err(|error| self.problem("reload", &error))?;
                if output.status.success() {
                    return Ok(());
                }
                Err(String::from_utf8_lossy(&output.stderr).into_owned())
            }
        }
    }

    async fn wait(&mut self) -> Result {
        const ENDS_WITHIN: Duration = Duration::from_secs(20);

        let Some(mut process) = self.process.take() else { return Ok(()) };
        match tokio::time::timeout(ENDS_WITHIN, process.wait()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(self.problem("has no end", &error)),
            Err(_) => Err(format!("{} does not end within {ENDS_WITHIN:?}", self.kind.name())),
        }
    }

    fn signal(&self, signal: Signal) -> Result {
        let Some(id) = self.id() else { return Ok(()) };
        kill(id, signal).map_err(|error| self.problem("gets no signal", &error.into()))
    }

    /// The same for all that it has started as well.
    fn signal_group(&self, signal: Signal) -> Result {
        let Some(id) = self.id() else { return Ok(()) };
        killpg(id, signal).map_err(|error| self.problem("gets no signal", &error.into()))
    }

    fn id(&self) -> Option<Pid> {
        let id = self.process.as_ref().and_then(Child::id)?;
        Some(Pid::from_raw(id.try_into().ok()?))
    }

    fn file(&self) -> PathBuf {
        self.folder.join("configuration")
    }

    fn log(&self) -> PathBuf {
        self.folder.join(LOG)
    }

    fn problem(&self, what: &str, error: &io::Error) -> String {
        format!("{} {what}: {error}", self.kind.name())
    }
}

/// What it has written, in its folder.
const LOG: &str = "log";

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may be gone already.
        drop(self.signal_group(Signal::SIGKILL));
    }
}

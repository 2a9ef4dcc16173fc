//! The tools that the tests need: what is missing, and the line that installs it.

use crate::{Result, cargo, msrv, root};
use serde_json::Value;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The oldest Node.js that the pinned linter supports: major, minor.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Where cargo builds the tools that no Debian package has, and from which version a browser's driver.
const BUILT: &str = "target/tools";
const GECKODRIVER: &str = "0.37.1";

/// The proxies: the variable that names each, its name, and its Debian package. The packages start services of their own,
/// which the tests neither need nor meet.
const PROXIES: [(&str, &str, &[&str]); 3] = [
    ("NGINX", "nginx", &["nginx"]),
    ("HAPROXY", "haproxy", &["haproxy"]),
    ("CADDY", "caddy", &["caddy"]),
];

/// A tool that is not there, or not as it must be.
pub(crate) struct Missing {
    /// What to tell the user.
    pub(crate) problem: String,
    source: Source,
}

/// Where a tool comes from.
enum Source {
    /// Debian packages.
    Apt(&'static [&'static str]),
    /// A component of the Rust toolchain.
    Rustup(&'static str),
    /// A package that cargo builds: name and version.
    Cargo(&'static str, &'static str),
    /// The lock file of npm.
    Npm,
}

/// Every tool that is missing.
pub(crate) fn missing() -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut report = |tool: &str, problem: Option<String>, source| {
        if let Some(problem) = problem {
            missing.push(Missing { problem: format!("{tool}: {problem}"), source });
        }
    };
    for component in ["rustfmt", "clippy"] {
        let subcommand = if component == "rustfmt" { "fmt" } else { component };
        let problem = not_found(cargo().arg(subcommand));
        report(component, problem, Source::Rustup(component));
    }
    report("rustc", msrv::problem(), Source::Apt(&msrv::DEBIAN_PACKAGES));
    // The embedded JavaScript engine of the tests is written in C.
    let problem = not_found(&mut Command::new("cc"));
    report("cc", problem, Source::Apt(&["gcc", "libc6-dev"]));
    report("node", node(), Source::Apt(&["nodejs"]));
    report("npm", not_found(&mut Command::new("npm")), Source::Apt(&["npm"]));
    let problem = browser("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]);
    report("chromium", problem, Source::Apt(&["chromium"]));
    let problem = browser("CHROMEDRIVER", &["chromedriver"]);
    report("chromedriver", problem, Source::Apt(&["chromium-driver"]));
    let problem = browser("FIREFOX", &["firefox-esr", "firefox"]);
    report("firefox", problem, Source::Apt(&["firefox-esr"]));
    let built = root().join(BUILT).join("bin/geckodriver");
    let problem = browser("GECKODRIVER", &["geckodriver", &built.to_string_lossy()]);
    report("geckodriver", problem, Source::Cargo("geckodriver", GECKODRIVER));
    // These have no `--version`, or need a display to tell it.
    let problem = file("WEBKITWEBDRIVER", "WebKitWebDriver", search_path());
    report("WebKitWebDriver", problem, Source::Apt(&["webkit2gtk-driver"]));
    let problem = file("MINIBROWSER", "webkit2gtk-4.1/MiniBrowser", library_folders());
    report("MiniBrowser", problem, Source::Apt(&["webkit2gtk-driver"]));
    report("Xvfb", file("XVFB", "Xvfb", search_path()), Source::Apt(&["xvfb"]));
    // Not `--version`, which Caddy does not know. Debian has two of them where only root looks.
    for (variable, name, packages) in PROXIES {
        let folders = search_path().into_iter().chain(["/usr/sbin".into()]).collect();
        report(name, file(variable, name, folders), Source::Apt(packages));
    }
    // What starts a proxy so that it ends with its test.
    report("setpriv", file("SETPRIV", "setpriv", search_path()), Source::Apt(&["util-linux"]));
    report("node_modules", npm_packages(), Source::Npm);
    missing
}

/// The one line that installs what is missing, with `sudo` as the given words where it needs root.
pub(crate) fn install_line(missing: &[Missing], sudo: &str) -> String {
    let mut packages = Vec::new();
    let mut components = Vec::new();
    let mut builds = Vec::new();
    let mut npm = false;
    for Missing { source, .. } in missing {
        match source {
            Source::Apt(names) => packages.extend_from_slice(names),
            Source::Cargo(name, version) => {
                builds.push(format!("cargo {}", installation(name, version).join(" ")));
            }
            Source::Rustup(name) => components.push(*name),
            Source::Npm => npm = true,
        }
    }
    // Two tools may be in one package.
    packages.sort_unstable();
    packages.dedup();
    let mut line = Vec::new();
    if !packages.is_empty() {
        let sudo = if is_root() { String::new() } else { format!("{sudo} ") };
        line.push(format!("{sudo}apt-get update"));
        line.push(format!(
            "{sudo}apt-get install -y --no-install-recommends {}",
            packages.join(" ")
        ));
    }
    if !components.is_empty() {
        line.push(format!("rustup component add {}", components.join(" ")));
    }
    line.extend(builds);
    if npm {
        line.push("npm ci".to_owned());
    }
    line.join(" && ")
}

/// A program that cargo builds, which is done if it is missing.
pub(crate) fn built(name: &str, version: &str) -> Result<PathBuf> {
    let program = root().join(BUILT).join("bin").join(name);
    if !program.is_file() {
        run(cargo().args(installation(name, version)))?;
    }
    Ok(program)
}

/// What cargo is told to build a tool.
fn installation<'a>(name: &'a str, version: &'a str) -> [&'a str; 8] {
    ["install", name, "--version", version, "--locked", "--debug", "--root", BUILT]
}

/// Runs a command, its output shown, and fails if it fails.
pub(crate) fn run(command: &mut Command) -> Result {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(status.to_string()),
        Err(error) => Err(format!("{program}: {error}")),
    }
}

/// What is wrong with `node_modules`: it must hold what `package-lock.json` says.
pub(crate) fn npm_packages() -> Option<String> {
    let Some(wanted) = locked_packages("package-lock.json") else {
        return Some("package-lock.json cannot be read".to_owned());
    };
    let installed = locked_packages("node_modules/.package-lock.json").unwrap_or_default();
    let absent = |package: &&(String, String)| {
        !installed.contains(package) || !root().join(&package.0).is_dir()
    };
    let absent: Vec<_> = wanted.iter().filter(absent).collect();
    let (path, version) = absent.first()?;
    let name = path.trim_start_matches("node_modules/");
    Some(format!("{} of {} not as locked, such as {name} {version}", absent.len(), wanted.len()))
}

/// Path and version of every package that a lock file of npm lists.
fn locked_packages(file: &str) -> Option<Vec<(String, String)>> {
    let lock: Value = serde_json::from_slice(&fs::read(root().join(file)).ok()?).ok()?;
    let packages = lock["packages"].as_object()?.iter();
    // The entry without a path is the project itself.
    let packages = packages.filter(|(path, _)| !path.is_empty());
    packages
        .map(|(path, package)| Some((path.clone(), package["version"].as_str()?.to_owned())))
        .collect()
}

fn node() -> Option<String> {
    let Some(answer) = version(&mut Command::new("node")) else {
        return Some("not found".to_owned());
    };
    let mut numbers = answer.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (major, minor) = OLDEST_NODE;
    match (numbers.next(), numbers.next()) {
        (Some(Ok(a)), Some(Ok(b))) if (a, b) >= OLDEST_NODE => None,
        _ => Some(format!("{} is too old, {major}.{minor} is needed", answer.trim())),
    }
}

/// What is wrong with a program of the browser tests. They take the one that the environment
/// variable names, or else the first of these names.
fn browser(variable: &str, names: &[&str]) -> Option<String> {
    if let Some(path) = env::var_os(variable) {
        let problem = format!("{variable} names a program that does not run");
        return version(&mut Command::new(path)).is_none().then_some(problem);
    }
    let found = names.iter().any(|name| version(&mut Command::new(name)).is_some());
    (!found).then(|| "not found".to_owned())
}

/// What is wrong with a program that is only looked for: in the environment variable, or else in these folders.
fn file(variable: &str, name: &str, folders: Vec<PathBuf>) -> Option<String> {
    if let Some(path) = env::var_os(variable) {
        let problem = format!("{variable} names a program that is not there");
        return (!PathBuf::from(path).is_file()).then_some(problem);
    }
    let found = folders.into_iter().any(|folder| folder.join(name).is_file());
    (!found).then(|| "not found".to_owned())
}

fn search_path() -> Vec<PathBuf> {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect()
}

/// Where libraries keep programs of their own. Some distributions have one folder for each architecture.
fn library_folders() -> Vec<PathBuf> {
    let nested = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let fixed = ["/usr/lib", "/usr/lib64", "/usr/libexec"].map(PathBuf::from);
    fixed.into_iter().chain(nested.map(|entry| entry.path())).collect()
}

/// The problem of a tool that gives no answer.
fn not_found(command: &mut Command) -> Option<String> {
    version(command).is_none().then(|| "not found".to_owned())
}

/// What a tool answers when asked for its version, if it is there and runs.
pub(crate) fn version(command: &mut Command) -> Option<String> {
    answer(command.arg("--version"))
}

fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

/// What a command prints, if it is there and succeeds.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

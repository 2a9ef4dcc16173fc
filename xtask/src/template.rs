//! The minified form of the page-side scripts.

use crate::{Result, markers, root, tools};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const SCRIPTS: [&str; 2] = ["monitor", "counter"];
const RECORD: &str = "template.sha256";

/// Minifies the sources, writes the results and the record of hashes.
pub(crate) fn write() -> Result {
    let mut report = String::new(); // told at the end: whoever listens may have gone by then
    for (name, content) in make()? {
        let path = directory().join(&name);
        if fs::read_to_string(&path).ok().as_ref() == Some(&content) {
            writeln!(report, "{name}: unchanged").expect("a String takes any text");
        } else {
            fs::write(&path, &content).map_err(|error| format!("{}: {error}", path.display()))?;
            let bytes = content.len();
            writeln!(report, "{name}: written, {bytes} bytes").expect("a String takes any text");
        }
    }
    print!("{report}");
    Ok(())
}

/// Fails if a committed file is not what the sources give.
pub(crate) fn check() -> Result {
    let stale: Vec<String> = make()?
        .into_iter()
        .filter(|(name, content)| {
            fs::read(directory().join(name)).ok().as_deref() != Some(content.as_bytes())
        })
        .map(|(name, _)| name)
        .collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("not up to date: {}. Run `cargo xtask template`", stale.join(", ")))
    }
}

fn directory() -> PathBuf {
    root().join("sse-monitor-core/js")
}

/// Every generated file: its name and its content.
fn make() -> Result<Vec<(String, String)>> {
    if let Some(problem) = tools::npm_packages() {
        return Err(format!("node_modules: {problem}. Run `npm ci`"));
    }
    let mut files = Vec::new();
    let mut record = String::new();
    for script in SCRIPTS {
        let name = format!("{script}.js");
        let source = read(&name)?;
        let minified = minify_exactly(&source).map_err(|problem| format!("{name}: {problem}"))?;
        let minified_name = format!("{script}.min.js");
        for (name, content) in [(&name, &source), (&minified_name, &minified)] {
            writeln!(record, "{}  {name}", sha256(content)).expect("a String takes any text");
        }
        files.push((minified_name, minified));
    }
    files.push((RECORD.to_owned(), record));
    Ok(files)
}

fn read(name: &str) -> Result<String> {
    let path = directory().join(name);
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

fn sha256(content: &str) -> String {
    let hash = hmac_sha256::Hash::hash(content.as_bytes());
    hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// The minified form, after proof that every part can be cut out of it as out of the source.
fn minify_exactly(source: &str) -> Result<String> {
    let parts = markers::parts(source)?;
    let minified = minify_one(source, Names::Short)?;

    if let Some((line, marker)) = markers::first_lost(source, &minified) {
        return Err(format!(
            "line {line}: terser loses or moves `{marker}`; a part must be made of whole statements"
        ));
    }
    // Both forms are rendered, and what is rendered must mean the same in every page.
    for (form, script) in [("source", source), ("minified form", &minified)] {
        if let Some(bad) = script.chars().find(|c| !c.is_ascii() || matches!(c, '\r' | '\0')) {
            return Err(format!("{bad:?} in the {form}: it must be ASCII without CR and NUL"));
        }
    }

    // The same cut, made before and after minifying, must leave the same script. Names are kept in
    // this comparison, because a name is shortened by what else is in the script.
    let named = minify_one(source, Names::Long)?;
    let cut = |keep: &dyn Fn(&str) -> bool| {
        (markers::cut(source, "\n", keep), markers::cut(&named, "", keep))
    };
    let mut cuts = vec![("every part".to_owned(), cut(&|_| false))];
    for part in parts {
        cuts.push((format!("the part `{part}`"), cut(&|name| name != part)));
        cuts.push((format!("every part but `{part}`"), cut(&|name| name == part)));
    }
    let before: Vec<&str> = cuts.iter().map(|(_, (before, _))| before.as_str()).collect();
    let after: Vec<&str> = cuts.iter().map(|(_, (_, after))| after.as_str()).collect();
    let (before, after) = (minify(&before, Names::Long)?, minify(&after, Names::Long)?);
    for ((before, after), (cut, ..)) in before.iter().zip(&after).zip(cuts) {
        if before != after {
            return Err(format!(
                "without {cut} the minified form is not the source without it: {}",
                difference(before, after)
            ));
        }
    }
    Ok(minified)
}

/// Where two scripts begin to differ.
fn difference(one: &str, other: &str) -> String {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let around = |script: &str| {
        let bytes = &script.as_bytes()[same.saturating_sub(40)..script.len().min(same + 40)];
        String::from_utf8_lossy(bytes).into_owned()
    };
    format!("\n  {}\n  {}", around(one), around(other))
}

/// Whether local names are shortened.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    Short,
    Long,
}

/// What terser makes of a source, as it is kept.
fn minify_one(source: &str, names: Names) -> Result<String> {
    let minified = minify(&[source], names)?.remove(0);
    let mut minified = markers::line_up(&minified);
    // A source that is a bare expression stays one: the renderer appends the call to it.
    if !source.trim_end().ends_with(';') && minified.ends_with(';') {
        minified.pop();
    }
    Ok(minified)
}

/// What terser makes of each script.
fn minify(scripts: &[&str], names: Names) -> Result<Vec<String>> {
    let mut node = Command::new("node");
    node.arg("xtask/minify.mjs").current_dir(root());
    if names == Names::Long {
        node.arg("--keep-names");
    }
    let failed = |error: std::io::Error| format!("node: {error}");
    let mut node = node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    // Node reads everything before it writes anything, so the pipes cannot block each other.
    let input = serde_json::to_vec(scripts).expect("strings are JSON");
    node.stdin.take().expect("standard input is piped").write_all(&input).map_err(failed)?;
    let output = node.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err("terser refuses the script".to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("minify.mjs: {error}"))
}

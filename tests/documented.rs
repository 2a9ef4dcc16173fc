//! Every public function and macro of what is published has an example.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_public_function_and_macro_has_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = 0;
    let mut bare = Vec::new();
    for directory in ["src", "sse-monitor-core/src", "sse-monitor-macros/src"] {
        for file in sources(&root.join(directory)) {
            let source = fs::read_to_string(&file).unwrap();
            let lines: Vec<_> = source.lines().map(str::trim_start).collect();
            for (index, line) in lines.iter().enumerate().filter(|(_, line)| is_public(line)) {
                let before = lines[..index].iter().rev();
                let about: Vec<_> =
                    before.take_while(|line| line.starts_with(['/', '#'])).collect();
                // Made by a macro, of rows that are looked at where they stand.
                if line.contains('$') {
                    continue;
                }
                if about.contains(&&"#[doc(hidden)]") {
                    continue;
                }
                found += 1;
                if !about.iter().any(|line| line.contains("```")) {
                    bare.push(format!("{}:{}: {line}", file.display(), index + 1));
                }
            }
        }
    }
    assert!(found > 40, "{found} functions and macros");
    assert!(bare.is_empty(), "without an example:\n{}", bare.join("\n"));
}

/// What a reader copies compiles: an example does not hide what it uses of this crate.
#[test]
fn examples_show_what_they_use() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for directory in ["src", "sse-monitor-core/src", "sse-monitor-macros/src"] {
        for file in sources(&root.join(directory)) {
            for line in fs::read_to_string(&file).unwrap().lines().map(str::trim_start) {
                let hidden =
                    line.strip_prefix("/// # use ").or_else(|| line.strip_prefix("//! # use "));
                let alias = |line: &str| line.ends_with(" as sse_monitor;");
                assert!(hidden.is_none_or(alias), "{}: {line}", file.display());
            }
        }
    }
}

/// A restricted one is written `pub(crate) fn`.
fn is_public(line: &str) -> bool {
    ["pub fn ", "pub const fn ", "[const] fn ", "[] fn ", "#[macro_export]"]
        .iter()
        .any(|start| line.starts_with(start))
}

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources.extend(self::sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
    sources.sort();
    sources
}

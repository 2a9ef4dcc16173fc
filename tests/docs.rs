//! What the documentation shows is what the tests run.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_examples_of_the_frameworks_are_shown_as_they_are() {
    let shown = fs::read_to_string(root().join("docs/frameworks.md")).unwrap();
    let mut examples = 0;
    for (path, code) in files("examples/frameworks") {
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let lines = code.lines().count();
        assert!(lines < 85, "{} has {lines} lines", path.display());
        assert!(
            shown.contains(&format!("```rust\n{code}```\n")),
            "docs/frameworks.md does not show {} as it is",
            path.display()
        );
        examples += 1;
    }
    assert_eq!(shown.matches("```rust\n").count(), examples, "code in docs/frameworks.md");
}

#[test]
fn what_is_shown_of_larger_examples_is_a_part_of_them() {
    for (page, folder) in [("docs/deploys.md", "deploys"), ("docs/recipes.md", "recipes")] {
        let code = files(&format!("examples/frameworks/{folder}"));
        let shown = fs::read_to_string(root().join(page)).unwrap();
        let blocks = blocks(&shown);
        assert!(blocks.len() > 5, "{page} shows {} blocks", blocks.len());
        for block in blocks {
            let is_there = code.iter().any(|(_, code)| code.contains(block));
            assert!(is_there, "{page} shows what no file of {folder} has:\n{block}");
        }
    }
}

/// The code of a page that is run: what is in a language of the browser, or in Rust.
fn blocks(page: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    for part in page.split("\n```").skip(1).step_by(2) {
        let (language, code) = part.split_once('\n').unwrap();
        if ["rust", "html", "js", "css"].contains(&language) {
            blocks.push(code);
        }
    }
    blocks
}

/// The files of a folder, but not those of the folders in it.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let paths = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

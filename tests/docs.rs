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
        .map(|path| (path.clone(), String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()))
        .collect()
}

#[test]
fn links_lead_to_a_file_and_a_heading() {
    let mut pages: Vec<_> = files("docs").into_iter().chain(files("")).collect();
    pages.retain(|(path, _)| path.extension().is_some_and(|extension| extension == "md"));
    let mut count = 0;
    for (page, text) in &pages {
        for link in links(text).into_iter().filter(|link| !link.contains("://")) {
            count += 1;
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.with_file_name(file),
            };
            assert!(target.exists(), "{} links to {link}", page.display());
            if !heading.is_empty() {
                let there = headings(&fs::read_to_string(&target).unwrap());
                assert!(there.contains(&heading.to_owned()), "{} links to {link}", page.display());
            }
        }
    }
    assert!(count > 50, "{count} links");
}

/// On docs.rs the pages are modules, so what they say of each other's files is said once more in the code.
#[test]
fn links_of_the_manual_work_on_docs_rs() {
    let root = root();
    for (page, code) in [("manual", "src/lib.rs"), ("recipes", "src/_docs.rs")]
        .into_iter()
        .chain(["deploys", "frameworks", "accessibility"].map(|page| (page, "src/_docs.rs")))
    {
        let text = fs::read_to_string(root.join(format!("docs/{page}.md"))).unwrap();
        let code = fs::read_to_string(root.join(code)).unwrap();
        let mut references = 0;
        for line in text.lines().filter(|line| line.starts_with('[') && line.contains("]: ")) {
            references += 1;
            let (name, file) = line.split_once(": ").unwrap();
            let target = match file.split_once(".md").unwrap() {
                ("manual", heading) => format!("crate{heading}"),
                (page, heading) => format!("crate::_docs::{page}{heading}"),
            };
            assert!(code.contains(&format!("{name}: {target}\n")), "docs/{page}.md: {line}");
        }
        let others = links(&text).into_iter().filter(|link| link.contains(".md")).count();
        assert_eq!(others, references, "docs/{page}.md has links to files that are no references");
    }
}

fn links(page: &str) -> Vec<&str> {
    let mut links = Vec::new();
    for line in page.split("\n```").step_by(2).flat_map(str::lines) {
        if let Some((_, link)) = line.split_once("]: ").filter(|_| line.starts_with('[')) {
            links.push(link);
        }
        links.extend(line.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)));
    }
    links
}

/// The anchors of a page, as GitHub and rustdoc make them.
fn headings(page: &str) -> Vec<String> {
    let titles = page.split("\n```").step_by(2).flat_map(str::lines);
    let titles = titles.filter(|line| line.starts_with('#'));
    titles
        .map(|title| {
            let words = title.trim_start_matches('#').trim().to_lowercase();
            words
                .chars()
                .filter(|letter| letter.is_alphanumeric() || "-_ ".contains(*letter))
                .map(|letter| if letter == ' ' { '-' } else { letter })
                .collect()
        })
        .collect()
}

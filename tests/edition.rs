//! A caller of edition 2015, where a path such as `::core` does not begin with a crate, has the same errors.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn the_oldest_edition_has_the_same_errors_and_no_other() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = tests.join("edition-2015");
    // The versions that the workspace has, so that nothing else is downloaded.
    fs::copy(tests.join("../Cargo.lock"), package.join("Cargo.lock")).unwrap();

    let output = Command::new(env::var_os("CARGO").unwrap())
        .args(["check", "--quiet", "--message-format", "short", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("edition-2015"))
        .output()
        .unwrap();

    let printed = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<_> = printed
        .lines()
        .filter_map(|line| line.split_once(": error"))
        .map(|(place, error)| (place.rsplit("main.rs:").next().unwrap(), error))
        .collect();
    assert_eq!(
        errors,
        [
            ("8:63", ": \"#live\" is a CSS selector, not an id"),
            ("8:72", ": unknown field `debugg`"),
            ("9:28", ": `sse_element_id` is missing"),
        ],
        "{printed}"
    );
}

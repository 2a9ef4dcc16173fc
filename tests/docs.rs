//! What the documentation shows is what the tests run.

use std::fs;
use std::path::Path;

#[test]
fn the_examples_of_the_frameworks_are_shown_as_they_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shown = fs::read_to_string(root.join("docs/frameworks.md")).unwrap();
    let mut examples = 0;
    for file in fs::read_dir(root.join("examples/frameworks")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let code = fs::read_to_string(&path).unwrap();
        let lines = code.lines().count();
        assert!(lines < 80, "{} has {lines} lines", path.display());
        assert!(
            shown.contains(&format!("```rust\n{code}```\n")),
            "docs/frameworks.md does not show {} as it is",
            path.display()
        );
        examples += 1;
    }
    assert_eq!(shown.matches("```rust\n").count(), examples, "code in docs/frameworks.md");
}

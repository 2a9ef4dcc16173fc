//! The table of fields that people read in the README is the one that the code is made of.

use std::fs;
use std::path::Path;

use sse_monitor::FIELDS;

#[test]
fn the_readme_lists_every_field() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    let rows = FIELDS.iter().map(|field| {
        let default = match field.default {
            "required" => "required".into(),
            default => format!("`{default}`"),
        };
        format!("| `{}` | {} | {default} | {} |\n", field.name, field.takes, field.doc)
    });
    let table = format!(
        "| field | takes | default | meaning |\n|---|---|---|---|\n{}\n",
        rows.collect::<String>()
    );
    assert!(readme.contains(&table), "the README's table should be\n{table}");
}

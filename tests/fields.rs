//! The table of fields that people read in the manual is the one that the code is made of.

use std::fs;
use std::path::Path;

use sse_monitor::FIELDS;

#[test]
fn the_manual_lists_every_field() {
    let manual =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/manual.md"))
            .unwrap();
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
    assert!(manual.contains(&table), "the manual's table should be\n{table}");
}

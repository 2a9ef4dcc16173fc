//! The tables of fields that people read agree with the one that the code reads.

use std::fs;
use std::path::Path;

use sse_monitor::fields::FIELDS;

#[test]
fn the_readme_lists_every_field_with_its_default() {
    check("README.md", "|");
}

#[test]
fn the_macro_documents_every_field_with_its_default() {
    check("src/macros.rs", "/// |");
}

/// The rows between the heading "Fields" and the end of the table: name, value, default, meaning.
fn check(file: &str, row: &str) {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap();
    let lines = text.lines().skip_while(|line| !line.ends_with("# Fields"));
    let table =
        lines.skip_while(|line| !line.starts_with(row)).take_while(|line| line.starts_with(row));
    let documented: Vec<(&str, &str)> = table
        .skip(2)
        .filter_map(|line| {
            let mut cells =
                line.trim_start_matches("/// ").trim_matches('|').split(" | ").map(str::trim);
            Some((cells.next()?.trim_matches('`'), cells.nth(1)?))
        })
        .collect();
    assert_eq!(documented.len(), FIELDS.len(), "{file}: {documented:#?}");
    for (field, (name, default)) in FIELDS.iter().zip(documented) {
        assert_eq!(field.name, name, "{file}");
        let written = if field.default == "required" {
            "required".into()
        } else {
            format!("`{}`", field.default)
        };
        assert!(
            default.starts_with(&written),
            "{file}: the default of {name} is {written}, not {default}"
        );
    }
}

//! The table of fields in the manual agrees with the one that the code is made of, as the macro's documentation is.

use std::fs;
use std::path::Path;

use sse_monitor::FIELDS;

/// The rows between the heading "Fields" and the end of the table: name, value, default, meaning.
#[test]
fn the_manual_lists_every_field_with_its_default() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/manual.md");
    let text = fs::read_to_string(manual).unwrap();
    let section = text.lines().skip_while(|line| !line.ends_with("# Fields"));
    let table = section.skip_while(|line| !line.starts_with('|'));
    let rows = table.take_while(|line| line.starts_with('|')).skip(2);
    let documented: Vec<_> = rows
        .filter_map(|line| {
            let mut cells = line.trim_matches('|').split(" | ").map(str::trim);
            Some((cells.next()?.trim_matches('`'), cells.nth(1)?))
        })
        .collect();
    assert_eq!(documented.len(), FIELDS.len(), "{documented:#?}");
    for (field, (name, default)) in FIELDS.iter().zip(documented) {
        assert_eq!(field.name, name);
        let written = match field.default {
            "required" => "required".into(),
            default => format!("`{default}`"),
        };
        assert_eq!(default, written, "{name}");
    }
}

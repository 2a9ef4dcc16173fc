//! The minified scripts belong to the sources beside them: shown by their hashes, without Node.js.

use std::fs;
use std::path::Path;

const FILES: [&str; 4] = ["monitor.js", "monitor.min.js", "counter.js", "counter.min.js"];

fn read(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("js").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_template_belongs_to_the_sources() {
    let record = String::from_utf8(read("template.sha256")).expect("the record is text");
    let found = FILES.map(|name| {
        let hash = hmac_sha256::Hash::hash(&read(name)).map(|byte| format!("{byte:02x}"));
        format!("{}  {name}", hash.concat())
    });
    assert_eq!(
        record.lines().collect::<Vec<_>>(),
        found,
        "a script is not the one that was recorded: run `cargo xtask template`"
    );
}

//! Prints the page of the storm and writes it, with its picture, into the documentation.

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let report = sse_monitor_storm::report();
    print!("{report}");
    fs::write(docs.join("storm.md"), report)?;
    fs::write(docs.join("storm.svg"), sse_monitor_storm::picture())
}

//! Prints how large the rendered scripts are: as they are, and as `gzip -9` would send them.

mod configurations;

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};

fn main() -> io::Result<()> {
    println!("{:<36} {:>7} {:>8} {:>8} {:>8}", "script", "bytes", "gzip -9", "at most", "aim");
    for configuration in configurations::all() {
        println!(
            "{:<36} {:>7} {:>8} {:>8} {:>8}",
            configuration.name,
            configuration.script.len(),
            gzipped(&configuration.script)?,
            configuration.at_most,
            configuration.aim,
        );
    }
    Ok(())
}

/// The compressed size. A few bytes beside the program `gzip`, but the same on every machine.
fn gzipped(script: &str) -> io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(script.as_bytes())?;
    Ok(encoder.finish()?.len())
}

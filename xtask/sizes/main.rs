//! How large the rendered scripts are: as they are, and as `gzip -9` and brotli would send them.

mod configurations;
mod fields;
mod page;
mod peers;

use brotli::enc::BrotliEncoderParams;
use configurations::Configuration;
use flate2::Compression;
use flate2::write::GzEncoder;
use page::{Page, Row};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// What went wrong, as it is shown to the user.
type Result<T = ()> = std::result::Result<T, String>;

/// The table that is checked in.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../benches/sizes.md");

/// A script may grow by this much, in percent, before the table must be written anew.
const GROWTH: usize = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [] => measured().map(|page| print!("{}\n{}", page.table(), page.fields_table())),
        ["--write"] => measured().and_then(|page| page.write(Path::new(PAGE))),
        ["--check"] => check(),
        unknown => Err(format!("sizes: `{}` is not `--check` or `--write`", unknown.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// What the scripts weigh, and the peers beside them.
fn measured() -> Result<Page> {
    let mut page = ours()?;
    for peer in &peers::ALL {
        page.rows.push(Row::new(peer.label()?, &peer.text()?)?);
    }
    page.fields = fields::costs()?;
    Ok(page)
}

fn ours() -> Result<Page> {
    let mut page = Page::default();
    for configuration in &configurations::ALL {
        let Configuration { name, script, at_most, aim, invocation } = *configuration;
        page.rows.push(Row { limits: Some((at_most, aim)), ..Row::new(name.to_owned(), script)? });
        page.invocations.push((name.to_owned(), invocation.to_owned()));
    }
    Ok(page)
}

/// Compares with what is checked in. Peers are not compared: they change with their versions.
fn check() -> Result {
    let ours = ours()?;
    let kept = Page::read(Path::new(PAGE))?;
    let mut problems = Vec::new();
    if ours.bare_invocations() != kept.bare_invocations() {
        problems.push("the configurations are not those of the page".to_owned());
    }
    for row in &ours.rows {
        let (name, size) = (&row.name, row.gzipped);
        if let Some((at_most, _)) = row.limits.filter(|(at_most, _)| size > *at_most) {
            problems.push(format!("{name}: {size} bytes, the limit is {at_most}"));
        }
        match kept.rows.iter().find(|kept| kept.name == *name) {
            None => problems.push(format!("{name}: not in the page")),
            Some(kept) if size * 100 > kept.gzipped * (100 + GROWTH) => {
                problems.push(format!("{name}: {size} bytes, it had {}", kept.gzipped));
            }
            Some(_) => {}
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n\n{}\nIf that is what you want and no limit is broken: `cargo xtask sizes --write`",
        problems.join("\n"),
        ours.table()
    ))
}

/// The compressed size. A few bytes beside the program `gzip`, but the same on every machine.
fn gzipped(script: &str) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let compressed = encoder.write_all(script.as_bytes()).and_then(|()| encoder.finish());
    compressed.map(|bytes| bytes.len()).map_err(|error| format!("gzip: {error}"))
}

/// The same by brotli: as its defaults are, quality 11 and a window of 4 MiB.
fn brotlied(script: &str) -> Result<usize> {
    let mut compressed = Vec::new();
    let options = BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut script.as_bytes(), &mut compressed, &options)
        .map_err(|error| format!("brotli: {error}"))?;
    Ok(compressed.len())
}

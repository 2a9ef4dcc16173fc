//! The page that is checked in: the table, and the configurations that it is about.

use crate::fields::Cost;
use crate::{Result, brotlied, gzipped};
use sse_monitor_tables::{Left, Right, Table};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HEAD: &str = "\
# Sizes

In bytes, as rendered, after `gzip -9` and after brotli at quality 11. `cargo xtask sizes --write`
writes this page; `cargo xtask sizes --check`, which `cargo xtask test` runs, fails if a script of ours has grown by
more than 3 % or is over its limit, both after gzip. *At most* is that limit; *aim* is what a later version
should reach.

";

const FIELDS: &str = "
## What each field costs

What a field alone adds to the simple script of the client `auto` (`sse_element_id: \"live\", status_element_id:
\"status\"`), or takes from it. What two of them share is in both rows.

";

#[derive(Default)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    pub(crate) fields: Vec<Cost>,
    /// Name and invocation of each configuration.
    pub(crate) invocations: Vec<(String, String)>,
}

#[derive(Default)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) bytes: usize,
    pub(crate) gzipped: usize,
    pub(crate) brotlied: usize,
    /// At most, and the aim; a peer has none.
    pub(crate) limits: Option<(usize, usize)>,
}

impl Row {
    pub(crate) fn new(name: String, text: &str) -> Result<Self> {
        let (gzipped, brotlied) = (gzipped(text)?, brotlied(text)?);
        Ok(Self { name, bytes: text.len(), gzipped, brotlied, limits: None })
    }
}

impl Page {
    pub(crate) fn table(&self) -> Table {
        let numbers = ["bytes", "gzip -9", "brotli", "at most", "aim"].map(|title| (title, Right));
        let mut table = Table::new([("script", Left)].into_iter().chain(numbers));
        for Row { name, bytes, gzipped, brotlied, limits } in &self.rows {
            let (at_most, aim) = limits.unzip();
            let limits = [at_most, aim].map(|limit| limit.map(|limit| limit.to_string()));
            let [at_most, aim] = limits.map(Option::unwrap_or_default);
            let [bytes, gzipped, brotlied] = [bytes, gzipped, brotlied].map(usize::to_string);
            table.row([name, &bytes, &gzipped, &brotlied, &at_most, &aim]);
        }
        table
    }

    pub(crate) fn fields_table(&self) -> Table {
        let numbers = ["bytes", "gzip -9", "brotli"].map(|title| (title, Right));
        let mut table = Table::new([("field", Left)].into_iter().chain(numbers));
        for Cost { field, bytes, gzipped, brotlied } in &self.fields {
            let [bytes, gzipped, brotlied] =
                [bytes, gzipped, brotlied].map(|number| format!("{number:+}"));
            table.row([format!("`{field}`"), bytes, gzipped, brotlied]);
        }
        table
    }

    pub(crate) fn write(&self, path: &Path) -> Result {
        let mut page =
            format!("{HEAD}{}{FIELDS}{}\n## Configurations\n\n", self.table(), self.fields_table());
        for (name, invocation) in &self.invocations {
            // The compiler's printing has line breaks of its own.
            let words: Vec<&str> = invocation.split_whitespace().collect();
            let invocation = words.join(" ");
            writeln!(page, "- {name}: `{invocation}`").expect("a String takes any text");
        }
        fs::write(path, page).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// What [`write`](Self::write) wrote, as far as it is compared.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut page = Self::default();
        for line in text.lines() {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            if let ["", name, bytes, gzipped, ..] = cells[..]
                && let (Ok(bytes), Ok(gzipped)) = (bytes.parse(), gzipped.parse())
                // What a field costs has a sign.
                && !cells[2].starts_with(['+', '-'])
            {
                page.rows.push(Row { name: name.to_owned(), bytes, gzipped, ..Row::default() });
            } else if let Some((name, invocation)) =
                line.strip_prefix("- ").and_then(|line| line.split_once(": `"))
            {
                let invocation = invocation.trim_end_matches('`');
                page.invocations.push((name.to_owned(), invocation.to_owned()));
            }
        }
        Ok(page)
    }

    /// The invocations without white space, which the compiler's printing may change.
    pub(crate) fn bare_invocations(&self) -> Vec<String> {
        let bare = |(name, invocation): &(String, String)| {
            format!("{name}:{invocation}").split_whitespace().collect()
        };
        self.invocations.iter().map(bare).collect()
    }
}

//! Samples, and tables in Markdown.

use sse_monitor_tables::{Left, Right, Table};
use std::iter;

/// The costs of the same thing, run after run.
#[derive(Clone, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn add(&mut self, sample: f64) {
        let place = self.0.partition_point(|other| *other < sample);
        self.0.insert(place, sample);
    }

    pub(crate) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        if self.0.len() % 2 == 1 {
            self.0[middle]
        } else {
            f64::midpoint(self.0[middle - 1], self.0[middle])
        }
    }

    pub(crate) fn least(&self) -> f64 {
        self.0[0]
    }

    pub(crate) fn most(&self) -> f64 {
        self.0[self.0.len() - 1]
    }

    /// The least, and the median in brackets.
    pub(crate) fn shown(&self) -> String {
        format!("{:.2} ({:.2})", self.least(), self.median())
    }
}

/// Prints a table whose first column is text and whose others are numbers.
pub(crate) fn print<const COLUMNS: usize>(
    head: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) {
    let aligns = iter::once(Left).chain(iter::repeat(Right));
    let mut table = Table::new(head.into_iter().zip(aligns));
    for row in rows {
        table.row(row);
    }
    print!("\n{table}");
}

/// One promise, the figure that was measured, and whether it holds.
pub(crate) struct Limit {
    pub(crate) promise: &'static str,
    pub(crate) measured: String,
    pub(crate) holds: bool,
}

impl Limit {
    /// That a figure is no larger than this.
    pub(crate) fn at_most(promise: &'static str, most: f64, figure: f64) -> Self {
        Self { promise, measured: format!("{figure:.2}"), holds: figure <= most }
    }
}

pub(crate) fn print_limits(limits: impl IntoIterator<Item = Limit>) {
    let yes = |holds| if holds { "yes" } else { "**no**" }.to_owned();
    let row = |limit: Limit| [limit.promise.to_owned(), limit.measured, yes(limit.holds)];
    print(["limit", "measured", "holds"], limits.into_iter().map(row));
}

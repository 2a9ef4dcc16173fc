//! Tables in Markdown, as the chores print them and as they stand in `docs/`.

use std::fmt::{self, Display, Formatter};

pub use self::Align::{Left, Right, ShortRight};

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left: words.
    Left,
    /// At the right: numbers.
    Right,
    /// The same, written with a rule as short as that of words.
    ShortRight,
}

/// A table, written with a line for each row.
#[derive(Clone, Debug)]
pub struct Table {
    columns: usize,
    lines: String,
}

impl Table {
    /// A table without rows.
    pub fn new<Title: Display>(columns: impl IntoIterator<Item = (Title, Align)>) -> Self {
        let (titles, aligns): (Vec<Title>, Vec<Align>) = columns.into_iter().unzip();
        // A title that is empty is one space.
        let titles = titles.iter().map(|title| format!("{} |", format!(" {title}").trim_end()));
        let titles = titles.collect::<String>();
        let rules = aligns.iter().map(|align| match align {
            Left => "---|",
            Right => "---:|",
            ShortRight => "--:|",
        });
        let rules = rules.collect::<String>();
        Self { columns: aligns.len(), lines: format!("|{titles}\n|{rules}\n") }
    }

    /// One more row.
    ///
    /// # Panics
    ///
    /// If it has not a cell for each column.
    pub fn row<Cell: Display>(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let cells: Vec<Cell> = cells.into_iter().collect();
        assert_eq!(cells.len(), self.columns, "a row has a cell for each column");
        self.lines.push_str(&line(cells));
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines)
    }
}

/// A row by itself, for a table that is shown while it grows.
#[must_use]
pub fn line<Cell: Display>(cells: impl IntoIterator<Item = Cell>) -> String {
    let cells = cells.into_iter().map(|cell| format!(" {cell} |"));
    format!("|{}\n", cells.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_line_for_each_row() {
        let mut table = Table::new([("", Left), ("bytes", Right), ("more", ShortRight)]);
        table.row(["`a`", "1", ""]);
        table.row([2, 3, 4]);
        let text = "| | bytes | more |\n|---|---:|--:|\n| `a` | 1 |  |\n| 2 | 3 | 4 |\n";
        assert_eq!(table.to_string(), text);
    }
}

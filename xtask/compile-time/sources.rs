//! What the crate `many` consists of: as many items as asked for, each of one expression.

use crate::Result;
use crate::fixture::Fixture;
use std::fmt::Write as _;

/// Stands for the number of the expression, so that no two are the same.
const NUMBER: &str = "NUMBER";

/// The very script that the expression `templates/monitor.rs` stands for.
const SCRIPT: &str = include!("../../benches/compile-time/templates/monitor.rs");

/// A kind of expression.
pub(crate) struct Subject {
    /// What it is called in a table.
    pub(crate) label: &'static str,
    /// The feature of the package `many` that it needs.
    pub(crate) feature: &'static str,
    form: Form,
    expression: String,
}

/// What kind of item an expression stands in.
enum Form {
    /// A `const` of this type, as in the README.
    Constant(&'static str),
    /// A function: a template of maud runs when it is called, and can stand nowhere else.
    Template,
}

/// String literals, an empty proc macro, `simple_monitor_script!`, maud and `monitor!`, in this order.
pub(crate) fn subjects(fixture: &Fixture) -> Result<[Subject; 5]> {
    let monitor = fixture.template("monitor.rs")?;
    let (_, fields) = monitor.split_once('!').ok_or("templates/monitor.rs is no macro")?;
    Ok([
        Subject {
            label: "a literal of the same text",
            feature: "default",
            form: Form::Constant("&str"),
            expression: format!("r###\"{SCRIPT}\"###"),
        },
        Subject {
            label: "an empty proc macro",
            feature: "empty-macro",
            form: Form::Constant("&str"),
            expression: format!("empty_macro::empty!{fields}"),
        },
        Subject {
            label: "`simple_monitor_script!`",
            feature: "sse-monitor",
            form: Form::Constant("&str"),
            expression: monitor.clone(),
        },
        Subject {
            label: "`maud::html!`",
            feature: "maud",
            form: Form::Template,
            expression: fixture.template("maud.rs")?,
        },
        Subject {
            label: "`monitor!`, which also hashes the script",
            feature: "sse-monitor",
            form: Form::Constant("sse_monitor::Monitor"),
            expression: format!("sse_monitor::monitor!{fields}"),
        },
    ])
}

impl Subject {
    /// This many items, the first of which has the number `first`.
    pub(crate) fn source(&self, how_many: usize, first: usize) -> String {
        let mut source = String::new();
        for place in 0..how_many {
            let number = if place == 0 { first } else { place };
            let expression = self.expression.replace(NUMBER, &number.to_string());
            let written = match self.form {
                Form::Constant(kind) => {
                    writeln!(source, "pub const NUMBER_{place}: {kind} = {expression};")
                }
                Form::Template => {
                    writeln!(source, "pub fn number_{place}() -> maud::Markup {{ {expression} }}")
                }
            };
            written.expect("a String takes any text");
        }
        source
    }
}

/// How long the text is that one `simple_monitor_script!` gives.
pub(crate) fn script_bytes() -> usize {
    SCRIPT.len()
}

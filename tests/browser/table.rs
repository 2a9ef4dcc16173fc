//! The fault table: what became of each fault, with each client, in each engine.

use std::fmt::Write as _;
use std::iter;

use sse_monitor_tables as tables;
use sse_monitor_tests::page::Library;
use sse_monitor_tests::webdriver::Engine;

use crate::faults::{FAULTS, FURTHER};
use crate::played::{Played, Verdict};
use crate::scenario::Scenario;

/// Names the file that the table is written to.
const VARIABLE: &str = "SSE_MONITOR_FAULT_TABLE";

const CLIENTS: [(&str, Library); 3] =
    [("htmx2", Library::Htmx2), ("htmx4", Library::Htmx4), ("dom", Library::None)];

/// Writes the table if the environment says where to.
pub(crate) fn write_if_asked_for(scenarios: &[Scenario], played: &Played) -> Result<(), String> {
    let Some(path) = std::env::var_os(VARIABLE) else {
        return Ok(());
    };
    let table = Table { scenarios, played, reasons: Vec::new() }.write();
    std::fs::write(&path, table).map_err(|error| format!("{}: {error}", path.display()))
}

struct Table<'a> {
    scenarios: &'a [Scenario],
    played: &'a Played,
    /// Why something is not possible; a cell shows the number.
    reasons: Vec<&'static str>,
}

impl Table<'_> {
    fn write(mut self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        for (engine, version) in self.played.engines() {
            let _ = writeln!(text, "- {}: {version}", engine.name());
        }
        let columns: Vec<_> = self
            .played
            .engines()
            .into_iter()
            .flat_map(|(engine, _)| CLIENTS.map(|(client, library)| (engine, client, library)))
            .collect();
        let titles =
            columns.iter().map(|(engine, client, _)| format!("{} {client}", engine.name()));
        let titles = iter::once("fault".to_owned()).chain(titles);
        let mut table = tables::Table::new(titles.map(|title| (title, tables::Left)));
        let further = ("no fault, and all the rest", FURTHER);
        let rows = FAULTS.iter().map(|fault| (fault.name, fault.scenarios)).chain([further]);
        for (name, scenarios) in rows.clone() {
            let cells =
                columns.iter().map(|(engine, _, library)| self.cell(scenarios, *engine, *library));
            table.row(iter::once(name.to_owned()).chain(cells));
        }
        let _ = write!(text, "\n{table}");
        for (index, reason) in self.reasons.iter().enumerate() {
            let _ = writeln!(text, "\n({}) Not possible here: {reason}.", index + 1);
        }
        text.push_str("\nThe scenarios of each row, in `tests/browser/`:\n\n");
        for (name, scenarios) in rows {
            let _ = writeln!(text, "- {name}: `{}`", scenarios.join("`, `"));
        }
        text
    }

    /// How many scenarios passed, and whether that is all of them.
    fn cell(&mut self, names: &[&str], engine: Engine, library: Library) -> String {
        let (mut passed, mut failed, mut not_played) = (0, 0, 0);
        let mut notes = Vec::new();
        for name in names {
            let verdicts = self.played.verdicts(name, library, engine);
            not_played += self.expected(name, library) - verdicts.len();
            for verdict in verdicts {
                match verdict {
                    Verdict::Passed => passed += 1,
                    Verdict::Failed => failed += 1,
                    Verdict::Impossible(reason) => notes.push(self.number(reason)),
                }
            }
        }
        notes.sort_unstable();
        notes.dedup();
        let notes: Vec<_> = notes.iter().map(|number| format!(" ({number})")).collect();
        let notes = notes.concat();
        match (passed, failed, not_played) {
            (_, 1.., _) => format!("**{failed} failed**"),
            (_, _, 1..) => format!("{not_played} not played"),
            (0, 0, 0) if notes.is_empty() => "–".to_owned(),
            (0, 0, 0) => notes.trim_start().to_owned(),
            _ => format!("✓ {passed}{notes}"),
        }
    }

    /// How many setups with this library the scenario has.
    fn expected(&self, name: &str, library: Library) -> usize {
        let scenario = self.scenarios.iter().find(|scenario| scenario.name() == name);
        let setups = scenario.into_iter().flat_map(|scenario| scenario.setups);
        setups.filter(|setup| setup.library() == library).count()
    }

    fn number(&mut self, reason: &'static str) -> usize {
        let known = self.reasons.iter().position(|one| *one == reason);
        known.unwrap_or_else(|| {
            self.reasons.push(reason);
            self.reasons.len() - 1
        }) + 1
    }
}

//! What an editor shows while the macros' input is typed: asked of a real rust-analyzer, printed as a table.

mod server;

use crate::{Result, root, tools};
use serde_json::Value;
use server::Server;
use sse_monitor_tables::{Left, Table, line};
use std::env;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Command;

const INSTALL: &str = "rustup component add rust-analyzer";

/// A macro, a field of it, and the start of the field's name.
struct Macro {
    name: &'static str,
    result: &'static str,
    field: &'static str,
    start: &'static str,
    has_maps: bool,
}

const MACROS: [Macro; 3] = [
    Macro {
        name: "monitor",
        result: "live::Monitor",
        field: "reconnect_delay",
        start: "recon",
        has_maps: true,
    },
    Macro {
        name: "monitor_script",
        result: "&str",
        field: "reconnect_delay",
        start: "recon",
        has_maps: true,
    },
    Macro {
        name: "simple_monitor_script",
        result: "&str",
        field: "status_element_id",
        start: "stat",
        has_maps: false,
    },
];

enum Question {
    Hover,
    Definition,
    Completion,
    /// The one error that is reported, by its first words.
    Errors(Option<&'static str>),
}

/// What is typed, with `|` for the cursor, `FIELD` and `START` for the macro's.
struct Cell {
    heading: &'static str,
    typed: &'static str,
    question: Question,
    /// About a state, inside of a map.
    nested: bool,
}

const fn cell(heading: &'static str, typed: &'static str, question: Question) -> Cell {
    Cell { heading, typed, question, nested: false }
}

/// What an error is reported for, if any.
const fn reports(heading: &'static str, typed: &'static str, error: Option<&'static str>) -> Cell {
    cell(heading, typed, Question::Errors(error))
}

const fn nested(heading: &'static str, typed: &'static str, question: Question) -> Cell {
    Cell { heading, typed, question, nested: true }
}

const CELLS: [Cell; 15] = [
    cell("hover field", "sse_element_id: \"live\",\nFIE|LD: 5s,", Question::Hover),
    cell("go to field", "sse_element_id: \"live\",\nFIE|LD: 5s,", Question::Definition),
    cell("complete at the end", "sse_element_id: \"live\",\nSTART|", Question::Completion),
    cell("in the middle", "sse_element_id: \"live\",\nSTART|\ndebug: true,", Question::Completion),
    cell("alone", "START|", Question::Completion),
    cell("empty", "|", Question::Completion),
    cell("empty behind a field", "sse_element_id: \"live\",\n|", Question::Completion),
    cell("before a value", "sse_element_id: \"live\",\nSTART|: 5,", Question::Completion),
    nested("hover state", "callbacks: { connec|ted: \"up\" },", Question::Hover),
    nested("go to state", "callbacks: { connec|ted: \"up\" },", Question::Definition),
    nested("complete state", "callbacks: { conn| },", Question::Completion),
    nested("state before a value", "callbacks: { conn|: \"up\" },", Question::Completion),
    nested("state, empty", "callbacks: { | },", Question::Completion),
    reports("valid: no error", "sse_element_id: \"live\",|", None),
    reports(
        "a mistake: its error alone",
        "sse_element_id: \"#live\",|",
        Some("\"#live\" is a CSS selector"),
    ),
];

/// Prints the table, and fails if a cell of it is `no`.
pub(crate) fn run() -> Result {
    let program = rust_analyzer()?;
    let package = package()?;
    let mut server = Server::start(&program, &package, &package.join("src/main.rs"))?;
    let mut refused = 0;
    let headings = MACROS.iter().map(|of| (format!("`{}!`", of.name), Left));
    print!("{}", Table::new(iter::once((String::new(), Left)).chain(headings)));
    for cell in &CELLS {
        let mut shown = vec![cell.heading.to_owned()];
        for of in &MACROS {
            shown.push(match answer(&mut server, of, cell)? {
                Ok(yes) => yes,
                Err(no) => {
                    refused += 1;
                    format!("no: {no}")
                }
            });
        }
        print!("{}", line(shown));
    }
    match refused {
        0 => Ok(()),
        _ => Err(format!("{refused} cells of the table are no")),
    }
}

/// `Ok` with what the table shows, or what was found instead.
fn answer(
    server: &mut Server,
    of: &Macro,
    cell: &Cell,
) -> Result<std::result::Result<String, String>> {
    if cell.nested && !of.has_maps {
        return Ok(Ok("–".into()));
    }
    let typed = cell.typed.replace("FIELD", of.field).replace("START", of.start);
    // `FIE|LD` is one word.
    let (before, after) = of.field.split_at(3);
    let typed = typed.replace("FIE|LD", &format!("{before}|{after}"));
    let text = format!(
        "const LIVE: {} = live::{}! {{\n{typed}\n}};\n\nfn main() {{}}\n",
        of.result, of.name
    );
    let (before, after) = text.split_once('|').ok_or("a cell has no cursor")?;
    let line = before.matches('\n').count();
    let column = before.chars().rev().take_while(|character| *character != '\n').count();
    server.write(&format!("{before}{after}"))?;
    let name = if cell.nested { "connected" } else { of.field };
    Ok(match cell.question {
        Question::Hover => hover(&server.ask("hover", (line, column))?, name, cell.nested),
        Question::Definition => definition(&server.ask("definition", (line, column))?, name),
        Question::Errors(error) => errors(&server.errors()?, error),
        Question::Completion => {
            let wanted = names(of, cell.nested)?;
            completion(&server.ask("completion", (line, column))?, &wanted)
        }
    })
}

/// The documentation: meaning, type, unit, default, and a link to the same at run time.
fn hover(answer: &Value, name: &str, is_state: bool) -> std::result::Result<String, String> {
    let text = answer["contents"]["value"].as_str().unwrap_or_default();
    let (word, link) = match name {
        "connected" => ("`Connected`", "ConnectionState"),
        "reconnect_delay" => ("Milliseconds", "MonitorConfig"),
        _ => ("`None`", "MonitorConfig"),
    };
    let default = if is_state { "Shown as" } else { "Default:" };
    let absent = [name, word, link, default].into_iter().find(|part| !text.contains(part));
    absent.map_or(Ok("yes".into()), |part| Err(format!("no {part} in {text:?}")))
}

/// The row of the table.
fn definition(answer: &Value, name: &str) -> std::result::Result<String, String> {
    let places = answer.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_entry = |place: &&Value| {
        let (file, range) = match place["uri"].as_str() {
            Some(file) => (file, &place["range"]),
            None => (place["targetUri"].as_str()?, &place["targetSelectionRange"]),
        };
        let path = file.strip_prefix("file://")?.to_owned();
        let line = usize::try_from(range["start"]["line"].as_u64()?).ok()?;
        let source = fs::read_to_string(&path).ok()?;
        let entry = source.lines().nth(line)?.trim_start().starts_with(&format!("{name} "));
        let is_table = ["fields.rs", "state.rs"]
            .iter()
            .any(|file| path.ends_with(&format!("sse-monitor-core/src/{file}")));
        (entry && is_table).then_some(())
    };
    // The other place is where the table is made to items.
    match places.iter().filter(|place| is_entry(place).is_some()).count() {
        1 if places.len() <= 2 => Ok("yes".into()),
        _ => Err(answer.to_string()),
    }
}

fn errors(found: &[String], wanted: Option<&str>) -> std::result::Result<String, String> {
    match (found, wanted) {
        ([], None) => Ok("yes".into()),
        ([one], Some(words)) if one.starts_with(words) => Ok("yes".into()),
        _ => Err(format!("{found:?}")),
    }
}

/// Every name of the schema, and what else is offered.
fn completion(answer: &Value, wanted: &[String]) -> std::result::Result<String, String> {
    let items = if answer.is_array() { answer } else { &answer["items"] };
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    let labels: Vec<_> = items.iter().filter_map(|item| item["label"].as_str()).collect();
    if let Some(absent) = wanted.iter().find(|name| !labels.contains(&name.as_str())) {
        return Err(format!("no {absent} among {labels:?}"));
    }
    let mut others = labels.iter().filter(|label| !wanted.iter().any(|name| name == *label));
    // `self` can stand in every import.
    match others.find(|label| !label.starts_with("self")) {
        None => Ok("yes".into()),
        Some(other) => Err(format!("{other} is offered")),
    }
}

/// The names that can be written there, as the tables list them.
fn names(of: &Macro, are_states: bool) -> Result<Vec<String>> {
    let (file, start) = if are_states {
        ("state.rs", "macro_rules! __states")
    } else {
        ("fields.rs", "macro_rules! __fields")
    };
    let file = root().join("sse-monitor-core/src").join(file);
    let source = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let table =
        source.lines().skip_while(|line| !line.starts_with(start)).take_while(|line| *line != "}");
    // A row begins where no text does: its continuation is indented more.
    let rows = table.filter(|line| line.starts_with("        ") && !line.starts_with("         "));
    let rows = rows.filter(|row| are_states || of.has_maps || row.contains("[simple]"));
    Ok(rows.filter_map(|row| Some(row.split_whitespace().next()?.to_owned())).collect())
}

/// The program that the environment names, or that is on the path.
fn rust_analyzer() -> Result<PathBuf> {
    let given = env::var_os("RUST_ANALYZER").map(PathBuf::from);
    let program = given.unwrap_or_else(|| "rust-analyzer".into());
    // The toolchain's own is a name without a program, until the component is added.
    let runs = tools::version(&mut Command::new(&program)).is_some();
    runs.then_some(program).ok_or_else(|| {
        format!(
            "no rust-analyzer runs: neither one that RUST_ANALYZER names nor one on the path\n\
             This line installs one:\n{INSTALL}"
        )
    })
}

/// A user's package, with the facade under another name.
fn package() -> Result<PathBuf> {
    let package = root().join("target/editor");
    let manifest = format!(
        "[package]\nname = \"editor\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nlive = {{ package = \"sse-monitor\", path = \"{}\" }}\n",
        root().display()
    );
    let write = |file: &Path, text: &str| {
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
    };
    fs::create_dir_all(package.join("src")).map_err(|error| error.to_string())?;
    write(&package.join("Cargo.toml"), &manifest)?;
    write(&package.join("src/main.rs"), "fn main() {}\n")?;
    // The versions that the workspace has, so that nothing else is downloaded.
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))
        .map_err(|error| error.to_string())?;
    Ok(package)
}

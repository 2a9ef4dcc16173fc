//! What rendering a script at run time costs: the benchmark in Rust and the one in Python, in one table.

use sse_monitor_tables::{Left, Right, Table};
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::{Result, cargo, root};

const PACKAGE: &str = "sse-monitor-run-time";

/// The rows of divan that are shown, and how.
const SHOWN: [(&str, &str); 4] = [
    ("monitor_script", "`monitor_script!`, at compile time"),
    ("generate_monitor_script", "`generate_monitor_script`, checked and escaped"),
    ("format", "`format!` of the finished text"),
    ("askama", "askama, a template of the finished text"),
];

/// Measures and prints the table.
pub(crate) fn run() -> Result {
    let script = output(cargo().args(["run", "--quiet", "--package", PACKAGE]), "")?;
    let mut bench = cargo();
    bench.args(["bench", "--quiet", "--package", PACKAGE, "--bench", "render"]);
    // Long enough for a processor that is busy with something else now and then.
    bench.args(["--", "--sample-count", "1000", "--color", "never"]);
    let measured = output(&mut bench, "")?;
    let mut python = Command::new("python3");
    let python = output(python.arg("benches/run-time/seed.py").current_dir(root()), &script)?;

    println!("\nA script of {} bytes, rendered at run time; medians.\n", script.len());
    let numbers = ["ns", "allocations", "bytes at most"].map(|title| (title, Right));
    let mut table = Table::new([("way", Left)].into_iter().chain(numbers));
    for (name, label) in SHOWN {
        let Row { nanoseconds, allocations, most } = row(&measured, name)
            .ok_or_else(|| format!("divan prints no {name} that is understood:\n{measured}"))?;
        let nanoseconds = format!("{nanoseconds:.0}");
        table.row([label, &nanoseconds, &allocations.to_string(), &most]);
    }
    let (nanoseconds, most) = python.trim().split_once(' ').ok_or("seed.py prints two numbers")?;
    let label = "Python's `json.dumps` and f-string, unchecked";
    table.row([label, nanoseconds, "not counted", &format!("{most} B")]);
    print!("{table}");
    Ok(())
}

/// What divan measured of one function.
#[derive(Debug, PartialEq)]
struct Row {
    nanoseconds: f64,
    /// New ones, and those that grew.
    allocations: u32,
    /// Held at the same time, with its unit.
    most: String,
}

/// The medians of a function in divan's tree.
fn row(tree: &str, name: &str) -> Option<Row> {
    let is_head = |line: &str| line.starts_with(['├', '╰']);
    let is_named = |line: &str| is_head(line) && line.split_whitespace().nth(1) == Some(name);
    let mut lines = tree.lines().skip_while(|line| !is_named(line));
    let nanoseconds = nanoseconds(median(lines.next()?)?)?;
    let details: Vec<&str> = lines.take_while(|line| !is_head(line)).collect();
    let below = |title: &str, line: usize| {
        let start = details.iter().position(|detail| words(detail).next() == Some(title))?;
        median(details.get(start + line)?)
    };
    let counted = |title| below(title, 1).map_or(Some(0), |count| count.parse().ok());
    Some(Row {
        nanoseconds,
        allocations: counted("alloc:")? + counted("grow:")?,
        most: below("max alloc:", 2).unwrap_or("0 B").to_owned(),
    })
}

/// The cells of a line, but not the tree's own lines.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split('│').map(str::trim).filter(|cell| !cell.is_empty())
}

/// The third of the figures: fastest, slowest, median, mean.
fn median(line: &str) -> Option<&str> {
    words(line).nth(2)
}

fn nanoseconds(time: &str) -> Option<f64> {
    let (number, unit) = time.split_once(' ')?;
    let scale = match unit {
        "ns" => 1.0,
        "µs" => 1e3,
        "ms" => 1e6,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * scale)
}

/// What a command prints, given something to read.
fn output(command: &mut Command, input: &str) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| format!("{program}: {error}");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    // All of it is read before anything is printed.
    child
        .stdin
        .take()
        .expect("standard input is piped")
        .write_all(input.as_bytes())
        .map_err(failed)?;
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!("{program}: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{program}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "\
render       fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ format    174.3 ns      │ 2.753 µs      │ 1.868 µs      │ 239.3 ns      │ 100     │ 400
│            max alloc:    │               │               │               │         │
│              1           │ 1             │ 1             │ 1             │         │
│              11.65 KB    │ 11.65 KB      │ 11.65 KB      │ 11.65 KB      │         │
│            alloc:        │               │               │               │         │
│              3           │ 3             │ 3             │ 3             │         │
│              5.827 KB    │ 5.827 KB      │ 5.827 KB      │ 5.827 KB      │         │
│            grow:         │               │               │               │         │
│              1           │ 1             │ 2             │ 1             │         │
│              5.827 KB    │ 5.827 KB      │ 5.827 KB      │ 5.827 KB      │         │
╰─ nothing   5.712 ns      │ 5.753 ns      │ 5.731 ns      │ 5.73 ns       │ 100     │ 51200
";

    #[test]
    fn the_medians_of_a_tree_are_found() {
        let most = "11.65 KB".to_owned();
        let format = Row { nanoseconds: 1868.0, allocations: 5, most };
        assert_eq!(row(TREE, "format"), Some(format));
        let most = "0 B".to_owned();
        assert_eq!(row(TREE, "nothing"), Some(Row { nanoseconds: 5.731, allocations: 0, most }));
        assert_eq!(row(TREE, "absent"), None);
    }
}

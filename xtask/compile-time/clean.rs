//! A clean build of a program that depends on one thing.

use crate::Result;
use crate::fixture::Fixture;
use crate::table::{self, Limit, Samples};

/// What the program depends on; the names are features of the package `hello`.
const SUBJECTS: [&str; 6] =
    ["nothing", "empty-macro", "sse-monitor", "maud", "lazy-regex", "serde_json"];

pub(crate) fn measure(fixture: &Fixture, runs: usize) -> Result {
    let mut seconds = SUBJECTS.map(|_| Samples::default());
    let mut packages = SUBJECTS.map(|_| 0);
    for run in 1..=runs {
        eprintln!("clean: run {run} of {runs}");
        for (place, subject) in SUBJECTS.into_iter().enumerate() {
            let name = format!("clean-{subject}");
            fixture.clean(&name)?;
            let mut build = vec!["build", "--package", "hello"];
            if subject != "nothing" {
                build.extend(["--features", subject]);
            }
            let cost = fixture.cargo(&build, &name)?;
            seconds[place].add(cost.cpu_seconds);
            packages[place] = cost.packages;
            fixture.clean(&name)?;
        }
    }

    let [nothing, empty, ours, maud, lazy_regex, serde_json] =
        seconds.each_ref().map(Samples::least);
    let mut rows = Vec::new();
    for (place, subject) in SUBJECTS.into_iter().enumerate() {
        let label = match subject {
            "nothing" => "nothing".to_owned(),
            "empty-macro" => "an empty proc macro".to_owned(),
            "serde_json" => format!("serde_json {}, `alloc`", fixture.version(subject)?),
            _ => format!("{subject} {}", fixture.version(subject)?),
        };
        rows.push([
            label,
            packages[place].to_string(),
            seconds[place].shown(),
            format!("{:.2}", seconds[place].least() - nothing),
        ]);
    }
    let added = ours - nothing;
    let without = ours - serde_json;
    rows.push([
        "sse-monitor without the share of serde_json".into(),
        String::new(),
        String::new(),
        format!("{without:.2}"),
    ]);

    println!("\n### A clean development build of a program that depends on …\n");
    println!("CPU seconds, the least of {runs} runs in turns (and the median).");
    table::print(["dependency", "packages", "CPU s", "added"], rows);
    let maud = maud - nothing;
    table::print_limits([
        Limit::at_most("all that we add ÷ what maud adds, at most 1.4", 1.4, added / maud),
        Limit::at_most("the same without serde_json, at most 0.75", 0.75, without / maud),
    ]);
    println!(
        "\nAn empty proc macro adds {:.2} s, lazy-regex {:.2} s.",
        empty - nothing,
        lazy_regex - nothing
    );
    Ok(())
}

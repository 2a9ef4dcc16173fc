//! `cargo check` after a change of one expression: what one waits for while one writes.

use crate::Result;
use crate::fixture::Fixture;
use crate::sources;
use crate::table::{self, Limit, Samples};

/// More monitors than most projects have.
const HOW_MANY: usize = 10;

/// These are short, so that there is time for more of them.
const TIMES: usize = 5;

pub(crate) fn measure(fixture: &Fixture, runs: usize) -> Result {
    let subjects = sources::subjects(fixture)?;
    let mut seconds = subjects.each_ref().map(|_| Samples::default());
    let runs = runs * TIMES;
    for run in 0..=runs {
        if run % TIMES == 0 {
            eprintln!("change: run {run} of {runs}");
        }
        for (place, subject) in subjects.iter().enumerate() {
            let name = format!("change-{place}-{}", subject.feature);
            fixture.write_expressions(&name, &subject.source(HOW_MANY, 1_000 + run))?;
            // Literals, too, stand in a crate with a monitor: what cargo does for a dependency is not the question.
            let features = format!("{},sse-monitor", subject.feature);
            let arguments = ["check", "--package", "many", "--features", &features];
            let cost = fixture.cargo(&arguments, &name)?;
            // The first one also checks what the crate depends on.
            if run > 0 {
                seconds[place].add(cost.cpu_seconds);
            }
        }
    }

    let rows = subjects.iter().zip(&seconds).map(|(subject, samples)| {
        let figures = [samples.least(), samples.median(), samples.most()];
        let [least, median, most] = figures.map(|figure| format!("{figure:.3}"));
        [subject.label.to_owned(), least, median, most]
    });
    println!("\n### `cargo check` after a change of one of {HOW_MANY} expressions\n");
    println!("All crates depend on sse-monitor. CPU seconds of {runs} runs in turns.");
    table::print(["expression", "least", "median", "most"], rows);

    let [literals, _, ours, ..] = &seconds;
    table::print_limits([Limit {
        promise: "`simple_monitor_script!` within what the literals vary by",
        measured: format!(
            "{:+.3} s, literals {:+.3} s",
            ours.median() - literals.median(),
            literals.most() - literals.median()
        ),
        holds: ours.median() <= literals.most(),
    }]);
    Ok(())
}

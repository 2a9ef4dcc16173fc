//! Many invocations in one crate, built from scratch for development, against the same number of literals.

use crate::Result;
use crate::fixture::Fixture;
use crate::sources::{self, Subject};
use crate::table::{self, Limit, Samples};

/// One shows what the crate costs and what comes with the first one, such as loading the macro.
const HOW_MANY: [usize; 3] = [1, 1_000, 5_000];

/// A cost for each invocation that is this many times as high is not linear any more.
const LINEAR: f64 = 1.25;

pub(crate) fn measure(fixture: &Fixture, runs: usize) -> Result {
    let subjects = sources::subjects(fixture)?;
    let mut seconds = subjects.each_ref().map(|_| HOW_MANY.map(|_| Samples::default()));
    for subject in &subjects {
        // What the crate depends on is not measured here.
        build(fixture, subject, 0)?;
    }
    for run in 1..=runs {
        eprintln!("many: run {run} of {runs}");
        for (size, how_many) in HOW_MANY.into_iter().enumerate() {
            for (place, subject) in subjects.iter().enumerate() {
                seconds[place][size].add(build(fixture, subject, how_many)?);
            }
        }
    }

    // Over the crate with one.
    let cost = |place: usize, size: usize| {
        let samples: &[Samples; 3] = &seconds[place];
        samples[size].least() - samples[0].least()
    };
    let mut rows = Vec::new();
    for (place, subject) in subjects.iter().enumerate() {
        let [one, some, many] = &seconds[place];
        rows.push([
            subject.label.to_owned(),
            one.shown(),
            some.shown(),
            many.shown(),
            microseconds(cost(place, 1), HOW_MANY[1]),
            microseconds(cost(place, 2), HOW_MANY[2]),
        ]);
    }
    println!("\n### Many invocations in one crate, a development build of that crate\n");
    println!(
        "Each text is a `const`, each template a function; a script has {} bytes. CPU seconds, the least of {runs} \
         runs in turns (and the median), and microseconds for each further one.",
        sources::script_bytes()
    );
    table::print(["expression", "1", "1,000", "5,000", "µs of 1,000", "µs of 5,000"], rows);

    let [literals, _, ours, maud] = [0, 1, 2, 3].map(|place| [cost(place, 1), cost(place, 2)]);
    let growth = (ours[1] / ours[0]) * per_each(HOW_MANY[1], HOW_MANY[2]);
    table::print_limits([
        Limit::at_most("1,000 ÷ as many literals, at most 2.5", 2.5, ours[0] / literals[0]),
        Limit::at_most("5,000 ÷ as many literals, at most 2.5", 2.5, ours[1] / literals[1]),
        Limit::at_most("linear: each of 5,000 ÷ each of 1,000, at most 1.25", LINEAR, growth),
        Limit::at_most("20 × 1,000 ÷ 1,000 of maud, at most 1", 1.0, 20.0 * ours[0] / maud[0]),
        Limit::at_most("20 × 5,000 ÷ 5,000 of maud, at most 1", 1.0, 20.0 * ours[1] / maud[1]),
    ]);
    Ok(())
}

fn build(fixture: &Fixture, subject: &Subject, how_many: usize) -> Result<f64> {
    let name = format!("many-{}", subject.feature);
    fixture.write_expressions(&name, &subject.source(how_many, 0))?;
    fixture.clean_incremental(&name)?;
    let arguments = ["build", "--package", "many", "--features", subject.feature];
    Ok(fixture.cargo(&arguments, &name)?.cpu_seconds)
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn microseconds(seconds: f64, how_many: usize) -> String {
    format!("{:.0}", seconds * 1e6 / how_many as f64)
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn per_each(some: usize, many: usize) -> f64 {
    some as f64 / many as f64
}

//! Plays the cases, and tells what came of them.

use std::time::{Duration, Instant};

use sse_monitor_tables::{Left, Table, line};

use crate::Result;
use crate::case::Case;
use crate::lab::{Cell, Lab, Measured, World};

const TITLES: [&str; 6] = ["fault", "connection", "browser", "with", "without", "outages told"];

/// Plays the cases one after the other; there is one wire.
pub(crate) async fn play(world: &World, cases: &[Case], whole: bool) -> Result<bool> {
    let mut table = Table::new(TITLES.map(|title| (title, Left)));
    print!("{table}");
    let mut held = true;
    let started = Instant::now();
    for case in cases {
        let (row, wrong) = play_case(world, case).await;
        print!("{}", line(&row));
        for wrong in &wrong {
            println!("  {}: {wrong}", case.name());
        }
        held &= wrong.is_empty();
        table.row(row);
    }
    println!("{} cases in {:.0} s", cases.len(), started.elapsed().as_secs_f64());
    let _ = whole;
    Ok(held)
}

async fn play_case(world: &World, case: &Case) -> ([String; 6], Vec<String>) {
    let row = |with: String, without: String, outages: String| {
        let browser = case.engine.name().to_owned();
        [case.scenario.fault.to_owned(), case.way.name(), browser, with, without, outages]
    };
    let failed =
        |error: String| (row("**failed**".to_owned(), String::new(), String::new()), vec![error]);
    let mut lab = match Lab::new(world, *case).await {
        Ok(lab) => lab,
        Err(error) => return failed(error.to_string()),
    };
    let played = tokio::time::timeout(LONGEST, (case.scenario.play)(&mut lab)).await;
    let outcome = match played {
        Ok(Ok(measured)) => {
            let wrong = lab.violations(&measured);
            let with = with(&measured, &wrong);
            (row(with, told(&measured.without), measured.seen.outages().to_string()), wrong)
        }
        Ok(Err(error)) => failed(error.to_string()),
        Err(_) => failed(format!("not over within {LONGEST:?}")),
    };
    lab.close().await;
    outcome
}

/// No case takes longer, or it hangs.
const LONGEST: Duration = Duration::from_mins(10);

fn with(measured: &Measured, wrong: &[String]) -> String {
    let told = told(&measured.with);
    if wrong.is_empty() { told } else { format!("**{told}: {}**", wrong.join(", ")) }
}

fn told(cell: &Cell) -> String {
    match cell {
        Cell::Back(time) => seconds(*time),
        Cell::NotWithin(time) => format!("not within {:.0} s", time.as_secs_f64()),
        Cell::Told(text) => text.clone(),
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

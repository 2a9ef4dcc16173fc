//! The page of the documentation.

use sse_monitor_tables::{Left, ShortRight, Table};

use crate::figures::{SEEDS, mean};
use crate::text::{grouped, seconds};
use crate::{Away, Backoff, Figures, Load, Outage, Schedule, loads, strike};

/// The page, in Markdown.
#[must_use]
pub fn report() -> String {
    let [one, independent] = [ours(), Schedule::Independent]
        .map(|schedule| Figures::of(schedule, Outage::refusing(1.0)));
    let [window, last_window] =
        [Backoff::default().first_window(), Backoff::default().last_window()]
            .map(|window| window / 1_000.0);
    let mut page = include_str!("storm.md").to_owned();
    for (mark, value) in [
        ("{{schedules}}", schedules()),
        ("{{choice}}", choice()),
        ("{{hanging}}", hanging()),
        ("{{relapses}}", relapses()),
        ("{{recovery}}", recovery()),
        ("{{first_window}}", seconds(window)),
        ("{{rate}}", grouped(10_000.0 / window)),
        ("{{rate_100_ms}}", grouped(1_000.0 / window)),
        ("{{last_rate}}", grouped(10_000.0 / last_window)),
        ("{{fullest}}", grouped(one.fullest_100_ms)),
        ("{{half_1}}", seconds(one.half)),
        ("{{fullest_second_1}}", grouped(one.fullest_second)),
        ("{{half_1_independent}}", seconds(independent.half)),
        ("{{fullest_second_1_independent}}", grouped(independent.fullest_second)),
    ] {
        page = page.replace(mark, value.trim_end());
    }
    page
}

fn ours() -> Schedule {
    Schedule::Monitor(Backoff::default())
}

fn schedules() -> String {
    let mut table = Table::new([
        ("outage", ShortRight),
        ("schedule", Left),
        ("fullest 100 ms", ShortRight),
        ("fullest second after the return", ShortRight),
        ("half back", ShortRight),
        ("99 % back", ShortRight),
        ("second × half ÷ 5,000", ShortRight),
        ("all requests", ShortRight),
    ]);
    for away in [1.0, 3.0, 10.0, 60.0] {
        for schedule in Schedule::all() {
            let figures = Figures::of(schedule, Outage::refusing(away));
            table.row([
                format!("{away} s"),
                schedule.name().to_owned(),
                grouped(figures.fullest_100_ms),
                grouped(figures.fullest_second),
                seconds(figures.half),
                seconds(figures.nearly_all),
                format!("{:.2}", figures.price),
                grouped(figures.requests),
            ]);
        }
    }
    table.to_string()
}

fn choice() -> String {
    let mut table = Table::new([
        ("growth", ShortRight),
        ("longest delay", ShortRight),
        ("fullest 100 ms", ShortRight),
        ("half back, 10 s", ShortRight),
        ("60 s", ShortRight),
        ("99 % back, 10 s", ShortRight),
        ("60 s", ShortRight),
        ("second × half ÷ 5,000, 10 s", ShortRight),
        ("60 s", ShortRight),
        ("requests, 60 s", ShortRight),
    ]);
    for growth in [1.1, 1.25, 1.5, 2.0] {
        for longest in [9_000.0, 17_000.0, 30_000.0] {
            let backoff = Backoff::with_growth(3_000.0, longest, growth);
            let [ten, sixty] = [10.0, 60.0]
                .map(|away| Figures::of(Schedule::Monitor(backoff), Outage::refusing(away)));
            let mut cells = vec![
                growth.to_string(),
                format!("{} s", longest / 1000.0),
                grouped(ten.fullest_100_ms.max(sixty.fullest_100_ms)),
                seconds(ten.half),
                seconds(sixty.half),
                seconds(ten.nearly_all),
                seconds(sixty.nearly_all),
                format!("{:.2}", ten.price),
                format!("{:.2}", sixty.price),
                grouped(sixty.requests),
            ];
            if backoff == Backoff::default() {
                for cell in &mut cells {
                    *cell = format!("**{cell}**");
                }
            }
            table.row(cells);
        }
    }
    table.to_string()
}

fn hanging() -> String {
    let mut table = Table::new([
        ("the server, for 30 s", Left),
        ("`connect_timeout`", ShortRight),
        ("schedule", Left),
        ("fullest 100 ms", ShortRight),
        ("all requests", ShortRight),
        ("half back", ShortRight),
        ("99 % back", ShortRight),
        ("back in the fullest second", ShortRight),
    ]);
    let rows = [
        ("refuses", Away::Refuses, "–"),
        ("hangs and forgets", Away::Hangs(&[20_000.0]), "20 s"),
        ("hangs and forgets", Away::Hangs(&[5_000.0]), "5 s"),
        ("hangs, then answers", Away::Delays(&[20_000.0]), "20 s"),
        ("hangs, then answers", Away::Delays(&[5_000.0]), "5 s"),
    ];
    let silent = rows[1..].iter().map(|(what, away, patience)| {
        (format!("falls silent, {what}"), *away, *patience, true, vec![ours()])
    });
    let cut = rows.iter().map(|(what, away, patience)| {
        ((*what).to_owned(), *away, *patience, false, vec![ours(), Schedule::Independent])
    });
    for (what, away, patience, silent, schedules) in cut.chain(silent) {
        for schedule in schedules {
            let figures = Figures::of(schedule, Outage { away, silent, ..Outage::refusing(30.0) });
            table.row([
                what.clone(),
                patience.to_owned(),
                schedule.name().to_owned(),
                grouped(figures.fullest_100_ms),
                grouped(figures.requests),
                seconds(figures.half),
                seconds(figures.nearly_all),
                grouped(figures.fullest_second),
            ]);
        }
    }
    table.to_string()
}

fn relapses() -> String {
    let mut table = Table::new([
        ("away each time", ShortRight),
        ("schedule", Left),
        ("fullest 100 ms", ShortRight),
        ("all requests", ShortRight),
        ("half back", ShortRight),
        ("99 % back", ShortRight),
    ]);
    for away in [1.0, 10.0, 60.0] {
        for schedule in [ours(), Schedule::Independent] {
            let figures = Figures::of(schedule, Outage { relapses: 3, ..Outage::refusing(away) });
            table.row([
                format!("{away} s"),
                schedule.name().to_owned(),
                grouped(figures.fullest_100_ms),
                grouped(figures.requests),
                seconds(figures.half),
                seconds(figures.nearly_all),
            ]);
        }
    }
    table.to_string()
}

fn recovery() -> String {
    let mut table = Table::new([
        ("the server", Left),
        ("messages after the return", Left),
        ("load", Left),
        ("fullest 100 ms", ShortRight),
        ("fullest second", ShortRight),
        ("half loaded", ShortRight),
        ("99 % loaded", ShortRight),
    ]);
    let recipes = [
        ("at once", Load::After(0.0)),
        ("`delay:2s`", Load::After(2_000.0)),
        ("drawn, 0–10 s", Load::Within(10_000.0)),
        ("drawn, 0–30 s", Load::Within(30_000.0)),
    ];
    let hangs = Outage { away: Away::Delays(&[20_000.0]), ..Outage::refusing(30.0) };
    let quiet = ("none", f64::INFINITY);
    for (server, outage, (stream, broadcast)) in [
        ("refuses for 1 s", Outage::refusing(1.0), quiet),
        ("refuses for 1 s", Outage::refusing(1.0), ("one a second, to everybody", 1_000.0)),
        ("hangs for 30 s, then answers", hangs, quiet),
    ] {
        for (recipe, load) in recipes {
            let loads =
                SEEDS.map(|seed| loads(&strike(ours(), outage, seed), broadcast, load, seed));
            table.row([
                server.to_owned(),
                stream.to_owned(),
                recipe.to_owned(),
                grouped(mean(&loads, |loads| loads.fullest_100_ms().into())),
                grouped(mean(&loads, |loads| loads.fullest_second().into())),
                seconds(mean(&loads, |loads| loads.after(50))),
                seconds(mean(&loads, |loads| loads.after(99))),
            ]);
        }
    }
    table.to_string()
}

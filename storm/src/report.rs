//! The page of the documentation.

use std::fmt::Write as _;

use crate::search::TOLD_OF;
use crate::text::{grouped, seconds};
use crate::{Backoff, Bounds, Candidate, Outage, SEED, Schedule, candidates, strike};

const HEAD: &str = "\
# A storm

<!-- Written by `cargo xtask storm`. -->

A server restarts, and everybody who was connected loses it at the same moment. What the clients do then decides whether
it comes up again. `cargo xtask storm` simulates them and writes this page: all clients are cut within 50 ms, the server
is away for a while and then takes everybody at once. A request is refused at once while it is away, and the first one
after its return brings its client back. No latency is modelled: it would only blur the waves.

The peak is the fullest 100 ms, times ten, from the cut until the last client is back.

![Requests per second from the cut on, for each schedule](storm.svg)

";

const SCHEDULES: &str = "
The delays are what each project's source says:

- **sse-monitor**: `reconnect_delay: 3s`, `reconnect_max_delay: 30s`, the defaults. A test runs the script and this
  simulation with the same random numbers, and both give the same delays.
- **full jitter**: anything from nothing to 3 s, 6 s, 12 s, 24 s, 30 s.
- **hx-sse** of htmx 4.0.1: 500 ms doubling to 60 s, plus or minus 30 %.
- **Action Cable** (`@rails/actioncable` 8.1): a poll every 6 to 12 s that goes on all the time, so that a cut finds every
  client somewhere else in it. It asks again once 6 s have passed since the cut and since the last ping (one in 3 s);
  from then on polls are 6 s × 1.15ⁿ apart, plus up to 15 %, with n at most 10.
- **htmx-ext-sse** 2.2.4: the first retry is Chromium's own, 3 s after the cut. Where a proxy answers it with an error, the
  extension takes over: 500 ms doubling to 64 s, for everybody at the same moment. Where the port refuses, Chromium goes
  on by itself: the next row.
- **EventSource, 3 s**: Chromium while the port refuses. How long its clients need is luck: they all come at the next
  multiple of 3 s, wherever the server's return lies between two. (After an error status it never comes back, and
  Firefox gives up at the first refused retry.)

Action Cable's peak is the lowest, because nobody asks in the first 6 s. The price is paid after the commonest outage of
all, a restart within a second: half of its clients are away for longer than it takes the monitor to bring 99 % back.
";

/// The page, in Markdown.
#[must_use]
pub fn report() -> String {
    let mut page = HEAD.to_owned();
    table(&mut page);
    page.push_str(SCHEDULES);
    bounds(&mut page);
    search(&mut page);
    page
}

fn table(page: &mut String) {
    page.push_str(
        "| clients | outage | schedule | peak, requests/s | requests | half back after | 99 % back after |\n\
         |--:|--:|---|--:|--:|--:|--:|\n",
    );
    for clients in [10_000, 100_000] {
        for away in [1, 10, 60] {
            for schedule in Schedule::all() {
                let wave = strike(schedule, Outage { clients, seconds: away }, SEED);
                line(
                    page,
                    &[
                        grouped(clients),
                        format!("{away} s"),
                        schedule.name().to_owned(),
                        grouped(wave.peak()),
                        grouped(wave.requests()),
                        seconds(wave.back_after(50)),
                        seconds(wave.back_after(99)),
                    ],
                );
            }
        }
    }
}

fn bounds(page: &mut String) {
    let backoff = Backoff::default();
    let bounds = Bounds::of(backoff, SEED);
    let wave = Bounds::test(backoff, SEED);
    page.push_str(
        "\n## The bounds\n\nWith the defaults, 10,000 clients and an outage of 10 s, which a test asserts for several seeds:\n\n\
         | | bound | measured |\n|---|--:|--:|\n",
    );
    let rows = [
        ("peak: a 25th of fixed 3 s", grouped(bounds.peak), grouped(wave.peak())),
        (
            "half are back: 1.4 × `reconnect_delay`",
            seconds(bounds.half),
            seconds(wave.back_after(50)),
        ),
        (
            "99 % are back: 6 × `reconnect_delay`",
            seconds(bounds.nearly_all),
            seconds(wave.back_after(99)),
        ),
    ];
    for (what, bound, measured) in rows {
        line(page, &[what.to_owned(), bound, measured]);
    }
}

fn search(page: &mut String) {
    let candidates = candidates(SEED);
    let chosen = candidates.iter().find(|candidate| is_chosen(candidate));
    let first_wave = f64::from(TOLD_OF) / (1.6 * Backoff::default().base / 1000.0) / 1000.0;
    page.push_str(SEARCH_HEAD);
    for candidate in &candidates {
        line(page, &row(candidate));
    }
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "\nThe peak is made by the first delay: {clients} clients spread evenly over 0.2 to 1.8 times 3 s are {first_wave:.1} thousand \
         requests/s\nalready, and the second attempts come on top. {SEARCH_REASON}: {fewest} requests. A\ntest asserts that \
         the script has it. Who wants the clients back sooner after a long outage, and has a server that can\nbear it, sets \
         `reconnect_max_delay`.\n",
        clients = grouped(TOLD_OF),
        fewest = chosen.map_or_else(String::new, |chosen| grouped(chosen.requests_in_a_minute())),
    );
}

/// Why the chosen one is chosen.
const SEARCH_REASON: &str = "\
A larger factor takes a little off it and makes the
clients return later. What factor and longest delay decide above all is how much is asked of a server that is away for
long, and how long its clients then need. There the requests count more: a server that they keep from coming up is worse
than one that is noticed some seconds later, and a page that is looked at asks at once when it becomes visible. So the
choice is, of those that keep the bounds, the one with the fewest requests in an outage of a minute";

const SEARCH_HEAD: &str = "
## The choice

Each delay lies evenly within 0.2 and 1.8 times a nominal delay. That starts at `reconnect_delay` and grows by a factor
with each failed attempt, until 1.8 times of it would exceed the longest delay. It is the nominal delay that is bounded:
clipped delays would bring many clients back at the same moment. Factor and longest delay are open to choice. This is what
they do to 10,000 clients with a first delay of 3 s (simulated with 100,000, so that luck counts less); ✓ keeps the
bounds, and the script's own choice is bold.

| factor | longest delay | peak, 1 s outage | 10 s | 60 s | requests, 60 s | half back, 10 s | 60 s | 99 % back, 10 s | 60 s | bounds |
|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|:-:|
";

fn row(candidate: &Candidate) -> Vec<String> {
    let [_, ten, sixty] = &candidate.waves;
    let mut cells = vec![
        candidate.backoff.factor.to_string(),
        if candidate.backoff.factor > 1.0 {
            seconds(candidate.backoff.cap * 1.8 / 1000.0)
        } else {
            seconds(candidate.backoff.base * 1.8 / 1000.0)
        },
        grouped(candidate.peak(0)),
        grouped(candidate.peak(1)),
        grouped(candidate.peak(2)),
        grouped(candidate.requests_in_a_minute()),
        seconds(ten.back_after(50)),
        seconds(sixty.back_after(50)),
        seconds(ten.back_after(99)),
        seconds(sixty.back_after(99)),
        if candidate.keeps_bounds { "✓" } else { "" }.to_owned(),
    ];
    if is_chosen(candidate) {
        for cell in &mut cells {
            *cell = format!("**{cell}**");
        }
    }
    cells
}

fn is_chosen(candidate: &Candidate) -> bool {
    let script = Backoff::default();
    let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
    same(candidate.backoff.factor, script.factor) && same(candidate.backoff.cap, script.cap)
}

fn line(page: &mut String, cells: &[String]) {
    // Writing to a string does not fail.
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

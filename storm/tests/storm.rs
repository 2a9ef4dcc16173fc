//! What the documentation says of a storm holds, and is what the command writes.

use std::fs;
use std::path::Path;

use sse_monitor_storm::{
    Away, Backoff, Figures, Load, Outage, Random, Schedule, loads, picture, report, strike,
};

/// The smallest and the largest phase, and many between.
fn phases() -> impl Iterator<Item = f64> {
    (0..4_000).map(|step| (f64::from(step) + 0.5) / 4_000.0).chain([0.0, 1.0 - f64::EPSILON])
}

fn mean_first_delay(backoff: Backoff) -> f64 {
    let steps = 4_000;
    let sum: f64 =
        (0..steps).map(|step| backoff.delay(0, (f64::from(step) + 0.5) / f64::from(steps))).sum();
    sum / f64::from(steps)
}

/// Each `reconnect_delay` with the default longest delay, with the shortest one, and with one that matters to nothing.
fn backoffs(delay: u32) -> [(Backoff, f64); 3] {
    let longest = [
        Backoff::default_max_delay(delay),
        Backoff::SPAN * f64::from(delay),
        f64::from(delay) * 50.0,
    ];
    longest.map(|longest| (Backoff::with_growth(delay.into(), longest, 1.25), longest))
}

#[test]
fn reconnect_delay_is_the_mean_of_the_first_delay() {
    for (delay, mean) in [
        (400_u32, 400.0),
        (3_000, 3_000.0),
        (8_000, 8_000.0),
        (20_000, 20_000.0),
        (300_000, 300_000.0),
        // No first delay is shorter than 200 ms, so the mean cannot be.
        (10, 205.0),
    ] {
        let longest = Backoff::default_max_delay(delay);
        for longest in [longest, longest.max(Backoff::SPAN * f64::from(delay)), longest * 50.0] {
            let found = mean_first_delay(Backoff::with_growth(delay.into(), longest, 1.25));
            assert!((found / mean - 1.0).abs() < 1e-5, "{delay} ms, {longest}: {found}");
        }
    }
}

#[test]
fn no_delay_is_longer_than_the_longest_and_no_first_one_shorter_than_200_ms() {
    for delay in [10, 200, 399, 3_000, 7_500, 20_000, 300_000] {
        for (backoff, longest) in backoffs(delay) {
            for phase in phases() {
                let first = backoff.delay(0, phase);
                assert!(first >= longest.min(200.0), "{delay} ms, {phase}: {first}");
                for k in 0..60 {
                    let found = backoff.delay(k, phase);
                    assert!(found > 0.0 && found <= longest, "{delay} ms, {k}, {phase}: {found}");
                }
            }
            assert!((backoff.delay(59, 0.5) / longest - 1.0).abs() < 1e-9 || longest > 1e6);
        }
    }
}

/// The proof's sentences about the windows: two pages never come nearer to each other than in their first attempts, whose
/// windows are `P` and more, or than the last windows put them; and an attempt's last page comes when the next attempt's
/// first one does.
#[test]
fn neighbours_stay_as_far_apart_as_the_first_window_has_put_them() {
    for delay in [10, 400, 3_000, 7_500, 20_000] {
        // A longest delay below 400 ms leaves no room for 200 ms and a window.
        for (backoff, longest) in backoffs(delay).into_iter().filter(|of| of.1 >= 400.0) {
            let times = |phase: f64| {
                (0..40).scan(0.0, move |now, k| {
                    *now += backoff.delay(k, phase);
                    Some(*now)
                })
            };
            let phases: Vec<f64> = (0..=200).map(|step| f64::from(step) / 200.0).collect();
            for pair in phases.windows(2) {
                for (k, (one, other)) in (0..).zip(times(pair[0]).zip(times(pair[1]))) {
                    let is_last = k > 0 && backoff.delay(k, pair[0]) >= longest;
                    let window =
                        if is_last { backoff.last_window() } else { backoff.first_window() };
                    let least = window * (pair[1] - pair[0]);
                    let apart = other - one;
                    assert!(
                        apart >= least * (1.0 - 1e-6),
                        "{delay} ms, at most {longest}, attempt {k}: {apart} instead of {least}"
                    );
                }
            }
            for (last, first) in times(1.0).zip(times(0.0).skip(1)) {
                assert!((last / first - 1.0).abs() < 1e-9, "{delay} ms, at most {longest}");
            }
        }
    }
}

#[test]
fn ten_thousand_pages_keep_what_is_promised() {
    let ours = Schedule::Monitor(Backoff::default());
    for (seconds, half, nearly_all) in [(1.0, 3.2, 6.8), (10.0, 4.2, 9.0), (60.0, 8.8, 17.3)] {
        let figures = Figures::of(ours, Outage::refusing(seconds));
        assert!(
            figures.half <= half && figures.nearly_all <= nearly_all,
            "{seconds} s: {figures:?}"
        );
        assert!(figures.fullest_100_ms <= 225.0, "{seconds} s: {figures:?}");
    }
    for seconds in [3.0, 10.0, 60.0] {
        let figures = Figures::of(ours, Outage::refusing(seconds));
        assert!(figures.price <= 1.15, "{seconds} s: {figures:?}");
    }
}

/// The bound with every second of a median counted whole, which is how it is proved, for every schedule and many outages.
#[test]
fn no_schedule_beats_the_bound_and_ours_reaches_it() {
    let mut random = Random::new(7);
    for _ in 0..40 {
        let outage = Outage { pages: 4_000, ..Outage::refusing(1.0 + 80.0 * random.unit()) };
        for schedule in Schedule::all() {
            let wave = strike(schedule, outage, 1);
            let seconds = wave.back.after(50).ceil().max(1.0);
            let product = f64::from(wave.back.fullest_second()) * seconds;
            assert!(product >= 2_000.0, "{} after {outage:?}: {product}", schedule.name());
        }
        // Of the last windows the largest is 1.25 times the smallest, which costs some percent.
        let price = if outage.seconds < 30.0 { 1.15 } else { 1.25 };
        let outage = Outage { pages: 10_000, ..outage };
        let figures = Figures::of(Schedule::Monitor(Backoff::default()), outage);
        assert!(figures.price < price, "{outage:?}: {figures:?}");
    }
}

#[test]
fn a_server_that_dies_again_does_not_get_everybody_at_once() {
    let ours = Schedule::Monitor(Backoff::default());
    // After 1 s, many who were not back yet ask as well.
    for (seconds, most) in [(1.0, 350.0), (10.0, 225.0), (60.0, 225.0)] {
        let outage = Outage { relapses: 3, ..Outage::refusing(seconds) };
        let figures = Figures::of(ours, outage);
        assert!(figures.fullest_100_ms <= most, "{seconds} s: {figures:?}");
    }
}

#[test]
fn everybody_is_back_and_nobody_before_the_server_is() {
    for schedule in Schedule::all() {
        for seconds in [1.0, 10.0, 60.0] {
            for away in [Away::Refuses, Away::Hangs(&[20_000.0]), Away::Delays(&[20_000.0])] {
                let outage = Outage { pages: 1_000, away, ..Outage::refusing(seconds) };
                let wave = strike(schedule, outage, 1);
                assert!(wave.requests.count() >= 1_000, "{}", schedule.name());
                assert!(wave.back.after(1) >= 0.0);
                assert!(wave.back.after(100) >= wave.back.after(50), "{}", schedule.name());
                assert_eq!(wave.back.count(), 1_000, "{}", schedule.name());
            }
        }
    }
}

#[test]
fn pages_without_a_random_number_stay_together() {
    for schedule in [Schedule::Fixed, Schedule::HtmxExtSse] {
        let wave = strike(schedule, Outage::refusing(10.0), 1);
        assert_eq!(wave.requests.fullest_100_ms(), 10_000, "{}", schedule.name());
    }
    // 3, 6, 9 and 12 s after the cut.
    assert_eq!(strike(Schedule::Fixed, Outage::refusing(10.0), 1).requests.count(), 40_000);
    // 3, 3.5, 4.5, 6.5 and 10.5 s.
    assert_eq!(strike(Schedule::HtmxExtSse, Outage::refusing(10.0), 1).requests.count(), 50_000);
}

#[test]
fn a_request_to_a_server_that_hangs_is_given_up_or_answered_at_its_return() {
    // Asked at 3 s, given up at 23 s, asked again at 26 s, given up at 46 s, asked again at 49 s.
    let hangs = Outage { pages: 1, away: Away::Hangs(&[20_000.0]), ..Outage::refusing(30.0) };
    let wave = strike(Schedule::Fixed, hangs, 1);
    assert_eq!((wave.requests.count(), wave.back.after(100).round()), (3, 19.0));
    // Given up at 5 s, asked again at 8 s, given up at 28 s, asked again at 31 s.
    let shorter = Outage { away: Away::Hangs(&[2_000.0, 20_000.0]), ..hangs };
    let wave = strike(Schedule::Fixed, shorter, 1);
    assert_eq!((wave.requests.count(), wave.back.after(100).round()), (3, 1.0));
    // The second one waits until the server is back.
    let delays = Outage { away: Away::Delays(&[20_000.0]), ..hangs };
    let wave = strike(Schedule::Fixed, delays, 1);
    assert_eq!((wave.requests.count(), wave.back.after(100).round()), (2, 0.0));
}

/// After a silence a page that is not answered asks for more, because its line alone may be dead, and its delays stay as
/// they are for a while. A server that hangs must not be asked more than 1.5 times as often for it as by the independent
/// delays of before, and nobody is back later.
#[test]
fn a_silence_costs_a_server_that_hangs_less_than_half_as_much_again() {
    for (seconds, patience) in
        [(30.0, &[20_000.0][..]), (30.0, &[5_000.0]), (600.0, &[20_000.0]), (3_600.0, &[20_000.0])]
    {
        let hangs = Outage { away: Away::Hangs(patience), ..Outage::refusing(seconds) };
        let before = Figures::of(Schedule::Independent, hangs);
        let ours = Schedule::Monitor(Backoff::default());
        let cut = Figures::of(ours, hangs);
        let silent = Figures::of(ours, Outage { silent: true, ..hangs });
        assert!(silent.requests > cut.requests, "{seconds} s: {silent:?}");
        assert!(silent.requests <= 1.5 * before.requests, "{seconds} s: {silent:?}, {before:?}");
        assert!(silent.nearly_all <= cut.nearly_all + 0.1, "{seconds} s: {silent:?}, {cut:?}");
    }
}

/// And those who are not answered are never so many at once that it shows.
#[test]
fn a_silence_adds_one_wave_of_probes_and_no_peak() {
    let ours = Schedule::Monitor(Backoff::default());
    for away in [Away::Hangs(&[20_000.0]), Away::Hangs(&[5_000.0]), Away::Delays(&[20_000.0])] {
        let outage = Outage { away, silent: true, ..Outage::refusing(30.0) };
        let figures = Figures::of(ours, outage);
        // Two of the waves that there are without it.
        assert!(figures.fullest_100_ms <= 480.0, "{away:?}: {figures:?}");
    }
}

#[test]
fn a_drawn_delay_spreads_what_the_pages_load_and_a_constant_one_does_not() {
    let ours = Schedule::Monitor(Backoff::default());
    let delays = Outage { away: Away::Delays(&[20_000.0]), ..Outage::refusing(30.0) };
    for (outage, broadcast) in [(Outage::refusing(1.0), 1_000.0), (delays, f64::INFINITY)] {
        let wave = strike(ours, outage, 1);
        let fullest = |load| {
            let loads = loads(&wave, broadcast, load, 1);
            assert_eq!(loads.count(), 10_000);
            assert!(loads.after(1) >= wave.back.after(1));
            loads.fullest_100_ms()
        };
        let together = fullest(Load::After(0.0));
        assert!(together > 1_500, "{together}");
        assert_eq!(fullest(Load::After(2_000.0)), together);
        let spread = fullest(Load::Within(10_000.0));
        assert!(spread < 150, "{spread}");
    }
}

#[test]
fn the_committed_page_and_picture_are_what_the_command_writes() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    for (file, written) in [("storm.md", report()), ("storm.svg", picture())] {
        let committed = fs::read_to_string(docs.join(file)).unwrap_or_default();
        assert!(!written.contains("{{"), "docs/{file} has a mark that nothing replaces");
        assert!(committed == written, "docs/{file} is out of date: run `cargo xtask storm`");
    }
}

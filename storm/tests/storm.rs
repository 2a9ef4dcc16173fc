//! What the documentation says of a storm holds, and is what the command writes.

use std::fs;
use std::path::Path;

use sse_monitor_storm::{
    Backoff, Bounds, Candidate, Outage, SEED, Schedule, candidates, picture, report, strike,
};

#[test]
fn the_defaults_keep_the_bounds_whatever_the_seed() {
    let script = Backoff::default();
    for seed in 1..=10 {
        let bounds = Bounds::of(script, seed);
        assert_eq!((bounds.peak, bounds.half, bounds.nearly_all), (4_000, 1.4 * 3.0, 6.0 * 3.0));
        let wave = Bounds::test(script, seed);
        let (peak, half, nearly_all) = (wave.peak(), wave.back_after(50), wave.back_after(99));
        assert!(
            bounds.hold(peak, half, nearly_all),
            "seed {seed}: {peak}/s, half back after {half} s, 99 % after {nearly_all} s, not within {bounds:?}"
        );
    }
}

#[test]
fn the_script_has_the_choice_with_the_fewest_requests_that_keeps_the_bounds() {
    let best = candidates(SEED)
        .into_iter()
        .filter(|candidate| candidate.keeps_bounds)
        .min_by_key(Candidate::requests_in_a_minute)
        .expect("some candidate keeps the bounds");
    let script = Backoff::default();
    assert!((best.backoff.factor - script.factor).abs() < 1e-9, "{:?}", best.backoff);
    assert!((best.backoff.cap - script.cap).abs() < 1e-6, "{:?}", best.backoff);
}

#[test]
fn everybody_is_back_and_nobody_before_the_server_is() {
    for schedule in Schedule::all() {
        for seconds in [1, 10, 60] {
            let wave = strike(schedule, Outage { clients: 1_000, seconds }, SEED);
            assert!(wave.requests() >= 1_000, "{}", schedule.name());
            assert!(wave.back_after(1) >= 0.0);
            assert!(wave.back_after(100) >= wave.back_after(50), "{}", schedule.name());
            assert_eq!(wave.returned(), 1_000, "{}", schedule.name());
        }
    }
}

#[test]
fn clients_without_jitter_stay_together() {
    let outage = Outage { clients: 10_000, seconds: 10 };
    for schedule in [Schedule::Fixed, Schedule::HtmxExtSse] {
        assert_eq!(strike(schedule, outage, SEED).peak(), 100_000, "{}", schedule.name());
    }
    // 3, 6, 9 and 12 s after the cut.
    assert_eq!(strike(Schedule::Fixed, outage, SEED).requests(), 40_000);
    // 3, 3.5, 4.5, 6.5 and 10.5 s.
    assert_eq!(strike(Schedule::HtmxExtSse, outage, SEED).requests(), 50_000);
}

#[test]
fn the_committed_page_and_picture_are_what_the_command_writes() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    for (file, written) in [("storm.md", report()), ("storm.svg", picture())] {
        let committed = fs::read_to_string(docs.join(file)).unwrap_or_default();
        assert!(committed == written, "docs/{file} is out of date: run `cargo xtask storm`");
    }
}

//! Random schedules of everything that may happen to a page, against a small model of the state machine.
//!
//! `SSE_MONITOR_SCHEDULES` says how many, `SSE_MONITOR_SEED` replays the one with that seed and prints what happens.

mod rules;
mod schedule;
mod world;

use std::env;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::host::Host;
use rules::Rules;
use schedule::{Schedule, Step};
use world::World;

const SCHEDULES: u64 = 10_000;

/// What a schedule has shown to be wrong, and after how many steps.
struct Failure {
    steps: usize,
    what: String,
}

#[test]
fn every_schedule_keeps_the_rules() {
    if let Some(seed) = variable("SSE_MONITOR_SEED") {
        let host = Host::new();
        let schedule = Schedule::random(seed);
        let result = run(&host, &schedule, true);
        assert!(result.is_none(), "{}", report(&host, seed, schedule));
        return;
    }
    let count = variable("SSE_MONITOR_SCHEDULES").unwrap_or(SCHEDULES);
    let next = AtomicU64::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut failed: Vec<u64> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| work(&next, count))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    failed.sort_unstable();
    if let Some(&seed) = failed.first() {
        let host = Host::new();
        let more = failed.len() - 1;
        panic!(
            "{}\n{more} other schedules failed: {:?}",
            report(&host, seed, Schedule::random(seed)),
            &failed[1..]
        );
    }
}

/// The seeds that failed among those this thread took.
fn work(next: &AtomicU64, count: u64) -> Vec<u64> {
    const ENOUGH: usize = 10;
    let host = Host::new();
    let mut failed = Vec::new();
    while failed.len() < ENOUGH {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= count {
            break;
        }
        if run(&host, &Schedule::random(seed), false).is_some() {
            failed.push(seed);
        }
    }
    failed
}

fn variable(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} is not a number: {value}")))
}

/// A page that never comes to rest is a failure like any other.
fn run(host: &Host, schedule: &Schedule, tell: bool) -> Option<Failure> {
    panic::catch_unwind(AssertUnwindSafe(|| play(host, schedule, tell))).unwrap_or_else(|panic| {
        let what = panic.downcast_ref::<String>().cloned().unwrap_or_default();
        Some(Failure { steps: schedule.steps.len(), what })
    })
}

fn play(host: &Host, schedule: &Schedule, tell: bool) -> Option<Failure> {
    let mut world = World::new(host, schedule);
    let mut rules = Rules::new();
    let mut seen = world.observe();
    let say = |step: &str, seen: &serde_json::Value| {
        if tell {
            println!("{step}");
            for event in seen["events"].as_array().expect("a list") {
                println!("    {event}");
            }
        }
    };
    say("start", &seen);
    if let Err(what) = rules.check(&world, &seen) {
        return Some(Failure { steps: 0, what });
    }
    for (number, step) in schedule.steps.iter().enumerate() {
        rules.expect(&world, step, seen["now"].as_f64().expect("a time"));
        if !world.take(step) {
            continue;
        }
        seen = world.observe();
        say(&format!("{step:?}"), &seen);
        if let Err(what) = rules.check(&world, &seen) {
            return Some(Failure { steps: number + 1, what });
        }
    }
    let what =
        recover(&mut world, &mut rules, seen["now"].as_f64().expect("a time"), &say).err()?;
    Some(Failure { steps: schedule.steps.len(), what })
}

/// Nothing is lost for good: with a server that answers and a reader who looks, the page is connected again, hears each
/// message once, and can be left without a trace.
fn recover(
    world: &mut World,
    rules: &mut Rules,
    begun: f64,
    say: &dyn Fn(&str, &serde_json::Value),
) -> Result<(), String> {
    let closed = world.get::<String>("String(window.sseMonitors?.live?.state)") == "closed";
    let mut now = begun;
    let mut then = |world: &mut World, rules: &mut Rules, step: Step| -> Result<(), String> {
        rules.expect(world, &step, now);
        if world.take(&step) {
            let seen = world.observe();
            now = seen["now"].as_f64().expect("a time");
            say(&format!("finally {step:?}"), &seen);
            rules.check(world, &seen).map_err(|what| format!("finally, {step:?}: {what}"))?;
        }
        Ok(())
    };
    for step in [
        Step::Answer("open"),
        Step::Throttle(0),
        Step::ComeBack,
        Step::Show,
        Step::Online,
        Step::Beat(true),
    ] {
        then(world, rules, step)?;
    }
    if world.destroyed {
        // The client's own retries have come to an end.
        then(world, rules, Step::Advance(90_000))?;
        then(world, rules, Step::Run)?;
    }
    if !world.present {
        then(world, rules, Step::Insert)?;
    } else if closed {
        then(world, rules, Step::Swap)?;
    }
    let config = world.config.clone();
    if config.heartbeat_timeout.is_none() || config.connect_timeout.is_none() {
        // Nothing else ends a connection that hangs.
        then(world, rules, Step::Reset)?;
    }
    then(world, rules, Step::Advance(60_000))?;
    let state = |world: &World| world.get::<String>("window.sseMonitors.live.state");
    let may_give_up = !config.auto_reconnect
        || config.max_reconnect_attempts.is_some()
        || !config.give_up_on.is_empty();
    if may_give_up && state(world) == "disconnected" {
        then(world, rules, Step::Reconnect)?;
        then(world, rules, Step::Advance(10_000))?;
    }
    if state(world) == "closed"
        || state(world) == "connecting" && world.get("host.clientIsClosed()")
    {
        // The close event was under way, or came before the script that is there now.
        then(world, rules, Step::Swap)?;
        then(world, rules, Step::Advance(40_000))?;
    }
    if state(world) != "connected" {
        return Err(format!("finally {}", state(world)));
    }
    let streams: u32 = world.get("host.server.streams().length");
    if streams != 1 && !(streams > 1 && rules.was_left_alone()) {
        return Err("finally not one stream".into());
    }
    world.get::<()>("void (host.messages.length = 0, host.server.send('finally'))");
    then(world, rules, Step::Advance(100))?;
    let heard: u32 = world.get("host.messages.filter(({ data }) => data === 'finally').length");
    if heard != 1 {
        return Err(format!("finally a message was heard {heard} times"));
    }
    then(world, rules, Step::Destroy)?;
    then(world, rules, Step::Advance(5000))
}

/// The failure of a seed with the fewest steps that show it.
fn report(host: &Host, seed: u64, mut schedule: Schedule) -> String {
    let mut failure = run(host, &schedule, false).expect("a schedule that fails");
    schedule.steps.truncate(failure.steps);
    let mut at = schedule.steps.len();
    while at > 0 {
        at -= 1;
        let mut shorter = schedule.clone();
        shorter.steps.remove(at);
        if let Some(still) = run(host, &shorter, false) {
            schedule = shorter;
            failure = still;
        }
    }
    format!(
        "{}\nseed {seed}: replay with SSE_MONITOR_SEED={seed}; the fewest steps: {:?}\nwith {:?} in {}\n{}",
        failure.what,
        schedule.steps,
        schedule.case,
        schedule.browser,
        schedule.config.to_js_config(),
    )
}

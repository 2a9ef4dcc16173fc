//! The delays between attempts, their number, and when counting starts again.

use sse_monitor_core::MonitorConfig;
use sse_monitor_storm::Backoff;

use crate::page::{Page, each};

/// The delay that is spread before the attempt after `failures` failed ones.
pub(crate) fn nominal(config: &MonitorConfig, failures: u32) -> f64 {
    Backoff::of(config).nominal(failures)
}

fn delays(page: &Page) -> Vec<f64> {
    page.changes().into_iter().filter_map(|change| change.retry_in).collect()
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * expected.max(1.0), "{found} instead of {expected}");
}

#[test]
fn the_first_delay_has_the_mean_that_was_asked_for_and_the_next_ones_grow() {
    each(|case| {
        let mut asked = crate::page::config(case);
        asked.reconnect_delay = Some(2000);
        let page = Page::connected(case, |config| *config = asked.clone());
        page.without_jitter();
        page.answer("503");
        page.drop_stream();
        page.advance(200_000);
        let delays = delays(&page);
        assert!(delays.len() > 8, "{delays:?}");
        for (failures, delay) in (0..).zip(delays) {
            assert_near(delay, nominal(&asked, failures));
        }
    });
}

/// The storm is simulated with the script's own delays: the same random numbers give the same ones, by every client, over
/// many attempts.
#[test]
fn the_simulated_backoff_gives_the_script_s_delays() {
    const ATTEMPTS: usize = 40;
    each(|case| {
        for (delay, max_delay) in
            [(None, None), (Some(10), None), (Some(1_234), Some(1_300)), (Some(500), Some(90_000))]
        {
            let mut asked = crate::page::config(case);
            (asked.reconnect_delay, asked.reconnect_max_delay) = (delay, max_delay);
            let page = Page::connected(case, |config| *config = asked.clone());
            page.answer("503");
            page.run(DRAWN);
            page.drop_stream();
            while page.get::<usize>("host.drawn.length") < ATTEMPTS {
                page.advance(asked.reconnect_max_delay_ms());
            }
            let (told, drawn) = (delays(&page), page.get::<Vec<f64>>("host.drawn"));
            assert_eq!(told.len(), drawn.len());
            let backoff = Backoff::of(&asked);
            for ((attempts, told), random) in (0..).zip(told).zip(drawn) {
                assert_near(told, backoff.delay(attempts, random));
            }
        }
    });
}

/// Records the random number behind each delay: the last one drawn before it is told. (hx-sse draws for itself, too.)
const DRAWN: &str = "{
    let last;
    const random = host.clock.random;
    host.clock.random = () => (last = random.call(host.clock));
    host.drawn = [];
    document.addEventListener('sse:stateChanged', ({ detail }) => {
        if (detail.retryIn !== undefined) host.drawn.push(last);
    });
}";

#[test]
fn every_delay_is_spread_within_its_bounds() {
    each(|case| {
        let mut asked = crate::page::config(case);
        asked.reconnect_max_delay = Some(10_000);
        for (random, share) in [("0", 0.2), ("1 - 2 ** -32", 1.8)] {
            let page = Page::connected(case, |config| *config = asked.clone());
            page.run(&format!("host.clock.fixed = {random}"));
            page.answer("503");
            page.drop_stream();
            page.advance(120_000);
            let delays = delays(&page);
            assert!(delays.len() > 8, "{delays:?}");
            for (failures, delay) in (0..).zip(delays) {
                assert_near(delay, share * nominal(&asked, failures));
                assert!(delay <= 10_000.0);
            }
        }
    });
}

#[test]
fn a_delay_is_kept_as_told() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.answer("503");
        page.drop_stream();
        page.advance(100_000);
        let arrivals: Vec<f64> =
            page.get("host.server.requests.slice(1).map((request) => request.at)");
        let told: Vec<_> =
            page.changes().into_iter().filter(|change| change.retry_in.is_some()).collect();
        assert!(arrivals.len() > 4);
        for (arrival, change) in arrivals.iter().zip(&told) {
            let late = arrival - change.at - change.retry_in.unwrap();
            assert!((-1.0..=1.0).contains(&late), "{change:?} but a request at {arrival}");
        }
    });
}

#[test]
fn the_delays_of_many_clients_fill_the_whole_range() {
    each(|case| {
        let mut shares = Vec::new();
        for seed in 1..40 {
            let page = Page::connected(case, |_| {});
            page.run(&format!("host.clock.randomState = {}", seed * 7919));
            page.drop_stream();
            page.advance(10);
            shares.push(delays(&page)[0] / 1000.0);
        }
        assert!(shares.iter().all(|share| (0.2..1.8).contains(share)), "{shares:?}");
        assert!(
            shares.iter().any(|share| *share < 0.5) && shares.iter().any(|share| *share > 1.5),
            "{shares:?}"
        );
    });
}

#[test]
fn the_count_starts_again_only_after_a_stable_connection() {
    each(|case| {
        for (served, attempts) in [(4800, 1), (5200, 0)] {
            let page = Page::connected(case, |_| {});
            page.drop_stream();
            page.advance(10);
            let back = page.changes().last().unwrap().retry_in.unwrap();
            page.run(&format!("host.clock.advance({back} + 20)"));
            assert_eq!(page.state(), "connected");
            page.advance(served - 10);
            page.forget();
            page.drop_stream();
            page.advance(10);
            let told = page.changes().pop().unwrap();
            assert_eq!(
                (told.state.as_str(), told.attempts),
                ("reconnecting", attempts),
                "served {served} ms"
            );
        }
    });
}

#[test]
fn a_server_that_accepts_and_closes_is_not_hammered() {
    each(|case| {
        let page = Page::with(case, |config| config.reconnect_delay = None);
        page.answer("({ flap: 20 })");
        page.advance(100);
        page.drop_stream();
        page.advance(60_000);
        assert!((4..15).contains(&page.requests()), "{}", page.requests());
        assert_eq!(page.peak(), 1);
        page.answer("open");
        page.advance(40_000);
        assert_eq!(page.state(), "connected");
    });
}

#[test]
fn attempts_end_at_the_maximum_and_silence_follows() {
    each(|case| {
        for first_fails in [false, true] {
            let page = Page::furnished(case);
            page.answer(if first_fails { "503" } else { "open" });
            page.monitor(case, |config| config.max_reconnect_attempts = Some(3));
            page.run("host.page.loaded()");
            page.advance(100);
            page.answer("503");
            page.drop_stream();
            page.advance(600_000);
            assert_eq!(page.requests(), 4, "the first connection and three attempts");
            assert_eq!(page.states().last().unwrap(), "disconnected");
            assert_eq!(
                page.painted()[page.painted().len() - 2..],
                ["reconnecting", "disconnected"]
            );
            assert_eq!(
                (page.get::<u32>("window.sseMonitor.reconnectAttempts"), page.live()),
                (3, 0)
            );
            assert_eq!(page.timers(), 0);
            page.answer("open");
            page.advance(3_600_000);
            assert_eq!(page.requests(), 4);
        }
    });
}

#[test]
fn a_connection_that_is_not_stable_does_not_renew_the_attempts() {
    each(|case| {
        let page = Page::connected(case, |config| config.max_reconnect_attempts = Some(3));
        page.answer("({ flap: 100 })");
        page.drop_stream();
        page.advance(600_000);
        assert_eq!((page.requests(), page.state().as_str()), (4, "disconnected"));
    });
}

#[test]
fn without_auto_reconnect_only_reconnect_makes_an_attempt() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config.auto_reconnect = false;
            config.reconnect_delay = None;
        });
        page.drop_stream();
        page.advance(600_000);
        assert_eq!(page.states(), ["error", "disconnected"]);
        assert_eq!((page.requests(), page.live()), (1, 0));
        page.run("host.page.hide(); host.page.show(); host.page.offline(); host.page.online(); host.page.comeBack()");
        page.script("window.sseMonitor.checkConnection()");
        page.advance(60_000);
        assert_eq!(page.requests(), 1);
        page.script("window.sseMonitor.reconnect()");
        page.advance(100);
        assert_eq!(page.states(), ["error", "disconnected", "reconnecting", "connected"]);
        assert_eq!((page.requests(), page.live()), (2, 1));
    });
}

#[test]
fn the_server_s_own_retry_time_is_respected_where_it_can_be_seen() {
    each(|case| {
        if !case.is_htmx4() {
            return;
        }
        let page = Page::connected(case, |_| {});
        page.run("host.server.send({ data: 'x', retry: 9000 })");
        page.advance(10);
        page.run("host.clock.fixed = 0");
        page.drop_stream();
        page.advance(10);
        assert!(delays(&page)[0] >= 9000.0, "{:?}", page.changes());
        page.advance(8000);
        assert_eq!(page.requests(), 1);
        page.advance(10_000);
        assert_eq!(page.state(), "connected");
    });
}

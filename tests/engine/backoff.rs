//! The delays between attempts, their number, and when counting starts again.

use std::time::Duration;

use sse_monitor_storm::Backoff;

use crate::page::{Case, Page, each, millis, plain, secs};

/// The policy in words of its own: each outage begins with a random part of a step, and each further step is a quarter
/// longer, up to the longest delay.
pub(crate) struct Policy {
    /// What a first step would be.
    start: f64,
    most: f64,
}

impl Policy {
    const GROWTH: f64 = 1.25;
    const LEAST: f64 = 200.0;

    pub(crate) fn new(delay: Duration, most: Option<Duration>) -> Self {
        let mean = delay.as_secs_f64() * 1000.0;
        let most = most.map_or(17_000_f64.max(2.1 * mean), |most| most.as_secs_f64() * 1000.0);
        // The mean of GROWTH to a random power, less 1, is this many times the step.
        let mean_of_part = (Self::GROWTH - 1.0) / Self::GROWTH.ln() - 1.0;
        let start = (mean - Self::LEAST).max(mean / 2.0) * (Self::GROWTH - 1.0) / mean_of_part;
        Self { start, most }
    }

    /// The delay of the first attempt of an outage for this phase, of a page that has made `x` steps.
    pub(crate) fn first(&self, x: f64, phase: f64) -> f64 {
        let part = (Self::GROWTH.powf(phase) - 1.0) / (Self::GROWTH - 1.0);
        self.most.min(Self::LEAST + self.next(x) * part)
    }

    /// The delay of each further attempt.
    pub(crate) fn next(&self, x: f64) -> f64 {
        self.most.min(self.start * Self::GROWTH.powf(x))
    }

    /// The delay after so many failed attempts of the first outage.
    pub(crate) fn delay(&self, attempts: u32, phase: f64) -> f64 {
        match attempts {
            0 => self.first(0.0, phase),
            _ => self.next(f64::from(attempts - 1) + phase),
        }
    }
}

/// The storm is simulated with the script's own delays.
#[test]
fn the_simulated_policy_is_this_one() {
    for (delay, most) in [(3000, 17_000), (10, 17_000), (20_000, 42_000), (1234, 2700)] {
        let simulated = Backoff::new(delay, most);
        let policy = Policy::new(millis(delay.into()), Some(millis(most.into())));
        for phase in [0.0, 0.3, 0.999] {
            for attempts in 0..12 {
                assert_near(simulated.delay(attempts, phase), policy.delay(attempts, phase));
            }
            assert_near(simulated.first_delay(3.3, phase), policy.first(3.3, phase));
        }
    }
}

pub(crate) fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-4 * expected.max(1.0), "{found} instead of {expected}");
}

/// A page whose stream has just been refused, for this configuration and phase.
fn refused(case: Case, delay: Duration, most: Option<Duration>, phase: f64) -> Page {
    let page = Page::connected(case, |config| {
        let config = config.reconnect_delay(delay);
        if let Some(most) = most { config.reconnect_max_delay(most) } else { config }
    });
    page.phase(phase);
    page.answer("503");
    page.drop_stream();
    page.advance(10);
    page
}

#[test]
fn the_delays_are_those_of_the_policy() {
    each(|case| {
        for (delay, most) in [
            (secs(3), None),
            (secs(1), None),
            (millis(10), None),
            (millis(1234), Some(millis(2700))),
            (millis(500), Some(secs(90))),
            (secs(20), None),
        ] {
            for phase in [0.0, 0.3, 0.999] {
                let page = refused(case, delay, most, phase);
                page.advance(600_000);
                let policy = Policy::new(delay, most);
                let delays = page.delays();
                assert!(delays.len() > 8, "{delays:?}");
                for (failures, delay) in (0..).zip(delays) {
                    assert_near(delay, policy.delay(failures, phase));
                    assert!(delay <= policy.most);
                }
            }
        }
    });
}

#[test]
fn the_first_delay_has_the_mean_that_was_asked_for() {
    const PHASES: u32 = 30;
    each(|case| {
        // No first delay is below 200 ms, so no mean can be.
        for (delay, mean) in
            [(millis(10), 205.0), (secs(3), 3000.0), (secs(20), 20_000.0), (secs(300), 300_000.0)]
        {
            let mut sum = 0.0;
            for phase in 0..PHASES {
                let page = refused(case, delay, None, (f64::from(phase) + 0.5) / f64::from(PHASES));
                let told = page.delays()[0];
                assert!(told >= 200.0, "{told}");
                sum += told;
            }
            let found = sum / f64::from(PHASES);
            assert!((found - mean).abs() < 0.002 * mean, "{found} for {delay:?}");
        }
    });
}

#[test]
fn an_outage_draws_one_phase() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.draws = 0; { const { random } = host.clock; host.clock.random = () => (host.draws++, random.call(host.clock)); }");
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        assert!(page.delays().len() > 4);
        assert_eq!(page.get::<u32>("host.draws"), 1);
        page.answer("open");
        page.advance(60_000);
        page.drop_stream();
        page.advance(10);
        assert_eq!(page.get::<u32>("host.draws"), 2, "the next outage draws its own");
    });
}

#[test]
fn a_stream_that_breaks_again_goes_on_along_the_curve() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.phase(0.25);
        // Three attempts fail, and the fourth gets a stream that serves for more than a second and less than five.
        page.answer(
            "((exchange) => {
               if (host.server.requests.length < 5) return exchange.respond(503);
               exchange.open();
               host.clock.add(1500, 'server', () => exchange.end());
             })",
        );
        page.drop_stream();
        page.advance(30_000);
        let policy = Policy::new(secs(1), None);
        let delays = page.delays();
        assert_near(delays[3], policy.next(2.25));
        assert_near(delays[4], policy.first(3.25, 0.25));
        assert_near(delays[5], policy.first(3.5, 0.25));
    });
}

/// After so many attempts that its delays are the longest ones, the page falls into another outage.
#[test]
fn no_first_delay_is_longer_than_the_longest() {
    each(|case| {
        for phase in [0.1, 0.999] {
            let page = Page::connected(case, |config| config.reconnect_max_delay(secs(3)));
            page.phase(phase);
            page.answer(
                "((exchange) => {
                   if (host.server.requests.length < 13) return exchange.respond(503);
                   exchange.open();
                   host.clock.add(1500, 'server', () => exchange.end());
                 })",
            );
            page.drop_stream();
            page.advance(60_000);
            let policy = Policy::new(secs(1), Some(secs(3)));
            let delays = page.delays();
            assert_near(delays[11], 3000.0);
            assert_near(delays[12], policy.first(11.0 + phase, phase));
        }
    });
}

#[test]
fn a_delay_is_kept_as_told() {
    each(|case| {
        let page = Page::connected(case, plain);
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
fn a_server_that_accepts_and_closes_is_not_hammered() {
    each(|case| {
        let page = Page::with(case, |config| config.reconnect_delay(secs(3)));
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
            page.monitor(case, |config| config.max_reconnect_attempts(3));
            page.run("host.page.loaded()");
            page.advance(100);
            page.answer("503");
            page.drop_stream();
            page.advance(600_000);
            assert_eq!(page.requests(), 4, "the first connection and three attempts");
            let last = page.last();
            assert_eq!(
                (last.state.as_str(), last.attempts, last.retry_in),
                ("disconnected", 3, None)
            );
            assert_eq!((last.reason.as_deref(), last.status), (Some("status"), Some(503)));
            assert_eq!(
                page.painted()[page.painted().len() - 2..],
                ["reconnecting", "disconnected"]
            );
            assert_eq!(
                (page.get::<u32>("window.sseMonitor.reconnectAttempts"), page.live()),
                (3, 0)
            );
            page.answer("open");
            page.advance(3_600_000);
            assert_eq!(page.requests(), 4);
        }
    });
}

#[test]
fn a_connection_that_is_not_stable_does_not_renew_the_attempts() {
    each(|case| {
        let page = Page::connected(case, |config| config.max_reconnect_attempts(3));
        page.answer("({ flap: 2000 })");
        page.drop_stream();
        page.advance(600_000);
        assert_eq!((page.requests(), page.state().as_str()), (4, "disconnected"));
    });
}

#[test]
fn without_auto_reconnect_only_reconnect_makes_an_attempt() {
    each(|case| {
        let page = Page::furnished(case);
        page.script(&broken_free(case));
        page.run("host.page.loaded()");
        page.advance(100);
        page.forget();
        page.drop_stream();
        page.advance(600_000);
        assert_eq!(page.states(), ["error", "disconnected"]);
        assert_eq!((page.requests(), page.live()), (1, 0));
        page.run("host.page.hide(); host.page.show(); host.page.offline(); host.page.online(); host.page.resume()");
        page.script("window.sseMonitor.checkConnection()");
        page.advance(60_000);
        assert_eq!(page.requests(), 1);
        page.script("window.sseMonitor.reconnect()");
        page.advance(100);
        assert_eq!(page.states(), ["error", "disconnected", "reconnecting", "connected"]);
        assert_eq!((page.requests(), page.live()), (2, 1));
        // And each asking is one attempt.
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        page.script("window.sseMonitor.reconnect()");
        page.advance(600_000);
        assert_eq!((page.requests(), page.state().as_str()), (3, "disconnected"));
    });
}

/// The usual monitor, that does not reconnect. (`reconnect_delay` would have no effect, and be refused.)
fn broken_free(case: Case) -> String {
    crate::broken::monitor(
        &sse_monitor_core::MonitorConfig::new("live")
            .status_element_id("status")
            .client(case.config)
            .debug(case.debug)
            .auto_reconnect(false),
    )
}

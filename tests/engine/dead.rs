//! Connections that are dead without a sign: a stream that falls silent, and what else the browser has to its server.

use std::time::Duration;

use sse_monitor_core::MonitorConfig;

use crate::backoff::{Policy, assert_near};
use crate::page::{CASES, Case, Page, each, millis, plain, secs};
use crate::random::Random;

/// How long after its last sign of life a stream with this timeout is called dead, in milliseconds.
const fn noticed(heartbeat_timeout: u32) -> u32 {
    heartbeat_timeout + 1_000
}

fn watched(case: Case, configure: impl FnOnce(MonitorConfig) -> MonitorConfig) -> Page {
    Page::connected(case, |config| configure(config.heartbeat_timeout(secs(2))))
}

/// What each stream sends, but for those that are dead.
const BEAT: &str = "host.server.every(600, { comment: '' });";

/// Advances until the stream is called dead.
fn fall_silent(page: &Page) {
    page.run(&format!("{BEAT} host.server.stall()"));
    page.advance(noticed(2_000));
    assert_eq!(page.states()[0], "error");
}

/// Advances until it is connected, and gives the milliseconds that it took.
fn until_connected(page: &Page, most: u32) -> u32 {
    let start: f64 = page.get("host.clock.now");
    page.advance(most);
    assert_eq!(page.state(), "connected", "{:?}", page.changes());
    let changes = page.changes().into_iter();
    let connected = changes.filter(|change| change.state == "connected").map(|change| change.at);
    let first = connected.filter(|at| *at >= start).fold(f64::INFINITY, f64::min);
    format!("{:.0}", first - start).parse().expect("a number")
}

fn probes(page: &Page) -> u32 {
    page.get("host.server.probes.length")
}

/// Five: a browser has six connections to a server that speaks HTTP/1.1, and one was the stream's.
#[test]
fn dead_idle_connections_are_used_up_soon() {
    each(|case| {
        for (delay, phase) in [(millis(300), 0.5), (secs(3), 0.0), (secs(3), 0.999)] {
            for connect_timeout in [Some(secs(20)), Some(secs(5)), None] {
                let page = watched(case, |config| {
                    config.reconnect_delay(delay).connect_timeout(connect_timeout)
                });
                page.phase(phase);
                page.run("host.server.deadSockets = 5");
                fall_silent(&page);
                let took = until_connected(&page, 15_000);
                assert!(took <= 15_000, "{took} ms");
                page.advance(5_000);
                assert_eq!((page.requests(), page.live(), page.peak()), (2, 1, 1), "at the server");
                assert_eq!(probes(&page), 5);
                assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
                assert_eq!(page.get::<u32>("host.recoveries.length"), 1);
            }
        }
    });
}

/// It has no cookies and no headers, asks for no body, and follows no redirection.
#[test]
fn a_probe_is_a_request_for_nothing() {
    each(|case| {
        let page = watched(case, plain);
        page.run("host.server.deadSockets = 1");
        fall_silent(&page);
        page.advance(15_000);
        let init: String = page.get(
            "(({ init: { method, credentials, cache, redirect }, path }) => \
               [method, credentials, cache, redirect, path].join())(host.server.probes[0])",
        );
        assert_eq!(init, "HEAD,omit,no-store,manual,/events");
        assert_eq!(probes(&page), 1);
    });
}

#[test]
fn a_server_that_answers_in_time_is_not_probed() {
    each(|case| {
        let page = watched(case, plain);
        fall_silent(&page);
        page.answer("({ slow: 1400 })");
        page.advance(10_000);
        assert_eq!((page.state().as_str(), page.requests(), probes(&page)), ("connected", 2, 0));
    });
}

/// Nothing has shown that connections die without a sign.
#[test]
fn nothing_is_probed_but_what_follows_a_silence() {
    each(|case| {
        let page = watched(case, plain);
        page.answer("hold");
        page.run("host.server.reset()");
        page.advance(120_000);
        assert_eq!(probes(&page), 0);
        // Nor later on, once a stream has served.
        page.answer("open");
        page.run(BEAT);
        page.advance(60_000);
        page.run("host.server.stall()");
        page.advance(60_000);
        assert_eq!(page.state(), "connected");
        page.answer("hold");
        page.run("host.server.reset()");
        page.advance(60_000);
        assert_eq!(probes(&page), 0);
    });
}

/// Nothing of it is answered, so each attempt keeps its time.
#[test]
fn a_server_that_hangs_is_asked_as_before_and_probed_twice() {
    each(|case| {
        let page = watched(case, |config| config.reconnect_delay(secs(3)));
        page.phase(0.5);
        page.answer("hold");
        fall_silent(&page);
        // 2.9 s, then 20 s and one more for each, and 6.5 s between them.
        page.advance(30_000);
        assert_eq!((page.requests(), probes(&page), page.peak()), (2, 1, 1));
        page.advance(600_000);
        assert_eq!(probes(&page), 2, "no more in an outage");
        assert!(page.requests() > 15, "{}", page.requests());
        // The answer comes too late.
        page.run("for (const probe of host.server.probes) probe.respond(404)");
        let before = page.requests();
        page.advance(1_000);
        assert!(page.requests() <= before + 1);
    });
}

/// Something before the server answers what has no cookies, or the server needs long for those who have some.
#[test]
fn a_server_that_is_only_slow_gets_its_time_in_the_end() {
    each(|case| {
        let page = watched(case, plain);
        page.answer(
            "((exchange) => exchange.isProbe ? exchange.respond(401) \
               : host.clock.add(3_000, 'server', () => exchange.open()))",
        );
        fall_silent(&page);
        let took = until_connected(&page, 20_000);
        assert!(took < 15_000, "{took} ms");
        assert_eq!((probes(&page), page.live(), page.peak()), (6, 1, 1));
    });
}

/// A port that refuses is no server that is well.
#[test]
fn a_probe_that_fails_says_nothing() {
    each(|case| {
        let page = watched(case, plain);
        page.answer("refuse");
        page.run("host.server.deadSockets = 5");
        fall_silent(&page);
        page.advance(15_000);
        assert_eq!((probes(&page), page.get::<u32>("host.server.deadSockets")), (1, 4));
    });
}

#[test]
fn an_answer_to_a_probe_does_not_touch_a_stream_that_is_open() {
    each(|case| {
        let page = watched(case, plain);
        page.answer(
            "((exchange) => host.clock.add(exchange.isProbe ? 900 : 2_000, 'server', () => exchange.open()))",
        );
        fall_silent(&page);
        page.advance(20_000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert_eq!((page.requests(), probes(&page), page.live()), (2, 1, 1));
    });
}

/// The page is left, or the element goes, while a probe is under way. A page's own `fetch` may not know of the signal.
#[test]
fn an_answer_to_a_probe_wakes_nobody_who_has_gone() {
    each(|case| {
        for going in ["host.page.leave()", "window.sseMonitor.destroy()", "host.live().remove()"] {
            let page = watched(case, plain);
            page.script(
                "const known = window.fetch; window.fetch = (url, options) => \
                   known(url, options.method ? { ...options, signal: undefined } : options);",
            );
            page.run("host.server.deadSockets = 9");
            page.answer("hold");
            fall_silent(&page);
            page.advance(5_000);
            assert_eq!(probes(&page), 1, "{going}");
            let before = page.requests();
            if going.starts_with("host.page") {
                page.run(going);
            } else {
                page.script(going);
            }
            page.advance(60); // whoever asks anew by itself has done so
            let gone = page.requests();
            page.run("for (const probe of host.server.probes) probe.respond(200)");
            page.advance(20);
            assert_eq!((page.requests(), gone), (before, before), "{going}");
        }
    });
}

/// The browser's own bound over HTTP/2: a request that starts more than 10 s after the last byte, and 10 s.
#[test]
fn a_dead_session_costs_no_more_than_chromium_needs_to_find_it_out() {
    each(|case| {
        for (heartbeat, possible) in [(1, 20), (2, 20), (9, 20), (45, 56)] {
            for connect_timeout in [3, 20] {
                let page = Page::connected(case, |config| {
                    config
                        .heartbeat_timeout(secs(heartbeat))
                        .connect_timeout(secs(connect_timeout))
                        .reconnect_delay(millis(300))
                });
                page.send("'last'");
                page.run(&format!("{BEAT} host.server.killSession()"));
                let took = until_connected(&page, 120_000);
                assert!(
                    took <= (possible + 3) * 1_000,
                    "heartbeat_timeout {heartbeat} s, connect_timeout {connect_timeout} s: {took} ms"
                );
                assert_eq!(page.peak(), 1);
            }
        }
    });
}

/// Without a monitor it needs 66 s to find it out, and 5 s more until it asks again.
#[test]
fn a_dead_session_costs_firefox_no_more_than_without_a_monitor() {
    for case in CASES {
        for connect_timeout in [3, 20] {
            let page = Page::of(case, "firefox");
            page.script("host.furnish()");
            page.monitor(case, |config| {
                config
                    .heartbeat_timeout(secs(2))
                    .connect_timeout(secs(connect_timeout))
                    .reconnect_delay(millis(300))
            });
            page.run("host.page.loaded()");
            page.advance(100);
            page.forget();
            page.run(&format!("{BEAT} host.server.killSession()"));
            let took = until_connected(&page, 120_000);
            assert!(took <= 67_000, "connect_timeout {connect_timeout} s: {took} ms");
        }
    }
}

/// Nobody was asked by them: for as long as a browser may need to find out that it has no connection.
#[test]
fn time_outs_after_a_silence_do_not_lengthen_what_follows() {
    each(|case| {
        let page = watched(case, |config| config.connect_timeout(secs(3)));
        page.phase(0.5);
        page.run("host.server.deadSockets = 1000; host.server.policy = (exchange) => {}");
        fall_silent(&page);
        page.advance(70_000);
        let delays = page.delays();
        assert!(delays.len() > 10, "{delays:?}");
        assert!(
            delays[2..].iter().all(|delay| delay.to_bits() == delays[1].to_bits()),
            "{delays:?}"
        );
        // A server that has hung for longer than that is spared.
        page.advance(120_000);
        let longest = page.delays().into_iter().fold(0.0, f64::max);
        assert!(longest > 3.0 * delays[1], "{:?}", page.delays());
    });
}

#[test]
fn time_outs_lengthen_what_follows_where_nothing_was_silent() {
    each(|case| {
        let page = watched(case, |config| config.connect_timeout(secs(3)));
        page.answer("hold");
        page.run("host.server.reset()");
        page.advance(60_000);
        let delays = page.delays();
        assert!(delays.len() > 4, "{delays:?}");
        assert!(delays[1..].windows(2).all(|pair| pair[1] > pair[0]), "{delays:?}");
    });
}

/// Asked for by the page, an attempt begins a phase, of which every first delay is a part.
#[test]
fn a_time_out_after_a_silence_draws_a_phase_like_any_other_failure() {
    each(|case| {
        let page = watched(case, |config| config.connect_timeout(secs(3)));
        page.phase(0.5);
        page.run("host.server.deadSockets = 1000; host.server.policy = (exchange) => {}");
        fall_silent(&page);
        page.advance(2_000);
        page.script("window.sseMonitor.reconnect()");
        page.forget();
        page.advance(5_000);
        assert_near(page.delays()[0], Policy::new(secs(1), None).first(0.0, 0.5));
    });
}

/// And refusals, which come from the server, lengthen it after a silence too.
#[test]
fn refusals_after_a_silence_lengthen_what_follows() {
    each(|case| {
        let page = watched(case, plain);
        page.answer("503");
        fall_silent(&page);
        page.advance(30_000);
        let delays = page.delays();
        assert!(delays[1..].windows(2).all(|pair| pair[1] > pair[0]), "{delays:?}");
    });
}

/// What a fault is, and for how long, in milliseconds. The server answers again after it.
fn fault(page: &Page, random: &mut Random) {
    let (code, answer) = random.pick(&[
        ("host.server.reset()", "refuse"),
        ("host.server.end()", "503"),
        ("host.server.stall()", "hold"),
        ("host.server.stall(); host.server.deadSockets = 5", "open"),
        ("host.server.stall(); host.server.deadSockets = 5", "hold"),
        ("host.server.session || host.server.killSession()", "open"),
        ("host.page.offline()", "refuse"),
    ]);
    page.run(code);
    page.answer(answer);
    page.advance(random.pick(&[300, 2_000, 8_000, 20_000]) + random.below(2_000));
    page.run("host.page.online()");
    page.answer("open");
    page.advance(random.below(12_000));
}

/// The bound of the longest delay and 5 s, for 30 outages of any kind, one after the other. Where the browser has yet to
/// give up an HTTP/2 session, its own 20 s come before it.
#[test]
fn random_outages_end_within_the_longest_delay() {
    for seed in 0..20 {
        let random = &mut Random::new(seed);
        let case = random.pick(&CASES);
        let page =
            watched(case, |config| config.connect_timeout(secs(3)).reconnect_delay(millis(300)));
        page.run(BEAT);
        for _ in 0..30 {
            fault(&page, random);
        }
        if page.get::<bool>("!!host.server.session") {
            page.advance(22_000);
        }
        page.advance(longest_delay() + 5_000);
        assert_eq!(page.state(), "connected", "seed {seed}: {:?}", page.changes());
        assert_eq!((page.live(), page.peak()), (1, 1), "seed {seed}");
        let _ = page.take_errors();
    }
}

/// The default of `reconnect_max_delay`, in milliseconds.
fn longest_delay() -> u32 {
    u32::try_from(Duration::from_secs(17).as_millis()).expect("seconds")
}

/// Wherever in the beat it comes.
#[test]
fn offline_finds_a_dead_line_within_a_third_of_the_heartbeat_timeout() {
    each(|case| {
        for since in [0, 7_000, 14_000] {
            let page = Page::connected(case, |config| config.heartbeat_timeout(secs(45)));
            page.run("host.server.every(15000, { comment: '' })");
            page.advance(60_000);
            page.advance(10); // what was on its way
            page.run("host.server.stall()");
            page.advance(since);
            page.run("host.page.offline()");
            page.advance(14_900);
            assert!(page.states().is_empty(), "{since}: {:?}", page.states());
            // And the second that whatever is late has.
            page.advance(1_200);
            assert_eq!(page.states()[0], "error", "{since}");
            assert_eq!(page.live(), 0);
        }
    });
}

/// Another interface has gone, or it came back at once: the beat goes on.
#[test]
fn offline_costs_a_living_stream_nothing() {
    each(|case| {
        for since in [0, 7_000, 14_000] {
            for back in [0, 3_000, 300_000] {
                let page = Page::connected(case, |config| config.heartbeat_timeout(secs(45)));
                page.run("host.server.isLocal = true; host.server.every(15000, { comment: '' })");
                page.advance(60_000 + since);
                page.run("host.page.offline()");
                page.advance(back);
                page.run("host.page.online()");
                page.advance(120_000);
                assert!(page.states().is_empty(), "{since}, {back}: {:?}", page.states());
                assert_eq!((page.requests(), probes(&page), page.live()), (1, 0, 1));
                assert!(page.painted().is_empty());
            }
        }
    });
}

//! Deadlines: silence, headers that never come, and timers that are late because the page was asleep.

use crate::page::{Case, Page, each};

const BEAT: &str = "host.server.every(500, { event: 'heartbeat', data: '' })";

fn watched(case: Case) -> Page {
    Page::connected(case, |config| config.heartbeat_timeout = Some(3000))
}

#[test]
fn a_silent_stream_is_replaced() {
    each(|case| {
        let page = watched(case);
        page.without_jitter();
        page.advance(2000);
        assert!(page.states().is_empty());
        page.advance(1500);
        assert_eq!(page.states(), ["error", "reconnecting"]);
        assert_eq!(page.live(), 0, "the dead stream was not closed");
        page.advance(1000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert_eq!((page.requests(), page.live(), page.peak()), (2, 1, 1));
    });
}

#[test]
fn signs_of_life_keep_a_stream() {
    each(|case| {
        for sign in ["'plain'", "{ event: 'heartbeat', data: '' }", "{ data: '', id: '4' }"] {
            for bare in [false, true] {
                let page = watched(case);
                if bare {
                    // Nothing of the page listens to the stream.
                    page.script("host.live().replaceChildren()");
                }
                page.run(&format!("host.server.every(500, {sign})"));
                page.advance(60_000);
                assert!(page.states().is_empty(), "{sign}: {:?}", page.states());
                assert_eq!(page.requests(), 1, "{sign}");
            }
        }
    });
}

#[test]
fn signs_of_life_count_after_a_recovery_too() {
    each(|case| {
        let page = watched(case);
        page.run(BEAT);
        for round in 1..4 {
            page.drop_stream();
            page.advance(20_000);
            assert_eq!((page.state().as_str(), page.requests()), ("connected", round + 1));
        }
        page.run("host.server.quiet()");
        page.advance(3600);
        assert_ne!(page.state(), "connected");
    });
}

#[test]
fn the_events_of_one_s_own_are_signs_of_life() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config.heartbeat_timeout = Some(3000);
            config.heartbeat_events = Some(vec!["tick".into(), "tock".into()]);
        });
        page.run("host.server.every(1000, { event: 'tock', data: '1' })");
        page.advance(30_000);
        assert_eq!(page.requests(), 1);
        assert!(page.states().is_empty());
    });
}

#[test]
fn messages_that_the_page_does_not_want_are_signs_of_life() {
    each(|case| {
        if !case.is_htmx2() {
            return; // nothing there depends on what becomes of a message
        }
        let page = Page::furnished(case);
        page.script(
            "host.live().replaceChildren(host.element('span', { 'sse-swap': 'news' }));
             document.addEventListener('htmx:sseBeforeMessage', (event) => event.preventDefault(), { client: true })",
        );
        page.monitor(case, |config| config.heartbeat_timeout = Some(3000));
        page.run("host.page.loaded(); host.server.every(500, { event: 'news', data: '1' })");
        page.advance(30_000);
        assert_eq!((page.requests(), page.state().as_str()), (1, "connected"));
        assert!(page.messages().is_empty(), "{:?}", page.messages());
    });
}

#[test]
fn named_events_that_the_page_listens_to_are_signs_of_life() {
    each(|case| {
        let page = Page::furnished(case);
        page.script(
            "host.live().replaceChildren(host.element('span', { 'hx-trigger': 'sse:news' }))",
        );
        page.monitor(case, |config| {
            config.heartbeat_timeout = Some(3000);
            if case.owns_connection() {
                config.events = vec!["news".into()];
            }
        });
        page.run("host.page.loaded(); host.server.every(500, { event: 'news', data: '1' })");
        page.advance(30_000);
        assert_eq!((page.requests(), page.state().as_str()), (1, "connected"));
    });
}

#[test]
fn named_events_are_signs_of_life_in_whatever_words_they_are_waited_for() {
    each(|case| {
        if !case.is_htmx2() {
            return; // nothing there depends on who waits for a message
        }
        for (attribute, words, event) in [
            ("sse-swap", "news", "news"),
            ("data-sse-swap", "news", "news"),
            ("sse-swap", "weather, news:local ,sport", "news:local"),
            ("sse-swap", "local news", "local news"),
            ("hx-trigger", "click, sse:news delay:1s", "news"),
            ("data-hx-trigger", "sse:news:local[ctrlKey], load", "news:local"),
        ] {
            // There from the start, or once the connection is open.
            for late in [false, true] {
                let page = Page::furnished(case);
                let arrive = format!(
                    "{{ const arrived = host.element('span', {{ '{attribute}': '{words}' }}); \
                     host.live().append(arrived); if ({late}) htmx.process(arrived); }}"
                );
                if !late {
                    page.script(&arrive);
                }
                page.monitor(case, |config| config.heartbeat_timeout = Some(3000));
                page.run("host.page.loaded()");
                page.advance(100);
                if late {
                    page.run(&arrive);
                }
                page.run(&format!("host.server.every(500, {{ event: '{event}', data: '1' }})"));
                page.advance(30_000);
                assert_eq!(page.requests(), 1, "{attribute}={words:?}, late {late}");
            }
        }
    });
}

#[test]
fn messages_that_nobody_waits_for_are_signs_of_life() {
    each(|case| {
        let page = Page::furnished(case);
        page.script("host.live().replaceChildren()");
        page.monitor(case, |config| config.heartbeat_timeout = Some(3000));
        page.run("host.page.loaded(); host.server.every(500, 'text')");
        page.advance(30_000);
        assert_eq!((page.requests(), page.state().as_str()), (1, "connected"));
    });
}

#[test]
fn without_a_timeout_silence_means_nothing() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.advance(3_600_000);
        assert!(page.states().is_empty());
        assert_eq!(page.requests(), 1);
    });
}

#[test]
fn headers_that_never_come_are_given_up() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("hold");
        page.monitor(case, |config| config.connect_timeout = Some(4000));
        page.run("host.page.loaded()");
        page.without_jitter();
        page.advance(3900);
        assert_eq!(page.states(), ["connecting"]);
        page.advance(200);
        assert_eq!(page.states(), ["connecting", "error", "reconnecting"]);
        assert_eq!(page.live(), 0);
        // The attempt hangs as well.
        page.advance(1100);
        assert_eq!((page.requests(), page.live()), (2, 1));
        page.advance(4000);
        assert_eq!(page.live(), 0);
        page.answer("open");
        page.advance(10_000);
        assert_eq!(page.states(), ["connecting", "error", "reconnecting", "connected"]);
        assert_eq!((page.requests(), page.peak()), (3, 1));
    });
}

#[test]
fn without_a_limit_headers_may_take_any_time() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("({ slow: 50000 })");
        page.monitor(case, |config| config.connect_timeout = None);
        page.run("host.page.loaded()");
        page.advance(51_000);
        assert_eq!(page.states(), ["connecting", "connected"]);
        assert_eq!(page.requests(), 1);
    });
}

#[test]
fn a_healthy_stream_survives_a_sleep() {
    each(|case| {
        // What comes first at waking differs: late timers, the page's events, or both before any message.
        for waking in [
            "",
            "host.page.resume()",
            "host.clock.advance(0); host.page.resume(); host.page.show()",
            "host.page.comeBack(); host.clock.advance(0)",
        ] {
            let page = watched(case);
            page.run(BEAT);
            page.advance(1000);
            page.run("host.clock.sleep(60000)");
            page.run(waking);
            page.advance(30_000);
            assert!(page.states().is_empty(), "{waking}: {:?}", page.states());
            assert_eq!(page.requests(), 1, "{waking}");
        }
    });
}

#[test]
fn a_timer_that_is_a_little_late_cuts_nothing() {
    each(|case| {
        for late in [1, 30, 90, 101, 200, 600, 990, 1010, 2500] {
            let page = watched(case);
            page.run(BEAT);
            page.advance(1000);
            // The page hears it just now, and what follows only after its deadline.
            page.run("host.server.send('text')");
            page.advance(5);
            page.run(&format!("host.clock.sleep(3000 + {late})"));
            page.advance(20_000);
            assert!(page.states().is_empty(), "{late} ms late: {:?}", page.states());
        }
    });
}

#[test]
fn a_network_that_wakes_up_slowly_has_time() {
    each(|case| {
        let page = watched(case);
        for _ in 0..2 {
            // The reader looks up, and again: both timers are late.
            page.run("host.clock.sleep(60000); host.clock.advance(0)");
        }
        page.run(
            "host.server.latency = 600; host.server.every(1000, 'text'); host.server.send('text')",
        );
        page.advance(20_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
    });
}

#[test]
fn a_stream_that_died_during_a_sleep_is_replaced_after_it() {
    each(|case| {
        let page = watched(case);
        page.run(BEAT);
        page.advance(1000);
        page.run("host.server.stall(); host.clock.sleep(60000)");
        page.advance(10_000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert_eq!(page.peak(), 1);
    });
}

#[test]
fn a_suspended_machine_does_not_cut_a_stream() {
    each(|case| {
        let page = watched(case);
        page.run(BEAT);
        page.advance(1000);
        page.run("host.clock.suspend(3600000); host.page.resume()");
        page.advance(30_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
    });
}

#[test]
fn throttled_timers_do_not_cut_a_healthy_stream() {
    each(|case| {
        if case.is_htmx4() {
            return; // it closes its stream while the page is hidden
        }
        let page = watched(case);
        page.run(BEAT);
        page.run("host.clock.throttle = 60000; host.page.hide()");
        page.advance(600_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
        page.run("host.clock.throttle = 0; host.page.show()");
        page.advance(10_000);
        assert_eq!(page.requests(), 1);
    });
}

#[test]
fn throttled_timers_still_find_a_dead_stream() {
    each(|case| {
        if case.is_htmx4() {
            return;
        }
        let page = watched(case);
        page.run("host.clock.throttle = 60000; host.page.hide()");
        page.advance(400_000);
        assert!(page.requests() > 1, "{:?}", page.changes());
        assert_eq!(page.peak(), 1);
    });
}

#[test]
fn a_late_connect_timer_leaves_room_for_the_headers() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("({ slow: 3000 })");
        page.monitor(case, |config| config.connect_timeout = Some(4000));
        page.run("host.page.loaded()");
        page.advance(100);
        page.run("host.clock.sleep(30000)");
        page.advance(5000);
        assert_eq!(page.states(), ["connecting", "connected"]);
        assert_eq!(page.requests(), 1);
    });
}

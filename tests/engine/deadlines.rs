//! Deadlines: silence, headers that never come, and timers that are late because the page was asleep.

use std::time::Duration;

use crate::page::{Case, Page, each, millis, plain, secs};

const BEAT: &str = "host.server.every(500, { comment: '' })";

fn watched(case: Case) -> Page {
    Page::connected(case, |config| config.heartbeat_timeout(secs(3)))
}

#[test]
fn a_silent_stream_is_replaced() {
    each(|case| {
        let page = watched(case);
        page.phase(0.5);
        page.advance(2900);
        assert!(page.states().is_empty());
        // A second more, for what may be late.
        page.advance(1050);
        assert_eq!(page.states(), ["error", "reconnecting"]);
        assert_eq!(page.last().reason.as_deref(), Some("silence"));
        assert_eq!(page.live(), 0, "the dead stream was not closed");
        page.advance(1000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert_eq!((page.requests(), page.live(), page.peak()), (2, 1, 1));
    });
}

#[test]
fn every_byte_is_a_sign_of_life() {
    each(|case| {
        for sign in [
            "'plain'",
            "{ event: 'unheard-of', data: '' }",
            "{ data: '', id: '4' }",
            "{ comment: '' }",
            "{ text: '\\n' }",
            "{ text: 'd' }",
            "{ bytes: [0xff] }",
        ] {
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
        page.advance(4600);
        assert_ne!(page.state(), "connected");
    });
}

#[test]
fn without_a_timeout_silence_means_nothing() {
    each(|case| {
        let page = Page::connected(case, plain);
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
        page.monitor(case, |config| config.connect_timeout(secs(4)));
        page.run("host.page.loaded()");
        page.phase(0.5);
        page.advance(3900);
        assert_eq!(page.states(), ["connecting"]);
        page.advance(1200);
        assert_eq!(page.states(), ["connecting", "error", "reconnecting"]);
        assert_eq!(page.last().reason.as_deref(), Some("timeout"));
        assert_eq!(page.live(), 0);
        // The attempt hangs as well.
        page.advance(1100);
        assert_eq!((page.requests(), page.live()), (2, 1));
        page.advance(5000);
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
        page.monitor(case, |config| config.connect_timeout(None));
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
            "host.clock.advance(0); host.page.offline(); host.page.online()",
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
        page.monitor(case, |config| config.connect_timeout(secs(4)));
        page.run("host.page.loaded()");
        page.advance(100);
        page.run("host.clock.sleep(30000)");
        page.advance(5000);
        assert_eq!(page.states(), ["connecting", "connected"]);
        assert_eq!(page.requests(), 1);
    });
}

/// A stream that will never say anything again, and a page that has reason to doubt it.
#[test]
fn a_doubt_shortens_the_deadline_to_a_third() {
    each(|case| {
        for (doubt, heard) in [
            ("host.page.offline(); host.page.online()", true),
            ("host.page.hide(); host.clock.advance(70000); host.page.show()", true),
            ("host.page.hide(); host.clock.advance(500); host.page.show()", false),
        ] {
            let page = Page::connected(case, |config| config.heartbeat_timeout(secs(90)));
            page.run(doubt);
            page.run("host.server.send({ comment: '' })");
            page.advance(10);
            page.run("host.server.stall()");
            page.run(doubt);
            page.advance(5000);
            assert!(page.states().is_empty(), "{doubt}: a doubt is no verdict");
            page.advance(30_000);
            assert_eq!(
                page.states().contains(&"error".to_owned()),
                heard,
                "{doubt}: {:?}",
                page.states()
            );
        }
    });
}

#[test]
fn a_sign_of_life_ends_a_doubt() {
    each(|case| {
        let page = Page::connected(case, |config| config.heartbeat_timeout(secs(90)));
        page.run("host.page.offline(); host.page.online()");
        page.advance(1000);
        page.send("{ comment: '' }");
        page.advance(80_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
    });
}

#[test]
fn a_doubt_without_a_heartbeat_changes_nothing() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("host.server.stall(); host.page.offline(); host.page.online()");
        page.advance(3_600_000);
        assert!(page.states().is_empty());
    });
}

#[test]
fn a_request_that_is_answered_after_it_was_given_up_is_over() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("({ slow: 5100 })");
        page.monitor(case, |config| config.connect_timeout(secs(4)).reconnect_delay(millis(400)));
        page.run("host.page.loaded()");
        page.advance(6000);
        assert!(!page.states().contains(&"connected".to_owned()));
        page.answer("open");
        page.advance(20_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn axum_s_plain_keep_alive_is_enough() {
    each(|case| {
        let page = watched(case);
        page.run("host.server.every(1000, { text: ':\\n\\n' })");
        page.advance(30_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
    });
}

#[test]
fn a_doubt_at_the_last_moment_does_not_end_the_watch() {
    each(|case| {
        let page = watched(case);
        let opened = "host.server.last.at + host.server.latency";
        page.run(&format!("host.clock.now = {opened} + 3000; host.page.offline()"));
        page.advance(10_000);
        assert!(page.states().contains(&"error".to_owned()));
    });
}

#[test]
fn a_sign_of_life_forgives_what_was_late() {
    each(|case| {
        let page = watched(case);
        for _ in 0..4 {
            page.send("{ comment: '' }");
            page.run("host.clock.sleep(3050)");
            page.advance(500);
        }
        assert!(page.states().is_empty(), "{:?}", page.states());
    });
}

#[test]
fn a_page_that_was_hidden_for_long_doubts_its_stream() {
    each(|case| {
        for (hidden, heard) in [(70_000, true), (50_000, false)] {
            let page = Page::connected(case, |config| config.heartbeat_timeout(secs(90)));
            page.run("host.server.every(5000, { comment: '' }); host.page.hide()");
            page.advance(hidden);
            page.run("host.server.stall()");
            page.advance(10); // what was on its way
            page.run("host.page.show()");
            page.advance(35_000);
            assert_eq!(page.states().contains(&"error".to_owned()), heard, "{hidden}");
        }
    });
}

/// Nothing is read meanwhile, so nothing is known.
#[test]
fn a_client_that_takes_no_more_is_not_silent() {
    each(|case| {
        if !case.is_htmx4() {
            return; // the others take each message at once
        }
        let page = watched(case);
        page.script(
            "window.free = [];
             document.addEventListener('htmx:sse:before:message', ({ detail }) => {
               detail.waitUntil(new Promise((resolve) => free.push(resolve)));
             }, { client: true });",
        );
        for number in 0..8 {
            page.send(&format!("'{number}'"));
        }
        page.run(BEAT);
        page.advance(60_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
        page.script("host.clock.add(0, 'client', function free() { window.free.splice(0).forEach((go) => go()); host.clock.add(5, 'client', free); })");
        page.advance(1_000);
        assert_eq!(page.messages().len(), 8);
        assert!(page.states().is_empty(), "{:?}", page.states());
    });
}

/// The look before a deadline may find another element, whose connection is new.
#[test]
fn a_deadline_is_that_of_its_own_connection() {
    each(|case| {
        if !case.is_dom() {
            return; // htmx tells of a new element
        }
        let page = Page::connected(case, |config| {
            config.heartbeat_timeout(secs(3)).connect_timeout(None::<Duration>)
        });
        page.answer("hold");
        page.advance(2_000);
        page.script("host.live().replaceWith(host.sse('live', '/events'))");
        page.advance(60_000);
        assert_eq!((page.live(), page.requests()), (1, 2));
        assert!(!page.states().contains(&"error".into()), "{:?}", page.states());
    });
}

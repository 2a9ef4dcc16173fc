//! The states, their order, and what the page is told of them.

use crate::page::{Page, each};

#[test]
fn the_first_connection_goes_from_connecting_to_connected() {
    each(|case| {
        let page = Page::with(case, |_| {});
        page.advance(4);
        assert_eq!(page.state(), "connecting");
        page.advance(100);
        assert_eq!(page.states(), ["connecting", "connected"]);
        assert_eq!(page.painted(), ["connecting", "connected"]);
        assert_eq!((page.requests(), page.peak()), (1, 1));
        assert_eq!(page.get::<u32>("host.sources.length"), u32::from(!case.is_htmx4()));
        let told = page.changes();
        assert!(told.iter().all(|change| change.on == "live"
            && change.attempts == 0
            && change.retry_in.is_none()));
        assert_eq!(told[1].previous.as_deref(), Some("connecting"));
    });
}

#[test]
fn headers_make_it_connected_and_nothing_before() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("hold");
        page.monitor(case, |_| {});
        page.run("host.page.loaded()");
        page.advance(5000);
        assert_eq!(page.states(), ["connecting"]);
        page.run("host.server.last.respond(200, 'text/event-stream; charset=utf-8')");
        page.advance(10);
        assert_eq!(page.states(), ["connecting", "connected"]);
    });
}

#[test]
fn the_end_of_a_stream_is_one_outage_with_one_attempt() {
    each(|case| {
        for fault in ["end", "reset"] {
            let page = Page::connected(case, |_| {});
            page.run(&format!("host.server.{fault}()"));
            page.advance(2000);
            assert_eq!(page.states(), ["error", "reconnecting", "connected"], "{fault}");
            assert_eq!(page.painted(), ["reconnecting", "connected"], "{fault}");
            assert_eq!((page.requests(), page.live(), page.peak()), (2, 1, 1), "{fault}");
            page.advance(60_000);
            assert_eq!((page.requests(), page.live()), (2, 1), "{fault}");
        }
    });
}

#[test]
fn error_is_entered_once_per_outage_and_never_painted() {
    each(|case| {
        for answer in ["503", "404", "204", "html", "refuse"] {
            let page = Page::connected(case, |config| {
                config.callbacks.insert("error".parse().unwrap(), "app.onError".into());
                config.callbacks.insert("reconnecting".parse().unwrap(), "app.onAgain".into());
            });
            page.run("window.app = { onError: (s) => host.calls.push(s), onAgain: (s) => host.calls.push(s) }");
            page.answer(answer);
            page.drop_stream();
            page.advance(60_000);
            let changes = page.changes();
            assert_eq!(page.states(), ["error", "reconnecting"], "{answer}");
            assert_eq!(page.painted(), ["reconnecting"], "{answer}");
            assert_eq!(page.calls(), ["error", "reconnecting"], "{answer}");
            // Every failed attempt is told, with its number and the delay before the next one.
            let failures: Vec<_> =
                changes.iter().filter(|change| change.retry_in.is_some()).collect();
            assert!(failures.len() > 4, "{answer}: {failures:?}");
            for (number, change) in (0..).zip(&failures) {
                assert_eq!(
                    (change.attempts, change.state.as_str()),
                    (number, "reconnecting"),
                    "{answer}"
                );
            }
            for change in &failures[1..] {
                assert_eq!(change.previous.as_deref(), Some("reconnecting"), "{answer}");
            }
            assert_eq!(
                page.get::<u32>("window.sseMonitor.reconnectAttempts"),
                failures.last().unwrap().attempts
            );
            page.answer("open");
            page.advance(60_000);
            assert_eq!(page.states(), ["error", "reconnecting", "connected"], "{answer}");
            assert_eq!((page.live(), page.peak()), (1, 1), "{answer}");
        }
    });
}

#[test]
fn a_first_connection_that_fails_is_retried_like_any_other() {
    each(|case| {
        for answer in ["503", "404", "204", "html", "refuse"] {
            let page = Page::furnished(case);
            page.answer(answer);
            page.monitor(case, |_| {});
            page.run("host.page.loaded()");
            page.advance(10);
            assert_eq!(page.states(), ["connecting", "error", "reconnecting"], "{answer}");
            let first = page.changes().pop().unwrap();
            assert_eq!(first.attempts, 0, "the page's first connection is not an attempt");
            page.advance(20_000);
            page.answer("open");
            page.advance(40_000);
            assert_eq!(
                page.states(),
                ["connecting", "error", "reconnecting", "connected"],
                "{answer}"
            );
            assert_eq!(page.painted(), ["connecting", "reconnecting", "connected"], "{answer}");
            let body: String = page.get("host.live().textContent");
            assert_eq!(body, "", "{answer}: an error body was swapped into the page");
            assert_eq!((page.live(), page.peak()), (1, 1), "{answer}");
        }
    });
}

#[test]
fn the_extension_s_own_retry_never_adds_a_request() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_delay = Some(20_000));
        page.without_jitter();
        page.answer("503");
        page.drop_stream();
        page.advance(16_000);
        assert_eq!(page.requests(), 1, "{:?}", page.changes());
        page.advance(30_000);
        assert!(page.requests() <= 3);
        assert_eq!(page.peak(), 1);
    });
}

#[test]
fn every_message_reaches_the_page_once_after_any_number_of_recoveries() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        for round in 0..5 {
            page.run(&format!("host.server.send('round {round}')"));
            page.advance(10);
            page.drop_stream();
            page.advance(30_000);
            assert_eq!(page.state(), "connected");
        }
        page.run("host.server.send('last')");
        page.advance(10);
        let expected = ["round 0", "round 1", "round 2", "round 3", "round 4", "last"]
            .map(|text| format!("message:{text}"));
        assert_eq!(page.messages(), expected);
        assert_eq!(page.peak(), 1);
    });
}

#[test]
fn a_firefox_that_gives_up_is_brought_back() {
    each(|case| {
        let page = Page::of(case, "firefox");
        page.script("host.furnish()");
        page.answer("refuse");
        page.monitor(case, |_| {});
        page.run("host.page.loaded()");
        page.advance(20_000);
        page.answer("open");
        page.advance(30_000);
        assert_eq!(page.states(), ["connecting", "error", "reconnecting", "connected"]);
        assert_eq!((page.live(), page.peak()), (1, 1));
    });
}

#[test]
fn an_event_that_the_server_calls_error_is_no_failure() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.run("host.server.send({ event: 'error', data: 'mine' }); host.server.send({ event: 'open', data: 'mine' })");
        page.advance(10_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
        assert_eq!((page.requests(), page.live()), (1, 1));
    });
}

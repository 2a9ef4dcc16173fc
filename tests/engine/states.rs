//! The states, their order, and what the page is told of them.

use crate::page::{Page, each, plain, secs};
use sse_monitor_core::ConnectionState;

/// Answers that make an attempt fail, with the reason and the status that are told.
const FAILURES: [(&str, &str, Option<u64>); 6] = [
    ("503", "status", Some(503)),
    ("404", "status", Some(404)),
    ("html", "not-a-stream", None),
    ("({ login: '/login' })", "not-a-stream", None),
    ("refuse", "network", None),
    ("({ status: 503, headers: 'text/event-stream' })", "status", Some(503)),
];

#[test]
fn the_first_connection_goes_from_connecting_to_connected() {
    each(|case| {
        let page = Page::with(case, plain);
        page.advance(4);
        assert_eq!(page.state(), "connecting");
        page.advance(100);
        assert_eq!(page.states(), ["connecting", "connected"]);
        assert_eq!(page.painted(), ["connecting", "connected"]);
        assert_eq!((page.requests(), page.peak()), (1, 1));
        assert_eq!(page.get::<u32>("host.sources.length"), 0, "nobody makes an EventSource");
        let told = page.changes();
        assert!(told.iter().all(|change| change.on == "live"
            && change.attempts == 0
            && change.retry_in.is_none()
            && change.reason.is_none()
            && change.status.is_none()));
        assert_eq!(told[1].previous.as_deref(), Some("connecting"));
        page.advance(60_000);
        assert_eq!(page.changes().len(), 2);
    });
}

#[test]
fn the_request_is_that_of_an_event_source() {
    each(|case| {
        let page = Page::connected(case, plain);
        assert!(
            page.get::<String>("host.server.last.headers.accept").contains("text/event-stream")
        );
        assert_eq!(page.get::<String>("host.server.last.init.cache"), "no-store");
        assert_eq!(page.get::<String>("host.server.last.init.method ?? 'GET'"), "GET");
        let credentials: String = page.get("host.server.last.init.credentials");
        assert_eq!(credentials, if case.is_htmx4() { "same-origin" } else { "include" });
        assert_eq!(page.get::<bool>("'hx-request' in host.server.last.headers"), case.is_htmx4());
    });
}

#[test]
fn the_headers_of_a_stream_make_it_connected_and_nothing_before() {
    each(|case| {
        for kind in
            ["text/event-stream", "Text/Event-Stream ; charset=utf-8", " text/event-stream;x=\"y\""]
        {
            let page = Page::furnished(case);
            page.answer("hold");
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(5000);
            assert_eq!(page.states(), ["connecting"]);
            page.run(&format!("host.server.last.respond(200, '{kind}')"));
            page.advance(10);
            assert_eq!(page.states(), ["connecting", "connected"], "{kind}");
        }
    });
}

#[test]
fn what_only_looks_like_a_stream_is_none() {
    each(|case| {
        for kind in ["text/event-streams", "text/plain; text/event-stream", "application/json", ""]
        {
            let page = Page::furnished(case);
            page.answer(&format!("({{ status: 200, headers: '{kind}', endless: true }})"));
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(10);
            assert_eq!(page.states(), ["connecting", "error", "reconnecting"], "{kind}");
            assert_eq!(page.last().reason.as_deref(), Some("not-a-stream"));
            assert_eq!(page.live(), 0, "{kind}: the answer is still being read");
        }
    });
}

#[test]
fn the_end_of_a_stream_is_one_outage_with_one_attempt() {
    each(|case| {
        for (fault, reason) in [("end", "ended"), ("reset", "network")] {
            let page = Page::connected(case, plain);
            page.run(&format!("host.server.{fault}()"));
            page.advance(2000);
            assert_eq!(page.states(), ["error", "reconnecting", "connected"], "{fault}");
            assert!(page.changes().iter().all(|change| change.reason.as_deref() == Some(reason)));
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
        for (answer, reason, status) in FAILURES {
            let page = Page::connected(case, |config| {
                config
                    .callback(ConnectionState::Error, "app.hear")
                    .callback(ConnectionState::Reconnecting, "app.hear")
            });
            page.run("window.app = { hear: (state) => host.calls.push(state) }");
            page.answer(answer);
            page.drop_stream();
            page.advance(60_000);
            let changes = page.changes();
            assert_eq!(page.states(), ["error", "reconnecting"], "{answer}");
            assert_eq!(page.painted(), ["reconnecting"], "{answer}");
            assert_eq!(page.calls(), ["error", "reconnecting"], "{answer}");
            // Every failed attempt is told, with its number, the delay before the next one, and why it failed.
            let failures: Vec<_> =
                changes.iter().filter(|change| change.retry_in.is_some()).collect();
            assert!(failures.len() > 4, "{answer}: {failures:?}");
            assert_eq!(changes.len(), failures.len() + 1, "{answer}: nothing else is told");
            for (number, change) in (0..).zip(&failures) {
                assert_eq!(
                    (change.attempts, change.state.as_str()),
                    (number, "reconnecting"),
                    "{answer}"
                );
            }
            for change in &failures[1..] {
                assert_eq!(change.previous.as_deref(), Some("reconnecting"), "{answer}");
                assert_eq!((change.reason.as_deref(), change.status), (Some(reason), status));
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
        for (answer, reason, status) in FAILURES {
            let page = Page::furnished(case);
            page.answer(answer);
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(10);
            assert_eq!(page.states(), ["connecting", "error", "reconnecting"], "{answer}");
            let first = page.last();
            assert_eq!(first.attempts, 0, "the page's first connection is not an attempt");
            assert_eq!((first.reason.as_deref(), first.status), (Some(reason), status));
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
fn the_client_s_own_retry_never_adds_a_request() {
    each(|case| {
        let page = Page::connected(case, |config| config.reconnect_delay(secs(20)));
        page.phase(0.9);
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
fn every_message_reaches_the_page_once_and_in_order_after_any_number_of_recoveries() {
    each(|case| {
        let page = Page::connected(case, plain);
        for round in 0..5 {
            page.send(&format!("'round {round}'"));
            page.drop_stream();
            page.advance(30_000);
            assert_eq!(page.state(), "connected");
        }
        page.send("'last'");
        let expected = ["round 0", "round 1", "round 2", "round 3", "round 4", "last"]
            .map(|text| format!("message:{text}"));
        assert_eq!(page.messages(), expected);
        assert_eq!(page.peak(), 1);
    });
}

#[test]
fn what_comes_with_the_headers_and_with_the_end_is_heard() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("((exchange) => { exchange.open(); exchange.send('hello'); exchange.send('goodbye'); exchange.end(); })");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(50);
        assert_eq!(page.messages(), ["message:hello", "message:goodbye"]);
        assert_eq!(page.states(), ["connecting", "connected", "error", "reconnecting"]);
    });
}

#[test]
fn an_event_that_the_server_calls_error_is_no_failure() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.send("{ event: 'error', data: 'mine' }");
        page.send("{ event: 'open', data: 'mine' }");
        page.advance(10_000);
        assert!(page.states().is_empty(), "{:?}", page.states());
        assert_eq!((page.requests(), page.live()), (1, 1));
    });
}

#[test]
fn a_server_that_says_there_is_nothing_ends_it() {
    each(|case| {
        for first in [true, false] {
            let page = Page::furnished(case);
            page.answer(if first { "204" } else { "open" });
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(100);
            page.answer("204");
            page.drop_stream();
            page.advance(10_000);
            assert_eq!(page.state(), "closed");
            let last = page.last();
            assert_eq!(
                (last.reason.as_deref(), page.shown().as_str()),
                (Some("server"), "Connection Closed")
            );
            page.answer("open");
            page.run("host.page.hide(); host.page.show(); host.page.offline(); host.page.online(); host.page.resume()");
            page.script("window.sseMonitor.reconnect(); window.sseMonitor.checkConnection()");
            page.advance(600_000);
            assert_eq!((page.requests(), page.live()), (if first { 1 } else { 2 }, 0));
            assert_eq!(page.state(), "closed");
        }
    });
}

#[test]
fn the_element_carries_the_state_as_an_empty_attribute() {
    each(|case| {
        let page = Page::connected(case, |config| config.max_reconnect_attempts(1));
        page.set("data-sse-feed", "of the page");
        let marks = "host.live().getAttributeNames().filter((name) => /^data-sse-[a-z]+(t|s)(ing|ed)$/.test(name))
            .map((name) => name + '=' + host.live().getAttribute(name))";
        let mut found: Vec<Vec<String>> = vec![page.get(marks)];
        page.answer("503");
        page.drop_stream();
        page.advance(20);
        found.push(page.get(marks));
        page.advance(60_000);
        found.push(page.get(marks));
        assert_eq!(
            found,
            [["data-sse-connected="], ["data-sse-reconnecting="], ["data-sse-disconnected="]]
        );
        let own: String = page.get("host.live().getAttribute('data-sse-feed')");
        assert_eq!(own, "of the page");
    });
}

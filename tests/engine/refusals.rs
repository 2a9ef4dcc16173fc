//! Refusals that end it at once, and the headers with which a server sends htmx elsewhere.

use crate::page::{Case, Page, each, plain};
use sse_monitor_core::GiveUp;

fn giving_up(case: Case, items: &[GiveUp]) -> Page {
    Page::connected(case, |config| config.give_up_on(items.iter().copied()))
}

fn listed() -> Vec<GiveUp> {
    vec![GiveUp::from(401), GiveUp::from(403)]
}

#[test]
fn a_listed_refusal_ends_in_disconnected_with_its_status() {
    each(|case| {
        for first in [true, false] {
            let page = Page::furnished(case);
            page.answer(if first { "403" } else { "open" });
            page.monitor(case, |config| config.give_up_on(listed()));
            page.run("host.page.loaded()");
            page.advance(100);
            page.answer("403");
            page.drop_stream();
            page.advance(600_000);
            let last = page.last();
            assert_eq!(
                (last.state.as_str(), last.reason.as_deref(), last.status),
                ("disconnected", Some("status"), Some(403))
            );
            assert_eq!((page.requests(), page.live()), (if first { 1 } else { 2 }, 0));
            assert_eq!(page.shown(), "Disconnected");
        }
    });
}

#[test]
fn what_is_not_listed_is_retried() {
    each(|case| {
        for answer in ["503", "404", "refuse", "html"] {
            let page = giving_up(case, &listed());
            page.answer(answer);
            page.drop_stream();
            page.advance(60_000);
            assert!(page.requests() > 4, "{answer}");
            assert_eq!(page.state(), "reconnecting", "{answer}");
        }
    });
}

#[test]
fn an_expired_login_may_be_listed() {
    each(|case| {
        for answer in ["html", "({ login: '/login' })"] {
            let page = giving_up(case, &[GiveUp::NotAStream]);
            page.answer(answer);
            page.drop_stream();
            page.advance(600_000);
            let last = page.last();
            assert_eq!(
                (last.state.as_str(), last.reason.as_deref()),
                ("disconnected", Some("not-a-stream")),
                "{answer}"
            );
            assert_eq!(page.requests(), 2, "{answer}");
        }
        let page = giving_up(case, &[GiveUp::NotAStream]);
        page.answer("403");
        page.drop_stream();
        page.advance(60_000);
        assert_eq!(page.state(), "reconnecting", "a status is another refusal");
    });
}

#[test]
fn after_giving_up_each_sign_of_waking_makes_one_attempt() {
    each(|case| {
        let page = giving_up(case, &listed());
        page.answer("401");
        page.drop_stream();
        page.advance(60_000);
        assert_eq!((page.requests(), page.state().as_str()), (2, "disconnected"));
        let wakings = [
            "host.page.hide(); host.page.show()",
            "host.page.offline(); host.page.online()",
            "host.page.resume()",
            "host.script('window.sseMonitor.reconnect()')",
        ];
        for (made, waking) in (3..).zip(wakings) {
            page.run(waking);
            page.advance(600_000);
            assert_eq!(
                (page.requests(), page.state().as_str()),
                (made, "disconnected"),
                "{waking}"
            );
        }
        page.answer("open");
        page.run("host.page.resume()");
        page.advance(200);
        assert_eq!((page.state().as_str(), page.live()), ("connected", 1));
    });
}

#[test]
fn htmx_4_is_sent_where_a_refusal_says() {
    each(|case| {
        for (header, visit) in [
            ("'HX-Redirect': '/login'", Some("https://page.test/login")),
            ("'HX-Refresh': 'true'", Some("reload")),
            ("'HX-Location': '/login'", None),
        ] {
            for first in [true, false] {
                let page = Page::furnished(case);
                let refusal = format!("({{ status: 401, headers: {{ {header} }} }})");
                page.answer(if first { &refusal } else { "open" });
                page.monitor(case, plain);
                page.run("host.page.loaded()");
                page.advance(2);
                page.answer(&refusal);
                page.advance(100);
                if !first {
                    page.drop_stream();
                    page.advance(2500);
                }
                let visits: Vec<String> = page.get("host.visits");
                let expected: Vec<&str> = visit.filter(|_| case.is_htmx4()).into_iter().collect();
                assert_eq!(
                    visits.iter().map(String::as_str).take(1).collect::<Vec<_>>(),
                    expected,
                    "{header} {first}"
                );
                let followed = page.get::<u32>("host.server.count('/login')");
                assert_eq!(followed > 0, visit.is_none() && case.is_htmx4(), "{header} {first}");
                assert_eq!(page.get::<String>("host.live().textContent"), "", "{header}");
            }
        }
    });
}

//! The last event id survives a reconnection made by the monitor.

use sse_monitor_core::LastEventIdParam;

use crate::page::{Case, Page, each};

fn carried(page: &Page, case: Case) -> String {
    page.get(&format!("String({})", case.last_event_id()))
}

#[test]
fn it_is_added_once_an_id_was_received() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.run("host.server.send('without an id')");
        page.advance(10);
        page.drop_stream();
        page.advance(5000);
        assert_eq!(carried(&page, case), "undefined");
        page.run("host.server.send({ data: 'x', id: 'a/1 &' })");
        page.advance(10);
        page.drop_stream();
        page.advance(30_000);
        assert_eq!(carried(&page, case), "a/1 &");
        // And again, though this stream has sent no id of its own.
        page.run("host.server.send('no id')");
        page.advance(10);
        page.drop_stream();
        page.advance(30_000);
        assert_eq!(carried(&page, case), "a/1 &");
        assert_eq!(page.get::<String>("host.server.last.path"), "/events");
    });
}

#[test]
fn it_survives_failed_attempts() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.run("host.server.send({ data: 'x', id: '7' })");
        page.advance(10);
        page.answer("503");
        page.drop_stream();
        page.advance(20_000);
        page.answer("open");
        page.advance(60_000);
        assert_eq!(carried(&page, case), "7");
    });
}

#[test]
fn an_empty_id_takes_it_back() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.run(
            "host.server.send({ data: 'x', id: '7' }); host.server.send({ data: 'x', id: '' })",
        );
        page.advance(10);
        page.drop_stream();
        page.advance(30_000);
        assert_eq!(carried(&page, case), "undefined");
    });
}

#[test]
fn a_heartbeat_may_carry_it() {
    each(|case| {
        let page = Page::connected(case, |config| config.heartbeat_timeout = Some(30_000));
        page.run("host.server.send({ event: 'heartbeat', data: '', id: '9' })");
        page.advance(10);
        page.drop_stream();
        page.advance(10_000);
        assert_eq!(carried(&page, case), "9");
    });
}

#[test]
fn the_parameter_can_be_named_or_switched_off() {
    each(|case| {
        if case.config.as_str() == "htmx4" {
            return; // the parameter has no effect there
        }
        for (param, expected) in
            [(LastEventIdParam::Name("since".into()), "7"), (LastEventIdParam::Off, "undefined")]
        {
            let page = Page::connected(case, |config| config.last_event_id_param = param);
            page.run("host.server.send({ data: 'x', id: '7' })");
            page.advance(10);
            page.drop_stream();
            page.advance(10_000);
            assert_eq!(page.requests(), 2);
            assert_eq!(
                page.get::<String>("String(host.server.last.query.lastEventId)"),
                "undefined"
            );
            if !case.is_htmx4() {
                assert_eq!(page.get::<String>("String(host.server.last.query.since)"), expected);
            }
        }
    });
}

#[test]
fn the_rest_of_the_address_stays() {
    each(|case| {
        let page = Page::furnished(case);
        let attribute = if case.is_htmx4() { "hx-sse:connect" } else { "sse-connect" };
        page.script(&format!(
            "host.live().setAttribute('{attribute}', '/events?room=1&lastEventId=old')"
        ));
        page.monitor(case, |_| {});
        page.run("host.page.loaded()");
        page.advance(100);
        page.run("host.server.send({ data: 'x', id: 'new' })");
        page.advance(10);
        page.drop_stream();
        page.advance(5000);
        assert_eq!(
            (
                carried(&page, case).as_str(),
                page.get::<String>("host.server.last.query.room").as_str()
            ),
            ("new", "1")
        );
        let times: u32 = page.get("host.server.last.url.split('lastEventId=').length - 1");
        assert_eq!(times, 1);
    });
}

#[test]
fn another_element_begins_without_it() {
    each(|case| {
        let page = Page::connected(case, |_| {});
        page.run("host.server.send({ data: 'text', id: '7' })");
        page.advance(100);
        page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
        page.advance(1000);
        page.drop_stream();
        page.advance(5000);
        assert_eq!(page.state(), "connected");
        assert_eq!(carried(&page, case), "undefined");
    });
}

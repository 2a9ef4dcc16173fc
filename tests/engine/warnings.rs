//! With `debug`, the console names what is wrong with a page.

use sse_monitor_core::{Client, ConnectionState, MonitorConfig};

use crate::page::{CASES, Case, Page, each, secs};

/// The warnings of the monitor.
fn warnings(page: &Page) -> Vec<String> {
    // (That htmx 4 would pause is told of every page.)
    page.get(
        "host.logs.filter((line) => line.startsWith('warn: [sse-monitor live]') && !line.includes('pauseOnBackground'))",
    )
}

fn told(case: Case, page: &Page, words: &[&str], context: &str) {
    let found = warnings(page);
    if case.debug || sse_monitor_tests::broken::asked().is_some() {
        let named = found.iter().any(|line| words.iter().all(|word| line.contains(word)));
        assert!(named, "{context}: {found:?}");
    } else {
        assert!(found.is_empty(), "{context}: {found:?}");
    }
}

#[test]
fn a_healthy_page_is_told_nothing() {
    each(|case| {
        let page = Page::connected(case, |config| config.heartbeat_timeout(secs(5)));
        page.run("host.server.every(1000, 'text')");
        page.advance(60_000);
        let found = warnings(&page);
        assert!(found.is_empty(), "{found:?}");
    });
}

#[test]
fn an_element_that_is_not_there_or_has_no_stream_is_named() {
    each(|case| {
        for (mistake, words) in [
            ("host.live().remove()", ["no element", "id"]),
            (
                "host.live().setAttribute('id', 'x'); document.body.append(host.element('div', { id: 'live' }))",
                ["sse-connect", "have one"],
            ),
        ] {
            let page = Page::furnished(case);
            page.script(mistake);
            page.monitor(case, |config| config);
            page.run("host.page.loaded()");
            page.advance(5000);
            told(case, &page, &words, mistake);
        }
    });
}

#[test]
fn a_client_that_cannot_ask_is_named() {
    each(|case| {
        if case.is_dom() {
            return;
        }
        let page = Page::empty(case);
        page.run(&format!("host.scene('{}', {{ extension: false }})", case.page.as_str()));
        page.script("host.furnish()");
        page.monitor(case, |config| config);
        page.run("host.page.loaded()");
        page.advance(5000);
        told(
            case,
            &page,
            &[if case.is_htmx2() { "htmx-ext-sse" } else { "hx-sse" }],
            "no extension",
        );
        if case.is_htmx2() {
            let page = Page::furnished(case);
            page.script("host.live().removeAttribute('hx-ext')");
            page.monitor(case, |config| config);
            page.run("host.page.loaded()");
            page.advance(5000);
            told(case, &page, &["hx-ext=\"sse\""], "an extension that is not active");
        }
        let page = Page::furnished(case);
        page.script("delete globalThis.htmx");
        page.monitor(case, |config| config);
        page.advance(5000);
        told(case, &page, &["htmx is not on the page"], "no htmx");
    });
}

#[test]
fn another_htmx_than_the_one_that_was_configured_is_named() {
    for (configured, there) in [(Client::Htmx2, Client::Htmx4), (Client::Htmx4, Client::Htmx2)] {
        let case = CASES.into_iter().find(|case| case.page == there).expect("a case");
        let page = Page::furnished(case);
        page.monitor(case, |config| config.client(configured).debug(true));
        page.run("host.page.loaded()");
        page.advance(5000);
        let version: String = page.get("htmx.version");
        told(Case { debug: true, ..case }, &page, &[&version], "another htmx");
    }
}

#[test]
fn a_path_that_leads_nowhere_is_named() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config
                .callback(ConnectionState::Error, "no.such.path")
                .callback(ConnectionState::Reconnecting, "app.broken")
        });
        page.drop_stream();
        page.advance(20);
        told(case, &page, &["error", "no.such.path"], "a callback");
        told(case, &page, &["reconnecting", "app.broken"], "a callback");
        page.take_errors();
        let page = Page::furnished(case);
        page.monitor(case, |config| config.prepare_request("app.prepare"));
        page.run("host.page.loaded()");
        page.advance(20);
        told(case, &page, &["prepare_request", "app.prepare"], "prepare_request");
        page.take_errors();
    });
}

#[test]
fn headers_that_are_missing_twice_are_asked_about() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("hold");
        page.monitor(case, |config: MonitorConfig| config.connect_timeout(secs(2)));
        page.run("host.page.loaded()");
        page.advance(4000);
        assert!(warnings(&page).is_empty(), "once is no reason");
        page.advance(6000);
        told(case, &page, &["twice", "proxy"], "no headers");
    });
}

#[test]
fn each_thing_is_said_once() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("hold");
        page.monitor(case, |config: MonitorConfig| config.connect_timeout(secs(2)));
        page.run("host.page.loaded()");
        page.advance(600_000);
        assert!(warnings(&page).len() <= 1, "{:?}", warnings(&page));
    });
}

#[test]
fn a_factory_and_an_id_that_are_not_used_are_named() {
    each(|case| {
        if case.is_htmx2() {
            let page = Page::furnished(case);
            page.script("htmx.createEventSource = (url) => new EventSource(url + '?mine')");
            page.monitor(case, |config| config);
            page.run("host.page.loaded()");
            page.advance(100);
            told(case, &page, &["createEventSource", "prepare_request"], "a factory");
        }
        if case.is_htmx4() {
            return; // it asks no other origin
        }
        let page = Page::furnished(case);
        page.set(&case.attribute("connect"), "https://other.test/events");
        page.monitor(case, |config| config);
        page.run("host.page.loaded()");
        page.advance(100);
        page.send("{ data: 'x', id: '7' }");
        page.drop_stream();
        page.advance(5000);
        told(case, &page, &["another origin", "last_event_id_param"], "an id");
    });
}

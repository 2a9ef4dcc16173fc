//! Idle costs next to nothing.

use crate::page::{Case, LOOK, Page, each, plain, secs};
use sse_monitor_core::ConnectionState;

/// The timers of the page that fire in a minute, on the average of ten.
fn a_minute(page: &Page) -> u32 {
    page.run("host.clock.ran.length = 0");
    page.advance(600_000);
    page.get::<u32>("host.clock.ran.filter(({ owner }) => owner !== 'network').length").div_ceil(10)
}

fn quiet(page: &Page, what: &str) {
    let timers = a_minute(page);
    assert!(timers <= 5, "{timers} timers a minute when {what}");
}

#[test]
fn a_quiet_minute_runs_at_most_five_timers() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.advance(10_000);
        quiet(&page, "connected");

        let page = Page::connected(case, |config| {
            config
                .heartbeat_timeout(secs(45))
                .grace(secs(1))
                .pause_hidden(secs(600))
                .max_reconnect_attempts(5)
                .callback(ConnectionState::Error, "app.hear")
        });
        page.run("host.server.every(15000, { comment: '' })");
        quiet(&page, "a heartbeat is wanted");
        page.run("host.page.hide()");
        page.advance(700_000);
        quiet(&page, "it is hidden");

        let page = exhausted(case);
        quiet(&page, "disconnected");
        page.script("host.live().remove()");
        page.advance(LOOK);
        assert_eq!(page.state(), "closed");
        page.advance(600_000);
        quiet(&page, "closed");
    });
}

fn exhausted(case: Case) -> Page {
    let page = Page::connected(case, |config| config.max_reconnect_attempts(1));
    page.answer("503");
    page.drop_stream();
    page.advance(60_000);
    assert_eq!(page.state(), "disconnected");
    page
}

#[test]
fn an_element_that_never_comes_is_looked_for_ever_more_rarely() {
    each(|case| {
        let page = Page::empty(case);
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(10_000);
        let first: u32 = page.get("host.clock.ran.length");
        assert!(first < 50, "{first} in ten seconds");
        page.advance(600_000);
        quiet(&page, "there is no element");
    });
}

#[test]
fn messages_set_no_timers() {
    each(|case| {
        let page = Page::connected(case, |config| config.heartbeat_timeout(secs(45)));
        page.advance(10_000);
        page.run("host.server.every(100, 'text'); host.clock.ran.length = 0");
        page.advance(60_000);
        let timers: u32 = page.get("host.clock.ran.filter(({ owner }) => owner === 'page').length");
        assert!(timers <= 5, "{timers}");
    });
}

/// Pages that come one after the other into the same document, each with a monitor of its own.
#[test]
fn monitors_of_pages_that_are_gone_end_themselves() {
    each(|case| {
        let page = Page::empty(case);
        page.run("host.page.loaded()");
        for number in 0..20 {
            page.run(&format!(
                "host.task(() => {{
                   document.body.firstChild?.remove();
                   const script = host.element('script');
                   const element = host.sse('live-{number}', '/events');
                   const main = host.element('main', {{}}, element, script);
                   document.body.append(main);
                   document.currentScript = script;
                 }})"
            ));
            page.monitor(case, |config| config.sse_element_id(format!("live-{number}")));
            page.run("document.currentScript = null");
            page.script("window.htmx?.process(document.body)");
            page.advance(1000);
            assert_eq!(page.state(), "connected");
            page.run("host.swapDelete(document.body.firstChild)");
            page.advance(LOOK);
        }
        let left: Vec<String> = page.get("Object.keys(window.sseMonitors)");
        assert!(left.len() <= 1, "{left:?}");
        assert!(page.get::<u32>("host.census().document.length") <= 20);
        assert_eq!(page.live(), 0);
    });
}

#[test]
fn a_monitor_whose_script_stays_waits_for_its_element() {
    each(|case| {
        let page = Page::furnished(case);
        page.script(
            "const script = host.element('script');
             document.body.append(script);
             document.currentScript = script;",
        );
        page.monitor(case, plain);
        page.run("document.currentScript = null; host.page.loaded()");
        page.advance(1000);
        page.run("host.swapDelete(host.live())");
        page.advance(600_000);
        page.script("host.swapAppend(document.body, host.sse('live', '/events'))");
        page.advance(LOOK + 1000);
        assert_eq!((page.state().as_str(), page.live()), ("connected", 1));
    });
}

//! Several elements on one page: with monitors, without, and nested.

use crate::page::{Page, each, plain, secs};

#[test]
fn two_monitors_do_not_touch_each_other() {
    each(|case| {
        let page = Page::furnished(case);
        page.script("document.body.append(host.sse('second', '/second'), host.element('p', { id: 'status2' }))");
        page.monitor(case, plain);
        page.monitor(case, |config| config.sse_element_id("second").status_element_id("status2"));
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(
            page.get::<String>("Object.keys(window.sseMonitors).sort().join()"),
            "live,second"
        );
        assert!(page.get::<bool>("window.sseMonitor === window.sseMonitors.second"));
        page.forget();
        page.run("host.server.end('/second')");
        page.advance(2000);
        assert!(page.changes().iter().all(|change| change.on == "second"), "{:?}", page.changes());
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert_eq!((page.get::<u32>("host.server.count('/events')"), page.peak()), (1, 1));
        page.script("window.sseMonitors.second.destroy()");
        page.forget();
        page.run("host.server.end('/events')");
        page.advance(2000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert!(page.changes().iter().all(|change| change.on == "live"));
        assert_eq!(page.get::<String>("Object.keys(window.sseMonitors).join()"), "live");
    });
}

#[test]
fn an_element_without_a_monitor_is_left_alone() {
    each(|case| {
        if case.is_dom() {
            return; // nobody connects it
        }
        for nested in [false, true] {
            let page = Page::furnished(case);
            let parent = if nested { "host.live()" } else { "document.body" };
            page.script(&format!("{parent}.append(host.sse('other', '/other'))"));
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(100);
            page.forget();
            assert_eq!(page.state(), "connected");
            // Its own failures are its client's business.
            page.run("host.server.end('/other')");
            page.advance(10_000);
            assert!(page.states().is_empty(), "nested {nested}: {:?}", page.states());
            assert_eq!(page.get::<u32>("host.server.live('/other').length"), 1, "nested {nested}");
            assert_eq!(page.get::<u32>("host.server.count('/events')"), 1, "nested {nested}");
            // And ours are not its.
            let others: u32 = page.get("host.server.count('/other')");
            page.run("host.server.end('/events')");
            page.advance(10_000);
            assert_eq!(page.state(), "connected");
            assert_eq!(page.get::<u32>("host.server.count('/other')"), others, "nested {nested}");
            assert_eq!(page.peak(), 1, "nested {nested}");
            page.forget();
            page.run("host.server.send('once', '/other')");
            page.advance(10);
            assert_eq!(page.messages(), ["message:once"], "nested {nested}");
        }
    });
}

#[test]
fn the_listeners_inside_are_bound_once_after_recoveries() {
    each(|case| {
        if case.page.as_str() != "htmx2" {
            return;
        }
        let page = Page::furnished(case);
        page.script("host.live().append(host.element('i', { 'sse-swap': 'a, b' }), host.element('u', { 'hx-trigger': 'click, sse:c' }))");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        for _ in 0..3 {
            page.drop_stream();
            page.advance(30_000);
        }
        page.forget();
        page.run("for (const event of ['a', 'b', 'c']) host.server.send({ event, data: event })");
        page.advance(10);
        assert_eq!(page.messages(), ["a:a", "b:b", "c:c"]);
    });
}

#[test]
fn messages_of_another_element_are_no_sign_of_life_and_no_id_of_ours() {
    each(|case| {
        if case.is_dom() {
            return;
        }
        for nested in [false, true] {
            let page = Page::furnished(case);
            let parent = if nested { "host.live()" } else { "document.body" };
            page.script(&format!("{parent}.append(host.sse('other', '/other'))"));
            page.monitor(case, |config| config.heartbeat_timeout(secs(3)));
            page.run("host.page.loaded()");
            page.advance(100);
            page.forget();
            for _ in 0..10 {
                page.run("host.server.send({ data: 'x', id: 'theirs' }, '/other')");
                page.advance(500);
            }
            let told: Vec<_> = page.states();
            assert_eq!(told[..2], ["error", "reconnecting"], "nested {nested}");
            let carried: String = page.get(
                "String(host.server.requests.filter(({ path }) => path === '/events')
                   .map(({ lastEventId }) => lastEventId))",
            );
            assert!(!carried.contains("theirs"), "nested {nested}: {carried}");
        }
    });
}

#[test]
fn two_monitors_of_one_status_element_do_not_repaint_each_other() {
    each(|case| {
        let page = Page::furnished(case);
        page.script("document.body.append(host.sse('second', '/second'))");
        page.monitor(case, plain);
        page.monitor(case, |config| config.sse_element_id("second"));
        page.run("host.page.loaded()");
        page.advance(1000);
        page.answer("503");
        page.run("host.server.end('/second')");
        page.advance(100);
        page.forget();
        // One is connected, the other is not: each shows a change of its own, once.
        page.advance(120_000);
        page.run("host.page.resume()");
        page.advance(1000);
        assert!(page.painted().len() <= 2, "{:?}", page.painted());
    });
}

#[test]
fn a_page_full_of_listeners_costs_no_more_with_a_monitor() {
    each(|case| {
        if !case.is_htmx2() {
            return;
        }
        let lookups = |monitored: bool| -> u32 {
            let page = Page::furnished(case);
            if monitored {
                page.monitor(case, plain);
            }
            page.run("host.page.loaded()");
            page.advance(100);
            page.run(
                "host.queries = 0;
                 for (const name of ['querySelectorAll', 'querySelector', 'find']) {
                   const real = Node.prototype[name];
                   host.undo = host.undo ?? [];
                   host.undo.push(() => (Node.prototype[name] = real));
                   Node.prototype[name] = function (...given) { host.queries++; return real.apply(this, given); };
                 }",
            );
            page.script(
                "const table = host.element('table');
                 for (let row = 0; row < 1000; row++) table.append(host.element('tr', { 'hx-trigger': 'sse:row-' + row }));
                 host.live().append(table);
                 htmx.process(table);",
            );
            page.run("for (const undo of host.undo.splice(0)) undo()");
            page.get("host.queries")
        };
        assert_eq!(lookups(true), lookups(false));
    });
}

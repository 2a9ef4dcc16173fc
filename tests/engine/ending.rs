//! `destroy()`, and the same script again: nothing leaks.

use crate::page::{Case, LOOK, Page, each, plain, secs};
use sse_monitor_core::{ConnectionState, MonitorConfig};

const NOTHING: &str = "{}";

fn thorough(config: MonitorConfig) -> MonitorConfig {
    config
        .heartbeat_timeout(secs(3))
        .callback(ConnectionState::Connected, "app.up")
        .max_reconnect_attempts(5)
        .grace(secs(1))
        .pause_hidden(secs(60))
}

fn app(page: &Page) {
    page.run("window.app = { up: (state) => host.calls.push(state) }");
}

/// The page in a situation, with the monitor just destroyed.
fn destroyed(case: Case, situation: &str) -> Page {
    let page = Page::furnished(case);
    app(&page);
    page.run("host.server.every(500, { event: 'heartbeat', data: '' })");
    page.answer(if situation == "opening" { "hold" } else { "open" });
    page.monitor(case, thorough);
    page.run("host.page.loaded()");
    page.advance(100);
    match situation {
        "opening" | "connected" => {}
        "waiting" => {
            page.answer("503");
            page.drop_stream();
            page.advance(50);
        }
        "attempting" => {
            page.answer("hold");
            page.drop_stream();
            page.advance(4000);
        }
        "exhausted" => {
            page.answer("503");
            page.drop_stream();
            page.advance(600_000);
        }
        "offline" => page.run("host.page.offline(); host.server.reset()"),
        "removed" => {
            page.script("host.live().remove()");
            page.advance(LOOK);
        }
        "waking" => page.run("host.page.resume()"),
        other => panic!("no situation {other}"),
    }
    page.script("window.gone = window.sseMonitor");
    page.forget();
    page.script("window.sseMonitor.destroy(); window.gone.destroy()");
    page
}

const SITUATIONS: [&str; 8] =
    ["opening", "connected", "waiting", "attempting", "exhausted", "offline", "removed", "waking"];

#[test]
fn destroy_leaves_no_listener_timer_or_patched_function() {
    each(|case| {
        for situation in SITUATIONS {
            let page = destroyed(case, situation);
            assert_eq!(page.leftovers().to_string(), NOTHING, "{situation}");
            assert_eq!(page.get::<String>("window.gone.state"), "closed", "{situation}");
            assert!(!page.get::<bool>("'live' in window.sseMonitors"), "{situation}");
            page.answer("open");
            page.run("host.page.comeBack(); host.page.offline(); host.page.online()");
            page.script("window.gone.reconnect(); window.gone.checkConnection()");
            page.advance(60_000);
            page.drop_stream();
            page.advance(60_000);
            assert_eq!(page.leftovers().to_string(), NOTHING, "{situation}");
            assert!(page.calls().is_empty(), "{situation}");
            assert!(page.painted().is_empty(), "{situation}: {:?}", page.painted());
            assert!(page.changes().is_empty(), "{situation}: {:?}", page.changes());
        }
    });
}

#[test]
fn a_listener_may_destroy() {
    each(|case| {
        for state in ["connecting", "connected", "error", "reconnecting", "disconnected", "closed"]
        {
            let page = Page::connected(case, |config| config.max_reconnect_attempts(1));
            page.script(&format!(
                "document.addEventListener('sse:stateChanged', (event) => {{
                   if (event.detail.state === '{state}') window.sseMonitors.live?.destroy();
                 }}, {{ client: true }})"
            ));
            let look = || {
                if page.get("'live' in window.sseMonitors") {
                    return;
                }
                assert_eq!(
                    page.leftovers().to_string(),
                    NOTHING,
                    "{state} {:?}",
                    page.get::<Vec<String>>("host.timerKinds()")
                );
                assert!(!case.is_dom() || page.live() == 0, "{state}");
            };
            page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
            page.advance(if case.is_dom() { LOOK } else { 1000 });
            look();
            page.answer("503");
            page.drop_stream();
            page.advance(60_000);
            look();
            page.script("host.live().remove()");
            page.advance(LOOK);
            assert!(!page.get::<bool>("'live' in window.sseMonitors"), "{state}");
            look();
        }
    });
}

#[test]
fn after_destroy_the_page_goes_on_as_without_a_monitor() {
    each(|case| {
        for situation in ["connected", "waiting", "attempting", "opening"] {
            let page = destroyed(case, situation);
            if case.is_dom() {
                page.advance(600_000);
                assert_eq!(page.live(), 0, "{situation}");
                continue;
            }
            page.answer("open");
            if situation == "opening" || situation == "attempting" {
                page.run("host.server.last.open()");
            }
            page.advance(60_000);
            assert_eq!((page.live(), page.peak()), (1, 1), "{situation}");
            page.forget();
            page.run("host.server.send('hello')");
            page.advance(10);
            assert_eq!(
                page.messages().iter().filter(|text| *text == "message:hello").count(),
                1,
                "{situation}"
            );
            // The client's own retry works again.
            page.drop_stream();
            page.advance(10_000);
            assert_eq!((page.live(), page.peak()), (1, 1), "{situation}");
        }
    });
}

#[test]
fn what_follows_at_once_finds_it_closed() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.drop_stream();
        page.advance(50);
        page.script(
            "const { live } = window.sseMonitors;
             window.found = [];
             for (const type of ['htmx:sseError', 'htmx:sse:before:connection']) {
               document.addEventListener(type, () => found.push(live.state), { client: true });
             }
             live.destroy();",
        );
        let told = usize::from(!case.is_dom());
        assert_eq!(page.get::<Vec<String>>("found"), vec!["closed"; told]);
    });
}

#[test]
fn the_same_script_twice_acts_once() {
    each(|case| {
        let page = Page::furnished(case);
        app(&page);
        page.monitor(case, thorough);
        page.advance(LOOK);
        let once = page.json("host.census()");
        page.monitor(case, thorough);
        page.advance(LOOK);
        assert_eq!(page.json("host.census()").to_string(), once.to_string());
        page.run("host.page.loaded()");
        page.advance(100);
        page.monitor(case, thorough);
        page.advance(100);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        page.forget();
        page.drop_stream();
        page.advance(2500);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        assert_eq!(page.calls(), ["connected"]);
        assert_eq!((page.live(), page.peak()), (1, 1));
        page.script("window.sseMonitor.destroy()");
        assert_eq!(page.leftovers().to_string(), NOTHING);
    });
}

#[test]
fn a_script_that_runs_again_during_an_outage_goes_on_with_it() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.answer("503");
        page.drop_stream();
        page.advance(200);
        page.monitor(case, plain);
        page.answer("open");
        page.advance(60_000);
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
        assert_eq!(page.shown(), "Connected");
    });
}

#[test]
fn a_script_that_runs_again_just_after_the_element_has_gone_leaves_no_connection() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script("host.live().remove()");
        page.monitor(case, plain);
        page.advance(LOOK);
        assert_eq!(page.live(), 0);
    });
}

#[test]
fn many_recoveries_leave_nothing_behind() {
    each(|case| {
        let page = Page::connected(case, |config| config.heartbeat_timeout(secs(60)));
        page.drop_stream();
        page.advance(40_000);
        let before = page.json("host.census()");
        for _ in 0..20 {
            page.drop_stream();
            page.advance(40_000);
            page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
            page.advance(10_000);
        }
        assert_eq!(page.json("host.census()").to_string(), before.to_string());
        assert_eq!((page.state().as_str(), page.peak()), ("connected", 1));
    });
}

#[test]
fn the_public_members_are_there() {
    each(|case| {
        let page = Page::connected(case, plain);
        let members: Vec<String> = page.get("Object.keys(window.sseMonitor)");
        for member in ["checkConnection", "destroy", "reconnect", "reconnectAttempts", "state"] {
            assert!(members.contains(&member.to_owned()), "{members:?}");
        }
        assert!(page.get::<bool>("window.sseMonitors.live === window.sseMonitor"));
        let (state, attempts): (String, u32) =
            (page.state(), page.get("window.sseMonitor.reconnectAttempts"));
        assert_eq!((state.as_str(), attempts), ("connected", 0));
    });
}

#[test]
fn a_monitor_that_was_replaced_cannot_end_its_successor() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.run("globalThis.old = window.sseMonitor");
        page.monitor(case, plain);
        page.advance(1000);
        page.script("old.destroy()");
        page.advance(1000);
        assert!(page.get::<bool>("window.sseMonitors.live === window.sseMonitor"));
        assert_eq!((page.state().as_str(), page.live(), page.peak()), ("connected", 1, 1));
    });
}

#[test]
fn a_script_that_waited_for_the_client_leaves_nothing_either() {
    each(|case| {
        let page = Page::furnished(case);
        page.answer("503");
        page.run("host.page.loaded()");
        page.advance(100);
        for _ in 0..2 {
            page.monitor(case, plain);
        }
        page.script("window.sseMonitor.destroy()");
        assert_eq!(page.leftovers().to_string(), NOTHING);
    });
}

//! The status element and the callbacks: what the reader and the page's own code get to know.

use crate::page::{LOOK, Page, each, millis, plain};
use sse_monitor_core::{ConnectionState, Indicator};

const HOSTILE: &str = "</script><img src=x onerror=alert(1)><!-- \"'\\ \u{2028} \u{1f600}";

#[test]
fn the_default_texts_are_shown() {
    each(|case| {
        let page = Page::connected(case, |config| config.max_reconnect_attempts(1));
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        page.script("host.live().remove()");
        page.advance(LOOK);
        let texts: Vec<String> = page.get(
            "host.paints.filter((paint) => paint.id === 'status').map((paint) => paint.content)",
        );
        let expected =
            [ConnectionState::Reconnecting, ConnectionState::Disconnected, ConnectionState::Closed];
        assert_eq!(texts, expected.map(ConnectionState::default_text));
    });
}

#[test]
fn text_is_text_and_html_is_html() {
    each(|case| {
        let page = Page::with(case, |config| {
            config
                .status_indicator(ConnectionState::Connecting, HOSTILE)
                .status_indicator(ConnectionState::Connected, Indicator::html("<b>on</b>"))
        });
        page.advance(100);
        let paints: Vec<Vec<String>> =
            page.get("host.paints.filter((paint) => paint.id === 'status').map((paint) => [paint.how, paint.content])");
        assert_eq!(paints, [["text", HOSTILE], ["html", "<b>on</b>"]]);
    });
}

#[test]
fn html_goes_through_one_policy_where_trusted_types_are_required() {
    each(|case| {
        let page = Page::furnished(case);
        page.run("host.page.requireTrustedTypes()");
        page.script("document.body.append(host.sse('second', '/second'), host.element('p', { id: 'status2' }))");
        for (id, status) in [("live", "status"), ("second", "status2"), ("live", "status")] {
            page.monitor(case, |config| {
                config
                    .sse_element_id(id)
                    .status_element_id(status)
                    .status_indicator(ConnectionState::Connected, Indicator::html("<b>on</b>"))
            });
        }
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.get::<String>("trustedTypes.names().join()"), "sse-monitor");
        assert_eq!(
            (
                page.shown().as_str(),
                page.get::<String>("document.getElementById('status2').textContent").as_str()
            ),
            ("<b>on</b>", "<b>on</b>")
        );
        assert_eq!(
            page.get::<String>("Object.keys(window.sseMonitors).sort().join()"),
            "live,second"
        );
    });
}

#[test]
fn text_needs_no_policy() {
    each(|case| {
        let page = Page::furnished(case);
        page.run("host.page.requireTrustedTypes()");
        page.monitor(case, plain);
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.get::<String>("trustedTypes.names().join()"), "");
        assert_eq!(page.shown(), "Connected");
    });
}

#[test]
fn the_status_element_has_a_role_and_a_state() {
    each(|case| {
        let page = Page::connected(case, plain);
        assert_eq!(page.get::<String>("host.status().getAttribute('role')"), "status");
        assert_eq!(page.get::<String>("host.status().dataset.sseState"), "connected");
        let page = Page::furnished(case);
        page.script("host.status().setAttribute('role', 'alert')");
        page.monitor(case, plain);
        assert_eq!(page.get::<String>("host.status().getAttribute('role')"), "alert");
    });
}

#[test]
fn a_status_element_that_is_replaced_shows_the_state() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script("host.status().replaceWith(host.element('p', { id: 'status' }, 'loading'))");
        page.advance(LOOK);
        assert_eq!(page.shown(), "Connected");
        page.script("host.status().remove()");
        page.drop_stream();
        page.advance(5000);
        page.script("document.body.append(host.element('p', { id: 'status' }))");
        page.advance(LOOK);
        assert_eq!((page.state().as_str(), page.shown().as_str()), ("connected", "Connected"));
    });
}

#[test]
fn it_is_written_only_when_the_state_changes() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.answer("503");
        page.drop_stream();
        page.advance(120_000);
        page.script("for (let n = 0; n < 5; n++) document.body.append(host.element('hr'))");
        page.advance(1000);
        assert_eq!(
            page.get::<u32>("host.paints.filter((paint) => paint.id === 'status').length"),
            1
        );
    });
}

#[test]
fn callbacks_get_the_state_wherever_they_live() {
    each(|case| {
        let page = Page::with(case, |config| {
            let hear = |config: sse_monitor_core::MonitorConfig, state| {
                let deep = state == ConnectionState::Connected;
                config.callback(state, if deep { "app.deep.hear" } else { "hear" })
            };
            ConnectionState::ALL.iter().copied().fold(config, hear).max_reconnect_attempts(1)
        });
        page.run(
            "window.hear = function (state) { host.calls.push(state) };
             window.app = { deep: { name: 'deep', hear(state) { host.calls.push(this.name + ' ' + state) } } };",
        );
        page.advance(100);
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        page.script("host.live().remove()");
        page.advance(LOOK);
        assert_eq!(
            page.calls(),
            ["deep connected", "error", "reconnecting", "disconnected", "closed"]
        );
        // The first state is entered while the script runs, before the page has defined its functions.
        assert_eq!(page.take_errors().len(), 1);
    });
}

#[test]
fn a_callback_that_throws_or_is_missing_stops_nothing() {
    each(|case| {
        let page = Page::connected(case, |config| {
            config
                .callback(ConnectionState::Error, "thrower")
                .callback(ConnectionState::Reconnecting, "no.such.path")
        });
        page.run("window.thrower = () => { throw new Error('mine') }");
        page.drop_stream();
        page.advance(5000);
        assert_eq!(page.states(), ["error", "reconnecting", "connected"]);
        let errors = page.take_errors();
        assert_eq!((errors.len(), errors[0].as_str()), (2, "Error: mine"));
        assert!(
            errors[1].starts_with("TypeError") || errors[1].starts_with("ReferenceError"),
            "{errors:?}"
        );
    });
}

#[test]
fn a_callback_may_use_the_monitor() {
    each(|case| {
        for (state, act) in [
            ("error", "destroy"),
            ("reconnecting", "destroy"),
            ("connected", "destroy"),
            ("error", "reconnect"),
            ("disconnected", "reconnect"),
        ] {
            let page = Page::furnished(case);
            page.run(&format!(
                "window.times = 0;
                 window.act = () => {{ if (window.times++ < 3) window.sseMonitor.{act}() }}"
            ));
            page.monitor(case, |config| {
                config
                    .callback(state.parse().unwrap(), "act")
                    .max_reconnect_attempts(2)
                    .reconnect_delay(millis(100))
            });
            page.run("host.page.loaded()");
            page.advance(100);
            // Left to itself, htmx 4 never retries a first connection that fails.
            page.answer(if act == "destroy" { "open" } else { "503" });
            page.drop_stream();
            page.advance(60_000);
            page.answer("open");
            if act == "destroy" {
                assert_eq!(page.leftovers().to_string(), "{}", "{state} {act}");
            }
            page.run("host.page.resume()");
            page.advance(60_000);
            let alive = u32::from(act != "destroy" || !case.is_dom());
            assert_eq!(
                (page.live(), page.peak()),
                (alive, 1),
                "{state} {act}: {:?}",
                page.changes()
            );
        }
    });
}

#[test]
fn a_listener_may_use_the_monitor() {
    each(|case| {
        for act in ["destroy", "reconnect"] {
            let page = Page::connected(case, plain);
            page.script(&format!(
                "document.addEventListener('sse:stateChanged', ({{ detail }}) => {{
                   if (detail.state === 'error') window.sseMonitor.{act}();
                 }}, {{ client: true }})"
            ));
            page.drop_stream();
            page.advance(60_000);
            let alive = u32::from(act != "destroy" || !case.is_dom());
            assert_eq!((page.live(), page.peak()), (alive, 1), "{act}: {:?}", page.changes());
        }
    });
}

#[test]
fn only_a_script_with_debug_writes_to_the_console() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.drop_stream();
        page.advance(5000);
        let ours: u32 = page.get("host.logs.filter((line) => line.includes('sse-monitor')).length");
        assert_eq!(
            ours > 0,
            case.debug || sse_monitor_tests::broken::asked().is_some(),
            "{ours} lines"
        );
    });
}

#[test]
fn a_text_of_the_status_element_itself_wins() {
    each(|case| {
        let page = Page::furnished(case);
        page.script("host.status().setAttribute('data-sse-text-connected', 'Verbunden <b>')");
        page.monitor(case, |config| {
            config.status_indicator(ConnectionState::Connected, Indicator::html("<b>on</b>"))
        });
        page.run("host.page.loaded()");
        page.advance(100);
        let paints: Vec<Vec<String>> =
            page.get("host.paints.filter((paint) => paint.id === 'status').map((paint) => [paint.how, paint.content])");
        assert_eq!(paints, [["text", "Connecting..."], ["text", "Verbunden <b>"]]);
    });
}

#[test]
fn without_texts_only_attributes_change() {
    each(|case| {
        let page = Page::furnished(case);
        page.script("host.status().append('mine')");
        page.forget();
        page.monitor(case, |config| config.status_indicators(None));
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.painted(), ["connecting", "connected"]);
        assert_eq!(page.shown(), "mine");
        assert_eq!(page.get::<Option<String>>("host.status().getAttribute('role')"), None);
    });
}

#[test]
fn one_callback_may_hear_every_state_with_its_details() {
    each(|case| {
        let page = Page::furnished(case);
        page.run(
            "window.hear = (state, { previous, attempts, retryIn, reason, status }) =>
            host.calls.push([state, previous, attempts, typeof retryIn, reason, status].join())",
        );
        page.monitor(case, |config| config.callbacks("hear").max_reconnect_attempts(1));
        page.run("host.page.loaded()");
        page.advance(100);
        page.answer("503");
        page.drop_stream();
        page.advance(60_000);
        assert_eq!(
            page.calls(),
            [
                "connecting,,0,undefined,,",
                "connected,connecting,0,undefined,,",
                "error,connected,0,undefined,ended,",
                "reconnecting,error,0,number,ended,",
                "disconnected,reconnecting,1,undefined,status,503"
            ]
        );
    });
}

/// Safari before 15.4 has no `reportError`.
#[test]
fn a_browser_without_report_error_goes_on_all_the_same() {
    each(|case| {
        let page = Page::furnished(case);
        page.script(
            "delete globalThis.reportError; window.app = { fail() { throw new Error('mine') } }",
        );
        page.monitor(case, |config| config.callbacks("app.fail"));
        page.run("host.page.loaded()");
        page.advance(100);
        page.drop_stream();
        page.advance(5000);
        assert_eq!(
            page.states(),
            ["connecting", "connected", "error", "reconnecting", "connected"]
        );
        assert!(page.take_errors().iter().all(|error| error == "Error: mine"));
    });
}

/// A listener that acts at once leaves the callbacks in their order.
#[test]
fn a_callback_of_a_state_that_is_over_is_not_called() {
    each(|case| {
        let page = Page::furnished(case);
        page.run(
            "window.hear = (state) => host.calls.push(state);
             document.addEventListener('sse:stateChanged', ({ detail }) => {
               if (detail.state === 'error') sseMonitor.reconnect();
             }, { client: true })",
        );
        page.monitor(case, |config| config.callbacks("hear"));
        page.run("host.page.loaded()");
        page.advance(100);
        page.drop_stream();
        page.advance(5_000);
        assert_eq!(page.calls(), ["connecting", "connected", "reconnecting", "connected"]);
    });
}

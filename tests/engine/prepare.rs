//! `prepare_request`: what the page does before each attempt.

use crate::page::{Case, Page, each, secs};

fn prepared(case: Case, body: &str) -> Page {
    let page = Page::furnished(case);
    page.run(&format!(
        "window.app = {{ prepare(url, options) {{ host.calls.push(String(url)); {body} }} }}"
    ));
    page.monitor(case, |config| config.prepare_request("app.prepare").connect_timeout(secs(4)));
    page.run("host.page.loaded()");
    page.advance(100);
    page
}

#[test]
fn it_is_called_before_each_attempt_with_the_original_address() {
    each(|case| {
        let page = prepared(case, "");
        assert_eq!(page.state(), "connected");
        page.drop_stream();
        page.advance(5000);
        let calls = page.calls();
        assert_eq!(calls.len(), 2, "{calls:?}");
        assert!(calls.iter().all(|url| url.ends_with("/events")), "{calls:?}");
        assert_eq!(page.get::<String>("host.server.last.path"), "/events", "nothing is no address");
        assert_eq!(page.sum(), ("connected".to_owned(), 2, 1, 1));
    });
}

#[test]
fn it_may_change_the_options_and_the_address() {
    each(|case| {
        let page = prepared(
            case,
            "window.count = (window.count ?? 0) + 1;
             if (options.headers.set) options.headers.set('X-Token', String(count));
             else options.headers['X-Token'] = String(count);
             return '/other?n=' + count;",
        );
        for round in ["1", "2", "3"] {
            assert_eq!(page.get::<String>("host.server.last.headers['x-token']"), round);
            assert_eq!(
                page.get::<String>("host.server.last.path + host.server.last.query.n"),
                format!("/other{round}")
            );
            page.drop_stream();
            page.advance(40_000);
        }
        assert!(page.calls().iter().all(|url| url.ends_with("/events")), "{:?}", page.calls());
    });
}

#[test]
fn it_is_awaited() {
    each(|case| {
        let page = prepared(
            case,
            "return new Promise((resolve) => setTimeout(() => resolve('/late'), 1000));",
        );
        assert_eq!((page.state().as_str(), page.requests()), ("connecting", 0));
        page.advance(1000);
        assert_eq!(page.state(), "connected");
        assert_eq!(page.get::<String>("host.server.last.path"), "/late");
    });
}

#[test]
fn an_address_may_be_a_url_object() {
    each(|case| {
        let page = prepared(case, "return new URL('/object?a=1', location.href);");
        assert_eq!(page.state(), "connected");
        assert_eq!(page.get::<String>("host.server.last.path"), "/object");
    });
}

#[test]
fn if_it_fails_the_attempt_has_failed() {
    each(|case| {
        for body in [
            "throw new Error('mine');",
            "return Promise.reject(new Error('mine'));",
            "throw undefined;",
        ] {
            let page = prepared(case, body);
            assert_eq!(page.states(), ["connecting", "error", "reconnecting"], "{body}");
            assert_eq!(page.last().reason.as_deref(), Some("prepare"), "{body}");
            page.advance(20_000);
            assert_eq!(page.requests(), 0, "{body}");
            assert!(page.calls().len() > 3, "{body}");
            page.run("window.app = { prepare() {} }");
            page.advance(20_000);
            assert_eq!(page.state(), "connected", "{body}");
            page.take_errors();
        }
    });
}

#[test]
fn a_function_that_is_missing_fails_too_and_may_come_later() {
    each(|case| {
        let page = Page::furnished(case);
        page.monitor(case, |config| config.prepare_request("app.deep.prepare"));
        page.run("host.page.loaded()");
        page.advance(100);
        assert_eq!(page.last().reason.as_deref(), Some("prepare"));
        page.script(
            "window.app = { deep: { name: 'deep', prepare() { host.calls.push(this.name) } } }",
        );
        page.advance(20_000);
        assert_eq!(page.state(), "connected");
        assert_eq!(page.calls(), ["deep"]);
        page.take_errors();
    });
}

#[test]
fn if_it_never_answers_the_attempt_times_out() {
    each(|case| {
        let page = prepared(case, "return new Promise(() => {});");
        page.advance(3500);
        assert_eq!(page.state(), "connecting");
        page.advance(1600);
        assert_eq!(page.state(), "reconnecting");
        assert_eq!(page.last().reason.as_deref(), Some("timeout"));
        page.advance(60_000);
        assert_eq!(page.requests(), 0);
    });
}

#[test]
fn an_answer_that_comes_too_late_starts_nothing() {
    each(|case| {
        let page = prepared(case, "return new Promise((resolve) => (window.answer = resolve));");
        page.script("window.kept = answer");
        page.script("host.live().remove()");
        page.run("host.page.resume()");
        page.advance(200);
        assert_eq!(page.state(), "closed");
        page.script("kept('/late')");
        page.advance(1000);
        assert_eq!(page.requests(), 0);
    });
}

#[test]
fn the_last_event_id_is_sent_to_where_it_leads() {
    each(|case| {
        let page = prepared(case, "return '/other';");
        page.send("{ data: 'x', id: '7' }");
        page.drop_stream();
        page.advance(5000);
        assert_eq!(page.get::<String>("host.server.last.lastEventId"), "7");
        assert_eq!(page.get::<String>("host.server.last.path"), "/other");
    });
}

#[test]
fn a_function_that_destroys_the_monitor_ends_it() {
    each(|case| {
        let page = prepared(case, "if (host.calls.length > 1) sseMonitor.destroy();");
        page.drop_stream();
        page.advance(10);
        page.forget();
        page.run("host.calls.push('first')");
        page.advance(20_000);
        assert!(page.changes().is_empty(), "told by a monitor that is no more");
        assert_eq!(page.get::<Option<String>>("sseMonitor.state").as_deref(), Some("closed"));
    });
}

/// Nothing has failed.
#[test]
fn what_the_monitor_gives_up_itself_is_no_error_of_the_page() {
    each(|case| {
        let page = prepared(
            case,
            "if (window.isReady) return;
             return new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(new Error('given up'))));",
        );
        assert_eq!((page.state().as_str(), page.requests()), ("connecting", 0));
        page.run("window.isReady = true");
        page.script("window.sseMonitor.reconnect()");
        page.advance(1000);
        assert_eq!((page.state().as_str(), page.requests()), ("connected", 1));
        assert!(page.take_errors().is_empty());
    });
}

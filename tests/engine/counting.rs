//! The connection counter on a living page.

use crate::broken;
use crate::page::{Case, LOOK, Page, each, plain};

fn counted(case: Case) -> Page {
    let page = Page::furnished(case);
    page.script(&broken::counter());
    page.monitor(case, plain);
    page.run("host.page.loaded()");
    page.advance(200);
    page
}

fn count(page: &Page) -> u32 {
    page.get("window.SSEConnectionCounter.getCount()")
}

/// The counts told since the last call.
fn told(page: &Page) -> Vec<u32> {
    page.get("host.counts.splice(0)")
}

#[test]
fn it_counts_what_opens_and_what_ends() {
    each(|case| {
        let page = counted(case);
        assert_eq!((count(&page), told(&page)), (1, vec![1]));
        page.drop_stream();
        page.advance(10);
        assert_eq!((count(&page), told(&page)), (0, vec![0]));
        page.advance(5000);
        assert_eq!((count(&page), told(&page)), (1, vec![1]));
    });
}

#[test]
fn it_counts_an_element_added_swapped_and_removed() {
    each(|case| {
        let page = counted(case);
        page.script("host.swapAppend(document.body, host.sse('second', '/second'))");
        page.monitor(case, |config| config.sse_element_id("second").status_element_id(None));
        page.advance(LOOK + 11_000);
        assert_eq!(count(&page), 2);
        page.script("host.swapOuter(host.live(), host.sse('live', '/events'))");
        page.advance(LOOK + 11_000);
        assert_eq!(count(&page), 2);
        page.script("host.swapDelete(document.getElementById('second'))");
        page.advance(LOOK + 11_000);
        assert_eq!(count(&page), 1);
        page.script("host.live().remove()");
        page.advance(LOOK + 11_000);
        assert_eq!((count(&page), told(&page).last()), (0, Some(&0)));
    });
}

#[test]
fn it_counts_what_was_open_before_it_came() {
    each(|case| {
        let page = Page::connected(case, plain);
        page.script(&broken::counter());
        page.advance(10);
        assert_eq!(count(&page), 1);
        page.script(&broken::counter());
        page.drop_stream();
        page.advance(10);
        assert_eq!((count(&page), told(&page).last()), (0, Some(&0)));
    });
}

#[test]
fn the_page_may_count_its_own() {
    each(|case| {
        let page = counted(case);
        told(&page);
        page.script("SSEConnectionCounter.add('mine'); SSEConnectionCounter.add('mine')");
        assert_eq!(count(&page), 2);
        page.script("SSEConnectionCounter.remove('mine')");
        assert_eq!((count(&page), told(&page)), (1, vec![2, 2, 1]));
    });
}

#[test]
fn a_second_counter_of_the_page_changes_nothing() {
    each(|case| {
        let page = counted(case);
        told(&page);
        page.script(&broken::counter());
        page.drop_stream();
        page.advance(10);
        assert_eq!((count(&page), told(&page)), (0, vec![0]));
    });
}

#[test]
fn it_counts_without_a_monitor() {
    each(|case| {
        if case.is_dom() {
            return; // nobody connects it
        }
        let page = Page::furnished(case);
        page.script(&broken::counter());
        page.run("host.page.loaded()");
        page.advance(200);
        assert_eq!((count(&page), told(&page)), (1, vec![1]));
        let removed = "window.node = host.live(); node.remove()";
        page.script(removed);
        page.advance(11_000);
        assert_eq!(
            (count(&page), told(&page)),
            (0, vec![0]),
            "its connection is open, but nobody sees it"
        );
        page.script("document.body.append(node)");
        page.run("host.server.end()");
        page.advance(20_000);
        assert_eq!((count(&page), told(&page)), (1, vec![1]));
        page.answer("hold");
        page.drop_stream();
        page.advance(5000);
        assert_eq!((count(&page), told(&page)), (0, vec![0]));
    });
}

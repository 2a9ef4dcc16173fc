//! The pages.

use std::ops::Range;

use sse_monitor::{MonitorConfig, generate_monitor_script};
use sse_monitor_tests::fault_server::Event;
use sse_monitor_tests::page::{Library, Live, Page, Setup};

use crate::Result;

const LOAD: &str = include_str!("load.js");

/// The page with the two frames: in one process, so that nothing but the monitor tells them apart.
pub(crate) fn outer_page(names: [&str; 2]) -> Page {
    let frame = |name| format!(r#"<iframe src="/{name}" name="{name}" title="{name}"></iframe>"#);
    Page::new(Library::None).body(&names.map(frame).concat())
}

/// The page of a client, with its monitor or as it would be without one.
pub(crate) fn frame_page(setup: Setup, stream: &str, monitored: bool) -> Result<Page> {
    // Each message takes the place of the one before, so that the page does not grow.
    let live = Live::new("live", stream).html(setup.library()).replace("beforeend", "innerHTML");
    let page =
        Page::new(setup.library()).head(&script(LOAD)).body(&live).body(r#"<p id="status"></p>"#);
    Ok(if monitored {
        page.body(&script(&changed(generate_monitor_script(&config(setup))?)?))
    } else if setup.library().is_htmx() {
        page
    } else {
        page.body(&script(&format!("load.plain('{stream}')")))
    })
}

/// A monitor that has to look at every message.
fn config(setup: Setup) -> MonitorConfig {
    let mut config = MonitorConfig::new("live");
    config.status_element_id = Some("status".into());
    config.heartbeat_timeout = Some(15_000);
    config.client = setup.client();
    config.debug = std::env::var_os(CHANGE).is_some();
    config
}

/// Changes the script, in its readable form, to see what a change would bring: `from=>to`, several between `;;`.
const CHANGE: &str = "CHANGE_SCRIPT";

fn changed(mut script: String) -> Result<String> {
    let changes = std::env::var(CHANGE).unwrap_or_default();
    for change in changes.split(";;").filter(|change| !change.is_empty()) {
        let (from, to) = change.split_once("=>").ok_or("a change is `from=>to`")?;
        if !script.contains(from) {
            return Err(format!("the script has no `{from}`").into());
        }
        script = script.replace(from, to);
    }
    Ok(script)
}

fn script(source: &str) -> String {
    format!("<script>{source}</script>")
}

/// Messages as they come where there is more to tell than a number: each is an entry of a list.
pub(crate) fn messages(numbers: Range<u32>) -> impl Iterator<Item = Event> {
    numbers.map(|number| {
        Event::message(format!(
            "<li id=\"order-{number}\"><a href=\"/orders/{number}\">Order {number}</a>: \
             <span class=\"articles\">3 articles</span>, <strong>new</strong></li>"
        ))
        .with_id(number.to_string())
    })
}

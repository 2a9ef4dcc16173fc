//! The two pages of a pair.

use std::fmt::Write as _;

use sse_monitor::{MonitorConfig, generate_monitor_script};
use sse_monitor_tests::page::{Live, Page, Setup};

use crate::Result;

const LOAD: &str = include_str!("load.js");

pub(crate) const STREAM: &str = "/stream";

/// How many messages a page gets: more than it takes in the time that is measured.
fn messages(setup: Setup) -> u32 {
    if setup.library().is_htmx() { 25_000 } else { 400_000 }
}

/// The page of a client, with its monitor or as it would be without one.
pub(crate) fn page(setup: Setup, monitored: bool) -> Result<Page> {
    // Each message takes the place of the one before, so that the page does not grow.
    let live = Live::new("live", STREAM).html(setup.library()).replace("beforeend", "innerHTML");
    let page =
        Page::new(setup.library()).head(&script(LOAD)).body(&live).body(r#"<p id="status"></p>"#);
    Ok(if monitored {
        page.body(&script(&changed(generate_monitor_script(&config(setup))?)?))
    } else if setup.library().is_htmx() {
        page
    } else {
        page.body(&script("load.plain()"))
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

/// A long stream, all of it at once: how fast it is read is up to the page. A message is an entry of a list, as it comes
/// where there is more to tell than a number.
pub(crate) fn flood(setup: Setup) -> String {
    let mut stream = String::new();
    for number in 0..messages(setup) {
        // Writing to a string does not fail.
        let _ = write!(
            stream,
            "id: {number}\n\
             data: <li id=\"order-{number}\"><a href=\"/orders/{number}\">Order {number}</a>: \
             <span class=\"articles\">3 articles</span>, <strong>new</strong></li>\n\n"
        );
    }
    stream
}

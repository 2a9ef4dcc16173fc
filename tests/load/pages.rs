//! The two pages of a pair.

use std::fmt::Write as _;

use sse_monitor::{MonitorConfig, generate_monitor_script};
use sse_monitor_tests::page::{Live, Page, Setup};

use crate::Result;

const LOAD: &str = include_str!("load.js");

pub(crate) const STREAM: &str = "/stream";

/// More than any client takes in the time that is measured.
const MESSAGES: u32 = 400_000;

/// The page of a client, with its monitor or as it would be without one.
pub(crate) fn page(setup: Setup, monitored: bool) -> Result<Page> {
    // Each message takes the place of the one before, so that the page does not grow.
    let live = Live::new("live", STREAM).html(setup.library()).replace("beforeend", "innerHTML");
    let page =
        Page::new(setup.library()).head(&script(LOAD)).body(&live).body(r#"<p id="status"></p>"#);
    Ok(if monitored {
        page.body(&script(&generate_monitor_script(&config(setup))?))
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
    config
}

fn script(source: &str) -> String {
    format!("<script>{source}</script>")
}

/// A long stream, all of it at once: how fast it is read is up to the page.
pub(crate) fn flood() -> String {
    let mut stream = String::new();
    for number in 0..MESSAGES {
        // Writing to a string does not fail.
        let _ = write!(stream, "id: {number}\ndata: <b>{number}</b>\n\n");
    }
    stream
}

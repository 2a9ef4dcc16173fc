//! A page with two frames: without a monitor and with one.

use std::time::Duration;

use sse_monitor::{MonitorConfig, generate_monitor_script};
use sse_monitor_tests::fault_server::FaultServer;
use sse_monitor_tests::page::{Library, Live, Page, Setup};
use sse_monitor_tests::webdriver::{Browser, Tab};

use crate::Result;
use crate::work::Case;

/// The frames.
pub(crate) const NAMES: [&str; 2] = ["plain", "monitored"];

/// What a message brings and what comes and goes: an entry of a list, `{}` is its number.
pub(crate) const ENTRY: &str = "<li id=\"order-{}\"><a href=\"/orders/{}\">Order {}</a>: \
     <span class=\"articles\">3 articles</span>, <strong>new</strong></li>";

/// Both frames are in one process, so that nothing but the monitor tells them apart.
pub(crate) struct Frames {
    pub(crate) case: Case,
    pub(crate) server: FaultServer,
    pub(crate) tab: Tab,
}

impl Frames {
    pub(crate) async fn open(browser: &Browser, case: Case, order: [usize; 2]) -> Result<Self> {
        let server = FaultServer::start()?;
        let order = order.map(|which| NAMES[which]);
        for name in order {
            server.add_stream(&stream(name));
            let page = frame_page(case.setup, &stream(name), name == "monitored")?;
            server.serve_page(&format!("/{name}"), page.html());
        }
        server.serve_page("/", outer_page(order).html());
        let tab = browser.open_tab().await?;
        tab.open(&server.url("/")).await?;
        for name in order {
            until_connected(&server, &stream(name)).await?;
        }
        Ok(Self { case, server, tab })
    }
}

/// The path of a frame's stream.
pub(crate) fn stream(name: &str) -> String {
    format!("/{name}/stream")
}

/// Waits until the page has asked for a stream, which is answered at once.
async fn until_connected(server: &FaultServer, stream: &str) -> Result {
    for _ in 0..200 {
        if server.stream(stream).live() > 0 {
            // The page hears of the answer, and is done with loading, a little later.
            tokio::time::sleep(Duration::from_millis(200)).await;
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("the page does not ask for {stream}").into())
}

fn outer_page(names: [&str; 2]) -> Page {
    let frame = |name| format!(r#"<iframe src="/{name}" name="{name}" title="{name}"></iframe>"#);
    Page::new(Library::None)
        .head(&script(include_str!("mutations.js")))
        .body(&names.map(frame).concat())
}

/// The page of a client, with its monitor or as it would be without one.
fn frame_page(setup: Setup, stream: &str, monitored: bool) -> Result<Page> {
    // Each message takes the place of the one before, so that the page does not grow.
    let live = Live::new("live", stream).html(setup.library()).replace("beforeend", "innerHTML");
    let page = Page::new(setup.library())
        .head(&script(include_str!("messages.js")))
        .body(&live)
        .body(r#"<p id="status"></p>"#);
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
    MonitorConfig::new("live")
        .status_element_id("status")
        .heartbeat_timeout(Duration::from_secs(15))
        .client(setup.client())
        .debug(std::env::var_os(CHANGE).is_some())
}

/// Changes the script, in its readable form, to see what a change would bring: `from==>to`, several between `;;`.
const CHANGE: &str = "CHANGE_SCRIPT";

fn changed(mut script: String) -> Result<String> {
    let changes = std::env::var(CHANGE).unwrap_or_default();
    for change in changes.split(";;").filter(|change| !change.is_empty()) {
        let (from, to) = change.split_once("==>").ok_or("a change is `from==>to`")?;
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

//! A page that works when it is told.

use std::time::Duration;

use sse_monitor_tests::fault_server::FaultServer;
use sse_monitor_tests::webdriver::{Browser, Tab};

use crate::Result;
use crate::pages::{frame_page, messages, outer_page};
use crate::work::{Case, Work};

/// One page with two frames: with a monitor and without.
pub(crate) struct Runner {
    case: Case,
    server: FaultServer,
    tab: Tab,
    sent: u32,
}

impl Runner {
    pub(crate) async fn start(browser: &Browser, case: Case, order: [bool; 2]) -> Result<Self> {
        let server = FaultServer::start()?;
        for monitored in order {
            let name = name(monitored);
            server.add_stream(&stream(name));
            let page = frame_page(case.setup, &stream(name), monitored)?;
            server.serve_page(&format!("/{name}"), page.html());
        }
        server.serve_page("/", outer_page(order.map(name)).html());
        let tab = browser.open_tab().await?;
        tab.open(&server.url("/")).await?;
        for name in order.map(name) {
            until_connected(&server, &stream(name)).await?;
            // From one message to the next: the first one starts the clock.
            let count = case.amount() + 1;
            let () =
                tab.run(&format!("{name}.load.settings.messages = {count}; return null")).await?;
        }
        Ok(Self { case, server, tab, sent: 0 })
    }

    /// Work per second in one of the frames.
    pub(crate) async fn turn(&mut self, monitored: bool) -> Result<f64> {
        let name = name(monitored);
        let amount = self.case.amount();
        let duration: f64 = match self.case.work {
            Work::Messages => {
                let from = self.sent;
                self.sent += amount + 1;
                self.server.stream(&stream(name)).send_all(messages(from..self.sent));
                self.tab.run(&format!("return {name}.load.messages()")).await?
            }
            Work::Mutations => {
                self.tab.run(&format!("return {name}.load.mutations({amount})")).await?
            }
        };
        Ok(f64::from(amount) / duration * 1000.0)
    }
}

/// The name of a frame.
fn name(monitored: bool) -> &'static str {
    if monitored { "monitored" } else { "plain" }
}

fn stream(name: &str) -> String {
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

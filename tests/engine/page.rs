//! A page with a monitor, in the words of the tests.

use std::cell::Cell;
use std::ops::Deref;
use std::time::Duration;

use serde_json::Value as Json;
use sse_monitor_core::{Client, MonitorConfig};

use crate::broken;
use crate::host::Host;

/// What the page's own code brings or takes away is seen within this time, in milliseconds.
pub(crate) const LOOK: u32 = 30_000;

pub(crate) const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) const fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A client on the page, and how the script was rendered for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// What the page uses: never `Auto`.
    pub(crate) page: Client,
    /// What the configuration says.
    pub(crate) config: Client,
    pub(crate) debug: bool,
}

impl Case {
    pub(crate) fn is_dom(self) -> bool {
        self.page == Client::Dom
    }

    pub(crate) fn is_htmx2(self) -> bool {
        self.page == Client::Htmx2
    }

    pub(crate) fn is_htmx4(self) -> bool {
        self.page == Client::Htmx4
    }

    /// The attribute that names the address, or the close event.
    pub(crate) fn attribute(self, word: &str) -> String {
        if self.is_htmx4() { format!("hx-sse:{word}") } else { format!("sse-{word}") }
    }
}

/// Every client, found by name and found at run time, readable and minified.
pub(crate) const CASES: [Case; 6] = [
    Case { page: Client::Dom, config: Client::Dom, debug: false },
    Case { page: Client::Dom, config: Client::Dom, debug: true },
    Case { page: Client::Htmx2, config: Client::Htmx2, debug: true },
    Case { page: Client::Htmx2, config: Client::Auto, debug: false },
    Case { page: Client::Htmx4, config: Client::Htmx4, debug: false },
    Case { page: Client::Htmx4, config: Client::Auto, debug: true },
];

/// Runs a scenario for every case, and tells which one failed.
pub(crate) fn each(scenario: impl Fn(Case)) {
    for case in CASES {
        let told = TellOnPanic(case);
        scenario(case);
        std::mem::forget(told);
    }
}

struct TellOnPanic(Case);

impl Drop for TellOnPanic {
    fn drop(&mut self) {
        eprintln!("failed with {:?}", self.0);
    }
}

/// The configuration that most tests use: a status element, a first delay of one second.
pub(crate) fn config(case: Case) -> MonitorConfig {
    MonitorConfig::new("live")
        .status_element_id("status")
        .reconnect_delay(secs(1))
        .client(case.config)
        .debug(case.debug)
}

/// The configuration as it is: what a test gives that changes nothing of it.
pub(crate) fn plain(config: MonitorConfig) -> MonitorConfig {
    config
}

/// One `sse:stateChanged`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) at: f64,
    /// The id of the element that dispatched it, `#document` for the document.
    pub(crate) on: String,
    pub(crate) state: String,
    pub(crate) previous: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) retry_in: Option<f64>,
    pub(crate) reason: Option<String>,
    pub(crate) status: Option<u64>,
}

impl Change {
    fn read(json: &Json) -> Self {
        let text = |key: &str| json[key].as_str().map(str::to_owned);
        Self {
            at: json["at"].as_f64().expect("a time"),
            on: text("on").expect("a target"),
            state: text("state").expect("a state"),
            previous: text("previous"),
            attempts: json["attempts"]
                .as_u64()
                .and_then(|count| count.try_into().ok())
                .expect("a number of attempts"),
            retry_in: json["retryIn"].as_f64(),
            reason: text("reason"),
            status: json["status"].as_u64(),
        }
    }
}

thread_local! {
    /// The engine of the page before: a fresh page in it costs much less than another engine.
    static IDLE: Cell<Option<Host>> = const { Cell::new(None) };
}

/// The page of one test.
pub(crate) struct Page {
    /// Given back at the end.
    host: Option<Host>,
}

impl Deref for Page {
    type Target = Host;

    fn deref(&self) -> &Host {
        self.host.as_ref().expect("the page is not over")
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(host) = self.host.take()
            && !std::thread::panicking()
        {
            host.finish();
            IDLE.set(Some(host));
        }
    }
}

impl Page {
    /// A document still being parsed, with the client but without any element or monitor.
    pub(crate) fn empty(case: Case) -> Self {
        Self::of(case, "chromium")
    }

    /// The same in this browser.
    pub(crate) fn of(case: Case, browser: &str) -> Self {
        let host = IDLE.take().unwrap_or_else(Host::new);
        host.boot(1, browser);
        host.run(&format!("host.scene('{}')", case.page.as_str()));
        Self { host: Some(host) }
    }

    /// With the SSE element and the status element.
    pub(crate) fn furnished(case: Case) -> Self {
        let page = Self::empty(case);
        page.script("host.furnish()");
        page
    }

    /// The usual page: the script at the end of the body, then the document is complete.
    pub(crate) fn with(case: Case, configure: impl FnOnce(MonitorConfig) -> MonitorConfig) -> Self {
        let page = Self::furnished(case);
        page.monitor(case, configure);
        page.run("host.page.loaded()");
        page
    }

    /// The usual page once its connection is open, with nothing recorded yet.
    pub(crate) fn connected(
        case: Case,
        configure: impl FnOnce(MonitorConfig) -> MonitorConfig,
    ) -> Self {
        let page = Self::with(case, configure);
        page.advance(100);
        assert_eq!(page.state(), "connected");
        page.forget();
        page
    }

    /// Runs a monitor's script.
    pub(crate) fn monitor(
        &self,
        case: Case,
        configure: impl FnOnce(MonitorConfig) -> MonitorConfig,
    ) {
        self.script(&broken::monitor(&configure(config(case))));
    }

    /// Sets an attribute of the SSE element.
    pub(crate) fn set(&self, name: &str, value: &str) {
        self.script(&format!("host.live().setAttribute('{name}', '{value}')"));
    }

    /// The server sends this: `'text'`, `{ event: 'news', data: 'x' }`, …
    pub(crate) fn send(&self, message: &str) {
        self.run(&format!("host.server.send({message})"));
        self.advance(10);
    }

    /// How the server answers from now on: `open`, `hold`, `refuse`, `html`, a status, or `({ flap: 10 })`. An outage
    /// that is meant to last is made of these; `network.js` says them all.
    pub(crate) fn answer(&self, policy: &str) {
        let quote = if policy.starts_with(char::is_alphabetic) { "'" } else { "" };
        self.run(&format!("host.server.policy = {quote}{policy}{quote}"));
    }

    /// The server ends every stream.
    pub(crate) fn drop_stream(&self) {
        self.run("host.server.end()");
    }

    /// The phase of every outage is this one from now on.
    pub(crate) fn phase(&self, phase: f64) {
        self.run(&format!("host.clock.fixed = {phase}"));
    }

    /// Forgets what was recorded so far.
    pub(crate) fn forget(&self) {
        self.run("for (const list of [host.trace, host.paints, host.marks, host.messages, host.calls, host.recoveries, host.order]) \
             list.length = 0");
    }

    pub(crate) fn changes(&self) -> Vec<Change> {
        self.json("host.trace").as_array().expect("a list").iter().map(Change::read).collect()
    }

    /// The states entered, in their order.
    pub(crate) fn states(&self) -> Vec<String> {
        let changes = self.changes().into_iter();
        changes
            .filter(|change| change.previous.as_ref() != Some(&change.state))
            .map(|change| change.state)
            .collect()
    }

    pub(crate) fn state(&self) -> String {
        self.get("window.sseMonitor.state")
    }

    /// What the status element shows.
    pub(crate) fn shown(&self) -> String {
        self.get("host.status().textContent")
    }

    /// The last change.
    pub(crate) fn last(&self) -> Change {
        self.changes().pop().expect("something has changed")
    }

    /// The delays that were told.
    pub(crate) fn delays(&self) -> Vec<f64> {
        self.changes().into_iter().filter_map(|change| change.retry_in).collect()
    }

    /// What an outage has brought, once it is over: state, requests, live connections, the most at one time.
    pub(crate) fn sum(&self) -> (String, u32, u32, u32) {
        (self.state(), self.requests(), self.live(), self.peak())
    }

    /// The states painted, in their order.
    pub(crate) fn painted(&self) -> Vec<String> {
        self.get("host.marks.map((mark) => mark.state)")
    }

    /// Requests that reached the server.
    pub(crate) fn requests(&self) -> u32 {
        self.get("host.server.count()")
    }

    /// Connections under way or open.
    pub(crate) fn live(&self) -> u32 {
        self.get("host.server.live().length")
    }

    /// The most connections that one address had at one time.
    pub(crate) fn peak(&self) -> u32 {
        self.get("Math.max(0, ...host.server.peak.values())")
    }

    /// What the page was told by the stream, in order.
    pub(crate) fn messages(&self) -> Vec<String> {
        self.get("host.messages.map((message) => message.name + ':' + message.data)")
    }

    /// Calls of the callbacks that the test has defined.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.get("host.calls")
    }

    /// Messages and recoveries, in order.
    pub(crate) fn order(&self) -> Vec<String> {
        self.get("host.order")
    }

    /// What is left of the script: listeners, timers, replaced functions.
    pub(crate) fn leftovers(&self) -> Json {
        let mut census = self.json("host.census()");
        let census = census.as_object_mut().expect("an object");
        census.remove("connections");
        census
            .iter()
            .filter(|(_, left)| {
                left.as_u64() != Some(0) && left.as_array().is_none_or(|list| !list.is_empty())
            })
            .map(|(name, left)| (name.clone(), left.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

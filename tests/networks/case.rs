//! A case: a fault, how the browser is connected, and which browser.

use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use sse_monitor::MonitorConfig;
use sse_monitor_tests::proxy::Kind;
use sse_monitor_tests::webdriver::Engine;

use crate::lab::{Lab, Measured};
use crate::{Result, scenarios};

/// How the browser gets to the project's server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// HTTP/1.1, without a proxy.
    Direct,
    /// Over a proxy, with HTTP/1.1.
    Http1(Kind),
    /// Over a proxy, with TLS and HTTP/2.
    Http2(Kind),
}

impl Way {
    pub(crate) fn name(self) -> String {
        match self {
            Self::Direct => "HTTP/1.1".to_owned(),
            Self::Http1(kind) => format!("HTTP/1.1, {}", kind.name()),
            Self::Http2(kind) => format!("HTTP/2, {}", kind.name()),
        }
    }
}

/// A fault.
#[derive(Clone, Copy)]
pub(crate) struct Scenario {
    /// What stands in the table.
    pub(crate) fault: &'static str,
    /// The name of its function.
    pub(crate) name: &'static str,
    /// How, and in which browsers.
    pub(crate) on: &'static [(Way, Engine)],
    /// The monitor's settings.
    pub(crate) config: fn() -> MonitorConfig,
    /// Settings of the proxy, in its own language.
    pub(crate) proxy: fn(Kind) -> &'static str,
    /// The seconds for which the proxy waits for a silent server.
    pub(crate) read_timeout: u32,
    /// Within which time of the end of the fault the monitored page has the next message.
    pub(crate) bound: fn(&Case) -> Duration,
    /// How long the page without a monitor is waited for.
    pub(crate) patience: Duration,
    /// Whether the browser knows the servers by their name.
    pub(crate) by_name: bool,
    /// How often it is played, each time with another seed.
    pub(crate) seeds: u64,
    pub(crate) play: for<'a> fn(&'a mut Lab) -> LocalBoxFuture<'a, Result<Measured>>,
}

impl Scenario {
    /// What most of them have in common: the rest is named by each.
    pub(crate) const USUAL: Self = Self {
        fault: "",
        name: "",
        on: &[],
        config: scenarios::quick,
        proxy: |_| "",
        read_timeout: 60,
        bound: scenarios::usual_bound,
        patience: Duration::from_secs(20),
        by_name: false,
        seeds: 1,
        play: |_| Box::pin(async { Err("it plays nothing".into()) }),
    };
}

/// A scenario in one browser, over one kind of connection.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) scenario: Scenario,
    pub(crate) way: Way,
    pub(crate) engine: Engine,
    pub(crate) seed: u64,
}

impl Case {
    /// `scenario::way::engine`, as a filter has it.
    pub(crate) fn name(&self) -> String {
        let way = match self.way {
            Way::Direct => "http1".to_owned(),
            Way::Http1(kind) => format!("http1-{}", kind.name()),
            Way::Http2(kind) => format!("http2-{}", kind.name()),
        };
        let seed = if self.scenario.seeds > 1 { format!("::{}", self.seed) } else { String::new() };
        format!("{}::{way}::{}{seed}", self.scenario.name, self.engine.name())
    }

    /// Whether its name contains all of the words.
    pub(crate) fn is_wanted(&self, words: &[String]) -> bool {
        let name = self.name();
        words.iter().all(|word| name.contains(word.as_str()))
    }
}

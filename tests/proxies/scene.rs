//! A page, the servers of its streams, and a proxy before them.

use std::error::Error;
use std::net::Ipv4Addr;
use std::path::Path;
use std::time::{Duration, Instant};

use sse_monitor::MonitorConfig;
use sse_monitor_tests::fault_server::Ending;
use sse_monitor_tests::proxy::{Certificate, Kind, Listener, Proxy, own_ports};
use sse_monitor_tests::watched::{self, Seen, Source};
use sse_monitor_tests::webdriver::{Browser, Tab};
use tokio::time::sleep;

/// What a test ends with.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Whatever has to happen happens within this time, or the test fails. Far above what it takes.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// What a test is given.
pub(crate) struct Surroundings<'a> {
    pub(crate) browser: &'a Browser,
    /// A folder for whatever has to be in files.
    pub(crate) scratch: &'a Path,
}

/// What a test works with.
pub(crate) struct Scene {
    pub(crate) monitored: Source,
    pub(crate) plain: Source,
    pub(crate) listeners: [Listener; 2],
    pub(crate) certificate: Certificate,
    pub(crate) tab: Tab,
}

impl Scene {
    pub(crate) async fn new(surroundings: &Surroundings<'_>) -> Outcome<Self> {
        let [monitored, plain] = [(), ()].map(|()| Source::start_at(Ipv4Addr::LOCALHOST));
        let (monitored, plain) = (monitored?, plain?);
        let [first, second] = own_ports()?;
        let listeners = [
            Listener { port: first, upstream: monitored.server.port() },
            Listener { port: second, upstream: plain.server.port() },
        ];
        let folder = surroundings.scratch.join(format!("tls-{first}"));
        let certificate = Certificate::make(&["localhost", "127.0.0.1"], &folder)?;
        let tab = surroundings.browser.open_tab().await?;
        Ok(Self { monitored, plain, listeners, certificate, tab })
    }

    /// Starts the proxy of this scene.
    pub(crate) async fn start(
        &self,
        surroundings: &Surroundings<'_>,
        kind: Kind,
        configuration: &str,
    ) -> Outcome<Proxy> {
        let port = self.listeners[0].port;
        Ok(Proxy::start(kind, configuration, surroundings.scratch, port).await?)
    }

    /// The server says no word about buffering from now on.
    pub(crate) fn say_nothing_about_buffering(&self) {
        for source in [&self.monitored, &self.plain] {
            source.stream.set_headers([("Access-Control-Allow-Origin", "*")]);
        }
    }

    /// Opens the page, through the proxy.
    pub(crate) async fn open(&self) -> Outcome {
        let [own, other] = self.listeners.each_ref().map(|listener| listener.port);
        let page = watched::page(&config(), Some(&format!("https://127.0.0.1:{other}")))?;
        self.monitored.server.serve_page("/", page);
        Ok(self.tab.open(&format!("https://127.0.0.1:{own}/")).await?)
    }

    /// Opens the page, and waits until it has messages, over HTTP/2.
    pub(crate) async fn connect(&self) -> Outcome {
        self.open().await?;
        self.until("messages at first", |seen| seen.monitored.len() > 1).await?;
        let version = "return performance.getEntriesByType('navigation')[0].nextHopProtocol";
        let version: String = self.tab.run(version).await?;
        if version != "h2" {
            return Err(format!("the page came over {version}").into());
        }
        Ok(())
    }

    /// The server is dead for a while: its streams are reset, its port refuses.
    pub(crate) async fn server_away(&mut self, away: Duration) -> Outcome {
        self.monitored.server.close_port().await;
        self.monitored.stream.end(Ending::Reset);
        sleep(away).await;
        Ok(self.monitored.server.open_port()?)
    }

    /// Waits until a message comes, after this moment.
    pub(crate) async fn until_back(&self, moment: u64) -> Outcome {
        self.until("a message again", |seen| {
            watched::back_after(&seen.monitored, moment).is_some() && seen.state() == "connected"
        })
        .await
    }

    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Seen) -> bool) -> Outcome {
        let started = Instant::now();
        loop {
            let seen = Seen::of(&self.tab).await?;
            if holds(&seen) {
                return Ok(());
            }
            if started.elapsed() > SOON {
                return Err(format!("not within {SOON:?}: {what}\n{seen:?}").into());
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// What no test may break: no message is lost or comes twice, and the page has one stream at a time.
    pub(crate) async fn check(&self) -> Outcome<Seen> {
        // What comes twice comes soon.
        sleep(2 * watched::BEAT).await;
        let seen = Seen::of(&self.tab).await?;
        let wrong = watched::lost_or_doubled(&seen.monitored);
        if wrong.is_empty() && seen.most_streams <= 1 {
            return Ok(seen);
        }
        Err(format!("{wrong:?}, {} streams at once\n{seen:?}", seen.most_streams).into())
    }
}

/// Quick, with a deadline that an answer keeps.
fn config() -> MonitorConfig {
    watched::config()
        .reconnect_delay(Duration::from_millis(300))
        .reconnect_max_delay(Duration::from_secs(2))
        .connect_timeout(Duration::from_secs(5))
        .heartbeat_timeout(Duration::from_secs(5))
}

//! What a scenario works with.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sse_monitor_tests::proxy::{self, Certificate, Front, Listener, Proxy};
use sse_monitor_tests::watched::{self, BEAT, Seen, Source};
use sse_monitor_tests::webdriver::{Browser, Tab};
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::Result;
use crate::case::{Case, Way};
use crate::namespaces::{self, SCRATCH, SERVERS, ServerSide};
use crate::wire::{Weather, Wire};

/// What all cases have in common.
pub(crate) struct World {
    pub(crate) servers: ServerSide,
    pub(crate) wire: Wire,
}

/// What a case has for itself.
pub(crate) struct Lab {
    pub(crate) case: Case,
    pub(crate) servers: ServerSide,
    pub(crate) wire: Wire,
    pub(crate) monitored: Shared<Source>,
    pub(crate) plain: Shared<Source>,
    pub(crate) proxy: Option<Shared<Proxy>>,
    pub(crate) browser: Browser,
    pub(crate) tab: Tab,
    /// The ports that the browser connects to: of the monitored page, of the plain one.
    pub(crate) ports: [u16; 2],
    /// Whether the page ran all the time.
    pub(crate) page_was_stopped: bool,
}

/// What both sides have.
pub(crate) type Shared<T> = Arc<Mutex<T>>;

/// When the fault was over, and when each page had its next message after that.
pub(crate) struct Measured {
    pub(crate) with: Option<Duration>,
    pub(crate) without: Without,
    pub(crate) seen: Seen,
}

/// What became of the page without a monitor.
pub(crate) enum Without {
    Back(Duration),
    /// Nothing came for so long.
    NotWithin(Duration),
    /// The scenario has none.
    None,
}

impl Lab {
    pub(crate) async fn new(world: &World, case: Case) -> Result<Self> {
        let start = async { Source::start_at(std::net::Ipv4Addr::UNSPECIFIED) };
        let monitored = world.servers.run(start).await??;
        let start = async { Source::start_at(std::net::Ipv4Addr::UNSPECIFIED) };
        let plain = world.servers.run(start).await??;
        let upstreams = [&monitored, &plain].map(|source| source.server.port());
        let (ports, proxy) = match case.way {
            Way::Direct => (upstreams, None),
            Way::Http1(kind) | Way::Http2(kind) => {
                let [a, b] = proxy::own_ports()?;
                let scratch = Path::new(SCRATCH);
                let tls = matches!(case.way, Way::Http2(_));
                let names = [SERVERS.to_string(), HOST.to_owned()];
                let names = names.each_ref().map(String::as_str);
                let certificate = tls.then(|| Certificate::make(&names, &scratch.join("tls")));
                let front = Front {
                    listeners: vec![
                        Listener { port: a, upstream: upstreams[0] },
                        Listener { port: b, upstream: upstreams[1] },
                    ],
                    certificate: certificate.transpose()?,
                    settings: case.scenario.proxy.to_owned(),
                    read_timeout: case.scenario.read_timeout,
                    reloads: true,
                };
                let configuration = front.configuration(kind);
                let start =
                    async move { Proxy::start(kind, &configuration, Path::new(SCRATCH), a).await };
                ([a, b], Some(Arc::new(Mutex::new(world.servers.run(start).await??))))
            }
        };
        let browser = Browser::start(case.engine).await?;
        let tab = browser.open_tab().await?;
        Ok(Self {
            case,
            servers: world.servers.clone(),
            wire: world.wire.clone(),
            monitored: Arc::new(Mutex::new(monitored)),
            plain: Arc::new(Mutex::new(plain)),
            proxy,
            browser,
            tab,
            ports,
            page_was_stopped: false,
        })
    }

    /// The origin of the monitored page, or of the plain stream.
    pub(crate) fn origin(&self, which: usize) -> String {
        let scheme = if matches!(self.case.way, Way::Http2(_)) { "https" } else { "http" };
        format!("{scheme}://{SERVERS}:{}", self.ports[which])
    }

    /// Opens the page.
    pub(crate) async fn open(&self) -> Result {
        let config = (self.case.scenario.config)();
        let page = watched::page(&config, Some(&self.origin(1)))?;
        self.monitored.lock().await.server.serve_page("/", page);
        Ok(self.tab.open(&format!("{}/", self.origin(0))).await?)
    }

    /// Opens the page, and waits until both streams bring messages.
    pub(crate) async fn connect(&self) -> Result {
        self.open().await?;
        let started = Instant::now();
        loop {
            let seen = self.seen().await?;
            if seen.monitored.len() > 1 && seen.plain.len() > 1 {
                return Ok(());
            }
            if started.elapsed() > Duration::from_secs(20) {
                return Err(format!("no messages at first: {seen:?}").into());
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    pub(crate) async fn seen(&self) -> Result<Seen> {
        Ok(Seen::of(&self.tab).await?)
    }

    /// Has the page leave as many idle connections of each origin behind as it may have beside its stream.
    pub(crate) async fn leave_idle_connections(&self) -> Result {
        // Of one address, a browser would ask once and share the answer.
        let ask = "const urls = arguments[0].flatMap((url) => [1, 2, 3, 4, 5].map((n) => `${url}?${n}`));
            Promise.all(urls.map((url) => fetch(url))).then(() => { window.isIdle = true });
            return null";
        let urls = [0, 1].map(|which| format!("{}/idle", self.origin(which)));
        self.tab.run_with::<Option<bool>>(ask, vec![urls.to_vec().into()]).await?;
        let started = Instant::now();
        while !self.tab.run::<bool>("return !!window.isIdle").await? {
            if started.elapsed() > Duration::from_secs(10) {
                return Err("the page does not get its idle connections".into());
            }
            sleep(Duration::from_millis(100)).await;
        }
        for port in self.ports {
            let open = self.wire.open(port);
            if open < 6 {
                return Err(format!("{open} connections are open, not six").into());
            }
        }
        Ok(())
    }

    /// Waits until both pages have a message again after this moment, or for as long as the scenario has patience.
    pub(crate) async fn back_after(&self, moment: u64) -> Result<Measured> {
        let patience = self.case.scenario.patience.max((self.case.scenario.bound)(&self.case));
        let started = Instant::now();
        loop {
            let seen = self.seen().await?;
            let with = watched::back_after(&seen.monitored, moment);
            let without = watched::back_after(&seen.plain, moment);
            let both = with.is_some() && without.is_some();
            let waited = started.elapsed();
            if both || waited > patience {
                let without = without.map_or(Without::NotWithin(waited), Without::Back);
                // What comes twice comes soon.
                sleep(2 * BEAT).await;
                return Ok(Measured { with, without, seen: self.seen().await? });
            }
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// What must hold, whatever the fault was. Gives what does not.
    pub(crate) fn violations(&self, measured: &Measured) -> Vec<String> {
        let seen = &measured.seen;
        let mut wrong = watched::lost_or_doubled(&seen.monitored);
        if seen.most_streams > 1 {
            wrong.push(format!("{} streams at once", seen.most_streams));
        }
        let bound = (self.case.scenario.bound)(&self.case);
        match measured.with {
            Some(took) if took <= bound => {}
            Some(took) => {
                wrong.push(format!("back after {:.1} s, not {bound:?}", took.as_secs_f64()))
            }
            None => wrong.push(format!("not back within {bound:?}")),
        }
        // A page that is stopped does not notice that time goes by.
        let timeout = (self.case.scenario.config)().effective().heartbeat_timeout;
        if let Some(limit) = timeout.map(|timeout| timeout + SLACK)
            && seen.longest_silence() > limit
            && !self.page_was_stopped
        {
            wrong.push(format!("\"Connected\" for {:?} without a byte", seen.longest_silence()));
        }
        wrong
    }

    /// Ends the browser, and the fault.
    pub(crate) async fn close(self) {
        self.wire.set(Weather::default());
        drop(self.browser.quit().await);
        self.wire.clear();
        // They are ended where they run.
        let (monitored, plain, proxy) = (self.monitored, self.plain, self.proxy);
        drop(self.servers.run(async move { drop((monitored, plain, proxy)) }).await);
    }
}

/// The name of the servers.
pub(crate) const HOST: &str = "live.test";

/// How much later than its timeout the monitor may notice a silence: its own second, and half a second of the machine's.
const SLACK: Duration = Duration::from_millis(1_500);

/// The page's own address is the one that the run began with.
pub(crate) fn reset_page(moved: bool) -> Result {
    if moved { namespaces::move_page(namespaces::MOVED, namespaces::PAGE) } else { Ok(()) }
}

//! What a scenario works with.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sse_monitor_tests::fault_server::Ending;
use sse_monitor_tests::proxy::{self, Certificate, Front, Listener, Proxy};
use sse_monitor_tests::watched::{self, BEAT, Seen, Source};
use sse_monitor_tests::webdriver::{Browser, Tab};
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::Result;
use crate::case::{Case, Way};
use crate::names::{HOST, Names};
use crate::namespaces::{SCRATCH, SERVERS, ServerSide};
use crate::wire::{Weather, Wire};

/// What all cases have in common.
pub(crate) struct World {
    pub(crate) servers: ServerSide,
    pub(crate) wire: Wire,
    pub(crate) names: Names,
}

/// What a case has for itself.
pub(crate) struct Lab {
    pub(crate) case: Case,
    pub(crate) servers: ServerSide,
    pub(crate) wire: Wire,
    pub(crate) names: Names,
    pub(crate) monitored: Shared<Source>,
    pub(crate) plain: Shared<Source>,
    pub(crate) proxy: Option<Shared<Proxy>>,
    pub(crate) browser: Browser,
    pub(crate) tab: Tab,
    /// The ports that the browser connects to: of the monitored page, of the plain one.
    pub(crate) ports: [u16; 2],
}

/// What both sides have.
pub(crate) type Shared<T> = Arc<Mutex<T>>;

/// What came of a fault.
pub(crate) struct Measured {
    pub(crate) with: Cell,
    pub(crate) without: Cell,
    pub(crate) seen: Seen,
    /// What the scenario itself has found wrong.
    pub(crate) wrong: Vec<String>,
}

/// What became of a page.
pub(crate) enum Cell {
    /// Its next message came so long after the end of the fault.
    Back(Duration),
    /// Nothing came for so long.
    NotWithin(Duration),
    /// Something else is told.
    Told(String),
}

/// What a proxy is told.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    Kill,
    Stop,
    Run,
    Reload,
}

impl Lab {
    pub(crate) async fn new(world: &World, case: Case) -> Result<Self> {
        world.wire.begin(case.seed);
        let start = || async { Source::start_at(Ipv4Addr::UNSPECIFIED) };
        let monitored = world.servers.run(start()).await??;
        let plain = world.servers.run(start()).await??;
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
                    settings: (case.scenario.proxy)(kind).to_owned(),
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
            names: world.names.clone(),
            monitored: Arc::new(Mutex::new(monitored)),
            plain: Arc::new(Mutex::new(plain)),
            proxy,
            browser,
            tab,
            ports,
        })
    }

    /// The origin of the monitored page, or of the plain stream.
    pub(crate) fn origin(&self, which: usize) -> String {
        let scheme = if matches!(self.case.way, Way::Http2(_)) { "https" } else { "http" };
        let host = if self.case.scenario.by_name { HOST.to_owned() } else { SERVERS.to_string() };
        format!("{scheme}://{host}:{}", self.ports[which])
    }

    pub(crate) fn sources(&self) -> [&Shared<Source>; 2] {
        [&self.monitored, &self.plain]
    }

    /// Ends the streams of both servers, as the end of their processes does, and refuses connections.
    pub(crate) async fn kill_servers(&self) {
        for source in self.sources() {
            let mut source = source.lock().await;
            source.server.close_port().await;
            source.stream.end(Ending::Reset);
        }
    }

    /// Has both servers take connections again.
    pub(crate) async fn start_servers(&self) -> Result {
        for source in self.sources() {
            let source = Arc::clone(source);
            self.servers.run(async move { source.lock().await.server.open_port() }).await??;
        }
        Ok(())
    }

    /// Tells the proxy something.
    pub(crate) async fn order(&self, order: Order) -> Result {
        let proxy = Arc::clone(self.proxy.as_ref().ok_or("the scenario has no proxy")?);
        let done = self.servers.run(async move {
            let mut proxy = proxy.lock().await;
            match order {
                Order::Kill => proxy.kill().await,
                Order::Stop => proxy.stop().await,
                Order::Run => proxy.run().await,
                Order::Reload => proxy.reload().await,
            }
        });
        Ok(done.await??)
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
        let ask =
            "const urls = arguments[0].flatMap((url) => [1, 2, 3, 4, 5].map((n) => `${url}?${n}`));
            const tell = (outcome) => { window.idle = outcome };
            Promise.all(urls.map((url) => fetch(url))).then(() => tell('open'), (error) => tell(String(error)));
            return null";
        let urls = [0, 1].map(|which| format!("{}/idle", self.origin(which)));
        self.tab.run_with::<Option<bool>>(ask, vec![urls.to_vec().into()]).await?;
        let started = Instant::now();
        loop {
            match self.tab.run::<Option<String>>("return window.idle ?? null").await?.as_deref() {
                Some("open") => break,
                Some(error) => return Err(format!("no idle connections: {error}").into()),
                None if started.elapsed() > Duration::from_secs(10) => {
                    return Err("the page does not get its idle connections".into());
                }
                None => sleep(Duration::from_millis(100)).await,
            }
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
        // Longer than anything that was seen: what it is, is worth to be known.
        const NEVER: Duration = Duration::from_mins(2);
        let patience = self.case.scenario.patience;
        let started = Instant::now();
        loop {
            let seen = self.seen().await?;
            let with = watched::back_after(&seen.monitored, moment);
            let without = watched::back_after(&seen.plain, moment);
            let waited = started.elapsed();
            if (with.is_some() || waited > NEVER) && (without.is_some() || waited > patience) {
                let cell = |took: Option<_>| took.map_or(Cell::NotWithin(waited), Cell::Back);
                // What comes twice comes soon.
                sleep(2 * BEAT).await;
                let seen = self.seen().await?;
                return Ok(Measured {
                    with: cell(with),
                    without: cell(without),
                    seen,
                    wrong: Vec::new(),
                });
            }
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// What must hold, whatever the fault was. Gives what does not.
    pub(crate) fn violations(&self, measured: &Measured) -> Vec<String> {
        let seen = &measured.seen;
        let mut wrong = measured.wrong.clone();
        wrong.extend(watched::lost_or_doubled(&seen.monitored));
        if seen.most_streams > 1 {
            wrong.push(format!("{} streams at once", seen.most_streams));
        }
        let bound = (self.case.scenario.bound)(&self.case);
        if let Cell::Back(took) | Cell::NotWithin(took) = measured.with
            && took > bound
        {
            wrong.push(format!("over the bound of {} s", bound.as_secs()));
        }
        let timeout = (self.case.scenario.config)().effective().heartbeat_timeout;
        if let Some(limit) = timeout.map(|timeout| timeout + SLACK)
            && seen.longest_silence() > limit
        {
            let silence = seen.longest_silence().as_secs_f64();
            wrong.push(format!("\"Connected\" for {silence:.1} s without a byte"));
        }
        wrong
    }

    /// Ends the browser, and the fault.
    pub(crate) async fn close(self) {
        self.wire.set(Weather::default());
        self.names.fail(false);
        drop(self.browser.quit().await);
        // They are ended where they run.
        let (monitored, plain, proxy) = (self.monitored, self.plain, self.proxy);
        drop(self.servers.run(async move { drop((monitored, plain, proxy)) }).await);
    }
}

/// How much later than its timeout the monitor may notice a silence: its own second, and half a second of the machine's.
const SLACK: Duration = Duration::from_millis(1_500);

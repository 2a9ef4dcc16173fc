//! An HTTP/1.1 server that makes real faults and writes down what it saw.
//!
//! The faults are below what a web framework lets one do (resets, headers that never come, a port that refuses), so the
//! protocol is written by hand, on TCP: one request a connection, `Connection: close`, unless an answer says that it is
//! kept alive. Each server has a port of its own. What a scenario asserts about connections comes from its [`Witness`], not from the page.

mod connection;
mod event;
mod http;
mod packages;
mod stream;
mod witness;

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use self::event::Event;
pub use self::http::{Request, Response};
pub use self::packages::check_installed;
pub use self::stream::{Behaviour, Ending, Stream};
pub use self::witness::{Attempt, Witness};

use self::stream::Endpoint;

/// Answers the requests of a path one by one.
type Handler = Arc<dyn Fn(&Request) -> Response + Send + Sync>;

/// What all tasks of one server share.
struct Shared {
    handlers: Mutex<HashMap<String, Handler>>,
    resources: Mutex<HashMap<String, Response>>,
    endpoints: Mutex<HashMap<String, Arc<Endpoint>>>,
    witness: Witness,
    port_is_open: watch::Sender<bool>,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            handlers: Mutex::default(),
            resources: Mutex::default(),
            endpoints: Mutex::default(),
            witness: Witness::default(),
            port_is_open: watch::Sender::new(true),
        }
    }
}

impl Shared {
    fn resources(&self) -> MutexGuard<'_, HashMap<String, Response>> {
        self.resources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn handler(&self, path: &str) -> Option<Handler> {
        self.handlers.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn endpoint(&self, path: &str) -> Option<Arc<Endpoint>> {
        let endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        endpoints.get(path).cloned()
    }
}

/// A server of pages, of files from `node_modules`, and of event streams that fail on demand.
pub struct FaultServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

impl FaultServer {
    /// Starts a server on a free port of the loopback interface, in the runtime that is current.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub fn start() -> io::Result<Self> {
        Self::start_at(Ipv4Addr::LOCALHOST)
    }

    /// The same at an address of another interface.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub fn start_at(address: Ipv4Addr) -> io::Result<Self> {
        let listener = bind_own_port(address)?;
        let mut server =
            Self { address: listener.local_addr()?, shared: Arc::default(), accepting: None };
        server.accept_from(listener);
        Ok(server)
    }

    /// The port that it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of a path of this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Serves `html` at `path` from now on.
    pub fn serve_page(&self, path: &str, html: impl Into<String>) {
        self.serve(path, Response::html(html));
    }

    /// Serves `response` at `path` from now on.
    pub fn serve(&self, path: &str, response: Response) {
        self.shared.resources().insert(path.to_owned(), response);
    }

    /// Answers each request of `path` with what `handler` makes of it, from now on.
    pub fn serve_with(
        &self,
        path: &str,
        handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) {
        let mut handlers = self.shared.handlers.lock().unwrap_or_else(PoisonError::into_inner);
        handlers.insert(path.to_owned(), Arc::new(handler));
    }

    /// Makes an event stream at `path`.
    pub fn add_stream(&self, path: &str) {
        drop(self.stream(path));
    }

    /// The event stream at `path`, made at the first call.
    #[must_use]
    pub fn stream(&self, path: &str) -> Stream {
        let mut endpoints = self.shared.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        let endpoint =
            endpoints.entry(path.to_owned()).or_insert_with(|| Arc::new(Endpoint::new(path)));
        Stream::new(Arc::clone(endpoint), self.shared.witness.clone())
    }

    /// All streams that were made.
    #[must_use]
    pub fn streams(&self) -> Vec<Stream> {
        let endpoints = self.shared.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        let stream = |endpoint| Stream::new(Arc::clone(endpoint), self.shared.witness.clone());
        endpoints.values().map(stream).collect()
    }

    /// What this server saw.
    #[must_use]
    pub fn witness(&self) -> &Witness {
        &self.shared.witness
    }

    /// Closes the port: connections are refused until [`Self::open_port`]. Those that have sent a request stay open.
    pub async fn close_port(&mut self) {
        self.shared.port_is_open.send_replace(false);
        if let Some(task) = self.accepting.take() {
            task.abort();
            // The listener is closed when the task is gone, not when it is told to go.
            drop(task.await);
        }
        self.shared.witness.note("port closed");
    }

    /// Opens the same port again.
    ///
    /// # Errors
    ///
    /// When another process has taken the port meanwhile.
    pub fn open_port(&mut self) -> io::Result<()> {
        if self.accepting.is_none() {
            let listener = bind(self.address)?;
            self.shared.port_is_open.send_replace(true);
            self.accept_from(listener);
            self.shared.witness.note("port open");
        }
        Ok(())
    }

    /// Refuses connections for `duration`.
    ///
    /// # Errors
    ///
    /// When another process has taken the port meanwhile.
    pub async fn refuse_for(&mut self, duration: Duration) -> io::Result<()> {
        self.close_port().await;
        tokio::time::sleep(duration).await;
        self.open_port()
    }

    fn accept_from(&mut self, listener: TcpListener) {
        let shared = Arc::clone(&self.shared);
        self.accepting = Some(tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                // A client that goes away in the middle of an answer is not this server's trouble.
                tokio::spawn(async move { drop(answer(socket, &shared).await) });
            }
        }));
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        if let Some(task) = self.accepting.take() {
            task.abort();
        }
    }
}

async fn answer(mut socket: TcpStream, shared: &Shared) -> io::Result<()> {
    // Small writes must leave at once, as separate segments if need be.
    socket.set_nodelay(true)?;
    // Browsers open spare connections in advance. With one of these a closed port would still answer.
    let mut port_is_open = shared.port_is_open.subscribe();
    loop {
        let request = tokio::select! {
            request = http::read_request(&mut socket) => request?,
            _ = port_is_open.wait_for(|open| !open) => None,
        };
        let Some(request) = request else {
            return Ok(());
        };
        if let Some(endpoint) = shared.endpoint(&request.path) {
            return connection::serve(socket, &request, &endpoint, &shared.witness).await;
        }
        let response = respond(&request, shared).await;
        response.write(&mut socket).await?;
        if !response.is_kept_alive() {
            return Ok(());
        }
    }
}

async fn respond(request: &Request, shared: &Shared) -> Response {
    if let Some(handler) = shared.handler(&request.path) {
        return handler(request);
    }
    let page = shared.resources().get(&request.path).cloned();
    let response = match (page, request.path.strip_prefix("/npm/")) {
        (Some(page), _) => page,
        (None, Some(file)) => packages::read(file).await,
        (None, None) => Response::new(404, "text/plain", "no such page"),
    };
    if response.status() != 200 {
        shared.witness.note(&format!("GET {} answered {}", request.path, response.status()));
    }
    response
}

/// Binds a port below the range from which the system serves the others: a port that a scenario closes for some seconds
/// must not go to another one's outgoing connection.
fn bind_own_port(address: Ipv4Addr) -> io::Result<TcpListener> {
    const FIRST: u16 = 20_000;
    const COUNT: u16 = 10_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);

    // Two runs at the same time start at different places.
    let start = std::process::id().wrapping_mul(61) % u32::from(COUNT);
    let start = u16::try_from(start).unwrap_or(0);
    for _ in 0..COUNT {
        let offset = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_add(start) % COUNT;
        if let Ok(listener) = bind((address, FIRST + offset).into()) {
            return Ok(listener);
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AddrInUse,
        format!("no free port in {FIRST}..{}", FIRST + COUNT),
    ))
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // Without it the port cannot be bound again while old connections of it linger.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(64)
}

//! Event streams that a scenario directs while they run.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::AbortHandle;

use super::event::Event;
use super::http::{Request, Response};
use super::witness::{Attempt, Closer, RecordId, Witness};

/// What a stream does with requests that come from now on.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Sends the headers of an event stream at once, then what the scenario says.
    Stream,
    /// The same after a delay.
    StreamAfter(Duration),
    /// Sends the headers, and ends the stream a moment later.
    Flap(Duration),
    /// Holds the connection and never sends the headers.
    NoHeaders,
    /// Answers with something else.
    Answer(Response),
    /// Closes the connection without an answer.
    Fin,
    /// Resets the connection without an answer.
    Reset,
}

/// How a live stream ends.
#[derive(Clone, Copy, Debug)]
pub enum Ending {
    /// As a server does that has no more to say: the last chunk, then FIN.
    Finish,
    /// As a process does that dies: FIN in the middle of the body.
    Fin,
    /// RST.
    Reset,
}

enum Command {
    Send(Event),
    Silence,
    End(Ending),
}

struct State {
    behaviour: Behaviour,
    greeting: Vec<Event>,
    live: Vec<(RecordId, UnboundedSender<Command>)>,
    beat: Option<AbortHandle>,
}

/// The server's side of a [`Stream`].
pub(super) struct Endpoint {
    path: String,
    state: Mutex<State>,
}

impl Endpoint {
    pub(super) fn new(path: &str) -> Self {
        let state = State {
            behaviour: Behaviour::Stream,
            greeting: Vec::new(),
            live: Vec::new(),
            beat: None,
        };
        Self { path: path.to_owned(), state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, event: &Event) {
        for (_, connection) in &self.state().live {
            // A connection that just ended cannot be told anything more.
            drop(connection.send(Command::Send(event.clone())));
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        if let Some(beat) = self.state().beat.take() {
            beat.abort();
        }
    }
}

/// A scenario's handle of an event stream.
#[derive(Clone)]
pub struct Stream {
    endpoint: Arc<Endpoint>,
    witness: Witness,
}

impl Stream {
    pub(super) fn new(endpoint: Arc<Endpoint>, witness: Witness) -> Self {
        Self { endpoint, witness }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.endpoint.path
    }

    /// How requests are answered from now on. Live connections go on.
    pub fn behave(&self, behaviour: Behaviour) {
        let name = match &behaviour {
            Behaviour::Answer(response) => format!("Answer {}", response.status()),
            other => format!("{other:?}"),
        };
        self.note(&format!("behaves: {name}"));
        self.endpoint.state().behaviour = behaviour;
    }

    /// What each new connection is sent first.
    pub fn greet(&self, events: impl IntoIterator<Item = Event>) {
        self.endpoint.state().greeting = events.into_iter().collect();
    }

    /// Sends an event to all live connections.
    pub fn send(&self, event: &Event) {
        self.note(&format!("sends {:?} to {} connections", event.to_string(), self.live()));
        self.endpoint.send(event);
    }

    /// Sends an event to all live connections again and again, the first one after `interval`.
    pub fn beat(&self, interval: Duration, event: Event) {
        self.note(&format!("beats every {interval:?} with {:?}", event.to_string()));
        let endpoint = Arc::downgrade(&self.endpoint);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(interval).await;
                match endpoint.upgrade() {
                    Some(endpoint) => endpoint.send(&event),
                    None => return,
                }
            }
        });
        if let Some(old) = self.endpoint.state().beat.replace(task.abort_handle()) {
            old.abort();
        }
    }

    /// Ends the beat.
    pub fn hush(&self) {
        self.note("beats no more");
        if let Some(beat) = self.endpoint.state().beat.take() {
            beat.abort();
        }
    }

    /// Makes the live connections half-open: they stay, and nothing is ever sent on them again. New ones are as before.
    pub fn stall(&self) {
        self.note("stalls its live connections");
        self.command(|| Command::Silence);
    }

    /// Ends all live connections.
    pub fn end(&self, ending: Ending) {
        self.note(&format!("ends its live connections: {ending:?}"));
        self.command(|| Command::End(ending));
    }

    /// Requests as far as they count as attempts, the first one included.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.witness.attempts(&self.endpoint.path)
    }

    /// Connections that are held now, also those that wait for their headers.
    #[must_use]
    pub fn live(&self) -> usize {
        self.witness.live(&self.endpoint.path)
    }

    /// The most connections that were ever held at the same time.
    #[must_use]
    pub fn most_live(&self) -> usize {
        self.witness.most_live(&self.endpoint.path)
    }

    fn command(&self, command: impl Fn() -> Command) {
        for (_, connection) in &self.endpoint.state().live {
            drop(connection.send(command()));
        }
    }

    fn note(&self, text: &str) {
        self.witness.note(&format!("{} {text}", self.endpoint.path));
    }
}

/// Answers one request of a stream, and stays until the connection ends.
pub(super) async fn serve(
    mut socket: TcpStream,
    request: &Request,
    endpoint: &Endpoint,
    witness: &Witness,
) -> io::Result<()> {
    let record = witness.request(request);
    let (behaviour, greeting) = {
        let state = endpoint.state();
        (state.behaviour.clone(), state.greeting.clone())
    };
    let closer = match behaviour {
        Behaviour::Stream => stream(&mut socket, greeting, record, endpoint, witness).await,
        Behaviour::StreamAfter(delay) => {
            let left = tokio::time::timeout(delay, until_client_closes(&mut socket)).await;
            match left {
                Ok(()) => Closer::Client,
                Err(_) => stream(&mut socket, greeting, record, endpoint, witness).await,
            }
        }
        Behaviour::Flap(moment) => {
            witness.answered(record, "200 and the end");
            // Whether the client is still there to read it does not matter.
            drop(socket.write_all(STREAM_HEAD).await);
            tokio::time::sleep(moment).await;
            drop(end(&mut socket, Ending::Finish).await);
            Closer::Server
        }
        Behaviour::NoHeaders => {
            until_client_closes(&mut socket).await;
            Closer::Client
        }
        Behaviour::Answer(response) => {
            witness.answered(record, &response.status().to_string());
            drop(response.write(&mut socket).await);
            Closer::Server
        }
        Behaviour::Fin => {
            witness.broken_off(record, "FIN");
            Closer::Server
        }
        Behaviour::Reset => {
            witness.broken_off(record, "RST");
            socket.set_zero_linger()?;
            Closer::Server
        }
    };
    endpoint.state().live.retain(|(id, _)| *id != record);
    drop(socket);
    witness.closed(record, closer);
    Ok(())
}

const STREAM_HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
    Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

async fn stream(
    socket: &mut TcpStream,
    greeting: Vec<Event>,
    record: RecordId,
    endpoint: &Endpoint,
    witness: &Witness,
) -> Closer {
    let (sender, mut commands) = mpsc::unbounded_channel();
    for event in greeting {
        drop(sender.send(Command::Send(event)));
    }
    // Before the headers leave: what is sent as soon as the page shows that it is connected must not be lost.
    endpoint.state().live.push((record, sender));
    if socket.write_all(STREAM_HEAD).await.is_err() {
        return Closer::Client;
    }
    witness.answered(record, "200 event stream");
    match obey(socket, &mut commands).await {
        Ok(()) => Closer::Server,
        Err(_) => Closer::Client,
    }
}

/// Does what the scenario says. An error means that the client closed the connection.
async fn obey(socket: &mut TcpStream, commands: &mut UnboundedReceiver<Command>) -> io::Result<()> {
    let mut silent = false;
    loop {
        let command = {
            let (mut reader, _) = socket.split();
            tokio::select! {
                command = commands.recv() => command,
                () = until_client_closes(&mut reader) => return Err(io::ErrorKind::ConnectionAborted.into()),
            }
        };
        match command {
            Some(Command::Send(event)) if !silent => {
                let event = event.to_string();
                let chunk = format!("{:x}\r\n{event}\r\n", event.len());
                socket.write_all(chunk.as_bytes()).await?;
            }
            Some(Command::Send(_)) => {}
            Some(Command::Silence) => silent = true,
            Some(Command::End(ending)) => return end(socket, ending).await,
            None => return Ok(()),
        }
    }
}

async fn end(socket: &mut TcpStream, ending: Ending) -> io::Result<()> {
    match ending {
        Ending::Finish => {
            socket.write_all(b"0\r\n\r\n").await?;
            socket.shutdown().await
        }
        Ending::Fin => socket.shutdown().await,
        Ending::Reset => socket.set_zero_linger(),
    }
}

async fn until_client_closes(reader: &mut (impl AsyncRead + Unpin)) {
    let mut buffer = [0; 64];
    while !matches!(reader.read(&mut buffer).await, Ok(0) | Err(_)) {}
}

//! Event streams that a scenario directs while they run.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;

use super::event::Event;
use super::http::Response;
use super::witness::{Attempt, RecordId, Witness};

/// What a stream does with requests that come from now on.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Sends the headers of an event stream at once, then what the scenario says.
    Stream,
    /// The same after a delay.
    StreamAfter(Duration),
    /// The same when the scenario releases it: [`Stream::release`].
    Held,
    /// Sends the headers alone, without the comment that is otherwise the first byte.
    HeadersAlone,
    /// Sends nothing until there are this many bytes, and then all of them, as a proxy does that buffers. What is left is
    /// sent at the end.
    Buffered(usize),
    /// Sends the headers and all that follows byte by byte, each after this pause.
    Trickle(Duration),
    /// Sends the headers and the greeting, and ends the stream a moment later.
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

/// What a scenario tells the live connections.
pub(super) enum Command {
    /// Events, in the form in which they are sent.
    Send(Arc<[u8]>),
    /// Pieces, each so many times.
    Pour(Vec<(Arc<[u8]>, u64)>),
    Release,
    Silence,
    End(Ending),
}

pub(super) struct State {
    behaviour: Behaviour,
    /// For the next requests, one each.
    exceptions: VecDeque<Behaviour>,
    pub(super) content_type: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) greeting: Vec<u8>,
    /// What was published: ids, and the events in the form in which they are sent.
    history: Vec<(String, Arc<[u8]>)>,
    pub(super) live: Vec<(RecordId, UnboundedSender<Command>)>,
    beat: Option<AbortHandle>,
}

impl State {
    /// What a request gets for which no exception is made.
    pub(super) fn usual_behaviour(&self) -> Behaviour {
        self.behaviour.clone()
    }

    /// What the request that has just come gets.
    pub(super) fn next_behaviour(&mut self) -> Behaviour {
        self.exceptions.pop_front().unwrap_or_else(|| self.behaviour.clone())
    }

    /// What was published after the event with this id; all of it for who has no id.
    pub(super) fn published_since(&self, id: Option<&str>) -> Vec<u8> {
        let known = self.history.iter().position(|(own, _)| Some(own.as_str()) == id);
        let missed = &self.history[known.map_or(0, |at| at + 1)..];
        missed.iter().flat_map(|(_, event)| event.iter().copied()).collect()
    }
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
            exceptions: VecDeque::new(),
            content_type: "text/event-stream".to_owned(),
            headers: Vec::new(),
            greeting: Vec::new(),
            history: Vec::new(),
            live: Vec::new(),
            beat: None,
        };
        Self { path: path.to_owned(), state: Mutex::new(state) }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, events: &[u8]) {
        let events: Arc<[u8]> = events.into();
        for (_, connection) in &self.state().live {
            // A connection that just ended cannot be told anything more.
            drop(connection.send(Command::Send(Arc::clone(&events))));
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
        self.note(&format!("behaves: {}", name(&behaviour)));
        self.endpoint.state().behaviour = behaviour;
    }

    /// How the next request is answered; called again, the one after it. Those that follow are answered as before.
    pub fn behave_once(&self, behaviour: Behaviour) {
        self.note(&format!("behaves once: {}", name(&behaviour)));
        self.endpoint.state().exceptions.push_back(behaviour);
    }

    /// The content type of streams from now on.
    pub fn set_content_type(&self, content_type: &str) {
        content_type.clone_into(&mut self.endpoint.state().content_type);
    }

    /// More headers for whatever is answered from now on, preflights included.
    pub fn set_headers<'a>(&self, headers: impl IntoIterator<Item = (&'static str, &'a str)>) {
        let headers = headers.into_iter().map(|(name, value)| (name, value.to_owned()));
        self.endpoint.state().headers = headers.collect();
    }

    /// What each new connection is sent first.
    pub fn greet(&self, events: impl IntoIterator<Item = Event>) {
        let events: Vec<String> = events.into_iter().map(|event| event.to_string()).collect();
        self.greet_bytes(events.concat());
    }

    /// The same with bytes of any kind.
    pub fn greet_bytes(&self, bytes: impl Into<Vec<u8>>) {
        self.endpoint.state().greeting = bytes.into();
    }

    /// Sends an event to all live connections.
    pub fn send(&self, event: &Event) {
        let event = event.to_string();
        self.note(&format!("sends {event:?} to {} connections", self.live()));
        self.endpoint.send(event.as_bytes());
    }

    /// Sends an event to all live connections and keeps it for those that come later: a new one is first sent what was
    /// published after its `Last-Event-ID`. An event without an id is sent, and not kept.
    pub fn publish(&self, event: &Event) {
        let bytes: Arc<[u8]> = event.to_string().as_bytes().into();
        // Under one lock: a connection that comes meanwhile gets it once.
        let mut state = self.endpoint.state();
        if let Some(id) = event.id() {
            state.history.push((id.to_owned(), Arc::clone(&bytes)));
        }
        for (_, connection) in &state.live {
            drop(connection.send(Command::Send(Arc::clone(&bytes))));
        }
    }

    /// Sends bytes of any kind to all live connections.
    pub fn send_bytes(&self, bytes: &[u8]) {
        self.note(&format!("sends {} bytes to {} connections", bytes.len(), self.live()));
        self.endpoint.send(bytes);
    }

    /// Sends pieces, each so many times, as fast as the clients take them. What is sent later comes after them.
    pub fn pour(&self, pieces: &[(&[u8], u64)]) {
        self.note(&format!("pours to {} connections", self.live()));
        let pieces: Vec<(Arc<[u8]>, u64)> =
            pieces.iter().map(|(piece, times)| ((*piece).into(), *times)).collect();
        self.command(|| Command::Pour(pieces.clone()));
    }

    /// Lets the headers go of those that are [`Behaviour::Held`].
    pub fn release(&self) {
        self.note("releases its live connections");
        self.command(|| Command::Release);
    }

    /// Sends many events to all live connections, all of them at once.
    pub fn send_all(&self, events: impl IntoIterator<Item = Event>) {
        let events: Vec<String> = events.into_iter().map(|event| event.to_string()).collect();
        self.note(&format!("sends {} events to {} connections", events.len(), self.live()));
        self.endpoint.send(events.concat().as_bytes());
    }

    /// Sends an event to all live connections again and again, the first one after `interval`.
    pub fn beat(&self, interval: Duration, event: &Event) {
        let event = event.to_string();
        self.note(&format!("beats every {interval:?} with {event:?}"));
        let endpoint = Arc::downgrade(&self.endpoint);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(interval).await;
                match endpoint.upgrade() {
                    Some(endpoint) => endpoint.send(event.as_bytes()),
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

    /// Connections that are sent what the scenario sends. One that waits for its headers or that ends by itself is none.
    #[must_use]
    pub fn serving(&self) -> usize {
        self.endpoint.state().live.len()
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

fn name(behaviour: &Behaviour) -> String {
    match behaviour {
        Behaviour::Answer(response) => format!("Answer {}", response.status()),
        other => format!("{other:?}"),
    }
}

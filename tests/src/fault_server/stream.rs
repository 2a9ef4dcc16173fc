//! Event streams that a scenario directs while they run.

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
    Send(String),
    Silence,
    End(Ending),
}

pub(super) struct State {
    pub(super) behaviour: Behaviour,
    pub(super) greeting: Vec<Event>,
    pub(super) live: Vec<(RecordId, UnboundedSender<Command>)>,
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

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, events: &str) {
        for (_, connection) in &self.state().live {
            // A connection that just ended cannot be told anything more.
            drop(connection.send(Command::Send(events.to_owned())));
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
        let event = event.to_string();
        self.note(&format!("sends {event:?} to {} connections", self.live()));
        self.endpoint.send(&event);
    }

    /// Sends many events to all live connections, all of them at once.
    pub fn send_all(&self, events: impl IntoIterator<Item = Event>) {
        let events: Vec<String> = events.into_iter().map(|event| event.to_string()).collect();
        self.note(&format!("sends {} events to {} connections", events.len(), self.live()));
        self.endpoint.send(&events.concat());
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

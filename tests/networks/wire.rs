//! The wire between page and servers, in this program: it can drop everything, one flow or a share, and delay.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use sse_monitor_storm::Random;

use crate::Result;
use crate::namespaces::End;
use crate::packet::{Flow, Packet, Way};

/// What happens to packets from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Weather {
    /// Everything is dropped.
    pub(crate) black_hole: bool,
    /// The share that is dropped, in percent.
    pub(crate) loss: usize,
    /// How long a packet is under way, in each direction.
    pub(crate) delay: Duration,
}

/// What was seen of a flow.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// The last packet with content from the server.
    served: Option<Instant>,
    /// Whether one of the ends has ended it.
    over: bool,
    /// Whether nothing of it arrives any more.
    dead: bool,
}

impl Seen {
    fn is_open(&self) -> bool {
        !self.over && !self.dead
    }
}

struct State {
    weather: Weather,
    /// What is lost, in each direction.
    random: [Random; 2],
    flows: HashMap<Flow, Seen>,
}

impl State {
    fn new(seed: u64) -> Self {
        let random = [seed, !seed].map(Random::new);
        Self { weather: Weather::default(), random, flows: HashMap::new() }
    }
}

/// A handle of the wire.
#[derive(Clone)]
pub(crate) struct Wire(Arc<Mutex<State>>);

impl Wire {
    /// Joins two interfaces.
    pub(crate) fn start(page: End, servers: End) -> Result<Self> {
        let wire = Self(Arc::new(Mutex::new(State::new(0))));
        wire.carry(Way::ToServer, Arc::clone(&page), Arc::clone(&servers))?;
        wire.carry(Way::ToPage, servers, page)?;
        Ok(wire)
    }

    /// A wire without weather and without memory. What is lost from now on is determined by the seed and the order of the
    /// packets in each direction.
    pub(crate) fn begin(&self, seed: u64) {
        *self.state() = State::new(seed);
    }

    pub(crate) fn set(&self, weather: Weather) {
        self.state().weather = weather;
    }

    /// Makes all open flows dead for good: nothing of them arrives any more, in either direction. Gives how many.
    pub(crate) fn kill_all(&self) -> usize {
        let mut state = self.state();
        let open = state.flows.values_mut().filter(|seen| seen.is_open());
        open.map(|seen| seen.dead = true).count()
    }

    /// Does so with the one flow to a port that has brought content last, which is its stream between two messages. A
    /// browser may have opened others, while it loaded the page. Says whether there was one.
    pub(crate) fn kill_stream(&self, port: u16) -> bool {
        let mut state = self.state();
        let flows = state.flows.iter_mut();
        let open = flows.filter(|(flow, seen)| flow.port == port && seen.is_open());
        let last = open.max_by_key(|(_, seen)| seen.served);
        last.map(|(_, seen)| seen.dead = true).is_some()
    }

    /// How many flows to a port of the servers are open.
    pub(crate) fn open(&self, port: u16) -> usize {
        let state = self.state();
        state.flows.iter().filter(|(flow, seen)| flow.port == port && seen.is_open()).count()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, way: Way, from: End, to: End) -> Result {
        let (sender, receiver) = mpsc::channel();
        let wire = self.clone();
        let read = move || wire.read(way, &from, &sender);
        thread::Builder::new().name(format!("wire {way:?}")).spawn(read)?;
        let write = move || write(&receiver, &to);
        thread::Builder::new().name(format!("wire {way:?}, far end")).spawn(write)?;
        Ok(())
    }

    fn read(&self, way: Way, from: &End, sender: &Sender<(Instant, Vec<u8>)>) {
        let mut buffer = vec![0; 65_536];
        loop {
            // An interface that is down is read again when it is up.
            let Ok(length) = from.recv(&mut buffer) else {
                thread::sleep(Duration::from_millis(5));
                continue;
            };
            let bytes = &buffer[..length];
            if let Some(delay) = self.passes(way, bytes)
                && sender.send((Instant::now() + delay, bytes.to_vec())).is_err()
            {
                return;
            }
        }
    }

    /// How long a packet takes, if it arrives.
    fn passes(&self, way: Way, bytes: &[u8]) -> Option<Duration> {
        let mut state = self.state();
        let weather = state.weather;
        // Drawn for each packet, so that those that are dropped for other reasons do not change the rest.
        let drawn = state.random[usize::from(way == Way::ToPage)].below(100);
        let packet = Packet::read(way, bytes);
        if let Some(Packet { flow, content, begins, ends }) = packet {
            let seen = state.flows.entry(flow).or_default();
            if seen.dead {
                return None;
            }
            // A port may be used again.
            seen.over = ends || (seen.over && !begins);
            if content && way == Way::ToPage {
                seen.served = Some(Instant::now());
            }
        }
        (!weather.black_hole && drawn >= weather.loss).then_some(weather.delay)
    }
}

/// The delay is the same for all that are under way, so the order stays.
fn write(receiver: &Receiver<(Instant, Vec<u8>)>, to: &End) {
    while let Ok((due, packet)) = receiver.recv() {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        // What an interface that is down does not take is lost, as on any wire.
        drop(to.send(&packet));
    }
}

//! What all streams of the program share: they can be ended, and refused for a while.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, future, stream};
use tokio::sync::broadcast;
use tokio::time::interval;
use tokio_stream::wrappers::{BroadcastStream, IntervalStream};

/// For so long a server that is down refuses everybody.
const DOWN: Duration = Duration::from_secs(8);

pub(crate) struct Hall {
    /// The name of the recipe whose streams end.
    cuts: broadcast::Sender<String>,
    down: Mutex<HashMap<String, Instant>>,
    facts: Mutex<Facts>,
}

/// What the recipes' servers know.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) expired: Option<Expiry>,
    pub(crate) token: u64,
    /// Nobody is logged in, so there are no tokens.
    pub(crate) no_tokens: bool,
    pub(crate) csrf: u64,
    pub(crate) items: u32,
    pub(crate) version: u32,
}

/// How a server says that somebody is not logged in any more.
#[derive(Clone, Copy)]
pub(crate) enum Expiry {
    Status,
    Redirect,
}

impl Default for Hall {
    fn default() -> Self {
        let facts = Facts { items: 3, version: 1, ..Facts::default() };
        let cuts = broadcast::Sender::new(16);
        Self { cuts, down: Mutex::default(), facts: Mutex::new(facts) }
    }
}

impl Hall {
    pub(crate) fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends all streams of a recipe.
    pub(crate) fn cut(&self, recipe: &str) {
        // Fails when there is none.
        let _ = self.cuts.send(recipe.to_owned());
    }

    /// The same, and refuses new ones for a while.
    pub(crate) fn take_down(&self, recipe: &str) {
        let mut down = self.down.lock().unwrap_or_else(PoisonError::into_inner);
        down.insert(recipe.to_owned(), Instant::now() + DOWN);
        self.cut(recipe);
    }

    fn is_down(&self, recipe: &str) -> bool {
        let down = self.down.lock().unwrap_or_else(PoisonError::into_inner);
        down.get(recipe).is_some_and(|end| Instant::now() < *end)
    }

    /// A numbered message each second, which goes on where the page was.
    pub(crate) fn ticks(&self, recipe: &'static str, headers: &HeaderMap) -> Response {
        let header = headers.get("last-event-id").and_then(|id| id.to_str().ok());
        self.ticks_after(recipe, header.and_then(|id| id.parse().ok()).unwrap_or(0))
    }

    /// The same from a number on.
    pub(crate) fn ticks_after(&self, recipe: &'static str, seen: u64) -> Response {
        let clock = IntervalStream::new(interval(Duration::from_secs(1)));
        self.stream(
            recipe,
            clock.zip(stream::iter(seen + 1..)).map(|(_, number)| {
                Event::default().id(number.to_string()).data(format!("<li>tick {number}</li>"))
            }),
        )
    }

    /// A stream that can be ended.
    pub(crate) fn stream(
        &self,
        recipe: &'static str,
        events: impl Stream<Item = Event> + Send + 'static,
    ) -> Response {
        if self.is_down(recipe) {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        let cut = BroadcastStream::new(self.cuts.subscribe())
            .filter(move |name| future::ready(name.as_ref().is_ok_and(|name| name == recipe)))
            .into_future();
        let events = stream::iter([Event::default().comment("welcome")])
            .chain(events)
            .take_until(cut)
            .map(Ok::<_, Infallible>);
        let sse = Sse::new(events).keep_alive(KeepAlive::default());
        ([("x-accel-buffering", "no")], sse).into_response()
    }
}

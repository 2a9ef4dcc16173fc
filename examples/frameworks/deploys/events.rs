//! The stream: what was missed, what comes, and a word at the end.

use std::{convert::Infallible, time::Duration};

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, future, stream};
use serde::Deserialize;
use tokio_stream::wrappers::BroadcastStream;

use crate::history::Replay;
use crate::{App, page, random, starting};

/// About how long it takes from the end of this process until the next one listens.
const RESTART: Duration = Duration::from_millis(500);
/// Over this time those come back who do not choose a moment themselves, as the monitor does.
const SPREAD: Duration = Duration::from_secs(1);
/// A comment when nothing else was told for so long: a third of the page's `heartbeat_timeout`.
const BEAT_EVERY: Duration = Duration::from_secs(15);

#[derive(Deserialize)]
pub(crate) struct Rendered {
    since: Option<String>,
}

pub(crate) async fn events(
    State(app): State<App>,
    Query(rendered): Query<Rendered>,
    headers: HeaderMap,
) -> Response {
    let Some(history) = app.history.get() else { return starting() };
    // The header comes with every return, and is newer than the page's address.
    let header = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let Replay { latest, missed, live } = history.replay(header.or(rendered.since.as_deref()));

    // Something at once: Firefox calls a stream open when its first byte has come.
    let welcome = Event::default().comment("welcome");
    let stale = Event::default().event("stale").id(latest.to_string()).data("load anew");
    let stale = missed.is_none().then_some(stale);
    let missed = stream::iter(missed.unwrap_or_default());
    // Who is too slow for the channel is sent away, and comes back to the history.
    let live = BroadcastStream::new(live).scan((), |(), message| future::ready(message.ok()));
    let messages = missed.chain(live).map(|message| {
        let item = page::item(&message).into_string();
        Event::default().id(message.id.to_string()).data(item)
    });
    let farewell = async { Event::default().retry(RESTART + random(SPREAD)) };

    let told = stream::iter([welcome])
        .chain(stream::iter(stale))
        .chain(messages)
        .take_until(app.leaving.cancelled_owned())
        .chain(stream::once(farewell))
        .map(Ok::<_, Infallible>);
    let told = Sse::new(told).keep_alive(KeepAlive::new().interval(BEAT_EVERY));
    // axum says `Cache-Control: no-cache` itself.
    ([("x-accel-buffering", "no")], told).into_response()
}

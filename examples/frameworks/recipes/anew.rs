//! A server whose stream only tells that the list has changed, and has no history to replay.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::{StreamExt, future};
use maud::html;
use tokio::time::interval;
use tokio_stream::wrappers::IntervalStream;

use crate::hall::Hall;
use crate::routes::Shared;

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new()
        .route("/anew/events", get(events))
        .route("/anew/list", get(list))
        .route("/anew/add", post(add))
}

async fn add(State(hall): Shared) {
    hall.facts().items += 1;
}

async fn list(State(hall): Shared) -> impl IntoResponse {
    let items = hall.facts().items;
    html! { @for number in 1..=items { li { "item " (number) } } }
}

async fn events(State(hall): Shared) -> Response {
    let shared = Arc::clone(&hall);
    let mut told = hall.facts().items;
    let clock = IntervalStream::new(interval(Duration::from_millis(200)));
    let changes = clock.filter_map(move |_| {
        let items = shared.facts().items;
        let has_changed = std::mem::replace(&mut told, items) != items;
        future::ready(has_changed.then(|| Event::default().event("changed").data("list")))
    });
    hall.stream("anew", changes)
}

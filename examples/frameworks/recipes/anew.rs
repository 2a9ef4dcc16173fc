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
use tokio::time::{interval, sleep};
use tokio_stream::wrappers::IntervalStream;

use crate::hall::Hall;
use crate::routes::{Shared, recipe};

/// Over this time the pages load anew after a gap.
const SPREAD: Duration = Duration::from_secs(10);

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new()
        .route("/anew", get(htmx2))
        .route("/anew4", get(htmx4))
        .route("/anew/events", get(async |State(hall): Shared| events(&hall, "anew")))
        .route("/anew4/events", get(async |State(hall): Shared| events(&hall, "anew4")))
        .route("/anew/list", get(list))
        .route("/anew/add", post(add))
}

/// In milliseconds, another one for each page.
fn moment() -> u128 {
    SPREAD.mul_f64(fastrand::f64()).as_millis()
}

async fn htmx2() -> Response {
    let trigger = format!("load, sse:changed, sse-recovered from:body delay:{}ms", moment());
    let body = html! {
        div id="live" hx-ext="sse" sse-connect="/anew/events" {
            ul id="list" hx-get="/anew/list" hx-sync="this:replace" hx-trigger=(trigger) {}
        }
        p id="status" role="status" {}
    };
    recipe("anew").page_of(&body)
}

async fn htmx4() -> Response {
    let trigger = format!("load, changed from:body, sse-recovered from:body delay:{}ms", moment());
    let body = html! {
        div id="live" hx-sse:connect="/anew4/events" {
            ul id="list" hx-get="/anew/list" hx-sync="this:replace" hx-trigger=(trigger) {}
        }
        p id="status" role="status" {}
    };
    recipe("anew4").page_of(&body)
}

async fn add(State(hall): Shared) {
    hall.facts().items += 1;
}

async fn list(State(hall): Shared) -> impl IntoResponse {
    let items = hall.facts().items;
    // Long enough for a change to come while the old list is on its way.
    sleep(Duration::from_millis(500)).await;
    html! { @for number in 1..=items { li { "item " (number) } } }
}

fn events(hall: &Arc<Hall>, recipe: &'static str) -> Response {
    let shared = Arc::clone(hall);
    let mut told = hall.facts().items;
    let clock = IntervalStream::new(interval(Duration::from_millis(100)));
    let changes = clock.filter_map(move |_| {
        let items = shared.facts().items;
        let has_changed = std::mem::replace(&mut told, items) != items;
        future::ready(has_changed.then(|| Event::default().event("changed").data("list")))
    });
    hall.stream(recipe, changes)
}

//! A server that knows which version of the page it talks to: the page's stream says so, at every attempt.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::{StreamExt, stream};
use maud::html;
use serde::Deserialize;

use crate::hall::Hall;
use crate::routes::{Shared, recipe};

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new()
        .route("/version", get(page))
        .route("/version/events", get(events))
        .route("/version/deploy", post(deploy))
}

async fn page(State(hall): Shared) -> impl IntoResponse {
    let version = hall.facts().version;
    let body = html! {
        div id="live" hx-ext="sse" sse-connect={ "/version/events?page=" (version) } {
            p sse-swap="version" role="status" {}
            ol sse-swap="message" hx-swap="beforeend" {}
        }
        p id="status" role="status" {}
    };
    recipe("version").page_of(&body)
}

#[derive(Deserialize)]
struct Rendered {
    page: u32,
}

async fn events(State(hall): Shared, Query(rendered): Query<Rendered>) -> Response {
    let notice = html! { "There is a new version. " a href="/version" { "Load it" } };
    let notice = Event::default().event("version").data(notice.into_string());
    let is_old = rendered.page != hall.facts().version;
    let news = stream::iter(is_old.then_some(notice)).chain(stream::pending());
    hall.stream("version", news)
}

/// What a deploy does: another version, and streams that end.
async fn deploy(State(hall): Shared) {
    hall.facts().version += 1;
    hall.cut("version");
}

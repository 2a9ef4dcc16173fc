//! A stream of another origin: of this very server, under its other name.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use maud::html;
use serde::Deserialize;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::hall::Hall;
use crate::recipes::ORIGIN;
use crate::routes::{Shared, recipe};

pub(crate) fn routes() -> Router<Arc<Hall>> {
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|origin, _| is_ours(origin)))
        .allow_credentials(true)
        .expose_headers([header::RETRY_AFTER]);
    Router::new().route("/origin/events", get(events)).layer(cors).route("/origin", get(page))
}

fn is_ours(origin: &HeaderValue) -> bool {
    origin.as_bytes().starts_with(b"http://127.0.0.1:")
}

async fn page(headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let elsewhere = host.replace("127.0.0.1", "http://localhost");
    let body = html! {
        ol id="live" hx-sse:connect={ (elsewhere) "/origin/events" } hx-swap="beforeend" {}
        p id="status" role="status" {}
    };
    let policy =
        format!("connect-src 'self' {elsewhere}; script-src 'self' {}", ORIGIN.csp_source());
    recipe("origin").page_with(&body, &ORIGIN, &policy)
}

#[derive(Deserialize)]
struct Seen {
    since: Option<u64>,
}

async fn events(State(hall): Shared, Query(seen): Query<Seen>) -> Response {
    hall.ticks_after("origin", seen.since.unwrap_or(0))
}

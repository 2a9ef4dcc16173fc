//! A server that takes each token once.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::hall::Hall;
use crate::routes::Shared;

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new()
        .route("/token/events", get(events))
        .route("/token/new", post(issue))
        .route("/token/expire", post(expire))
}

async fn issue(State(hall): Shared) -> Response {
    if hall.facts().no_tokens {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let token = fastrand::u64(1..);
    hall.facts().token = token;
    token.to_string().into_response()
}

async fn expire(State(hall): Shared) {
    hall.facts().no_tokens = true;
    hall.cut("token");
}

async fn events(State(hall): Shared, headers: HeaderMap) -> Response {
    let token = std::mem::take(&mut hall.facts().token);
    let expected = format!("Bearer {token}");
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if token == 0 || given != Some(&expected) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    hall.ticks("token", &headers)
}

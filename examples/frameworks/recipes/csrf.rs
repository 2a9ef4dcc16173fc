//! A server that changes its CSRF token, and sets it as a cookie that the page can read.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::hall::Hall;
use crate::routes::{Shared, recipe};

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new()
        .route("/csrf", get(page))
        .route("/csrf/events", get(events))
        .route("/csrf/change", post(change))
}

fn cookie(token: u64) -> [(header::HeaderName, String); 1] {
    [(header::SET_COOKIE, format!("csrf={token}; SameSite=Strict"))]
}

async fn page(State(hall): Shared) -> impl IntoResponse {
    (cookie(hall.facts().csrf), recipe("csrf").page())
}

async fn change(State(hall): Shared) -> impl IntoResponse {
    let token = fastrand::u64(1..);
    hall.facts().csrf = token;
    hall.cut("csrf");
    cookie(token)
}

async fn events(State(hall): Shared, headers: HeaderMap) -> Response {
    let given = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    if given != Some(&hall.facts().csrf.to_string()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    hall.ticks("csrf", &headers)
}

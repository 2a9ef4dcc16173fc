//! A server whose logins expire: it refuses the stream, or sends who asks for it to another page.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{DOCTYPE, html};
use serde::Deserialize;

use crate::hall::{Expiry, Hall};
use crate::routes::Shared;

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new()
        .route("/login/events", get(events))
        .route("/login/expire", post(expire))
        .route("/login/form", get(form).post(log_in))
}

async fn events(State(hall): Shared, headers: HeaderMap) -> Response {
    let expired = hall.facts().expired;
    match expired {
        None => hall.ticks("login", &headers),
        Some(Expiry::Status) => StatusCode::UNAUTHORIZED.into_response(),
        Some(Expiry::Redirect) => Redirect::to("/login/form").into_response(),
    }
}

#[derive(Deserialize)]
struct How {
    #[serde(default)]
    redirect: bool,
}

async fn expire(State(hall): Shared, Query(how): Query<How>) {
    hall.facts().expired = Some(if how.redirect { Expiry::Redirect } else { Expiry::Status });
    hall.cut("login");
}

async fn form() -> impl IntoResponse {
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            title { "Log in" }
            form method="post" action="/login/form" { button { "Log in" } }
        }
    }
}

async fn log_in(State(hall): Shared) -> impl IntoResponse {
    hall.facts().expired = None;
    Redirect::to("/login")
}

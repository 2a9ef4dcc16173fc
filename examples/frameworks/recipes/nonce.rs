//! A policy with a nonce, for pages whose scripts are not known beforehand.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{PreEscaped, html};

use crate::hall::Hall;
use crate::recipes::PLAIN;
use crate::routes::recipe;

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new().route("/nonce", get(page))
}

/// A new one for each page, which nobody can guess.
async fn page() -> Response {
    let Ok(nonce) = getrandom::u64() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let nonce = format!("{nonce:016x}");
    let tag = html! {
        script nonce=(nonce) { (PreEscaped(PLAIN.as_str())) }
    };
    let recipe = recipe("nonce");
    let policy = format!("script-src 'self' 'nonce-{nonce}'");
    recipe.page_with(&PreEscaped(recipe.html), &tag, &policy)
}

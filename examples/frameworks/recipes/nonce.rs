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
    let mut nonce = [0; 16];
    if getrandom::fill(&mut nonce).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let nonce = format!("{:032x}", u128::from_ne_bytes(nonce));
    let tag = html! {
        script nonce=(nonce) { (PreEscaped(PLAIN.as_str())) }
    };
    let recipe = recipe("nonce");
    let policy = format!("script-src 'self' 'nonce-{nonce}'");
    recipe.page_with(&PreEscaped(recipe.html), &tag, &policy)
}

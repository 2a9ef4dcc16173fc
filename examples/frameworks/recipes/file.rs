//! The script in a file that the browser keeps.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{PreEscaped, html};

use crate::hall::Hall;
use crate::recipes::PLAIN;
use crate::routes::recipe;

pub(crate) fn routes() -> Router<Arc<Hall>> {
    Router::new().route("/file", get(page)).route("/file/monitor.js", get(script))
}

/// A browser that has it asks whether it is still the same.
async fn script(headers: HeaderMap) -> Response {
    let etag = PLAIN.etag();
    let caching = [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache")];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(header::CONTENT_TYPE, "text/javascript")], PLAIN.as_str()).into_response()
}

async fn page() -> impl IntoResponse {
    let recipe = recipe("file");
    let tag = html! {
        script src="/file/monitor.js" integrity=(PLAIN.integrity()) {}
    };
    recipe.page_with(&PreEscaped(recipe.html), &tag, "script-src 'self'")
}

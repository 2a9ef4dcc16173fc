//! The routes: the page and its files, the stream, the faults.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    middleware,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};

use crate::{
    client::{Client, Library},
    events::{self, Schedule},
    faults::{Fault, Faults},
    inject, page,
};

type Files = Arc<BTreeMap<&'static str, String>>;

pub(crate) fn router(client: Client, libraries: Vec<Library>, faults: &Arc<Faults>) -> Router {
    let page = page::page(client).into_string();
    let policy = [(header::CONTENT_SECURITY_POLICY, page::policy(client))];
    let stream = (Schedule::new(), client.monitor());
    let mut files = BTreeMap::from([
        ("page.css", include_str!("page.css").to_owned()),
        ("page.js", include_str!("page.js").to_owned()),
    ]);
    files.extend(libraries.into_iter().map(|library| (library.name, library.text)));
    let injected = middleware::from_fn_with_state(Arc::clone(faults), inject::inject);
    Router::new()
        .route("/", get(async move || (policy.clone(), Html(page.clone()))))
        .route("/files/{name}", get(file).with_state(Arc::new(files)))
        .route("/events", get(events::events).layer(injected).with_state(stream))
        .route("/faults", get(lasting).delete(stop).with_state(Arc::clone(faults)))
        .route("/faults/{name}", post(start).with_state(Arc::clone(faults)))
}

async fn file(State(files): State<Files>, Path(name): Path<String>) -> Response {
    let Some((name, text)) = files.get_key_value(name.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css",
        _ => "text/javascript",
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text.clone())
        .into_response()
}

async fn start(State(faults): State<Arc<Faults>>, Path(name): Path<String>) -> Response {
    let Some(fault) = Fault::from_name(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    faults.start(fault);
    report(&faults)
}

async fn stop(State(faults): State<Arc<Faults>>) -> Response {
    faults.stop();
    report(&faults)
}

async fn lasting(State(faults): State<Arc<Faults>>) -> Response {
    report(&faults)
}

/// The fault that lasts and the milliseconds left, or `{}`.
fn report(faults: &Faults) -> Response {
    let json = faults.lasting().map_or_else(
        || "{}".to_owned(),
        |(fault, left)| format!(r#"{{"fault":"{}","left":{}}}"#, fault.name(), left.as_millis()),
    );
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], json)
        .into_response()
}

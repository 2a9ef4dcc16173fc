//! axum, askama and htmx 4: `npm ci`, then `cargo run -p sse-monitor-frameworks --bin axum_askama`

use std::{convert::Infallible, env, error::Error, time::Duration};

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, header::CONTENT_SECURITY_POLICY};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse};
use axum::{Router, routing::get};
use futures_util::{StreamExt, stream};
use sse_monitor::{Monitor, monitor};
use tokio::{net::TcpListener, time::interval};
use tokio_stream::wrappers::IntervalStream;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// What the page, its policy and the stream must agree on, declared once.
const LIVE: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx4",
    reconnect_delay: 1s,   // So that the tests are over soon: leave it out,
    heartbeat_timeout: 6s, // and write 45s: a shorter one takes a bad line for a dead one.
};

const NODE_MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../node_modules");

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>axum, askama, htmx 4</title>
<script src="/npm/htmx4/dist/htmx.min.js"></script>
<script src="/npm/htmx4/dist/ext/hx-sse.min.js"></script>
<p id="{{ live.status_element_id().unwrap_or_default() }}" role="status"></p>
<ol id="{{ live.sse_element_id() }}" hx-sse:connect="/events" hx-swap="beforeend"></ol>
{{ live.script_tag()|safe }}
</html>"#
)]
struct Page {
    live: Monitor,
}

async fn events(headers: HeaderMap) -> impl IntoResponse {
    // A page that comes back names the last message that it has seen, and the count goes on from there.
    let header = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let seen: u64 = header.and_then(|id| id.parse().ok()).unwrap_or(0);
    let ticks = IntervalStream::new(interval(Duration::from_secs(10)))
        .zip(stream::iter(seen + 1..))
        .map(|(_, n)| Event::default().id(n.to_string()).data(format!("<li>tick {n}</li>")));
    // Comments, which keep a silent stream alive for the monitor as well.
    let every = LIVE.heartbeat_interval().unwrap_or(Duration::from_secs(15));
    let beat = KeepAlive::new().interval(every);
    // axum says `Cache-Control: no-cache` itself; the other header is for nginx.
    ([("x-accel-buffering", "no")], Sse::new(ticks.map(Ok::<_, Infallible>)).keep_alive(beat))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let page = Html(Page { live: LIVE }.render()?);
    let policy = format!("default-src 'self'; script-src 'self' {}", LIVE.csp_source());
    let policy = HeaderValue::try_from(policy)?;
    let app = Router::new()
        .route("/", get(page))
        .route("/events", get(events))
        .nest_service("/npm", ServeDir::new(NODE_MODULES))
        .layer(SetResponseHeaderLayer::overriding(CONTENT_SECURITY_POLICY, policy));

    let port = env::args().nth(1).map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}

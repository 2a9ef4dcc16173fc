//! axum, maud and htmx 2: `npm ci`, then `cargo run -p sse-monitor-frameworks --bin axum_maud`

use std::{convert::Infallible, env, error::Error, time::Duration};

use axum::http::{HeaderMap, HeaderValue, header::CONTENT_SECURITY_POLICY};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::{Router, response::IntoResponse, routing::get};
use futures_util::{StreamExt, stream};
use maud::{DOCTYPE, Markup, html};
use sse_monitor::{Monitor, monitor};
use tokio::{net::TcpListener, time::interval};
use tokio_stream::wrappers::IntervalStream;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// What the page, its policy and the stream must agree on, declared once.
const LIVE: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx2",
    reconnect_delay: 1s,   // So that the tests are over soon: leave it out,
    heartbeat_timeout: 6s, // and write 45s: a shorter one takes a bad line for a dead one.
};

const NODE_MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../node_modules");

async fn page() -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { "axum, maud, htmx 2" }
                // What htmx would need looser directives for.
                meta name="htmx-config" content=r#"{"includeIndicatorStyles":false,"allowEval":false}"#;
                script src="/npm/htmx2/dist/htmx.min.js" {}
                script src="/npm/htmx-ext-sse/dist/sse.min.js" {}
            }
            body {
                p id=[LIVE.status_element_id()] role="status" {}
                ol id=(LIVE.sse_element_id()) hx-ext="sse" sse-connect="/events"
                    sse-swap="message" hx-swap="beforeend" {}
                (LIVE)
            }
        }
    }
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

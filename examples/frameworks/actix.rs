//! actix-web without htmx, under Trusted Types: `cargo run -p sse-monitor-frameworks --bin actix`

use std::{convert::Infallible, env, error::Error, time::Duration};

use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::web::{Bytes, Html};
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, Responder, get, middleware::DefaultHeaders,
};
use futures_util::{StreamExt, stream};
use sse_monitor::{Monitor, monitor};
use tokio::time::interval;
use tokio_stream::wrappers::IntervalStream;

/// What the page, its policy and the stream must agree on, declared once.
const LIVE: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "dom",
    reconnect_delay: 1s,   // So that the tests are over soon: leave it out,
    heartbeat_timeout: 6s, // and write 45s: a shorter one takes a bad line for a dead one.
};

#[get("/")]
async fn page() -> impl Responder {
    Html::new(format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>actix-web</title>
<script src="/page.js"></script>
<p id="{}" role="status"></p>
<ol id="{}" sse-connect="/events"></ol>
{LIVE}
</html>"#,
        LIVE.status_element_id().unwrap_or_default(),
        LIVE.sse_element_id(),
    ))
}

#[get("/page.js")]
async fn script() -> impl Responder {
    HttpResponse::Ok().content_type("text/javascript").body(
        "document.addEventListener('sse:message', (event) => {
            const item = document.createElement('li');
            item.textContent = event.detail.data;
            event.target.append(item);
        });",
    )
}

#[get("/events")]
async fn events(request: HttpRequest) -> impl Responder {
    // A page that comes back names the last message that it has seen, and the count goes on from there.
    let header = request.headers().get("last-event-id");
    let seen: u64 = header.and_then(|id| id.to_str().ok()?.parse().ok()).unwrap_or(0);
    let ticks = IntervalStream::new(interval(Duration::from_secs(10)))
        .zip(stream::iter(seen + 1..))
        .map(|(_, n)| format!("id: {n}\ndata: tick {n}\n\n"));
    // Comments: the first one at once, the others keep a silent stream alive.
    let every = LIVE.heartbeat_interval().unwrap_or(Duration::from_secs(15));
    let beats = IntervalStream::new(interval(every)).map(|_| ":\n\n".to_owned());
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("cache-control", "no-cache"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream::select(ticks, beats).map(|text| Ok::<_, Infallible>(Bytes::from(text))))
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let policy = format!(
        "default-src 'self'; script-src 'self' {}; require-trusted-types-for 'script'",
        LIVE.csp_source()
    );
    let headers = move || DefaultHeaders::new().add((CONTENT_SECURITY_POLICY, policy.clone()));
    let app = move || App::new().wrap(headers()).service(page).service(script).service(events);

    let port = env::args().nth(1).map_or(Ok(3000), |port| port.parse())?;
    let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", port))?;
    println!("http://{}", server.addrs()[0]);
    Ok(server.run().await?)
}

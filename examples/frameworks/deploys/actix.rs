//! What `docs/deploys.md` says of actix-web: streams that end themselves, and nothing else of it.
//! `cargo run -p sse-monitor-frameworks --bin deploys_actix`

use std::{convert::Infallible, env, error::Error, time::Duration};

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, Responder, get};
use futures_util::{StreamExt, stream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::interval;
use tokio_stream::wrappers::IntervalStream;
use tokio_util::sync::CancellationToken;

#[get("/events")]
async fn events(leaving: Data<CancellationToken>) -> impl Responder {
    // Without ids: there is no history that could tell what came after one.
    let ticks =
        IntervalStream::new(interval(Duration::from_secs(1))).map(|_| "data: tick\n\n".to_owned());
    let farewell = async { format!("retry: {}\n\n", 500 + fastrand::u32(..1000)) };
    let told = ticks
        .take_until(leaving.get_ref().clone().cancelled_owned())
        .chain(stream::once(farewell))
        .map(|text| Ok::<_, Infallible>(Bytes::from(text)));
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("cache-control", "no-cache"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(told)
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let leaving = CancellationToken::new();
    let shared = Data::new(leaving.clone());
    let app = move || App::new().app_data(shared.clone()).service(events);

    let port = env::args().nth(1).map_or(Ok(3000), |port| port.parse())?;
    let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", port))?;
    println!("http://{}", server.addrs()[0]);
    // The signal is ours: the streams hear of it first.
    let server = server.disable_signals().shutdown_timeout(5).run();
    let handle = server.handle();
    tokio::spawn(async move {
        terminate.recv().await;
        leaving.cancel();
        handle.stop(true).await;
    });
    Ok(server.await?)
}

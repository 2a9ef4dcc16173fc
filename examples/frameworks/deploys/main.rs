//! A deploy that nobody notices, with axum, maud and htmx 2: `npm ci`, then
//! `cargo run -p sse-monitor-frameworks --bin deploys`. End it with Ctrl-C or SIGTERM and start it again, as often as
//! you like: an open page misses nothing. `docs/deploys.md` explains it.

mod events;
mod history;
mod page;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use std::{env, io};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::get};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{interval, sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::history::History;

/// How long a slow answer, or somebody who does not read, may hold up the end.
const PATIENCE: Duration = Duration::from_secs(5);
/// Stands for migrations, caches, and whatever else a server does before it can answer.
const WARM_UP: Duration = Duration::from_millis(300);
/// Between two messages.
const PERIOD: Duration = Duration::from_millis(200);

const NODE_MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../node_modules");

#[derive(Clone, Default)]
struct App {
    /// Empty while the server starts.
    history: Arc<OnceLock<History>>,
    /// Cancelled when this process is to end.
    leaving: CancellationToken,
}

/// The answer to everything that needs the history, until it is there.
fn starting() -> Response {
    let headers = [(header::RETRY_AFTER, "1")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, "Starting. Try again in a second.").into_response()
}

/// A part of it, by chance.
fn random(most: Duration) -> Duration {
    most.mul_f64(fastrand::f64())
}

/// Loads the history, and adds to it until this process is to end.
async fn publish(app: App, file: PathBuf) -> io::Result<()> {
    sleep(WARM_UP).await;
    let history = History::open(Path::new(&file))?;
    let history = app.history.get_or_init(|| history);
    let mut clock = interval(PERIOD);
    while app.leaving.run_until_cancelled(clock.tick()).await.is_some() {
        history.publish(|number| format!("message {number}"))?;
    }
    Ok(())
}

fn router(app: App) -> Result<Router, Box<dyn Error>> {
    let policy = format!("default-src 'self'; script-src 'self' {}", page::LIVE.csp_source());
    let policy = HeaderValue::try_from(policy)?;
    Ok(Router::new()
        .route("/", get(page::page))
        .route("/anew", get(page::anew))
        .route("/events", get(events::events))
        .nest_service("/npm", ServeDir::new(NODE_MODULES))
        .layer(SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, policy))
        .with_state(app))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // From here on a signal asks the process to end, and does not kill it.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;

    let mut arguments = env::args().skip(1);
    let port = arguments.next().map_or(Ok(3000), |port| port.parse())?;
    let file = arguments.next().map_or_else(|| env::temp_dir().join("deploys.history"), Into::into);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);

    let app = App::default();
    let leaving = app.leaving.clone();
    let tasks = TaskTracker::new();
    let publishing = publish(app.clone(), file);
    let failed = leaving.clone().drop_guard();
    tasks.spawn(async move {
        let _failed = failed;
        publishing.await.inspect_err(|error| eprintln!("no more messages: {error}"))
    });

    let asked = leaving.clone();
    let server = axum::serve(listener, router(app)?).with_graceful_shutdown(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = asked.cancelled() => {}
        }
        // The streams end themselves: axum would wait for them for ever.
        asked.cancel();
    });
    let deadline = async {
        leaving.cancelled().await;
        sleep(PATIENCE).await;
    };
    tokio::select! {
        outcome = server.into_future() => outcome?,
        () = deadline => eprintln!("not everybody has left; what is under way is cut off"),
    }
    tasks.close();
    tasks.wait().await;
    Ok(())
}

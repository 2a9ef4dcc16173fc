//! The recipes of `docs/recipes.md`, each on a page of its own, with buttons that break its connection:
//! `npm ci`, then `cargo run -p sse-monitor-frameworks --bin recipes`

mod anew;
mod csrf;
mod file;
mod hall;
mod login;
mod nonce;
mod origin;
mod page;
mod recipes;
mod routes;
mod token;
mod version;

use std::env;
use std::error::Error;

use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, routes::router()).await?)
}

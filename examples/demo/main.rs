//! A page whose SSE connection you can break, and watch come back.
//!
//! ```text
//! cargo run --example demo
//! cargo run --example demo -- --client htmx2 --port 8080
//! ```

mod args;
mod client;
mod clock;
mod door;
mod events;
mod faults;
mod inject;
mod page;
mod server;
mod witness;

use std::{process::ExitCode, sync::Arc};

use args::{Args, Request};
use door::Door;
use faults::Faults;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match args::parse(std::env::args().skip(1)) {
        Ok(Request::Run(args)) => run(args).await,
        Ok(Request::Help) => {
            println!("{}", args::HELP);
            Ok(())
        }
        Err(message) => Err(format!("{message}\n\n{}", args::HELP)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(Args { client, port }: Args) -> Result<(), String> {
    let libraries = client.load_libraries()?;
    let (door, handle) = Door::open(port).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("Port {port} is in use. Choose another one with --port, or end its user.")
        }
        _ => format!("Cannot listen on port {port}: {error}"),
    })?;
    println!("The demo runs at http://{} with client {}.", door.address(), client.name());
    println!("Ctrl-C ends it. What the server sees:");
    let router = server::router(client, libraries, &Arc::new(Faults::new(handle)));
    axum::serve(door, router).await.map_err(|error| error.to_string())
}

//! Makes the streams suffer the faults. Nothing is simulated in the page: the server really ends,
//! silences or refuses its streams. The handler in `events` knows nothing of it.

use std::sync::Arc;

use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use tokio::sync::broadcast::Receiver;

use crate::{
    clock::log,
    faults::{Fault, Faults, Order},
    witness::Witness,
};

/// The event that ends the connection for good, named in the page's `sse-close`.
pub(crate) const CLOSE_EVENT: &str = "goodbye";

pub(crate) async fn inject(
    State(faults): State<Arc<Faults>>,
    request: Request,
    next: Next,
) -> Response {
    match faults.lasting() {
        Some((Fault::Unavailable, _)) => {
            log("answered 503");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Some((Fault::Flap, _)) => {
            log("answered with a stream that ends at once");
            let only = stream::iter([Ok::<_, axum::Error>(Bytes::from_static(b":\n\n"))]);
            let headers =
                [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
            (headers, Body::from_stream(only)).into_response()
        }
        _ => {
            let orders = faults.orders();
            let witness = Witness::open();
            let response = next.run(request).await;
            response.map(|body| suffering(body.into_data_stream(), orders, witness))
        }
    }
}

/// The body as it was, until an order comes.
fn suffering(body: BodyDataStream, orders: Receiver<Order>, witness: Witness) -> Body {
    let line = Line { body, orders, stalled: false, ended: false, _witness: witness };
    Body::from_stream(stream::unfold(line, |mut line| async {
        let chunk = line.next().await?;
        Some((chunk, line))
    }))
}

struct Line {
    body: BodyDataStream,
    orders: Receiver<Order>,
    stalled: bool,
    ended: bool,
    _witness: Witness,
}

impl Line {
    async fn next(&mut self) -> Option<Result<Bytes, axum::Error>> {
        while !self.ended {
            tokio::select! {
                order = self.orders.recv() => match order {
                    Ok(Order::Stall) => self.stalled = true,
                    Ok(Order::Close) => {
                        self.ended = true;
                        let event = format!("event: {CLOSE_EVENT}\ndata:\n\n");
                        return Some(Ok(event.into()));
                    }
                    Ok(Order::End) | Err(_) => self.ended = true,
                },
                chunk = self.body.next(), if !self.stalled => return chunk,
            }
        }
        None
    }
}

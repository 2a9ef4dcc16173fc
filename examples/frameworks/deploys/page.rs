//! The page: a list, and the stream that goes on where the list ends.

use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use sse_monitor::{Monitor, monitor};

use crate::history::Message;
use crate::{App, random, starting};

pub(crate) const LIVE: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx2",
    reconnect_delay: 1s,
    heartbeat_timeout: 45s,
    // A restart is over before the reader would be told of it.
    grace: 5s,
};

/// The messages that a page begins with.
const SHOWN: usize = 20;

pub(crate) async fn page(State(app): State<App>) -> Response {
    let Some(history) = app.history.get() else { return starting() };
    let (messages, latest) = history.latest(SHOWN);
    // Who was away for too long was not away alone: they do not all load anew at once.
    let moment = random(Duration::from_secs(2)).as_millis();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { "A deploy that nobody notices" }
                // What htmx would need looser directives for.
                meta name="htmx-config" content=r#"{"includeIndicatorStyles":false,"allowEval":false}"#;
                script src="/npm/htmx2/dist/htmx.min.js" {}
                script src="/npm/htmx-ext-sse/dist/sse.min.js" {}
            }
            body {
                p id=[LIVE.status_element_id()] role="status" {}
                // What comes between the page and its stream is replayed.
                div id=(LIVE.sse_element_id()) hx-ext="sse" sse-connect={ "/events?since=" (latest) } {
                    div hx-get="/anew" hx-trigger={ "sse:stale delay:" (moment) "ms" } {}
                    ol sse-swap="message" hx-swap="beforeend" {
                        @for message in &messages { (item(message)) }
                    }
                }
                (LIVE)
            }
        }
    }
    .into_response()
}

pub(crate) fn item(message: &Message) -> Markup {
    html! { li { (message.text) } }
}

/// htmx loads the whole page again. The list alone would lose or double what the stream brings meanwhile.
pub(crate) async fn anew() -> impl IntoResponse {
    [("hx-refresh", "true")]
}

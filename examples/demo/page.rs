//! The page.

use maud::{DOCTYPE, Markup, html};
use sse_monitor::{Monitor, Script, connection_counter};

use crate::{client::Client, faults::Fault, inject::CLOSE_EVENT};

/// Counts the page's open SSE connections.
const COUNTER: Script = connection_counter! {};

/// Only the page's own files run, and these two scripts.
pub(crate) fn policy(client: Client) -> String {
    let scripts = [COUNTER.csp_source(), client.monitor().csp_source()].join(" ");
    format!("default-src 'self'; img-src data:; script-src 'self' {scripts}")
}

pub(crate) fn page(client: Client) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "sse-monitor demo" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/files/page.css";
                // What htmx 2 would need looser directives for. htmx 4 reads another form, and needs none.
                @if client == Client::Htmx2 {
                    meta name="htmx-config" content=r#"{"includeIndicatorStyles":false,"allowEval":false}"#;
                }
                @for (name, _) in client.libraries() {
                    script src={ "/files/" (name) } {}
                }
            }
            body {
                header {
                    h1 { "sse-monitor" }
                    p { "A live page, a real server, and buttons that break it." }
                    p.client title="Start the demo with --client to see another one" {
                        "client " b { (client.name()) }
                    }
                }
                main {
                    (status(client.monitor()))
                    div.panels {
                        (fault_buttons())
                        section.panel aria-labelledby="timeline-title" {
                            h2 #timeline-title { "What the monitor did" }
                            ol #timeline tabindex="0" aria-labelledby="timeline-title" {}
                        }
                        section.panel aria-labelledby="messages-title" {
                            h2 #messages-title { "Messages" }
                            (live(client))
                        }
                    }
                }
                // Before the monitor, to see its first state as well.
                script src="/files/page.js" {}
                (COUNTER)
                (client.monitor())
            }
        }
    }
}

fn status(monitor: Monitor) -> Markup {
    html! {
        section.status aria-label="Connection" {
            // The monitor writes here, once per change. Nothing else on the page announces itself.
            p id=[monitor.status_element_id()] role="status" dir="auto" {}
            p #detail {}
            div #countdown aria-hidden="true" {}
            dl {
                div { dt { "Connections" } dd #connections { "0" } }
                div { dt { "Messages" } dd #received { "0" } }
                div { dt { "Outages" } dd #outages { "0" } }
            }
            button #reconnect type="button" { "Reconnect now" }
        }
    }
}

fn fault_buttons() -> Markup {
    html! {
        section.panel aria-labelledby="faults-title" {
            h2 #faults-title { "Break the server" }
            p #unreachable role="alert" hidden {
                "The demo does not answer. Have you ended it? Start it again, and this page comes back by itself."
            }
            ul #faults {
                @for fault in Fault::ALL {
                    @let (title, text) = describe(fault);
                    li {
                        button type="button" data-fault=(fault.name())
                            aria-pressed=[fault.duration().map(|_| "false")] {
                            b { (title) }
                            // It changes every second; aria-pressed says what matters.
                            span.left aria-hidden="true" { span.seconds {} span.stop {} }
                            span.text { (text) }
                        }
                    }
                }
            }
        }
    }
}

const fn describe(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::End => ("End all streams", "Every open stream ends in good order."),
        Fault::Stall => {
            ("Stall", "Open streams fall silent but stay open. Only the missing heartbeat tells.")
        }
        Fault::Unavailable => ("Answer 503", "Streams end, and for 15 s each new one gets a 503."),
        Fault::Refuse => {
            ("Close the port", "All connections are reset, and for 10 s nobody listens.")
        }
        Fault::Flap => ("Flap", "For 15 s every stream opens and ends at once."),
        Fault::Close => ("Say goodbye", "The server's own close event. No attempt follows."),
    }
}

/// The element that carries the stream, and the list that its messages go to.
fn live(client: Client) -> Markup {
    let id = client.monitor().sse_element_id();
    match client {
        Client::Dom => html! {
            div id=(id) sse-connect="/events" sse-close=(CLOSE_EVENT) {
                ol #messages tabindex="0" aria-labelledby="messages-title" {}
            }
        },
        Client::Htmx2 => html! {
            div id=(id) hx-ext="sse" sse-connect="/events" sse-close=(CLOSE_EVENT) {
                ol #messages sse-swap="message" hx-swap="afterbegin"
                    tabindex="0" aria-labelledby="messages-title" {}
            }
        },
        Client::Htmx4 => html! {
            div id=(id) hx-sse:connect="/events" hx-sse:close=(CLOSE_EVENT)
                hx-target="#messages" hx-swap="afterbegin" {
                ol #messages tabindex="0" aria-labelledby="messages-title" {}
            }
        },
    }
}

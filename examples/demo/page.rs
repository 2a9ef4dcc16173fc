//! The page.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sse_monitor::connection_counter_script;

use crate::{client::Client, faults::Fault, inject::CLOSE_EVENT};

/// Counts the page's open SSE connections.
const COUNTER: &str = connection_counter_script! {};

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
                    (status())
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
                script { (PreEscaped(COUNTER)) }
                script { (PreEscaped(client.monitor())) }
            }
        }
    }
}

fn status() -> Markup {
    html! {
        section.status aria-label="Connection" {
            // The monitor writes here, once per change. Nothing else on the page announces itself.
            p #status role="status" {}
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
    match client {
        Client::EventSource => html! {
            div #live sse-connect="/events" sse-close=(CLOSE_EVENT) {
                ol #messages tabindex="0" aria-labelledby="messages-title" {}
            }
        },
        Client::Htmx2 => html! {
            div #live hx-ext="sse" sse-connect="/events" sse-close=(CLOSE_EVENT) {
                ol #messages sse-swap="message" hx-swap="afterbegin"
                    tabindex="0" aria-labelledby="messages-title" {}
            }
        },
        Client::Htmx4 => html! {
            div #live hx-sse:connect="/events" hx-sse:close=(CLOSE_EVENT)
                hx-target="#messages" hx-swap="afterbegin" {
                ol #messages tabindex="0" aria-labelledby="messages-title" {}
            }
        },
    }
}

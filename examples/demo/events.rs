//! The stream: a numbered message every three seconds, a comment when it is quiet.

use std::{
    convert::Infallible,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    extract::State,
    http::HeaderMap,
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{StreamExt, stream};
use maud::html;
use sse_monitor::Monitor;
use tokio::time::Instant;

const PERIOD: Duration = Duration::from_secs(3);
/// A page that was away for longer gets the latest messages only.
const MOST_REPLAYED: u64 = 20;

/// Message 1 is due at `start` and each next one a period later, so any message can be told again by its number.
#[derive(Clone, Copy)]
pub(crate) struct Schedule {
    start: Instant,
    started_at: SystemTime,
}

impl Schedule {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), started_at: SystemTime::now() }
    }

    fn latest(self) -> u64 {
        self.start.elapsed().as_secs() / PERIOD.as_secs() + 1
    }

    async fn wait_for(self, number: u64) {
        tokio::time::sleep_until(self.start + after(number)).await;
    }

    /// When it was due, in milliseconds of JavaScript's `Date`: the page shows it in the reader's time, as all else.
    fn moment(self, number: u64) -> u128 {
        let moment = self.started_at + after(number);
        moment.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis())
    }
}

/// From the start until a message is due.
fn after(number: u64) -> Duration {
    PERIOD * u32::try_from(number - 1).unwrap_or(u32::MAX)
}

pub(crate) async fn events(
    State((schedule, monitor)): State<(Schedule, Monitor)>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let latest = schedule.latest();
    let first = match last_event_id(&headers).and_then(|id| id.parse::<u64>().ok()) {
        // An id from before a restart of the server lies ahead of the schedule.
        Some(seen) if seen <= latest => (seen + 1).max((latest + 1).saturating_sub(MOST_REPLAYED)),
        _ => latest,
    };
    let resumed = first..latest;
    let messages = stream::unfold(first, move |number| {
        let replayed = resumed.contains(&number);
        async move {
            schedule.wait_for(number).await;
            Some((message(number, schedule.moment(number), replayed), number + 1))
        }
    });
    // A byte at once: Firefox calls a stream open only then.
    let welcome = stream::iter([Event::default().comment("welcome")]);
    let told = Sse::new(welcome.chain(messages).map(Ok::<_, Infallible>));
    // axum says `Cache-Control: no-cache` itself; the other header is for nginx.
    ([("x-accel-buffering", "no")], told.keep_alive(heartbeat(monitor).unwrap_or_default()))
}

/// What the monitor waits for: anything, if only the comment that is axum's default.
fn heartbeat(monitor: Monitor) -> Option<KeepAlive> {
    Some(KeepAlive::new().interval(monitor.heartbeat_interval()?))
}

fn last_event_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("last-event-id").and_then(|value| value.to_str().ok())
}

fn message(number: u64, moment: u128, replayed: bool) -> Event {
    let row = html! {
        li {
            b { "#" (number) }
            " " time data-moment=(moment) {}
            @if replayed { " " mark { "caught up" } }
        }
    };
    Event::default().id(number.to_string()).data(row.into_string())
}

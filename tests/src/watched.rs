//! A page with a monitored stream, and beside it a plain `EventSource` of another origin that is done the same to.
//!
//! Both servers publish numbers, and replay what a `Last-Event-ID` says is missing. What the page has written down says
//! whether one was lost or came twice, and how soon the next one came after a fault.

use std::net::Ipv4Addr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use sse_monitor::{Client, MonitorConfig, generate_monitor_script};

use crate::broken;
use crate::fault_server::{Event, FaultServer, Response, Stream};
use crate::page::{Library, Page};
use crate::webdriver::Tab;

/// The path of the streams.
pub const STREAM: &str = "/events";

/// A server numbers its messages this far apart.
pub const BEAT: Duration = Duration::from_millis(600);

/// The server of the monitored stream, or the other one.
pub struct Source {
    /// The server.
    pub server: FaultServer,
    /// Its stream.
    pub stream: Stream,
    feed: tokio::task::AbortHandle,
    pause: tokio::sync::watch::Sender<bool>,
}

impl Source {
    /// Starts one at this address, in the runtime that is current.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub fn start_at(address: Ipv4Addr) -> std::io::Result<Self> {
        let server = FaultServer::start_at(address)?;
        let stream = server.stream(STREAM);
        stream.set_headers([("Access-Control-Allow-Origin", "*"), ("X-Accel-Buffering", "no")]);
        // Asked for by several at once, it leaves as many connections behind that stay open.
        let idle =
            Response::new(200, "text/plain", "").after(Duration::from_millis(400)).kept_alive();
        server.serve("/idle", idle.with_header("Access-Control-Allow-Origin", "*"));
        let (pause, mut paused) = tokio::sync::watch::channel(false);
        let target = stream.clone();
        let feed = tokio::spawn(async move {
            for number in 1_u64.. {
                tokio::time::sleep(BEAT).await;
                if paused.wait_for(|paused| !paused).await.is_err() {
                    return;
                }
                target.publish(&Event::message(number.to_string()).with_id(number.to_string()));
            }
        });
        Ok(Self { server, stream, feed: feed.abort_handle(), pause })
    }

    /// Stops the numbers, or lets them go on.
    pub fn pause(&self, paused: bool) {
        self.pause.send_replace(paused);
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.feed.abort();
    }
}

/// The monitor of a page.
#[must_use]
pub fn config() -> MonitorConfig {
    MonitorConfig::new("live").client(Client::Dom)
}

/// The page, whose own stream is that of its origin, and the plain one that of another.
///
/// # Errors
///
/// When the configuration is not valid.
pub fn page(config: &MonitorConfig, plain_origin: Option<&str>) -> Result<String, String> {
    let script = match broken::asked() {
        None => generate_monitor_script(config),
        Some((from, to)) => generate_monitor_script(&config.clone().debug(true))
            .map(|script| script.replace(&from, &to)),
    };
    let script = script.map_err(|error| error.to_string())?;
    let plain =
        plain_origin.map(|origin| format!("listen('{origin}{STREAM}')")).unwrap_or_default();
    let inline = |script: &str| format!("<script>{script}</script>");
    let page = Page::new(Library::None)
        .head(&inline(include_str!("watched.js")))
        .body(&format!(r#"<div id="live" sse-connect="{STREAM}"></div>"#))
        .body(&inline(&script))
        .body(&inline(&plain));
    Ok(page.html())
}

/// What a page has written down. Times are milliseconds of the Unix epoch.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// The messages of the plain stream: when, and which number.
    pub plain: Vec<(u64, u64)>,
    /// The messages of the monitored one.
    pub monitored: Vec<(u64, u64)>,
    /// When this was asked.
    pub now: u64,
    /// The monitor's states.
    pub states: Vec<State>,
    /// When the monitor has received bytes.
    pub bytes: Vec<u64>,
    /// From when to when the page did not run: it was stopped, or the machine had other work.
    pub stalls: Vec<(u64, u64)>,
    /// The most streams that the monitor has had at once.
    pub most_streams: usize,
    /// The `Content-Encoding` of its last stream.
    pub encoding: Option<String>,
}

/// A state of the monitor.
#[derive(Clone, Debug, Deserialize)]
pub struct State {
    /// When it was entered.
    pub at: u64,
    /// Which.
    pub state: String,
    /// The one before; the same if this tells of a further attempt.
    pub previous: Option<String>,
    /// Why the last connection or attempt ended.
    pub reason: Option<String>,
    /// With which status, if that was why.
    pub status: Option<u16>,
}

/// Now, as the page's `Date.now()` tells it.
#[must_use]
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

impl Seen {
    /// Asks the page.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub async fn of(tab: &Tab) -> Result<Self, String> {
        tab.run("return { now: Date.now(), ...window.seen }")
            .await
            .map_err(|error| error.to_string())
    }

    /// The state that the monitor is in.
    #[must_use]
    pub fn state(&self) -> &str {
        self.states.last().map_or("", |last| &last.state)
    }

    /// How many outages the monitor has told of.
    #[must_use]
    pub fn outages(&self) -> usize {
        let is_new =
            |state: &&State| state.state == "error" && state.previous.as_deref() != Some("error");
        self.states.iter().filter(is_new).count()
    }

    /// The monitor's last states, for a person to read: how long ago, and why.
    #[must_use]
    pub fn last_states(&self) -> String {
        let told = |state: &State| {
            let ago = Duration::from_millis(self.now.saturating_sub(state.at)).as_secs_f64();
            let why = state.reason.as_deref().unwrap_or_default();
            format!("{} {why} {ago:.1} s ago", state.state)
        };
        let last = self.states.iter().rev().take(12).map(told).collect::<Vec<_>>();
        format!("the last states: {}", last.join(", "))
    }

    /// The longest time for which the monitor said that it is connected, and not a byte came. What the page did not run of
    /// it does not count, nor does the second that the monitor then gives what may have arrived meanwhile.
    #[must_use]
    pub fn longest_silence(&self) -> Duration {
        const SECOND: u64 = 1_000;
        let lasted = |from: u64, to: u64| {
            let stalls = self.stalls.iter().filter(|(began, over)| *began < to && *over > from);
            let stalled: u64 = stalls.map(|(began, over)| over - began + SECOND).sum();
            to.saturating_sub(from).saturating_sub(stalled)
        };
        let mut longest = 0;
        let ends = self.states.iter().skip(1).map(|next| next.at).chain([self.now]);
        for (state, end) in
            self.states.iter().zip(ends).filter(|(state, _)| state.state == "connected")
        {
            let mut last = state.at;
            let within = self.bytes.iter().filter(|at| (state.at..end).contains(at));
            for at in within.copied().chain([end]) {
                longest = longest.max(lasted(last, at));
                last = at;
            }
        }
        Duration::from_millis(longest)
    }
}

/// The longest time between two messages within this time.
#[must_use]
pub fn longest_gap(messages: &[(u64, u64)], (moment, end): (u64, u64)) -> Duration {
    let times = messages.iter().map(|(at, _)| *at).filter(|at| *at > moment).chain([end]);
    let mut last = moment;
    let gaps = times.map(|at| at.saturating_sub(std::mem::replace(&mut last, at)));
    Duration::from_millis(gaps.max().unwrap_or(0))
}

/// The first message that came after this moment, as the time between both.
#[must_use]
pub fn back_after(messages: &[(u64, u64)], moment: u64) -> Option<Duration> {
    // One that was under way at that moment tells nothing.
    const UNDER_WAY: u64 = 100;
    let next = messages.iter().map(|(at, _)| *at).find(|at| *at > moment + UNDER_WAY);
    next.map(|at| Duration::from_millis(at - moment))
}

/// What is wrong with the numbers that came: each must be one more than the one before, from 1 on.
#[must_use]
pub fn lost_or_doubled(messages: &[(u64, u64)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut last = 0;
    for (_, number) in messages {
        match number.checked_sub(last) {
            Some(1) => {}
            Some(2..) => wrong.push(format!("{} to {} lost", last + 1, number - 1)),
            Some(0) | None => wrong.push(format!("{number} doubled after {last}")),
        }
        last = last.max(*number);
    }
    wrong
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Seen, State, back_after, lost_or_doubled};

    #[test]
    fn lost_and_doubled_messages_are_told() {
        let numbers =
            |numbers: &[u64]| numbers.iter().map(|number| (0, *number)).collect::<Vec<_>>();
        assert_eq!(lost_or_doubled(&numbers(&[1, 2, 3])), [""; 0]);
        assert_eq!(lost_or_doubled(&numbers(&[1, 4, 5])), ["2 to 3 lost"]);
        assert_eq!(
            lost_or_doubled(&numbers(&[1, 2, 2, 1, 3])),
            ["2 doubled after 2", "1 doubled after 2"]
        );
    }

    #[test]
    fn what_was_under_way_is_not_back() {
        let messages = [(500, 1), (1_050, 2), (1_900, 3)];
        assert_eq!(back_after(&messages, 1_000), Some(Duration::from_millis(900)));
        assert_eq!(back_after(&messages, 2_000), None);
    }

    #[test]
    fn silence_counts_while_connected_alone() {
        let state = |at, state: &str| State {
            at,
            state: state.to_owned(),
            previous: None,
            reason: None,
            status: None,
        };
        let mut seen = Seen {
            plain: Vec::new(),
            monitored: Vec::new(),
            now: 4_000,
            states: vec![state(0, "connecting"), state(1_000, "connected"), state(3_500, "error")],
            bytes: vec![1_200, 1_500],
            stalls: vec![(500, 900), (3_600, 3_900)],
            most_streams: 1,
            encoding: None,
        };
        assert_eq!(seen.longest_silence(), Duration::from_secs(2));

        // The page did not run for 200 ms of it, and the monitor waited for a second after that.
        seen.stalls.push((2_000, 2_200));
        assert_eq!(seen.longest_silence(), Duration::from_millis(800));
    }
}

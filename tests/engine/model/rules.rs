//! What must hold whatever happens: a small model of the state machine, checked against everything the page did.

use serde_json::Value as Json;
use sse_monitor_core::ConnectionState;

use crate::backoff::nominal;
use crate::model::schedule::Step;
use crate::model::world::World;
use crate::page::LOOK;

/// How long after a cause its request may come, in milliseconds: settling, debouncing, the network.
const SOON: f64 = 120.0;
/// A connection that served this long was stable, in milliseconds.
const STABLE: f64 = 5000.0;

type Check = Result<(), String>;

/// When something last happened that may start a connection at once.
#[derive(Clone, Copy)]
struct Cause {
    at: f64,
    /// Sleep or throttling may delay what follows from it.
    late: bool,
    /// How long the page may take to see it, in milliseconds.
    unseen: f64,
}

impl Cause {
    const NEVER: Self = Self { at: f64::NEG_INFINITY, late: false, unseen: 0.0 };

    /// What an earlier cause has left unseen stays so.
    fn after(self, earlier: Self) -> Self {
        Self { unseen: self.unseen.max(earlier.at + earlier.unseen - self.at), ..self }
    }

    fn explains(self, at: f64) -> bool {
        at >= self.at && (self.late || at <= self.at + self.unseen + SOON)
    }
}

/// The model: what is known of the page from what it told.
pub(crate) struct Rules {
    state: Option<String>,
    /// The retry that was told: when it is due.
    due: Option<f64>,
    /// Timers may be late since the retry was told.
    late: bool,
    /// A new element, the script again, or htmx: they connect by themselves.
    element: Cause,
    /// The script has just come, and the client's or the browser's own retry may be under way.
    adopting: bool,
    /// `reconnect()`.
    manual: Cause,
    /// A sign of waking, or `checkConnection()`.
    wake: Cause,
    /// The page itself ended connections: swapped, hid (htmx 4), destroyed, …
    cutting: Cause,
    /// Attempts since the last stable connection or other reason to count anew.
    tries: u32,
    connected_at: Option<f64>,
    /// The paints seen so far belong to the time before this one.
    left_at: Option<f64>,
}

impl Rules {
    pub(crate) fn new() -> Self {
        Self {
            state: None,
            due: None,
            late: false,
            element: Cause { at: 0.0, ..Cause::NEVER },
            adopting: false,
            manual: Cause::NEVER,
            wake: Cause { at: 0.0, ..Cause::NEVER },
            cutting: Cause::NEVER,
            tries: 0,
            connected_at: None,
            left_at: None,
        }
    }

    /// A step is about to be taken at `now`.
    pub(crate) fn expect(&mut self, world: &World, step: &Step, now: f64) {
        let late = world.left || (world.throttle > 0 && world.hidden);
        let cause = Cause { at: now, late, unseen: 0.0 };
        match step {
            Step::Swap
            | Step::Delete
            | Step::Remove
            | Step::Insert
            | Step::ProcessAgain
            | Step::Run => {
                self.element = Cause { unseen: f64::from(LOOK), ..cause };
                self.cutting = self.element;
            }
            Step::Destroy | Step::SayClose => self.cutting = cause.after(self.cutting),
            Step::Reconnect => {
                self.manual = cause;
                self.cutting = cause.after(self.cutting);
            }
            Step::Resume | Step::ComeBack | Step::Online | Step::Check => self.wake = cause,
            // htmx 4 closes its stream while the page is hidden, and opens another one when it is seen again.
            Step::Show
                if world.schedule.config.visibility_reconnect || world.schedule.case.is_htmx4() =>
            {
                self.wake = cause;
            }
            Step::Hide | Step::Leave if world.schedule.case.is_htmx4() => {
                self.cutting = cause.after(self.cutting);
            }
            _ => {}
        }
        match step {
            Step::Sleep(_) | Step::Throttle(_) | Step::Hide | Step::Leave => {
                self.late = true;
                for cause in
                    [&mut self.element, &mut self.manual, &mut self.wake, &mut self.cutting]
                {
                    cause.late |= cause.explains(now);
                }
            }
            _ => {}
        }
        match step {
            Step::Swap if world.present => self.tries = 0,
            Step::Insert if !world.present => self.tries = 0,
            Step::Run => self.adopting = !world.schedule.case.owns_connection(),
            Step::Leave => self.left_at = Some(now),
            Step::ComeBack => self.left_at = None,
            _ => {}
        }
        self.late |= late;
    }

    /// What the page did during the step, and how it looks after it.
    pub(crate) fn check(&mut self, world: &World, seen: &Json) -> Check {
        for event in seen["events"].as_array().expect("a list") {
            match event["kind"].as_str().expect("a kind") {
                "change" => self.change(world, event)?,
                "request" => self.request(world, event)?,
                "cut" => self.cut(world, event)?,
                "paint" => self.paint(event)?,
                other => panic!("no event {other}"),
            }
        }
        self.looks(world, seen)
    }

    fn change(&mut self, world: &World, event: &Json) -> Check {
        let config = &world.schedule.config;
        let at = number(event, "at");
        let next = event["state"].as_str().expect("a state");
        let previous = event["previous"].as_str();
        let attempts = event["attempts"]
            .as_u64()
            .and_then(|count| u32::try_from(count).ok())
            .expect("a number");
        let retry_in = event["retryIn"].as_f64();
        // A script that runs again starts its own story.
        if previous.is_none() {
            self.state = None;
            self.tries = 0;
        }
        ensure(previous == self.state.as_deref(), || {
            format!("{next}: previous is {previous:?} but was {:?}", self.state)
        })?;
        ensure(legal(previous, next, retry_in), || format!("{previous:?} became {next}"))?;
        if let Some(most) = config.max_reconnect_attempts {
            ensure(attempts <= most, || {
                format!("{attempts} attempts told, at most {most} allowed")
            })?;
        }
        if retry_in == Some(0.0) {
            // A wait that is cut short is told as well.
            let woken = self.wake.explains(at) && config.auto_reconnect;
            ensure(woken || self.manual.explains(at), || "a wait was cut short".into())?;
            self.due = None;
        } else if let Some(delay) = retry_in {
            let nominal = nominal(config, attempts);
            ensure(delay >= 0.2 * nominal - 1e-6 && delay <= 1.8 * nominal + 1e-6, || {
                format!("a delay of {delay} ms after {attempts} attempts, nominal {nominal}")
            })?;
            ensure(delay <= f64::from(config.reconnect_max_delay_ms()) + 1e-6, || {
                format!("a delay of {delay} ms")
            })?;
            ensure(config.auto_reconnect, || "a retry although auto_reconnect is off".into())?;
            ensure(world.online, || "a retry while offline".into())?;
            ensure(config.max_reconnect_attempts.is_none_or(|most| attempts < most), || {
                format!("one more retry after {attempts} attempts")
            })?;
            self.due = Some(at + delay);
            self.late = world.throttle > 0 && world.hidden;
        }
        match next {
            "connecting" => self.tries = 0,
            // At once, and as if it were the first.
            "reconnecting"
                if retry_in.is_none_or(|delay| delay == 0.0) && previous != Some("error") =>
            {
                self.tries = 0;
            }
            "disconnected" => {
                let exhausted = config.max_reconnect_attempts.is_some_and(|most| attempts >= most);
                ensure(exhausted || !config.auto_reconnect || !world.online, || {
                    "gave up without a reason".into()
                })?;
                self.due = None;
            }
            "closed" => self.due = None,
            "connected" => {
                self.adopting = false;
                self.due = None;
                self.connected_at = Some(at);
            }
            "error" if self.connected_at.take().is_some_and(|since| at - since >= STABLE) => {
                self.tries = 0;
            }
            _ => {}
        }
        self.state = Some(next.into());
        Ok(())
    }

    fn request(&mut self, world: &World, event: &Json) -> Check {
        let config = &world.schedule.config;
        let at = number(event, "at");
        if world.destroyed {
            return ensure(!world.schedule.case.owns_connection(), || {
                "a request after destroy".into()
            });
        }
        if self.element.explains(at) || self.adopting {
            self.tries = 0;
            return Ok(());
        }
        let state = self.state.as_deref();
        ensure(state != Some("closed"), || "an attempt after closed".into())?;
        if self.manual.explains(at) || (self.wake.explains(at) && config.auto_reconnect) {
            self.tries = 0;
            return Ok(());
        }
        ensure(config.auto_reconnect, || "an attempt although auto_reconnect is off".into())?;
        ensure(state != Some("disconnected"), || "an attempt after giving up".into())?;
        let Some(due) = self.due.take() else {
            return Err(format!("a request without a cause in {state:?}"));
        };
        ensure(at >= due - 1.0, || format!("an attempt {} ms before it was due", due - at))?;
        ensure(self.late || at <= due + 1.0, || {
            format!("an attempt {} ms after it was due", at - due)
        })?;
        self.tries += 1;
        ensure(config.max_reconnect_attempts.is_none_or(|most| self.tries <= most), || {
            format!("attempt {} of at most {:?}", self.tries, config.max_reconnect_attempts)
        })
    }

    /// The page gave a living connection up: was it dead?
    fn cut(&self, world: &World, event: &Json) -> Check {
        let config = &world.schedule.config;
        let at = number(event, "at");
        if self.cutting.explains(at) || self.manual.explains(at) || world.destroyed {
            return Ok(());
        }
        if event["phase"] == "streaming" {
            let silence = number(event, "silence");
            let most = config.heartbeat_timeout.map_or(f64::INFINITY, f64::from);
            return ensure(silence >= most - 10.0, || {
                format!("a stream was cut {silence} ms after its last sign of life")
            });
        }
        // htmx 4 has a limit of its own.
        let limit = if world.schedule.case.is_htmx4() { 60_000 } else { u32::MAX };
        let most = f64::from(config.connect_timeout.unwrap_or(u32::MAX).min(limit));
        let mut age = number(event, "age");
        if self.adopting {
            // A script that comes while the client waits before its own retry knows neither the wait nor its end.
            age = age.max(at - self.element.at);
        }
        // Waking up begins anew what was under way.
        ensure(age >= most - 10.0 || self.wake.explains(at), || {
            format!("a request was given up after {age} ms")
        })
    }

    fn paint(&self, event: &Json) -> Check {
        let state = event["state"].as_str().unwrap_or_default();
        ensure(state != "error", || "error was painted".into())?;
        ensure(self.left_at.is_none_or(|left| number(event, "at") < left), || {
            format!("{state} was painted after pagehide")
        })
    }

    fn looks(&self, world: &World, seen: &Json) -> Check {
        let errors = seen["errors"].as_array().expect("a list");
        ensure(errors.is_empty(), || format!("uncaught: {errors:?}"))?;
        ensure(seen["peak"].as_u64() <= Some(1) || world.destroyed, || {
            "two connections at one time".into()
        })?;
        let twins = seen["twins"].as_array().expect("a list");
        ensure(twins.is_empty(), || format!("two timers of one kind: {twins:?}"))?;
        if world.destroyed {
            let left: String = world.get("JSON.stringify({ ...host.census(), connections: 0 })");
            let none = r#"{"window":[],"document":[],"elements":0,"sources":0,"timers":0,"connections":0,"patched":[]}"#;
            return ensure(left == none, || format!("left after destroy: {left}"));
        }
        let state = seen["state"].as_str();
        ensure(state == self.state.as_deref(), || {
            format!("state reads {state:?}, told was {:?}", self.state)
        })?;
        let Some(state) = state else { return Err("no monitor".into()) };
        ensure(state != "error", || "error was not left in the same task".into())?;
        let unseen = seen["unseen"].as_bool().expect("a boolean");
        if let (None, false, Some(shown)) = (self.left_at, unseen, seen["shown"].as_str()) {
            ensure(shown == state, || format!("{shown} is shown in {state}"))?;
            let text = state.parse::<ConnectionState>().expect("a state").default_text();
            ensure(seen["text"].as_str() == Some(text), || {
                format!("{:?} is shown in {state}", seen["text"])
            })?;
        }
        let count = |key: &str| seen[key].as_u64().expect("a number");
        if count("arriving") > 0 || unseen {
            return Ok(()); // the page does not know yet
        }
        match state {
            "connected" => {
                let paused = world.schedule.case.is_htmx4() && world.hidden;
                ensure(count("streams") == 1 || paused, || "connected without a stream".into())
            }
            "reconnecting" => {
                ensure(count("timers") + count("live") + count("clientTimers") > 0, || {
                    "reconnecting, but nothing will happen".into()
                })
            }
            "closed" | "disconnected" => {
                ensure(count("live") == 0, || format!("{state}, but a connection is open"))
            }
            "connecting" => ensure(
                !world.present || count("live") + count("timers") + count("clientTimers") > 0,
                || "connecting, but nothing will happen".into(),
            ),
            _ => Ok(()),
        }
    }
}

/// The arrows of the state machine.
fn legal(previous: Option<&str>, next: &str, retry_in: Option<f64>) -> bool {
    match next {
        "connecting" => !matches!(previous, Some("connecting" | "error")),
        "connected" => matches!(previous, Some("connecting" | "reconnecting")),
        "error" => matches!(previous, Some("connecting" | "connected")),
        "reconnecting" => match previous {
            // A failed attempt within an outage is told, without a change.
            Some("reconnecting") => retry_in.is_some(),
            Some("error") => true,
            Some("closed") | None => false,
            // An attempt without a delay: `reconnect()`, or a sign of waking.
            Some(_) => retry_in.is_none(),
        },
        "disconnected" => matches!(previous, Some("error" | "reconnecting")),
        "closed" => previous.is_some_and(|state| state != "closed"),
        _ => false,
    }
}

fn number(event: &Json, key: &str) -> f64 {
    event[key].as_f64().unwrap_or_else(|| panic!("{key} of {event}"))
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(otherwise()) }
}

//! What must hold whatever happens: a small model of the state machine, checked against everything the page did.

use std::time::Duration;

use serde_json::Value as Json;
use sse_monitor_core::{ConnectionState, GiveUp};

use crate::backoff::Policy;
use crate::model::schedule::Step;
use crate::model::world::World;

/// How long after a cause its request may come, in milliseconds: settling, debouncing, the network.
const SOON: f64 = 120.0;
/// A page that asks for attempts again and again is slowed down to one in this time, in milliseconds.
const SLOWED: f64 = 5000.0;
/// A connection that served this long was stable, in milliseconds.
const STABLE: f64 = 5000.0;
/// A stream that has served this long without a message has proved itself, in milliseconds.
const PROOF: f64 = 1000.0;
/// What the page's own code changes is seen within this time, in milliseconds.
const LOOK: f64 = 30_000.0;
/// For so long after a silence, what is not answered may have gone into a dead connection, in milliseconds.
const DOUBT: f64 = 70_000.0;
/// An attempt that has waited for so long, in milliseconds, gives way if something else is answered after a silence.
const PROBED: f64 = 1_500.0;

type Check = Result<(), String>;

/// When something last happened that may start a connection.
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

/// A delay that was told.
#[derive(Clone, Copy)]
struct Told {
    delay: f64,
    /// Whether it began an outage.
    first: bool,
    /// By how much the next one is longer.
    growth: f64,
}

/// The model: what is known of the page from what it told.
pub(crate) struct Rules {
    state: Option<String>,
    /// The retry that was told: when it is due.
    due: Option<f64>,
    /// Timers may be late since the retry was told.
    late: bool,
    /// The last delay of the policy in this outage.
    told: Option<Told>,
    /// When the outage began, if it began with a silence.
    silent_since: Option<f64>,
    /// When an attempt that was not answered gave way to another one.
    gave_way_at: Option<f64>,
    /// So many delays cannot be compared with the one before.
    unclear: u32,
    /// A new element, the script again, or htmx: they connect by themselves.
    element: Cause,
    /// `reconnect()`.
    manual: Cause,
    /// A sign of waking, or `checkConnection()`.
    wake: Cause,
    /// What ends a pause.
    back: Cause,
    /// The page itself ended connections: swapped, left, hid for long, destroyed, …
    cutting: Cause,
    /// When something made the connection doubtful.
    doubts: Vec<f64>,
    /// Attempts since the last stable connection or other reason to count anew.
    tries: u32,
    connected_at: Option<f64>,
    slept_at: f64,
    /// The connection since then has not proved itself yet, and an outage goes on.
    in_outage: bool,
    hidden_since: Option<f64>,
    /// The monitor was destroyed once, and the client went on without it.
    was_left_alone: bool,
    /// The paints seen so far belong to the time before this one.
    left_at: Option<f64>,
}

impl Rules {
    pub(crate) fn new() -> Self {
        Self {
            state: None,
            due: None,
            late: false,
            told: None,
            silent_since: None,
            gave_way_at: None,
            unclear: 0,
            element: Cause { at: 0.0, ..Cause::NEVER },
            manual: Cause::NEVER,
            wake: Cause::NEVER,
            back: Cause::NEVER,
            cutting: Cause::NEVER,
            doubts: Vec::new(),
            tries: 0,
            connected_at: None,
            slept_at: f64::NEG_INFINITY,
            in_outage: false,
            hidden_since: None,
            was_left_alone: false,
            left_at: None,
        }
    }

    /// A step is about to be taken at `now`.
    pub(crate) fn expect(&mut self, world: &World, step: &Step, now: f64) {
        let makes_sense = match step {
            Step::Hide => !world.hidden && !world.left,
            Step::Show => world.hidden && !world.left,
            Step::Leave => !world.left,
            Step::ComeBack => world.left,
            _ => true,
        };
        if !makes_sense {
            return;
        }
        let late = world.left || (world.throttle > 0 && world.hidden);
        let cause = Cause { at: now, late, unseen: 0.0 };
        match step {
            Step::Swap
            | Step::Delete
            | Step::Remove
            | Step::Insert
            | Step::ProcessAgain
            | Step::Run => {
                self.element = Cause { unseen: LOOK, ..cause };
                self.cutting = self.element;
            }
            Step::Destroy | Step::SayClose | Step::Leave => {
                self.cutting = cause.after(self.cutting);
            }
            Step::Reconnect => {
                self.manual = cause;
                self.cutting = cause.after(self.cutting);
            }
            Step::Resume | Step::ComeBack | Step::Online | Step::Check => self.wake = cause,
            Step::Show if world.config.visibility_reconnect => self.wake = cause,
            _ => {}
        }
        match step {
            Step::Show if world.config.pause_hidden.is_some() => self.back = cause,
            // With a pause, `checkConnection` is asked whether the page wants its connection.
            Step::ComeBack | Step::Check | Step::Online | Step::Resume => self.back = cause,
            _ => {}
        }
        match step {
            Step::Sleep(_) | Step::Throttle(_) | Step::Hide | Step::Leave => {
                self.late = true;
                self.slept_at = now;
                for cause in [
                    &mut self.element,
                    &mut self.manual,
                    &mut self.wake,
                    &mut self.back,
                    &mut self.cutting,
                ] {
                    cause.late |= cause.explains(now);
                }
            }
            _ => {}
        }
        match step {
            Step::Offline | Step::ComeBack => self.doubts.push(now),
            Step::Show if self.hidden_since.is_some_and(|since| now - since > 60_000.0) => {
                self.doubts.push(now);
            }
            _ => {}
        }
        match step {
            Step::Hide | Step::Leave if !world.hidden => self.hidden_since = Some(now),
            Step::Show | Step::ComeBack => self.hidden_since = None,
            _ => {}
        }
        match step {
            Step::Leave => self.left_at = Some(now),
            Step::ComeBack => self.left_at = None,
            _ => {}
        }
        self.late |= late;
    }

    /// Whether hx-sse may have left a connection open that nobody reads.
    pub(crate) fn was_left_alone(&self) -> bool {
        self.was_left_alone
    }

    /// What the page did during the step, and how it looks after it.
    pub(crate) fn check(&mut self, world: &World, seen: &Json) -> Check {
        for event in seen["events"].as_array().expect("a list") {
            match event["kind"].as_str().expect("a kind") {
                "change" => self.change(world, event)?,
                "request" => self.request(world, event)?,
                "cut" => self.cut(world, event)?,
                "paint" => self.paint(event)?,
                "recovered" => self.in_outage = false,
                other => panic!("no event {other}"),
            }
        }
        self.looks(world, seen)
    }

    /// Whether a sign of waking or `reconnect()` may have asked for an attempt: now, or slowed down.
    fn is_hurried(&self, world: &World, at: f64) -> bool {
        let signs = [self.wake, self.back].into_iter().filter(|_| world.config.auto_reconnect);
        let mut causes = signs.chain([self.manual]);
        causes
            .any(|cause| cause.explains(at) || (cause.at..=cause.at + SLOWED + SOON).contains(&at))
    }

    fn change(&mut self, world: &World, event: &Json) -> Check {
        let config = &world.config;
        let at = number(event, "at");
        let next = event["state"].as_str().expect("a state");
        let previous = event["previous"].as_str();
        let attempts = event["attempts"]
            .as_u64()
            .and_then(|count| u32::try_from(count).ok())
            .expect("a number");
        let retry_in = event["retryIn"].as_f64();
        let reason = event["reason"].as_str();
        // A script that runs again starts its own story.
        if previous.is_none() {
            self.state = None;
            self.tries = 0;
            self.told = None;
            self.in_outage = false;
        }
        ensure(previous == self.state.as_deref(), || {
            format!("{next}: previous is {previous:?} but was {:?}", self.state)
        })?;
        // Its timer may be late.
        let proved =
            self.connected_at.is_some_and(|since| at - since >= PROOF && since > self.slept_at)
                && !(world.throttle > 0 && world.hidden);
        ensure(legal(previous, next, retry_in, self.in_outage && !proved), || {
            format!("{previous:?} became {next}, retry in {retry_in:?}")
        })?;
        ensure((reason == Some("status")) == event["status"].is_u64(), || {
            format!("the reason is {reason:?}, the status {}", event["status"])
        })?;
        if let Some(most) = config.max_reconnect_attempts {
            ensure(attempts <= most, || {
                format!("{attempts} attempts told, at most {most} allowed")
            })?;
        }
        match next {
            // A stream that has proved itself ends the outage.
            "error" => {
                ensure(!self.in_outage || proved || previous == Some("connecting"), || {
                    "a second error of one outage".into()
                })?;
                if self.connected_at.is_some_and(|since| at - since >= STABLE) {
                    self.count_anew();
                }
                self.in_outage = true;
                self.silent_since = (event["reason"] == "silence").then_some(at);
                if let Some(told) = &mut self.told {
                    told.first = true; // what follows is drawn anew
                    told.delay = f64::NAN;
                }
            }
            "connecting" | "closed" => {
                self.count_anew();
                self.in_outage = false;
            }
            _ => {}
        }
        if let Some(delay) = retry_in {
            let growth = self.growth(event, at);
            self.retry(world, next, growth, attempts, delay, at)?;
        }
        match next {
            "disconnected" => {
                let exhausted = config.max_reconnect_attempts.is_some_and(|most| attempts >= most);
                let given_up =
                    config.give_up_on.contains(&GiveUp::Status(503)) && event["status"] == 503;
                ensure(exhausted || given_up || !config.auto_reconnect || !world.online, || {
                    "gave up without a reason".into()
                })?;
                if retry_in.is_none() {
                    self.due = None;
                }
            }
            "closed" => self.due = None,
            "connected" => {
                self.due = None;
                self.connected_at = Some(at);
            }
            _ => {}
        }
        if next != "connected" {
            self.connected_at = None;
        }
        self.state = Some(next.into());
        Ok(())
    }

    fn count_anew(&mut self) {
        self.tries = 0;
        self.told = None;
    }

    /// By how much the delay after this one is longer. What timed out after a silence may have asked nobody.
    fn growth(&self, event: &Json, at: f64) -> f64 {
        let silent = self.silent_since.is_some_and(|since| at - since < DOUBT);
        if silent && event["reason"] == "timeout" { 1.0 } else { 1.25 }
    }

    /// A delay was told.
    fn retry(
        &mut self,
        world: &World,
        next: &str,
        growth: f64,
        attempts: u32,
        delay: f64,
        at: f64,
    ) -> Check {
        let config = &world.config;
        self.due = Some(at + delay);
        self.late = world.throttle > 0 && world.hidden;
        if attempts == 0 && delay <= SLOWED && self.is_hurried(world, at) && next == "reconnecting"
        {
            // A wait that is cut short is told as well. (One that is only slowed down may be taken for a delay.)
            self.count_anew();
            self.unclear = if delay > 0.0 { 2 } else { 0 };
            return Ok(());
        }
        ensure(config.auto_reconnect, || "a retry although auto_reconnect is off".into())?;
        ensure(config.max_reconnect_attempts.is_none_or(|most| attempts < most), || {
            format!("one more retry after {attempts} attempts")
        })?;
        ensure((next == "disconnected") != world.online, || {
            format!("{next} while online is {}", world.online)
        })?;
        let most = milliseconds(config.reconnect_max_delay);
        if !world.online {
            self.told = Some(Told { delay: f64::NAN, first: false, growth });
            return ensure((delay - most).abs() < 1.0, || {
                format!("offline, and a delay of {delay} ms")
            });
        }
        let policy = Policy::new(config.reconnect_delay, Some(config.reconnect_max_delay));
        ensure(delay <= most + 1.0, || format!("a delay of {delay} ms"))?;
        let near = |expected: f64| (delay - expected).abs() < 1e-3 * expected + 1.0;
        let (right, first) = match self.told {
            _ if self.unclear > 0 => {
                self.unclear -= 1;
                self.told = Some(Told { delay: f64::NAN, first: false, growth });
                return Ok(());
            }
            // What was not told cannot be compared.
            Some(Told { delay: before, first: false, .. }) if before.is_nan() => (true, false),
            Some(Told { delay: before, first: false, growth }) => {
                (near(most.min(growth * before)), false)
            }
            Some(Told { delay: before, first: true, .. }) if !before.is_nan() => {
                let pace = policy.next(0.0);
                (
                    delay >= pace - 1.0 && near(most.min(pace + (before - 200.0) / 4.0))
                        || before < 200.0,
                    false,
                )
            }
            // The first of an outage.
            told => {
                let longest = if told.is_some() { most } else { policy.first(0.0, 1.0) };
                (delay >= most.min(200.0) - 1.0 && delay <= longest + 1.0, true)
            }
        };
        ensure(right, || {
            let before = self.told.map(|told| told.delay);
            format!("a delay of {delay} ms after one of {before:?} and {attempts} attempts")
        })?;
        let anew = self.told.is_none();
        self.told = Some(Told {
            delay: if first && !anew { f64::NAN } else { delay },
            first: first && anew,
            growth,
        });
        Ok(())
    }

    fn request(&mut self, world: &World, event: &Json) -> Check {
        let config = &world.config;
        let at = number(event, "at");
        if world.destroyed {
            return ensure(!world.schedule.case.is_dom(), || "a request after destroy".into());
        }
        if self.element.explains(at) {
            self.tries = 0;
            return Ok(());
        }
        let state = self.state.as_deref();
        ensure(state != Some("closed"), || "an attempt after closed".into())?;
        if self.back.explains(at)
            && matches!(state, Some("connected" | "connecting" | "reconnecting"))
        {
            return Ok(()); // a pause is over
        }
        if self.gave_way_at.take().is_some_and(|given| at <= given + 1.0) {
            return Ok(());
        }
        if let Some(due) = self.due.take() {
            ensure(at >= due - 1.0, || format!("an attempt {} ms before it was due", due - at))?;
            ensure(self.late || at <= due + 1.0, || {
                format!("an attempt {} ms after it was due", at - due)
            })?;
            self.tries += 1;
            return ensure(
                config.max_reconnect_attempts.is_none_or(|most| self.tries <= most),
                || format!("attempt {} of at most {:?}", self.tries, config.max_reconnect_attempts),
            );
        }
        if self.is_hurried(world, at) {
            self.tries = 0;
            return Ok(());
        }
        Err(format!("a request without a cause in {state:?}"))
    }

    /// The page gave a living connection up: was it dead?
    fn cut(&mut self, world: &World, event: &Json) -> Check {
        let config = &world.config;
        let at = number(event, "at");
        let hidden = self.hidden_since.zip(config.pause_hidden);
        let paused = hidden.is_some_and(|(since, after)| at - since >= milliseconds(after) - 1.0);
        // How long the stream that follows a pause has served is not told.
        if let Some(since) = self.connected_at.as_mut().filter(|_| paused || world.left) {
            *since = f64::INFINITY;
            self.unclear = 2;
        }
        if self.cutting.explains(at)
            || self.manual.explains(at)
            || world.destroyed
            || world.left
            || paused
        {
            return Ok(());
        }
        if event["phase"] == "streaming" {
            let silence = number(event, "silence");
            let most = config.heartbeat_timeout.map_or(f64::INFINITY, milliseconds);
            let least = most / 3.0 - 10.0;
            let doubted = silence >= least && self.doubts.iter().any(|doubt| at - doubt >= least);
            return ensure(silence >= most - 10.0 || doubted, || {
                format!("a stream was cut {silence} ms after its last sign of life")
            });
        }
        let age = number(event, "age");
        // Something else was answered meanwhile.
        if self.silent_since.is_some() && age >= PROBED {
            self.gave_way_at = Some(at);
            return Ok(());
        }
        let most = config.connect_timeout.map_or(f64::INFINITY, milliseconds);
        ensure(age >= most - 10.0, || format!("a request was given up after {age} ms"))
    }

    fn paint(&self, event: &Json) -> Check {
        let state = event["state"].as_str().unwrap_or_default();
        ensure(state != "error", || "error was painted".into())?;
        ensure(self.left_at.is_none_or(|left| number(event, "at") < left), || {
            format!("{state} was painted after pagehide")
        })
    }

    fn looks(&mut self, world: &World, seen: &Json) -> Check {
        let errors = seen["errors"].as_array().expect("a list");
        ensure(errors.is_empty(), || format!("uncaught: {errors:?}"))?;
        // Left to itself, hx-sse may hold two in Firefox, which keeps the connection of a body that is cancelled.
        self.was_left_alone |= world.destroyed;
        ensure(seen["peak"].as_u64() <= Some(1) || self.was_left_alone, || {
            "two connections at one time".into()
        })?;
        let config = &world.config;
        let twins = seen["twins"].as_array().expect("a list");
        // (Two reasons to paint later are two timers.)
        ensure(twins.is_empty() || config.grace.is_some(), || {
            format!("two timers of one kind: {twins:?}")
        })?;
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
        let now = number(seen, "now");
        let unseen = seen["unseen"].as_bool().expect("a boolean");
        let paused = world.left
            || (config.pause_hidden.is_some() && world.hidden)
            || self.back.explains(now);
        if let (false, false, None, Some(shown)) =
            (paused, unseen, config.grace, seen["shown"].as_str())
        {
            ensure(shown == state, || format!("{shown} is shown in {state}"))?;
            let text = state.parse::<ConnectionState>().expect("a state").default_text();
            ensure(seen["text"].as_str() == Some(text), || {
                format!("{:?} is shown in {state}", seen["text"])
            })?;
        }
        let count = |key: &str| seen[key].as_u64().expect("a number");
        if count("arriving") > 0 || unseen || paused {
            return Ok(()); // the page does not know yet
        }
        match state {
            // After a pause it is asked for again, with the state as it was.
            "connected" => {
                let is_held = count("live") == 1 || count("live") > 1 && self.was_left_alone;
                ensure(is_held, || "connected without a stream".into())
            }
            "reconnecting" => ensure(count("timers") + count("live") > 0, || {
                "reconnecting, but nothing will happen".into()
            }),
            "closed" => ensure(count("live") == 0, || format!("{state}, but a connection is open")),
            "disconnected" => ensure(count("live") == 0 || !world.online, || {
                format!("{state}, but a connection is open")
            }),
            "connecting" => ensure(
                !world.present
                    || seen["clientIsClosed"] == true
                    // hx-sse, left to itself, has paused while the page is hidden: it is taken over when it goes on.
                    || world.hidden && self.was_left_alone
                    || count("live") + count("timers") + count("clientTimers") > 0,
                || "connecting, but nothing will happen".into(),
            ),
            _ => Ok(()),
        }
    }
}

/// The arrows of the state machine. `unproved` says that an outage goes on, though a stream may be open.
fn legal(previous: Option<&str>, next: &str, retry_in: Option<f64>, unproved: bool) -> bool {
    match next {
        "connecting" => !matches!(previous, Some("connecting" | "error")),
        // Offline, an attempt leaves the state as it is.
        "connected" => matches!(previous, Some("connecting" | "reconnecting" | "disconnected")),
        "error" => {
            matches!(previous, Some("connecting" | "connected" | "reconnecting" | "disconnected"))
        }
        "reconnecting" => match previous {
            // A failed attempt within an outage is told, without a change.
            Some("reconnecting" | "error") => retry_in.is_some(),
            Some("connected") => {
                unproved && retry_in.is_some() || retry_in.is_some_and(|delay| delay <= SLOWED)
            }
            Some("closed") | None => false,
            Some(_) => true,
        },
        "disconnected" => match previous {
            Some("error" | "reconnecting") => true,
            Some("connected") => unproved,
            Some("disconnected") => retry_in.is_some(),
            _ => false,
        },
        "closed" => previous.is_some_and(|state| state != "closed"),
        _ => false,
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn number(event: &Json, key: &str) -> f64 {
    event[key].as_f64().unwrap_or_else(|| panic!("{key} of {event}"))
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(otherwise()) }
}

//! What a scenario works with: a server that makes faults, a tab, and a record of both.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;
use sse_monitor::{MonitorConfig, generate_monitor_script};
use sse_monitor_tests::fault_server::{Ending, Event, FaultServer, Stream};
use sse_monitor_tests::page::{Live, Page, Setup};
use sse_monitor_tests::webdriver::{Browser, Engine, Tab};

use crate::check::{Failure, Outcome, ensure, ensure_eq};
use crate::record::{Entry, What};

/// Whatever has to happen happens within this time, or the scenario fails. Far above what it takes.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// Longer than any client's own first retry: 3 s in Chromium's `EventSource`, at most 2 s in the extensions. Whoever is
/// still quiet then, stays so.
pub(crate) const LONG_ENOUGH: Duration = Duration::from_secs(4);

/// The path of the stream of [`Lab::stream`].
pub(crate) const STREAM: &str = "/stream";

/// An empty status element, as the page's author writes it.
pub(crate) const STATUS: &str = r#"<p id="status"></p>"#;

/// Every delay that is drawn is the middle one, so that no scenario has to be quicker than a short one.
pub(crate) const DRAW: &str = "Math.random = () => 0.5";

const RECORDER: &str = include_str!("recorder.js");
const COLLECT: &str = include_str!("collect.js");

/// What a scenario works with.
pub(crate) struct Lab {
    pub(crate) setup: Setup,
    pub(crate) server: FaultServer,
    pub(crate) tab: Tab,
    /// Whether the scenario means the page to throw.
    pub(crate) errors_expected: bool,
}

impl Lab {
    pub(crate) async fn new(setup: Setup, browser: &Browser) -> Outcome<Self> {
        let server = FaultServer::start()?;
        server.add_stream(STREAM);
        let tab = browser.open_tab().await?;
        Ok(Self { setup, server, tab, errors_expected: false })
    }

    // ---- pages ------------------------------------------------------------------------------------------------------

    /// The configuration that most scenarios start from: quick, and with a status element.
    pub(crate) fn config(&self) -> MonitorConfig {
        self.config_for("live", "status")
    }

    pub(crate) fn config_for(&self, id: &str, status: &str) -> MonitorConfig {
        self.bare_config(id)
            .status_element_id(status)
            .reconnect_delay(Duration::from_millis(200))
            .reconnect_max_delay(Duration::from_secs(1))
    }

    /// The same with the delays that are the default.
    pub(crate) fn unhurried_config(&self) -> MonitorConfig {
        self.bare_config("live").status_element_id("status")
    }

    /// With nothing but an id and the client.
    pub(crate) fn bare_config(&self, id: &str) -> MonitorConfig {
        MonitorConfig::new(id).client(self.setup.client())
    }

    /// One whose first retry is due after a minute: an attempt before that has another reason.
    pub(crate) fn patient_config(&self) -> MonitorConfig {
        self.unhurried_config().reconnect_delay(Duration::from_mins(1))
    }

    /// An empty page with the recorder and, without htmx, the author's own script for messages.
    pub(crate) fn page(&self) -> Page {
        let page = Page::new(self.setup.library()).head(&inline(DRAW)).head(&inline(RECORDER));
        if self.setup.library().is_htmx() { page } else { page.head(&inline(COLLECT)) }
    }

    /// The element under test for this client.
    pub(crate) fn live(&self) -> String {
        Live::new("live", STREAM).html(self.setup.library())
    }

    /// A page with the element, a status element and, last, the monitor.
    pub(crate) fn monitored_page(&self, config: &MonitorConfig) -> Outcome<Page> {
        Ok(self.page().body(&self.live()).body(STATUS).body(&script_element(config)?))
    }

    pub(crate) async fn open(&self, page: &Page) -> Outcome {
        self.server.serve_page("/", page.html());
        Ok(self.tab.open(&self.server.url("/")).await?)
    }

    /// Opens the page of [`Self::monitored_page`].
    pub(crate) async fn open_monitored(&self, config: &MonitorConfig) -> Outcome {
        self.open(&self.monitored_page(config)?).await
    }

    /// The same, and waits until it is connected.
    pub(crate) async fn connect(&self, config: &MonitorConfig) -> Outcome {
        self.open_monitored(config).await?;
        self.until_state("connected").await
    }

    /// Swaps `html` into the page: by htmx, from the server, or without htmx as an author does it. `style` is `innerHTML`
    /// or `outerHTML`.
    pub(crate) async fn swap(&self, target: &str, style: &str, html: &str) -> Outcome {
        if self.setup.library().is_htmx() {
            self.server.serve_page("/fragment", html);
        }
        let body = "const [target, style, html] = arguments;
                    if (window.htmx) htmx.ajax('GET', '/fragment', { target, swap: style });
                    else document.querySelector(target)[style] = html;
                    return null";
        let arguments = [target, style, html].map(Into::into).to_vec();
        self.tab.run_with::<Option<bool>>(body, arguments).await?;
        if !self.setup.library().is_htmx() {
            // Without htmx nobody tells of it. A byte does.
            for stream in self.server.streams() {
                stream.send(&Event::comment(""));
            }
        }
        Ok(())
    }

    /// Runs a script in the loaded page, in an element as the page's author would.
    pub(crate) async fn add_script(&self, script: String) -> Outcome {
        let body = "const element = document.createElement('script');
                    element.textContent = arguments[0];
                    document.body.append(element);
                    element.remove();
                    return null";
        self.tab.run_with::<Option<bool>>(body, vec![script.into()]).await?;
        Ok(())
    }

    /// Runs a script in the page at the next event of this type for which `condition` holds, in a task of its own. What has
    /// to be quicker than a timer of the page is done by the page itself.
    pub(crate) async fn at_event(&self, name: &str, condition: &str, script: &str) -> Outcome {
        let body = format!(
            "const script = arguments[0];
             document.addEventListener('{name}', function listen(event) {{
               if (!({condition})) return;
               document.removeEventListener('{name}', listen);
               setTimeout(() => {{
                 const element = document.createElement('script');
                 element.textContent = script;
                 document.body.append(element);
                 element.remove();
               }});
             }});
             return null"
        );
        self.tab.run_with::<Option<bool>>(&body, vec![script.into()]).await?;
        Ok(())
    }

    /// The same as soon as the monitor is in this state.
    pub(crate) async fn at_state(&self, state: &str, script: &str) -> Outcome {
        let condition = format!("event.detail.state === '{state}'");
        self.at_event("sse:stateChanged", &condition, script).await
    }

    // ---- the server -------------------------------------------------------------------------------------------------

    pub(crate) fn stream(&self) -> Stream {
        self.server.stream(STREAM)
    }

    /// An id as the server gets it in a header: its UTF-8. `WebKitGTK` takes the bytes that `fetch` is given for characters,
    /// and encodes them once more.
    pub(crate) fn in_a_header(&self, id: &str) -> String {
        match self.tab.engine() {
            Engine::WebKit => id.bytes().map(char::from).collect(),
            Engine::Chromium | Engine::Firefox => id.to_owned(),
        }
    }

    pub(crate) fn attempts(&self) -> usize {
        self.stream().attempts().len()
    }

    // ---- the page ---------------------------------------------------------------------------------------------------

    pub(crate) async fn run(&self, script: &str) -> Outcome {
        self.tab.run::<Option<bool>>(&format!("{script}; return null")).await?;
        Ok(())
    }

    pub(crate) async fn entries(&self) -> Outcome<Vec<Entry>> {
        Ok(self.tab.run("return window.recorder?.entries ?? []").await?)
    }

    /// What all pages of this tab recorded, those included that are gone.
    pub(crate) async fn entries_of_all_pages(&self) -> Outcome<Vec<Entry>> {
        let body = "return Object.entries(sessionStorage)
                        .filter(([key]) => key.startsWith('recorded '))
                        .sort(([a], [b]) => a.split(' ')[1] - b.split(' ')[1])
                        .map(([, entry]) => JSON.parse(entry))";
        Ok(self.tab.run(body).await?)
    }

    /// The states that the element with this id went through, without those that only tell of a further attempt.
    pub(crate) async fn states_of(&self, id: &str) -> Outcome<Vec<String>> {
        let entries = self.entries().await?;
        Ok(entries
            .into_iter()
            .filter_map(|entry| match entry.what {
                What::State { element, state, previous, .. }
                    if element == id && previous.as_ref() != Some(&state) =>
                {
                    Some(state)
                }
                _ => None,
            })
            .collect())
    }

    /// Why each connection and each attempt has ended, with the status if that was the reason.
    pub(crate) async fn reasons(&self) -> Outcome<Vec<String>> {
        let entries = self.entries().await?;
        let told = entries.into_iter().filter_map(|entry| match entry.what {
            // What follows an error, or another attempt that failed, tells the same.
            What::State { state, previous, reason, status, .. }
                if state == "error" || previous.as_ref() == Some(&state) =>
            {
                let reason = reason.unwrap_or_default();
                Some(status.map_or(reason.clone(), |status| format!("{reason} {status}")))
            }
            _ => None,
        });
        Ok(told.collect())
    }

    /// How often the page was told that it has recovered.
    pub(crate) async fn recoveries(&self) -> Outcome<Vec<What>> {
        let entries = self.entries().await?.into_iter().map(|entry| entry.what);
        Ok(entries.filter(|what| matches!(what, What::Recovered { .. })).collect())
    }

    /// What the console was told by the monitor.
    pub(crate) async fn warnings(&self) -> Outcome<Vec<String>> {
        let entries = self.entries().await?.into_iter();
        let told = entries.filter_map(|entry| match entry.what {
            What::Warned { text } if text.starts_with("[sse-monitor") => Some(text),
            _ => None,
        });
        Ok(told.collect())
    }

    pub(crate) async fn states(&self) -> Outcome<Vec<String>> {
        self.states_of("live").await
    }

    /// The texts that the status element with this id has shown.
    pub(crate) async fn paints_of(&self, id: &str) -> Outcome<Vec<String>> {
        let entries = self.entries().await?;
        Ok(entries
            .into_iter()
            .filter_map(|entry| match entry.what {
                What::Painted { element, text } if element == id => Some(text),
                _ => None,
            })
            .collect())
    }

    pub(crate) async fn paints(&self) -> Outcome<Vec<String>> {
        self.paints_of("status").await
    }

    /// The monitor's state; empty without a monitor.
    pub(crate) async fn state_of(&self, id: &str) -> Outcome<String> {
        let body = "return window.sseMonitors?.[arguments[0]]?.state ?? ''";
        Ok(self.tab.run_with(body, vec![json!(id)]).await?)
    }

    pub(crate) async fn state(&self) -> Outcome<String> {
        self.state_of("live").await
    }

    /// The texts of the messages in the element with this id.
    pub(crate) async fn messages_in(&self, id: &str) -> Outcome<Vec<String>> {
        let body = "const list = document.getElementById(arguments[0]);
                    return [...(list?.querySelectorAll(':scope > li') ?? [])].map((item) => item.textContent)";
        Ok(self.tab.run_with(body, vec![json!(id)]).await?)
    }

    pub(crate) async fn messages(&self) -> Outcome<Vec<String>> {
        self.messages_in("live").await
    }

    // ---- waiting ----------------------------------------------------------------------------------------------------

    /// Waits until the condition holds.
    pub(crate) async fn until(
        &self,
        what: &str,
        condition: impl AsyncFn() -> Outcome<bool>,
    ) -> Outcome {
        self.until_within(SOON, what, condition).await
    }

    pub(crate) async fn until_within(
        &self,
        ceiling: Duration,
        what: &str,
        condition: impl AsyncFn() -> Outcome<bool>,
    ) -> Outcome {
        let started = Instant::now();
        while !condition().await? {
            ensure!(started.elapsed() < ceiling, "not within {ceiling:?}: {what}");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Ok(())
    }

    pub(crate) async fn until_state(&self, state: &str) -> Outcome {
        self.until_state_of("live", state).await
    }

    pub(crate) async fn until_state_of(&self, id: &str, state: &str) -> Outcome {
        let what = format!("the monitor of {id} is {state}");
        self.until(&what, async || Ok(self.state_of(id).await? == state)).await
    }

    pub(crate) async fn until_attempts(&self, count: usize) -> Outcome {
        self.until(&format!("{count} attempts"), async || Ok(self.attempts() >= count)).await
    }

    pub(crate) async fn until_live(&self, count: usize) -> Outcome {
        self.until(&format!("{count} live connections"), async || Ok(self.stream().live() == count))
            .await
    }

    /// Sends a message, once a connection takes it, and waits until the page shows it.
    pub(crate) async fn deliver(&self, text: &str) -> Outcome {
        let serving = async || Ok(self.stream().serving() > 0);
        self.until("a connection that serves", serving).await?;
        self.stream().send(&item(text));
        let what = format!("the message {text:?} is on the page");
        self.until(&what, async || Ok(self.messages().await?.iter().any(|shown| shown == text)))
            .await
    }

    /// Ends the stream of a connected page that will not retry soon.
    pub(crate) async fn drop_for_long(&self) -> Outcome {
        // What the end of loading may do to a monitor is another scenario's matter.
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.stream().end(Ending::Finish);
        self.until_state("reconnecting").await
    }

    /// Makes sure that the stream is not asked for during `duration`, longer than any client's own retry by default.
    pub(crate) async fn no_attempt_for(&self, duration: Duration) -> Outcome {
        let before = self.attempts();
        tokio::time::sleep(duration).await;
        ensure!(self.attempts() == before, "{} attempts too many", self.attempts() - before);
        Ok(())
    }

    /// The message `one`, a stream that ends, and the message `two` once the second request has brought it back.
    pub(crate) async fn deliver_around_an_outage(&self) -> Outcome {
        self.deliver("one").await?;
        self.stream().end(Ending::Finish);
        self.until_attempts(2).await?;
        self.until_state("connected").await?;
        self.deliver("two").await
    }

    /// Connected, with the message `one` and nothing else on the page, after two requests and no further one.
    pub(crate) async fn connected_by_one_more_request(&self) -> Outcome {
        self.until_state("connected").await?;
        self.deliver("one").await?;
        self.no_attempt_for(LONG_ENOUGH).await?;
        ensure_eq!(self.attempts(), 2, "requests");
        ensure_eq!(self.messages().await?, ["one"], "messages");
        Ok(())
    }

    // ---- the end ----------------------------------------------------------------------------------------------------

    /// What no scenario may break.
    pub(crate) async fn check_what_always_holds(&self) -> Outcome {
        for stream in self.server.streams() {
            let most = stream.most_live();
            ensure!(most <= 1, "{} had {most} connections at the same time", stream.path());
        }
        let entries = self.entries().await?;
        let uncaught = entries.iter().find(|entry| matches!(entry.what, What::Uncaught { .. }));
        if let Some(entry) = uncaught.filter(|_| !self.errors_expected) {
            return Err(Failure(format!("{} in the page", entry.what)));
        }
        Ok(())
    }

    /// All that server and page have written down, in the order of time.
    pub(crate) async fn report(&self) -> String {
        let witness = self.server.witness();
        let mut lines: Vec<(f64, String)> = witness
            .lines()
            .into_iter()
            .map(|(at, line)| (at.as_secs_f64(), format!("server  {line}")))
            .collect();
        match self.entries_of_all_pages().await {
            Ok(entries) => lines.extend(entries.into_iter().map(|entry| {
                let since = u128::from(entry.at).saturating_sub(witness.epoch_ms());
                let seconds =
                    Duration::from_millis(u64::try_from(since).unwrap_or(u64::MAX)).as_secs_f64();
                (seconds, format!("page    {}", entry.what))
            })),
            Err(failure) => lines.push((f64::MAX, format!("page    {failure}"))),
        }
        lines.sort_by(|(a, _), (b, _)| a.total_cmp(b));

        let mut report = String::new();
        for (at, line) in lines {
            // Writing to a string does not fail.
            let _ = writeln!(report, "{at:8.3} s  {line}");
        }
        let body = "const body = document.body.cloneNode(true);
                    body.querySelectorAll('script').forEach((script) => script.remove());
                    return body.innerHTML.trim().slice(0, 5000)";
        let page: Result<String, _> = self.tab.run(body).await;
        let _ = write!(report, "\nbody: {}", page.unwrap_or_else(|error| error.to_string()));
        report
    }
}

/// A script element with this text.
pub(crate) fn inline(script: &str) -> String {
    format!("<script>{script}</script>")
}

/// A script element with a monitor.
pub(crate) fn script_element(config: &MonitorConfig) -> Outcome<String> {
    Ok(inline(&script(config)?))
}

/// The script under test.
///
/// Broken on purpose, in its readable form, if the environment asks for it: a suite that still passes does not see what
/// it should.
pub(crate) fn script(config: &MonitorConfig) -> Outcome<String> {
    let Some((from, to)) = sse_monitor_tests::broken::asked() else {
        return Ok(generate_monitor_script(config)?);
    };
    let readable = config.clone().debug(true);
    Ok(generate_monitor_script(&readable)?.replace(&from, &to))
}

/// A message that every client appends as one list item.
pub(crate) fn item(text: &str) -> Event {
    Event::message(format!("<li>{text}</li>"))
}

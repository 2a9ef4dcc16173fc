//! What a server's answer says, and an `EventSource` would have hidden: statuses, `Retry-After`, `retry:`, content types.

use std::time::{Duration, SystemTime};

use sse_monitor::GiveUp;
use sse_monitor_tests::fault_server::{Behaviour, Ending, Event, Response};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, inline, item};
use crate::record::What;
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, every_end_has_its_reason),
    scenario!(Setup::CLIENTS, gives_up_on_a_status),
    scenario!(Setup::CLIENTS, gives_up_on_a_status_at_first),
    scenario!(Setup::CLIENTS, gives_up_on_what_is_no_stream),
    scenario!(Setup::CLIENTS, asks_again_after_a_status_that_is_not_named),
    scenario!(Setup::CLIENTS, one_attempt_each_after_giving_up),
    scenario!(Setup::CLIENTS, retry_after_in_seconds),
    scenario!(Setup::CLIENTS, retry_after_as_a_date),
    scenario!(Setup::CLIENTS, retry_after_is_not_hurried_by_a_wake_up),
    scenario!(Setup::CLIENTS, retry_that_is_too_long_for_a_timer),
    scenario!(Setup::CLIENTS, content_types_of_a_stream),
    scenario!(Setup::CLIENTS, headers_that_a_proxy_holds_back),
    scenario!(Setup::CLIENTS, request_prepared_before_each_attempt),
    scenario!(Setup::CLIENTS, request_that_cannot_be_prepared),
    scenario!(Setup::CLIENTS, request_whose_preparation_never_ends),
];

fn refusal(status: u16) -> Behaviour {
    Behaviour::Answer(refused(status))
}

fn refused(status: u16) -> Response {
    Response::new(status, "text/plain", "")
}

async fn every_end_has_its_reason(lab: &mut Lab) -> Outcome {
    const BEAT: Duration = Duration::from_millis(200);

    let config = lab
        .config()
        .connect_timeout(Duration::from_secs(5))
        .heartbeat_timeout(Duration::from_millis(2_500));
    lab.stream().beat(BEAT, &Event::comment(""));
    lab.connect(&config).await?;
    lab.deliver("one").await?;
    lab.stream().behave_once(refusal(503));
    lab.stream().behave_once(Behaviour::Answer(Response::html("<p>a page</p>")));
    lab.stream().behave_once(Behaviour::NoHeaders);
    lab.stream().behave_once(refusal(404));
    lab.stream().end(Ending::Finish);
    lab.until_attempts(6).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
    let outage = ["ended", "status 503", "not-a-stream", "timeout", "status 404"];
    ensure_eq!(lab.reasons().await?, outage, "reasons");

    lab.stream().end(Ending::Reset);
    lab.until_attempts(7).await?;
    lab.until_state("connected").await?;
    lab.deliver("three").await?;
    lab.stream().stall();
    lab.until_attempts(8).await?;
    lab.until_state("connected").await?;
    lab.deliver("four").await?;
    ensure_eq!(lab.reasons().await?, [&outage[..], &["network", "silence"]].concat(), "reasons");
    ensure_eq!(lab.messages().await?, ["one", "two", "three", "four"], "messages");
    let errors = lab.states().await?.iter().filter(|state| *state == "error").count();
    ensure_eq!(errors, 3, "errors: one for each outage");
    Ok(())
}

/// Disconnected, though nothing limits the attempts.
async fn given_up(lab: &Lab, requests: usize, reason: &str) -> Outcome {
    lab.until_state("disconnected").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), requests, "requests");
    ensure_eq!(lab.reasons().await?.pop().as_deref(), Some(reason), "last reason");
    ensure_eq!(lab.paints().await?.pop().as_deref(), Some("Disconnected"), "last paint");
    Ok(())
}

async fn gives_up_on_a_status(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config().give_up_on([401, 403])).await?;
    lab.deliver("one").await?;
    lab.stream().behave(refusal(403));
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("disconnected").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    let told = lab.entries().await?.into_iter().any(|entry| {
        matches!(entry.what, What::State { state, reason, status, .. }
            if state == "disconnected" && reason.as_deref() == Some("status") && status == Some(403))
    });
    ensure!(told, "the page is not told of the status");
    let states = ["connecting", "connected", "error", "reconnecting", "disconnected"];
    ensure_eq!(lab.states().await?, states, "states");
    Ok(())
}

async fn gives_up_on_a_status_at_first(lab: &mut Lab) -> Outcome {
    lab.stream().behave(refusal(401));
    lab.open_monitored(&lab.config().give_up_on([401])).await?;
    given_up(lab, 1, "status 401").await
}

async fn gives_up_on_what_is_no_stream(lab: &mut Lab) -> Outcome {
    lab.server.serve_page("/login", "<p>Who are you?</p>");
    let redirect = refused(302).with_header("Location", "/login");
    lab.stream().behave(Behaviour::Answer(redirect));
    lab.open_monitored(&lab.config().give_up_on([GiveUp::NotAStream])).await?;
    given_up(lab, 1, "not-a-stream").await?;
    let shown: bool = lab.tab.run("return document.body.innerHTML.includes('Who are you')").await?;
    ensure!(!shown, "the page that came instead of the stream is shown");
    Ok(())
}

async fn asks_again_after_a_status_that_is_not_named(lab: &mut Lab) -> Outcome {
    lab.stream().behave_once(refusal(503));
    lab.stream().behave_once(Behaviour::Answer(Response::html("<p>a page</p>")));
    lab.connect(&lab.config().give_up_on([401])).await?;
    ensure_eq!(lab.attempts(), 3, "requests");
    Ok(())
}

async fn one_attempt_each_after_giving_up(lab: &mut Lab) -> Outcome {
    lab.stream().behave(refusal(401));
    lab.open_monitored(&lab.config().give_up_on([401])).await?;
    given_up(lab, 1, "status 401").await?;
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.until_attempts(2).await?;
    given_up(lab, 2, "status 401").await?;
    lab.stream().behave(Behaviour::Stream);
    lab.run("window.sseMonitor.reconnect()").await?;
    lab.until_state("connected").await?;
    lab.deliver("back").await?;
    ensure_eq!(lab.attempts(), 3, "requests");
    Ok(())
}

/// The time between two requests.
fn waited(lab: &Lab, first: usize) -> Duration {
    let attempts = lab.stream().attempts();
    attempts[first + 1].at.saturating_sub(attempts[first].at)
}

async fn retry_after_in_seconds(lab: &mut Lab) -> Outcome {
    lab.stream().behave_once(Behaviour::Answer(refused(503).with_header("Retry-After", "3")));
    lab.connect(&lab.config()).await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure!(waited(lab, 0) >= Duration::from_secs(3), "asked again after {:?}", waited(lab, 0));
    Ok(())
}

async fn retry_after_as_a_date(lab: &mut Lab) -> Outcome {
    // The date has no fractions, so it may be a second less.
    let date = http_date(SystemTime::now() + Duration::from_secs(5))?;
    lab.stream().behave_once(Behaviour::Answer(refused(429).with_header("Retry-After", date)));
    let written = lab.server.witness().now();
    lab.open_monitored(&lab.config()).await?;
    lab.until_attempts(2).await?;
    let came = lab.stream().attempts()[1].at.saturating_sub(written);
    ensure!(came >= Duration::from_millis(3_900), "asked again after {came:?}");
    lab.until_state("connected").await
}

/// A date as HTTP writes it. `date` knows the calendar.
fn http_date(time: SystemTime) -> Outcome<String> {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let mut date = std::process::Command::new("date");
    date.env("LC_ALL", "C").args([
        "-u",
        "-d",
        &format!("@{seconds}"),
        "+%a, %d %b %Y %H:%M:%S GMT",
    ]);
    Ok(String::from_utf8_lossy(&date.output()?.stdout).trim().to_owned())
}

/// Everybody would come back at the same moment, if the page's own reasons counted more. The reader's own wish does.
async fn retry_after_is_not_hurried_by_a_wake_up(lab: &mut Lab) -> Outcome {
    lab.stream().behave_once(Behaviour::Answer(refused(503).with_header("Retry-After", "600")));
    lab.open_monitored(&lab.config()).await?;
    lab.until_state("reconnecting").await?;
    lab.tab.hide().await?;
    lab.tab.show().await?;
    lab.run("window.sseMonitor.checkConnection()").await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    lab.run("window.sseMonitor.reconnect()").await?;
    lab.until_state("connected").await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

/// A timer of 2^31 ms or more fires at once.
async fn retry_that_is_too_long_for_a_timer(lab: &mut Lab) -> Outcome {
    for retry in [2_147_483_648, 99_999_999_999_999_999] {
        lab.stream().greet([Event::retry(retry), item("hello")]);
        lab.connect(&lab.config()).await?;
        lab.until("the greeting", async || Ok(lab.messages().await? == ["hello"])).await?;
        lab.stream().end(Ending::Finish);
        lab.until_state("reconnecting").await?;
        lab.no_attempt_for(LONG_ENOUGH).await?;
    }
    Ok(())
}

async fn content_types_of_a_stream(lab: &mut Lab) -> Outcome {
    for (index, content_type) in
        ["text/event-stream; charset=utf-8", "TEXT/Event-Stream", "text/event-stream;x=\"y\""]
            .into_iter()
            .enumerate()
    {
        lab.stream().set_content_type(content_type);
        lab.connect(&lab.config()).await?;
        ensure_eq!(lab.attempts(), index + 1, "requests with {content_type}");
    }
    let before = lab.attempts();
    lab.stream().set_content_type("text/event-streams");
    lab.open_monitored(&lab.config()).await?;
    lab.until_attempts(before + 2).await?;
    ensure_eq!(lab.reasons().await?.first().map(String::as_str), Some("not-a-stream"), "reason");
    Ok(())
}

/// `connect_timeout` ends each attempt before the buffer is full: the page says what it can, and keeps trying.
async fn headers_that_a_proxy_holds_back(lab: &mut Lab) -> Outcome {
    lab.stream().behave(Behaviour::Buffered(1_000_000));
    let config = lab.config().connect_timeout(Duration::from_secs(1)).debug(true);
    lab.open_monitored(&config).await?;
    lab.until_attempts(3).await?;
    ensure_eq!(lab.reasons().await?[..2], ["timeout", "timeout"], "reasons");
    let buffers = async || Ok(lab.warnings().await?.iter().any(|text| text.contains("buffer")));
    lab.until("a warning that a proxy may buffer", buffers).await?;
    lab.stream().behave(Behaviour::Stream);
    lab.until_state("connected").await?;
    lab.deliver("through").await
}

const PREPARE: &str = "
    window.app = { calls: 0, async prepare(url, options) {
      const call = ++app.calls;
      await new Promise((resolve) => setTimeout(resolve, 20));
      options.headers.set('Authorization', 'token ' + call);
      return call === 2 ? undefined : url + '?call=' + call;
    } };";

async fn request_prepared_before_each_attempt(lab: &mut Lab) -> Outcome {
    let config = lab.config().prepare_request("app.prepare");
    lab.open(&lab.monitored_page(&config)?.head(&inline(PREPARE))).await?;
    lab.until_state("connected").await?;
    for drops in 1..=2 {
        lab.deliver(&drops.to_string()).await?;
        lab.stream().end(Ending::Finish);
        lab.until_attempts(drops + 1).await?;
        lab.until_state("connected").await?;
    }
    let attempts = lab.stream().attempts();
    let tokens: Vec<_> = attempts.iter().map(|one| one.request.header("authorization")).collect();
    let expected = ["token 1", "token 2", "token 3"].map(|token| Some(token.to_owned()));
    ensure_eq!(tokens, expected, "tokens");
    let queries: Vec<_> = attempts.iter().map(|one| one.query.as_deref()).collect();
    ensure_eq!(queries, [Some("call=1"), None, Some("call=3")], "queries");
    Ok(())
}

async fn request_that_cannot_be_prepared(lab: &mut Lab) -> Outcome {
    lab.errors_expected = true;
    let functions = "
        window.app = { calls: 0, async prepare() {
          if (++app.calls === 1) throw new Error('on purpose');
          if (app.calls === 2) return Promise.reject(new Error('on purpose'));
        } };";
    let config = lab.config().prepare_request("app.prepare");
    lab.open(&lab.monitored_page(&config)?.head(&inline(functions))).await?;
    lab.until_state("connected").await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.reasons().await?, ["prepare", "prepare"], "reasons");

    // One that is missing: the page may define it later.
    let config = lab.config().prepare_request("no.such.function");
    lab.open_monitored(&config).await?;
    lab.until_state("reconnecting").await?;
    lab.run("window.no = { such: { function() {} } }").await?;
    lab.until_state("connected").await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

async fn request_whose_preparation_never_ends(lab: &mut Lab) -> Outcome {
    let functions = "window.prepare = () => window.calls++ ? undefined : new Promise(() => {}); window.calls = 0;";
    let config = lab.config().connect_timeout(Duration::from_secs(5)).prepare_request("prepare");
    lab.open(&lab.monitored_page(&config)?.head(&inline(functions))).await?;
    lab.until_state("connected").await?;
    ensure_eq!(lab.reasons().await?, ["timeout"], "reasons");
    ensure_eq!(lab.attempts(), 1, "requests");
    Ok(())
}

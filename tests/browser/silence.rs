//! Streams that say nothing, and those that say enough.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Behaviour, Ending, Event};
use sse_monitor_tests::page::Setup;

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, item};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, silent_stream_is_replaced),
    scenario!(Setup::CLIENTS, stream_silent_from_the_start_is_replaced),
    scenario!(Setup::CLIENTS, headers_that_never_come),
    scenario!(Setup::CLIENTS, headers_that_never_come_at_first),
    scenario!(Setup::WITH_AUTO, named_heartbeats_are_life),
    scenario!(Setup::WITH_AUTO, comments_are_life),
    scenario!(Setup::CLIENTS, a_comment_each_second_for_30_s),
    scenario!(Setup::CLIENTS, heartbeats_of_another_name_are_life),
    scenario!(Setup::CLIENTS, messages_are_life),
    scenario!(Setup::CLIENTS, byte_by_byte_is_life),
    scenario!(Setup::CLIENTS, headers_byte_by_byte_at_an_attempt),
];

const HEARTBEAT_TIMEOUT: Duration = Duration::from_millis(2_500);
/// Many in a timeout: a busy machine is late with some.
const BEAT: Duration = Duration::from_millis(200);
/// More than three timeouts.
const QUIET: Duration = Duration::from_secs(8);

async fn silent_stream_is_replaced(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(HEARTBEAT_TIMEOUT);
    lab.stream().beat(BEAT, &Event::named("heartbeat", ""));
    lab.connect(&config).await?;
    lab.deliver("before").await?;
    lab.stream().stall();
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.deliver("after").await?;
    ensure_eq!(lab.messages().await?, ["before", "after"], "messages");
    lab.until_live(1).await?;
    // The new stream beats, so it stays.
    lab.no_attempt_for(Duration::from_secs(3)).await
}

async fn stream_silent_from_the_start_is_replaced(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(HEARTBEAT_TIMEOUT);
    lab.connect(&config).await?;
    lab.until_attempts(3).await?;
    lab.stream().beat(BEAT, &Event::named("heartbeat", ""));
    lab.until_state("connected").await?;
    lab.until_live(1).await?;
    Ok(())
}

async fn headers_that_never_come(lab: &mut Lab) -> Outcome {
    let config = lab.config().connect_timeout(Duration::from_secs(1));
    lab.connect(&config).await?;
    lab.stream().behave(Behaviour::NoHeaders);
    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    ensure_eq!(lab.state().await?, "reconnecting", "state during the outage");
    lab.stream().behave(Behaviour::Stream);
    lab.until_state("connected").await?;
    lab.deliver("after").await?;
    ensure_eq!(lab.messages().await?, ["after"], "messages");
    ensure_eq!(lab.stream().live(), 1, "live connections");
    Ok(())
}

async fn headers_that_never_come_at_first(lab: &mut Lab) -> Outcome {
    let config = lab.config().connect_timeout(Duration::from_secs(1));
    lab.stream().behave(Behaviour::NoHeaders);
    lab.open_monitored(&config).await?;
    lab.until_attempts(3).await?;
    lab.stream().behave(Behaviour::Stream);
    lab.until_state("connected").await?;
    lab.deliver("after").await?;
    ensure_eq!(lab.messages().await?, ["after"], "messages");
    ensure_eq!(lab.stream().live(), 1, "live connections");
    let states = lab.states().await?;
    ensure!(
        states.starts_with(&["connecting".to_owned(), "error".to_owned()]),
        "states: {states:?}"
    );
    Ok(())
}

async fn named_heartbeats_are_life(lab: &mut Lab) -> Outcome {
    lab.stream().beat(BEAT, &Event::named("heartbeat", ""));
    quiet(lab).await
}

/// All that axum's `KeepAlive` sends. No event ever comes of it.
async fn comments_are_life(lab: &mut Lab) -> Outcome {
    lab.stream().beat(BEAT, &Event::comment(""));
    quiet(lab).await
}

async fn heartbeats_of_another_name_are_life(lab: &mut Lab) -> Outcome {
    lab.stream().beat(BEAT, &Event::named("tick", "1"));
    quiet(lab).await
}

/// A plain axum stream: `KeepAlive` with an interval of one second, and nothing else.
async fn a_comment_each_second_for_30_s(lab: &mut Lab) -> Outcome {
    lab.stream().beat(Duration::from_secs(1), &Event::comment(""));
    lab.connect(&lab.config().heartbeat_timeout(Duration::from_secs(3))).await?;
    lab.no_attempt_for(Duration::from_secs(30)).await?;
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    ensure_eq!(lab.stream().live(), 1, "live connections");
    Ok(())
}

async fn messages_are_life(lab: &mut Lab) -> Outcome {
    lab.stream().beat(BEAT, &item("news"));
    quiet(lab).await
}

async fn quiet(lab: &mut Lab) -> Outcome {
    let config = lab.config().heartbeat_timeout(HEARTBEAT_TIMEOUT);
    lab.connect(&config).await?;
    lab.no_attempt_for(QUIET).await?;
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    Ok(())
}

/// A stream that comes in single bytes, which splits lines, chunks and characters. Each message is a sign of life.
async fn byte_by_byte_is_life(lab: &mut Lab) -> Outcome {
    lab.stream().behave(Behaviour::Trickle(Duration::from_millis(2)));
    // Few bytes, or a busy machine sends them more slowly than they become due.
    lab.stream().beat(BEAT, &Event::comment(""));
    let config = lab.config().heartbeat_timeout(HEARTBEAT_TIMEOUT);
    lab.connect(&config).await?;
    let texts = ["one", "zwölf", "十二 \u{1f980}"];
    for text in texts {
        lab.deliver(text).await?;
    }
    lab.no_attempt_for(QUIET).await?;
    ensure_eq!(lab.messages().await?, texts, "messages");
    ensure_eq!(lab.attempts(), 1, "requests");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    Ok(())
}

/// Too slow for the deadline: the attempt is ended, though something comes. Those within the deadline are waited for.
async fn headers_byte_by_byte_at_an_attempt(lab: &mut Lab) -> Outcome {
    let config = lab.config().connect_timeout(Duration::from_secs(3));
    lab.connect(&config).await?;
    // The head has some 130 bytes.
    lab.stream().behave(Behaviour::Trickle(Duration::from_millis(60)));
    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    ensure_eq!(lab.state().await?, "reconnecting", "state during the outage");
    lab.stream().behave(Behaviour::Trickle(Duration::from_millis(2)));
    lab.until_state("connected").await?;
    lab.deliver("after").await?;
    ensure_eq!(lab.messages().await?, ["after"], "messages");
    ensure_eq!(lab.stream().live(), 1, "live connections");
    Ok(())
}

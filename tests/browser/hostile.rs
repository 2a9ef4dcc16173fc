//! Strings that try to leave the script they are written into.

use std::time::Duration;

use sse_monitor::{ConnectionState, MonitorConfig};
use sse_monitor_tests::fault_server::{Ending, Event, Response};
use sse_monitor_tests::page::{Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, STATUS, STREAM, item, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::WITH_AUTO, texts_are_shown_as_given),
    scenario!(Setup::CLIENTS, texts_in_a_page_of_another_encoding),
    scenario!(Setup::WITH_AUTO, ids_and_names),
    scenario!(Setup::CLIENTS, debug_script),
];

/// Each would set `window.pwned`, break the script or swallow the page if it were taken for anything but text.
const TEXTS: &[&str] = &[
    "</script><script>window.pwned = 1</script>",
    "</SCRIPT ><img src=x onerror=\"window.pwned = 1\">",
    "<!--<script>",
    "<!-- <script> //--> ]]>",
    "<img src=x onerror=window.pwned=1>",
    "'); window.pwned = 1; ('",
    "\"); window.pwned = 1; (\"",
    "`${window.pwned = 1}`",
    "\\\"; window.pwned = 1; //",
    "\\u003c/script> \\",
    "line\u{2028}and\u{2029}paragraph",
    "🦀 \u{1F469}\u{200D}\u{1F680} é ß 中",
    "nul\0in the middle",
    "tab\tand\nnew line\r\nand more",
    "&lt;b&gt; &amp; &#x3C;script>",
    "*/ window.pwned = 1 /*",
    "{{constructor.constructor('window.pwned = 1')()}}",
];

/// The same without what an id cannot have.
const ID: &str = "x'\"`\\</script><script>window.pwned=1</script><!--<script>${1}&amp;🦀é中";

const NAME: &str = "n'\"`\\</script><script>window.pwned=1</script><!--<script>${1}&🦀é中";

/// The script stands before an element that must still be there.
const AFTER: &str = r#"<p id="after">after</p>"#;

async fn unharmed(lab: &Lab) -> Outcome {
    let (pwned, after): (bool, String) = lab
        .tab
        .run("return ['pwned' in window, document.getElementById('after')?.textContent ?? 'gone']")
        .await?;
    ensure!(!pwned, "code of a hostile string ran");
    ensure_eq!(after, "after", "what follows the script");
    Ok(())
}

async fn shown(lab: &Lab) -> Outcome<String> {
    Ok(lab.tab.run("return document.getElementById('status').textContent").await?)
}

fn with_texts(config: MonitorConfig, text: &str) -> MonitorConfig {
    // It is never shown.
    let shown = ConnectionState::ALL.iter().filter(|state| **state != ConnectionState::Error);
    shown.fold(config, |config, &state| config.status_indicator(state, format!("{state}: {text}")))
}

async fn texts_are_shown_as_given(lab: &mut Lab) -> Outcome {
    for (index, text) in TEXTS.iter().enumerate() {
        let path = format!("/{index}");
        let page = lab
            .page()
            .body(STATUS)
            .body(&lab.live())
            .body(&script_element(&with_texts(lab.config(), text))?)
            .body(AFTER);
        lab.server.serve_page(&path, page.html());
        lab.tab.open(&lab.server.url(&path)).await?;
        lab.until_state("connected").await?;
        ensure_eq!(shown(lab).await?, format!("connected: {text}"), "text shown");
        unharmed(lab).await?;
    }

    // And once all the way round: in an outage and at the end.
    let all = TEXTS.concat();
    let config = with_texts(lab.patient_config(), &all);
    lab.open(&lab.monitored_page(&config)?.body(AFTER)).await?;
    lab.until_state("connected").await?;
    lab.drop_for_long().await?;
    ensure_eq!(shown(lab).await?, format!("reconnecting: {all}"), "text shown");
    lab.run("document.getElementById('live').remove(); window.sseMonitor.checkConnection()")
        .await?;
    lab.until_state("closed").await?;
    ensure_eq!(shown(lab).await?, format!("closed: {all}"), "text shown");
    unharmed(lab).await
}

async fn texts_in_a_page_of_another_encoding(lab: &mut Lab) -> Outcome {
    let text = "é ß 中 🦀 \u{2028}";
    let page = lab.monitored_page(&with_texts(lab.config(), text))?;
    let html = page.html().replace("utf-8", "windows-1252");
    lab.server.serve("/", Response::new(200, "text/html; charset=windows-1252", html));
    lab.tab.open(&lab.server.url("/")).await?;
    lab.until_state("connected").await?;
    ensure_eq!(shown(lab).await?, format!("connected: {text}"), "text shown");
    Ok(())
}

async fn ids_and_names(lab: &mut Lab) -> Outcome {
    let status = format!("status-{ID}");
    let config = lab
        .config_for(ID, &status)
        .heartbeat_timeout(Duration::from_millis(2_500))
        .last_event_id_param(NAME);
    let script = script_element(&config)?;
    ensure!(script.is_ascii(), "the script is not ASCII");

    let page = lab
        .page()
        .live(&Live::new(ID, STREAM))
        .body(&format!(r#"<p id="{}"></p>"#, sse_monitor_tests::page::escape(&status)))
        .body(&script)
        .body(AFTER);
    lab.stream().beat(Duration::from_millis(200), &Event::named(NAME, "beat"));
    lab.open(&page).await?;
    lab.until_state_of(ID, "connected").await?;
    lab.stream().send(&item("one").with_id("7"));
    lab.until("the message is there", async || Ok(lab.messages_in(ID).await? == ["one"])).await?;
    // Whatever the heartbeat's name is.
    lab.no_attempt_for(Duration::from_secs(5)).await?;
    ensure_eq!(lab.paints_of(&status).await?, ["Connecting...", "Connected"], "paints");

    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state_of(ID, "connected").await?;
    let repeated = lab.stream().attempts()[1].clone();
    let id_in_query = repeated.query.is_some_and(|query| {
        query.starts_with("n%27%22%60%5C%3C%2Fscript%3E") && query.ends_with("=7")
    });
    ensure!(id_in_query, "no last event id");
    unharmed(lab).await
}

/// The readable script, too, carries the strings.
async fn debug_script(lab: &mut Lab) -> Outcome {
    let config = with_texts(lab.config_for(ID, "status"), &TEXTS.concat()).debug(true);
    let page = lab
        .page()
        .live(&Live::new(ID, STREAM))
        .body(STATUS)
        .body(&script_element(&config)?)
        .body(AFTER);
    lab.open(&page).await?;
    lab.until_state_of(ID, "connected").await?;
    ensure_eq!(shown(lab).await?, format!("connected: {}", TEXTS.concat()), "text shown");
    unharmed(lab).await
}

//! The demo, used by keyboard, with each client.

use sse_monitor_tests::webdriver::{Key, Tab};

use crate::app::{Apps, Outcome, until};

pub(crate) const NAMES: &[&str] = &["demo_dom", "demo_htmx2", "demo_htmx4"];

const CONNECTED: &str = "document.getElementById('status').textContent === 'Connected'";

/// Reports are buffered, so those from before this script count too.
const WATCH: &str = "
    window.violations = [];
    new ReportingObserver(
        (reports) => reports.forEach(({ body }) => violations.push(body.effectiveDirective + ' ' + body.blockedURL)),
        { types: ['csp-violation'], buffered: true },
    ).observe();
    return null";

/// The attempts of an outage only grow in number, unless somebody begins anew.
const COUNT: &str = "
    window.attempts = [sseMonitors.live.reconnectAttempts];
    document.addEventListener('sse:stateChanged', ({ detail }) => {
        if (detail.state === 'reconnecting') attempts.push(detail.attempts);
    });
    return null";

pub(crate) async fn play(name: &str, apps: &Apps, tab: &Tab) -> Outcome {
    let client = name.trim_start_matches("demo_");
    let demo = apps.start("demo", &["--client", client, "--port", "0"]).await?;
    tab.open(&demo.url).await?;
    until(tab, CONNECTED).await?;
    until(tab, "document.querySelector('#messages > li')").await?;

    // The first thing that the keyboard reaches.
    tab.press(Key::Tab).await?;
    let label = "document.activeElement.innerText";
    let focused: String = tab.run(&format!("return {label}")).await?;
    if focused != "Reconnect now" {
        return Err(format!("the first Tab goes to {focused:?}").into());
    }
    tab.run::<Option<bool>>(COUNT).await?;
    // The port is closed for 10 s, in which attempts fail and the delays grow.
    tab.run::<Option<bool>>("document.querySelector('[data-fault=refuse]').click(); return null")
        .await?;
    until(tab, "document.getElementById('status').dataset.sseState === 'reconnecting'").await?;
    until(tab, "window.sseMonitors.live.reconnectAttempts > 1").await?;
    tab.press(Key::Enter).await?;
    until(tab, "attempts.some((count, index) => attempts[index - 1] > count)").await?;
    until(tab, CONNECTED).await?;

    tab.run::<Option<bool>>(WATCH).await?;
    until(tab, "document.querySelectorAll('#messages > li').length > 1").await?;
    let violations: Vec<String> = tab.run("return violations").await?;
    if !violations.is_empty() {
        return Err(format!("violations {violations:?}").into());
    }
    // In the reader's time, like all else.
    let clocks = "[...document.querySelectorAll('#messages time')].every((time) => /^\\d\\d:\\d\\d:\\d\\d$/.test(time.textContent))";
    until(tab, clocks).await?;
    until(tab, "document.getElementById('unreachable').hidden").await?;
    demo.kill().await?;
    until(tab, "!document.getElementById('unreachable').hidden").await
}

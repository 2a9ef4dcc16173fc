//! The small applications of `examples/frameworks`, all by one test: their pages have the same two elements.

use sse_monitor_tests::webdriver::Tab;

use crate::app::{Apps, Outcome, own_port, until};

pub(crate) const NAMES: &[&str] = &["axum_maud", "axum_askama", "actix"];

/// What they serve from `node_modules`.
pub(crate) const PACKAGES: &[&str] = &[
    "htmx2/dist/htmx.min.js",
    "htmx-ext-sse/dist/sse.min.js",
    "htmx4/dist/htmx.min.js",
    "htmx4/dist/ext/hx-sse.min.js",
];

const CONNECTED: &str = "document.getElementById('status').textContent === 'Connected'";
const RECONNECTING: &str = "document.getElementById('status').textContent === 'Reconnecting...'";

/// Reports are buffered, so those from before this script count too.
const WATCH: &str = "
    window.changes = [];
    document.addEventListener('sse:stateChanged', (event) => changes.push(event.detail.state));
    window.violations = [];
    const observer = new ReportingObserver(
        (reports) => reports.forEach(({ body }) => violations.push(body.effectiveDirective + ' ' + body.blockedURL)),
        { types: ['csp-violation'], buffered: true },
    );
    observer.observe();
    return null";

const TICKS: &str =
    "return [...document.querySelectorAll('#live > li')].map((item) => item.textContent)";

/// A script that its author did not allow. Under Trusted Types its text cannot even be set.
const INTRUDE: &str = "
    const script = document.createElement('script');
    try {
        script.textContent = 'window.intruded = true';
    } catch {}
    document.body.append(script);
    return null";

pub(crate) async fn play(name: &str, apps: &Apps, tab: &Tab) -> Outcome {
    let port = own_port()?.to_string();
    let app = apps.start(name, &[&port]).await?;
    tab.open(&app.url).await?;
    until(tab, CONNECTED).await?;
    until(tab, &messages(1)).await?;

    // Ticks are further apart than the timeout: what keeps the connection until the second one is the comments.
    tab.run::<Option<bool>>(WATCH).await?;
    until(tab, &messages(2)).await?;
    let (changes, violations): (Vec<String>, Vec<String>) =
        tab.run("return [changes, violations]").await?;
    if !changes.is_empty() || !violations.is_empty() {
        return Err(format!("changes {changes:?}, violations {violations:?}").into());
    }

    app.kill().await?;
    until(tab, RECONNECTING).await?;
    let app = apps.start(name, &[&port]).await?;
    until(tab, CONNECTED).await?;
    until(tab, &messages(3)).await?;
    // The new server knows from the last id how far the page is.
    let ticks: Vec<String> = tab.run(TICKS).await?;
    let expected: Vec<String> = (1..=ticks.len()).map(|number| format!("tick {number}")).collect();
    if ticks != expected {
        return Err(format!("the page shows {ticks:?}").into());
    }

    // There is a policy, and it is what let the script run.
    tab.run::<Option<bool>>(INTRUDE).await?;
    until(tab, "violations.some((violation) => /inline|trusted-types/.test(violation))").await?;
    if tab.run("return 'intruded' in window").await? {
        return Err("a script that the policy does not name ran".into());
    }
    app.kill().await
}

fn messages(count: usize) -> String {
    format!("document.querySelectorAll('#live > li').length >= {count}")
}

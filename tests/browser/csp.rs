//! The strictest policy of a page: only scripts that it names run, and no text becomes HTML by accident.
//!
//! The scripts are those of `monitor!` and `connection_counter!`, as constants, and the policy is made of what they say
//! of themselves. Violations are collected twice: by the page, from its first script on, and by the server that the
//! browser reports them to.

use sse_monitor::{Monitor, Script, connection_counter, monitor};
use sse_monitor_tests::fault_server::{Ending, Response};
use sse_monitor_tests::page::{Live, Page, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{Lab, STATUS, STREAM};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, script_runs),
    scenario!(Setup::CLIENTS, one_byte_changed_is_refused),
    scenario!(Setup::CLIENTS, html_indicators_of_two_monitors),
    scenario!(Setup::CLIENTS, html_indicators_that_the_policy_refuses),
];

/// The same declarations for a client.
macro_rules! monitors {
    ($client:literal) => {
        Monitors {
            text: monitor! {
                sse_element_id: "live",
                status_element_id: "status",
                client: $client,
                reconnect_delay: 200ms,
                heartbeat_timeout: 30s,
            },
            html: monitor! {
                sse_element_id: "live",
                status_element_id: "status",
                client: $client,
                reconnect_delay: 200ms,
                status_indicators: { connected: html("<b>up</b>"), reconnecting: html("<i>wait</i>") },
            },
            other: monitor! {
                sse_element_id: "other",
                status_element_id: "status-other",
                client: $client,
                reconnect_delay: 200ms,
                status_indicators: { connected: html("<b>up, too</b>") },
            },
        }
    };
}

struct Monitors {
    text: Monitor,
    html: Monitor,
    other: Monitor,
}

static HTMX_2: Monitors = monitors!("htmx2");
static HTMX_4: Monitors = monitors!("htmx4");
static DOM: Monitors = monitors!("dom");
static COUNTER: Script = connection_counter! {};

const OTHER: &str = "/other";
const REPORTS: &str = "/violations";
const NONCE: &str = "bm9uY2U";

/// What a page with this client needs beside the monitor: its own policies, and what htmx 4 is known by.
struct Needs {
    monitors: &'static Monitors,
    script: &'static str,
    policies: &'static str,
    sources: String,
    head: String,
    body: String,
}

impl Needs {
    fn of(setup: Setup) -> Self {
        let (monitors, script, policies) = match setup {
            Setup::Htmx2 | Setup::AutoHtmx2 => (&HTMX_2, include_str!("csp/htmx2.js"), "default"),
            Setup::Htmx4 | Setup::AutoHtmx4 => (&HTMX_4, "", "htmx"),
            Setup::Dom => (&DOM, include_str!("csp/dom.js"), "page"),
        };
        let (mut sources, mut head, mut body) = (String::new(), String::new(), String::new());
        if policies == "default" {
            let settings = r#"{"includeIndicatorStyles":false,"allowEval":false}"#;
            head = format!("<meta name=\"htmx-config\" content='{settings}'>");
        }
        if policies == "htmx" {
            sources = format!(" 'nonce-{NONCE}'");
            let file = "/npm/htmx4/dist/ext/hx-csp.js";
            body = format!("<script nonce=\"{NONCE}\" src=\"{file}\"></script>");
        }
        Self { monitors, script, policies, sources, head, body }
    }

    /// An element with a stream, which htmx 4 with hx-csp processes only with the page's nonce.
    fn live(&self, lab: &Lab, id: &str, url: &str) -> String {
        let html = Live::new(id, url).html(lab.setup.library());
        if self.sources.is_empty() {
            return html;
        }
        html.replacen("<div", &format!("<div hx-nonce=\"{NONCE}\""), 1)
    }

    /// The page, ready for its monitors.
    fn page(&self, lab: &Lab) -> Page {
        Page::new(lab.setup.library())
            .head("<script src=\"/violations.js\"></script>")
            .head("<script src=\"/recorder.js\"></script>")
            .head("<script src=\"/own.js\"></script>")
            .head(&self.head)
            .body(&self.body)
            .body(&self.live(lab, "live", STREAM))
            .body(STATUS)
    }

    /// Opens a page under a policy that names these scripts, and these Trusted Types beside the client's own.
    async fn open(&self, lab: &Lab, page: &Page, hashes: &[&str], types: &str) -> Outcome {
        let script = |text| Response::new(200, "text/javascript; charset=utf-8", text);
        lab.server.serve("/violations.js", script(include_str!("csp/violations.js")));
        lab.server.serve("/recorder.js", script(include_str!("recorder.js")));
        lab.server.serve("/own.js", script(self.script));
        lab.server.serve(REPORTS, Response::new(204, "text/plain", ""));
        let policy = format!(
            "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' {}{}; \
             require-trusted-types-for 'script'; trusted-types {} {types}; report-uri {REPORTS}",
            hashes.join(" "),
            self.sources,
            self.policies,
        );
        let page = Response::html(page.html()).with_header("Content-Security-Policy", policy);
        lab.server.serve("/", page);
        Ok(lab.tab.open(&lab.server.url("/")).await?)
    }
}

async fn violations(lab: &Lab) -> Outcome<Vec<String>> {
    Ok(lab.tab.run("return window.violations").await?)
}

/// What the browser told the server.
fn reports(lab: &Lab) -> usize {
    let lines = lab.server.witness().lines();
    lines.iter().filter(|(_, line)| line.contains(REPORTS)).count()
}

/// Nor has anything that the monitors show come through the default policy, which htmx 2 needs.
async fn no_violation(lab: &Lab) -> Outcome {
    let passed: Vec<String> = lab.tab.run("return window.passed ?? []").await?;
    for shown in [lab.paints().await?, lab.paints_of("status-other").await?].concat() {
        let string = passed.iter().find(|html| html.contains(&shown));
        ensure!(string.is_none(), "an indicator went through the default policy: {string:?}");
    }
    ensure_eq!(violations(lab).await?, Vec::<String>::new(), "violations");
    ensure_eq!(reports(lab), 0, "reports of violations");
    Ok(())
}

/// The page is refused what its policy does not name, and both collections hear of it: that they were empty says
/// something.
async fn policy_is_in_force(lab: &Lab) -> Outcome {
    let before = (violations(lab).await?.len(), reports(lab));
    let body = "const script = document.createElement('script');
                try {
                    script.textContent = 'window.intruded = true';
                } catch {}
                document.body.append(script);
                return 'intruded' in window";
    let intruded: bool = lab.tab.run(body).await?;
    ensure!(!intruded, "a script that the policy does not name ran");
    lab.until("the page hears of the violation", async || {
        Ok(violations(lab).await?.len() > before.0)
    })
    .await?;
    lab.until("the server hears of the violation", async || Ok(reports(lab) > before.1)).await
}

async fn script_runs(lab: &mut Lab) -> Outcome {
    let needs = Needs::of(lab.setup);
    let monitor = &needs.monitors.text;
    let page = needs.page(lab).body(COUNTER.script_tag()).body(monitor.script_tag());
    // A monitor of texts needs no Trusted Type.
    needs.open(lab, &page, &[monitor.csp_source(), COUNTER.csp_source()], "").await?;
    lab.until_state("connected").await?;
    lab.deliver_around_an_outage().await?;

    ensure_eq!(
        lab.paints().await?,
        ["Connecting...", "Connected", "Reconnecting...", "Connected"],
        "paints"
    );
    let count: u32 = lab.tab.run("return SSEConnectionCounter.getCount()").await?;
    ensure_eq!(count, 1, "connections counted");
    no_violation(lab).await?;
    policy_is_in_force(lab).await
}

async fn one_byte_changed_is_refused(lab: &mut Lab) -> Outcome {
    let needs = Needs::of(lab.setup);
    let monitor = &needs.monitors.text;
    // Still a script, and one that would work.
    let changed = monitor.script_tag().replacen(",200,17000,", ",201,17000,", 1);
    ensure!(changed != monitor.script_tag(), "the script has no such setting");
    let page = needs.page(lab).body(&changed).body(COUNTER.script_tag());
    needs.open(lab, &page, &[monitor.csp_source(), COUNTER.csp_source()], "").await?;

    let counter: bool = lab.tab.run("return 'SSEConnectionCounter' in window").await?;
    ensure!(counter, "the script that is whole did not run");
    let monitored: bool = lab.tab.run("return 'sseMonitors' in window").await?;
    ensure!(!monitored, "the changed script ran");
    let refused = |violation: &String| violation.starts_with("script-src-elem inline");
    lab.until("the page hears of it", async || Ok(violations(lab).await?.iter().any(refused)))
        .await?;
    lab.until("the server hears of it", async || Ok(reports(lab) > 0)).await?;
    ensure_eq!(violations(lab).await?.len(), 1, "violations");
    Ok(())
}

async fn html_indicators_of_two_monitors(lab: &mut Lab) -> Outcome {
    let needs = Needs::of(lab.setup);
    let Monitors { html: monitor, other, .. } = needs.monitors;
    let page = needs
        .page(lab)
        .body(&needs.live(lab, "other", OTHER))
        .body(r#"<p id="status-other"></p>"#)
        .body(monitor.script_tag())
        .body(other.script_tag());
    lab.server.add_stream(OTHER);
    // Without 'allow-duplicates': whoever makes the policy a second time is refused.
    needs.open(lab, &page, &[monitor.csp_source(), other.csp_source()], "sse-monitor").await?;
    lab.until_state("connected").await?;
    lab.until_state_of("other", "connected").await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    ensure_eq!(lab.paints().await?, ["Connecting...", "up", "wait", "up"], "paints");
    let html: [String; 2] = lab
        .tab
        .run("return ['status', 'status-other'].map((id) => document.getElementById(id).innerHTML)")
        .await?;
    ensure_eq!(html, ["<b>up</b>", "<b>up, too</b>"], "HTML of the indicators");
    no_violation(lab).await?;
    policy_is_in_force(lab).await
}

/// The author has forgotten to name the monitor's Trusted Types: nothing is shown, but the connection is looked after.
async fn html_indicators_that_the_policy_refuses(lab: &mut Lab) -> Outcome {
    lab.errors_expected = true;
    let needs = Needs::of(lab.setup);
    let monitor = &needs.monitors.html;
    let page = needs.page(lab).body(monitor.script_tag());
    needs.open(lab, &page, &[monitor.csp_source()], "").await?;
    lab.until_state("connected").await?;
    lab.stream().end(Ending::Finish);
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    lab.deliver("one").await?;

    ensure_eq!(
        lab.states().await?,
        ["connecting", "connected", "error", "reconnecting", "connected"],
        "states"
    );
    ensure_eq!(lab.messages().await?, ["one"], "messages");
    // The author hears of it.
    let refused = |violation: &String| violation.starts_with("trusted-types");
    ensure!(violations(lab).await?.iter().any(refused), "no violation is reported");
    Ok(())
}

//! What a screen reader and a keyboard meet. The page is made of the snippets of `docs/accessibility.md`.

use sse_monitor::{ConnectionState, Monitor, monitor};
use sse_monitor_tests::fault_server::{Behaviour, Ending, Response};
use sse_monitor_tests::page::{Live, Page, Setup};
use sse_monitor_tests::webdriver::{AccessibleNode, Key};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{DRAW, Lab, STREAM, script_element};
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::CLIENTS, status_is_announced_politely, Accessibility),
    scenario!(Setup::CLIENTS, one_announcement_per_change, Accessibility),
    scenario!(Setup::CLIENTS, indicators_in_any_script, Accessibility),
    scenario!(Setup::CLIENTS, reconnect_button, Accessibility),
];

const DOCUMENTATION: &str = include_str!("../../docs/accessibility.md");

/// The snippets of a language in the documentation, one after the other.
fn snippets(language: &str) -> String {
    let opening = format!("```{language}\n");
    DOCUMENTATION
        .split(&opening)
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(snippet, _)| snippet)
        .collect()
}

/// The one node with this role.
async fn node(lab: &Lab, role: &str) -> Outcome<Option<AccessibleNode>> {
    let nodes = lab.tab.accessible_nodes().await?;
    let mut found = nodes.into_iter().filter(|node| node.role == role);
    let node = found.next();
    ensure!(found.next().is_none(), "more than one node with the role {role}");
    Ok(node)
}

async fn until_announced(lab: &Lab, text: &str) -> Outcome {
    lab.until(&format!("the status is {text:?} in the tree"), async || {
        Ok(node(lab, "status").await?.is_some_and(|node| node.text == text))
    })
    .await
}

async fn status_is_announced_politely(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.patient_config()).await?;
    until_announced(lab, "Connected").await?;
    let status = node(lab, "status").await?;
    ensure_eq!(status.and_then(|node| node.live).as_deref(), Some("polite"), "live");
    lab.drop_for_long().await?;
    until_announced(lab, "Reconnecting...").await
}

/// A live region is announced whenever its content is written, be it the same text again.
async fn one_announcement_per_change(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.run(
        "window.writes = 0;
         window.observer = new MutationObserver((records) => writes += records.length);
         observer.observe(document.getElementById('status'), { childList: true, characterData: true, subtree: true })",
    )
    .await?;
    lab.stream().behave(Behaviour::Answer(Response::new(503, "text/plain", "")));
    lab.stream().end(Ending::Finish);
    lab.until_attempts(5).await?;
    let writes = async || -> Outcome<u32> { Ok(lab.tab.run("return window.writes").await?) };
    ensure_eq!(writes().await?, 1, "writes during the outage");
    until_announced(lab, "Reconnecting...").await?;

    lab.stream().behave(Behaviour::Stream);
    lab.until_state("connected").await?;
    until_announced(lab, "Connected").await?;
    ensure_eq!(writes().await?, 2, "writes in all");
    Ok(())
}

/// Texts, and the directions they run in.
const TEXTS: &[(&str, &str)] = &[
    ("متصل ✓", "rtl"),
    ("مُتَّصِل عبر HTTP/2 منذ ٣ ثوانٍ", "rtl"),
    ("מחובר (שידור חי)", "rtl"),
    ("接続しました。", "ltr"),
    ("연결됨", "ltr"),
    ("เชื่อมต่อแล้ว", "ltr"),
    ("जुड़ा हुआ है", "ltr"),
    ("Đã kết nối", "ltr"),
    ("🟢 👩🏽‍🚀 🏳️‍🌈", "ltr"),
    ("𐐘𐐯𐐻 𠮷野家", "ltr"),
];

async fn indicators_in_any_script(lab: &mut Lab) -> Outcome {
    for (index, (text, direction)) in TEXTS.iter().enumerate() {
        let config = lab.config().status_indicator(ConnectionState::Connected, *text);
        let page =
            lab.page().body(&lab.live()).body(&snippets("html")).body(&script_element(&config)?);
        let path = format!("/{index}");
        lab.server.serve_page(&path, page.html());
        lab.tab.open(&lab.server.url(&path)).await?;
        lab.until_state("connected").await?;
        until_announced(lab, text).await?;
        let shown: (String, String) = lab
            .tab
            .run("const s = document.getElementById('status'); return [s.textContent, getComputedStyle(s).direction]")
            .await?;
        ensure_eq!(shown, ((*text).to_owned(), (*direction).to_owned()), "text and direction");
    }
    Ok(())
}

/// One whose first retry is due after a minute.
macro_rules! patient {
    ($client:literal) => {
        monitor! {
            sse_element_id: "live",
            status_element_id: "status",
            client: $client,
            reconnect_delay: 1min,
        }
    };
}

static HTMX_2: Monitor = patient!("htmx2");
static HTMX_4: Monitor = patient!("htmx4");
static DOM: Monitor = patient!("dom");

async fn reconnect_button(lab: &mut Lab) -> Outcome {
    let monitor = match lab.setup {
        Setup::Htmx2 | Setup::AutoHtmx2 => &HTMX_2,
        Setup::Htmx4 | Setup::AutoHtmx4 => &HTMX_4,
        Setup::Dom => &DOM,
    };
    let file = |kind: &str, language: &str| Response::new(200, kind, snippets(language));
    lab.server.serve("/page.js", file("text/javascript", "js"));
    lab.server.serve("/page.css", file("text/css", "css"));
    lab.server.serve("/draw.js", Response::new(200, "text/javascript", DRAW));
    let page = Page::new(lab.setup.library())
        .head("<script src=\"/draw.js\"></script>")
        .head("<link rel=\"stylesheet\" href=\"/page.css\">")
        .live(&Live::new("live", STREAM))
        .body(&snippets("html"))
        .body("<script src=\"/page.js\"></script>")
        .body(monitor.script_tag());
    let policy = format!(
        "default-src 'none'; connect-src 'self'; img-src data:; style-src 'self'; script-src 'self' {}",
        monitor.csp_source()
    );
    let page = Response::html(page.html()).with_header("Content-Security-Policy", policy);
    lab.server.serve("/", page);
    lab.tab.open(&lab.server.url("/")).await?;

    lab.until_state("connected").await?;
    ensure_eq!(node(lab, "button").await?, None, "button of a page that is connected");
    lab.drop_for_long().await?;
    let button = node(lab, "button").await?;
    ensure_eq!(button.as_ref().map(|node| node.name.as_str()), Some("Reconnect now"), "label");
    ensure!(button.is_some_and(|node| node.focusable), "the keyboard does not reach the button");

    lab.tab.press(Key::Tab).await?;
    ensure_eq!(focused(lab).await?, "reconnect", "focus after the first Tab");
    lab.tab.press(Key::Enter).await?;
    lab.until_attempts(2).await?;
    lab.until_state("connected").await?;
    ensure_eq!(focused(lab).await?, "reconnect", "focus when it is connected again");
    lab.tab.press(Key::Tab).await?;
    ensure_eq!(node(lab, "button").await?, None, "button of a page that is connected again");
    Ok(())
}

async fn focused(lab: &Lab) -> Outcome<String> {
    Ok(lab.tab.run("return document.activeElement.id").await?)
}

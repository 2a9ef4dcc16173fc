//! What a monitor must not do to the page that it is on, and to what else is there.

use std::time::Duration;

use sse_monitor_tests::fault_server::{Behaviour, Ending, Event, Response};
use sse_monitor_tests::page::{Library, Live, Setup};

use crate::check::{Outcome, ensure, ensure_eq};
use crate::lab::{LONG_ENOUGH, Lab, STATUS, STREAM, inline, item, script, script_element};
use crate::record::What;
use crate::scenario::{Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(Setup::HTMX, thousand_rows_are_processed),
    scenario!(&[Setup::Htmx4, Setup::AutoHtmx4], lazy_stream_is_waited_for),
    scenario!(&[Setup::Htmx4], refusal_with_hx_redirect),
    scenario!(&[Setup::Htmx4], refusal_with_hx_location),
    scenario!(&[Setup::Htmx4], refusal_with_hx_refresh),
    scenario!(&[Setup::Htmx4], post_of_the_same_element),
    scenario!(Setup::CLIENTS, recoveries_wake_no_other_extension),
    scenario!(Setup::CLIENTS, pages_with_other_ids_under_hx_boost),
    scenario!(Setup::CLIENTS, two_monitors_with_one_status_element),
    scenario!(Setup::CLIENTS, node_that_is_put_back),
    scenario!(Setup::CLIENTS, offline_with_a_local_server),
    scenario!(&[Setup::Htmx2], create_event_source_of_the_page),
    scenario!(Setup::CLIENTS, callback_that_throws_without_report_error),
    scenario!(Setup::WITH_AUTO, quiet_page_runs_few_timers),
    scenario!(&[Setup::Dom], server_cannot_forge_the_monitors_events),
    scenario!(Setup::HTMX, events_that_page_authors_listen_to),
];

/// How many calls that look or listen `htmx.process` of 1,000 rows makes.
async fn calls_of_processing(lab: &Lab) -> Outcome<u64> {
    let trigger = match lab.setup.library() {
        Library::Htmx2 => "sse:row-N",
        Library::Htmx4 | Library::None => "row-N from:#live",
    };
    let body = format!(
        "let calls = 0;
         const count = (owner, name) => {{
           const original = owner[name];
           owner[name] = function (...given) {{
             calls++;
             return original.apply(this, given);
           }};
         }};
         for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {{
           count(EventTarget.prototype, name);
         }}
         count(document, 'getElementById');
         for (const name of ['querySelector', 'querySelectorAll']) {{
           count(Document.prototype, name);
           count(Element.prototype, name);
         }}
         for (const name of ['getAttribute', 'getAttributeNames']) count(Element.prototype, name);
         const rows = document.createElement('ul');
         for (let row = 0; row < 1000; row++) {{
           const item = document.createElement('li');
           item.setAttribute('hx-get', '/row');
           item.setAttribute('hx-trigger', '{trigger}'.replace('N', row));
           rows.append(item);
         }}
         live.append(rows);
         htmx.process(rows);
         return calls"
    );
    Ok(lab.tab.run(&body).await?)
}

/// Once each row that was processed made the monitor look at all others.
async fn thousand_rows_are_processed(lab: &mut Lab) -> Outcome {
    const EACH: u64 = 4;

    lab.open(&lab.page().body(&lab.live())).await?;
    lab.until_live(1).await?;
    let without = calls_of_processing(lab).await?;
    lab.connect(&lab.config()).await?;
    let with = calls_of_processing(lab).await?;
    ensure!(with <= without + EACH * 1_000, "{with} calls, {without} without a monitor");
    // They are bound: each message reaches its row.
    lab.server.serve_page("/row", "new");
    lab.stream().send(&Event::named("row-7", "x"));
    let swapped = async || {
        Ok(lab
            .tab
            .run("return document.querySelectorAll('#live li')[7].textContent === 'new'")
            .await?)
    };
    lab.until("the row has been loaded", swapped).await
}

async fn lazy_stream_is_waited_for(lab: &mut Lab) -> Outcome {
    let live = lab.live().replacen("<div", r#"<div hx-trigger="click""#, 1);
    let config = lab.config().connect_timeout(Duration::from_secs(2));
    let page = lab.page().body(&live).body(STATUS).body(&script_element(&config)?);
    lab.open(&page).await?;
    tokio::time::sleep(LONG_ENOUGH).await;
    ensure_eq!(lab.attempts(), 0, "requests before the click");
    ensure_eq!(lab.states().await?, ["connecting"], "states before the click");
    lab.run("live.click()").await?;
    lab.until_state("connected").await?;
    lab.deliver_around_an_outage().await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

async fn refused_with(lab: &Lab, name: &'static str, value: &str) -> Outcome {
    lab.stream().behave_once(Behaviour::Answer(
        Response::new(401, "text/html", "<li>refused</li>").with_header(name, value),
    ));
    // No retry comes before htmx has gone where it was told to.
    lab.open_monitored(&lab.patient_config()).await
}

async fn refusal_with_hx_redirect(lab: &mut Lab) -> Outcome {
    lab.server.serve_page("/login", "<!DOCTYPE html><title>Login</title>");
    refused_with(lab, "HX-Redirect", "/login").await?;
    until_title(lab, "Login").await
}

async fn refusal_with_hx_location(lab: &mut Lab) -> Outcome {
    lab.server.serve_page("/login", "<!DOCTYPE html><title>Login</title><h1>Who are you?</h1>");
    refused_with(lab, "HX-Location", "/login").await?;
    lab.until("the other page", async || {
        let path: Option<String> =
            lab.tab.run("return location.pathname").await.unwrap_or_default();
        Ok(path.as_deref() == Some("/login"))
    })
    .await
}

async fn refusal_with_hx_refresh(lab: &mut Lab) -> Outcome {
    refused_with(lab, "HX-Refresh", "true").await?;
    // The page of the first load is gone, and the second one connects at once.
    lab.until("loaded twice", async || {
        let body = "return Object.values(sessionStorage).filter((entry) => entry.includes('\"pageshow\"')).length";
        let loads: Option<usize> = lab.tab.run(body).await.unwrap_or_default();
        Ok(loads == Some(2))
    })
    .await?;
    lab.until_state("connected").await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    Ok(())
}

async fn until_title(lab: &Lab, title: &str) -> Outcome {
    lab.until(&format!("the page {title:?}"), async || {
        let shown: Option<String> = lab.tab.run("return document.title").await.unwrap_or_default();
        Ok(shown.as_deref() == Some(title))
    })
    .await
}

async fn post_of_the_same_element(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.deliver("one").await?;
    lab.stream().behave_once(Behaviour::Answer(Response::html("<b>posted</b>")));
    lab.run(
        "const target = document.createElement('p');
         target.id = 'posted';
         document.body.append(target);
         htmx.ajax('POST', '/stream', { source: '#live', target: '#posted', swap: 'innerHTML' })",
    )
    .await?;
    let posted = async || {
        Ok(lab.tab.run("return document.getElementById('posted').textContent === 'posted'").await?)
    };
    lab.until("the answer to the POST is swapped", posted).await?;
    lab.deliver("two").await?;
    ensure_eq!(lab.stream().live(), 1, "live connections");
    ensure_eq!(lab.states().await?, ["connecting", "connected"], "states");
    let methods: Vec<String> =
        lab.stream().attempts().into_iter().map(|attempt| attempt.request.method).collect();
    ensure_eq!(methods, ["GET", "POST"], "methods");
    Ok(())
}

/// Nothing of htmx is triggered for a recovery: class-tools, for one, would flip its classes once more each time.
async fn recoveries_wake_no_other_extension(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    lab.run(
        "window.woken = [];
         for (const name of ['htmx:afterProcessNode', 'htmx:beforeProcessNode', 'htmx:beforeCleanupElement',
                             'htmx:after:process', 'htmx:before:process', 'htmx:before:request', 'htmx:config:request']) {
           document.addEventListener(name, () => woken.push(name));
         }",
    )
    .await?;
    for drops in 1..=3 {
        lab.stream().end(Ending::Finish);
        lab.until_attempts(drops + 1).await?;
        lab.until_state("connected").await?;
        tokio::time::sleep(Duration::from_millis(1_200)).await;
    }
    let woken: Vec<String> = lab.tab.run("return window.woken").await?;
    ensure_eq!(woken, Vec::<String>::new(), "events of htmx");
    Ok(())
}

/// Each page has an id of its own, and its script in its body: monitors do not pile up.
async fn pages_with_other_ids_under_hx_boost(lab: &mut Lab) -> Outcome {
    const VISIT: &str = include_str!("visit.js");
    const PAGES: usize = 12;

    let is_htmx = lab.setup.library().is_htmx();
    for number in 0..PAGES {
        let id = format!("live-{number}");
        let stream = format!("/stream-{number}");
        lab.server.add_stream(&stream);
        let page = if is_htmx { lab.page() } else { lab.page().head(&inline(VISIT)) };
        let page = page
            .body(&format!("<h1>{number}</h1>"))
            .body(&format!(r#"<a hx-boost="true" href="/page-{}">next</a>"#, number + 1))
            .live(&Live::new(&id, &stream))
            .body(STATUS)
            .body(&script_element(&lab.config_for(&id, "status"))?);
        lab.server.serve_page(&format!("/page-{number}"), page.html());
    }
    lab.tab.open(&lab.server.url("/page-0")).await?;
    for number in 0..PAGES {
        lab.until_state_of(&format!("live-{number}"), "connected").await?;
        if number + 1 < PAGES {
            lab.run("document.querySelector('a').click()").await?;
            // Without htmx nobody tells that the element is gone. A byte does.
            let left = lab.server.stream(&format!("/stream-{number}"));
            left.beat(Duration::from_millis(200), &Event::comment(""));
        }
    }
    let last = format!("live-{}", PAGES - 1);
    let monitors = async || -> Outcome<Vec<String>> {
        Ok(lab.tab.run("return Object.keys(window.sseMonitors)").await?)
    };
    let alone = async || Ok(monitors().await? == [last.clone()]);
    lab.until_within(Duration::from_secs(40), "the other monitors have ended", alone).await?;
    for number in 0..PAGES {
        let stream = lab.server.stream(&format!("/stream-{number}"));
        let expected = usize::from(number + 1 == PAGES);
        let what = format!("{expected} live connections of page {number}");
        lab.until(&what, async || Ok(stream.live() == expected)).await?;
    }
    Ok(())
}

/// Nobody writes what is there already.
async fn two_monitors_with_one_status_element(lab: &mut Lab) -> Outcome {
    let page = lab
        .page()
        .body(&lab.live())
        .live(&Live::new("other", "/other"))
        .body(STATUS)
        .body(&script_element(&lab.config())?)
        .body(&script_element(&lab.config_for("other", "status"))?);
    lab.server.add_stream("/other");
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    lab.until_state_of("other", "connected").await?;
    let before = lab.paints().await?.len();
    tokio::time::sleep(Duration::from_secs(5)).await;
    ensure!(lab.paints().await?.len() <= before + 1, "paints: {:?}", lab.paints().await?);
    Ok(())
}

async fn node_that_is_put_back(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config().connect_timeout(None)).await?;
    lab.run("window.node = document.getElementById('live'); window.node.remove()").await?;
    // A byte is what it is noticed by.
    lab.stream().send(&Event::comment(""));
    lab.until_state("closed").await?;
    lab.until_live(0).await?;
    lab.no_attempt_for(LONG_ENOUGH).await?;
    lab.run("document.body.prepend(window.node)").await?;
    lab.until_within(Duration::from_secs(40), "connected again", async || {
        Ok(lab.state().await? == "connected" && lab.stream().live() == 1)
    })
    .await?;
    lab.deliver("back").await?;
    ensure_eq!(lab.attempts(), 2, "requests");
    ensure_eq!(lab.messages().await?, ["back"], "messages");
    Ok(())
}

/// A laptop in a plane, with its own server: the browser says that there is no network, and is wrong.
async fn offline_with_a_local_server(lab: &mut Lab) -> Outcome {
    let offline = "Object.defineProperty(navigator, 'onLine', { get: () => false })";
    lab.open(&lab.monitored_page(&lab.config())?.head(&inline(offline))).await?;
    lab.until_state("connected").await?;
    lab.deliver("one").await?;
    lab.stream().behave_once(Behaviour::Answer(Response::new(503, "text/plain", "")));
    let began = lab.server.witness().now();
    lab.stream().end(Ending::Finish);
    lab.until_attempts(3).await?;
    lab.until_state("connected").await?;
    lab.deliver("two").await?;
    // No more often than the longest delay.
    let took = lab.stream().attempts()[2].at.saturating_sub(began);
    ensure!(took >= Duration::from_secs(2), "two attempts within {took:?}");
    let states = lab.states().await?;
    ensure!(states.contains(&"disconnected".to_owned()), "states: {states:?}");
    Ok(())
}

/// It is called for all elements but ours, with what the extension gives it.
async fn create_event_source_of_the_page(lab: &mut Lab) -> Outcome {
    let own = "htmx.createEventSource = (url) => {
                 recorder.note('note', { text: 'created ' + typeof url + ' ' + url });
                 return new EventSource(url, { withCredentials: false });
               }";
    lab.server.add_stream("/other");
    let page = lab
        .page()
        .body(&inline(own))
        .body(&script_element(&lab.config().debug(true))?)
        .body(&lab.live())
        .live(&Live::new("other", "/other"))
        .body(STATUS);
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    lab.until("the other is open", async || Ok(lab.server.stream("/other").live() == 1)).await?;
    lab.deliver_around_an_outage().await?;
    let entries = lab.entries().await?;
    let created: Vec<String> = entries
        .into_iter()
        .filter_map(|entry| match entry.what {
            What::Note { text } if text.starts_with("created") => Some(text),
            _ => None,
        })
        .collect();
    ensure_eq!(created, ["created string /other"], "calls");
    let warnings = lab.warnings().await?;
    ensure!(
        warnings.iter().any(|text| text.contains("createEventSource")),
        "no warning: {warnings:?}"
    );
    Ok(())
}

/// Safari has it since 15.4 only.
async fn callback_that_throws_without_report_error(lab: &mut Lab) -> Outcome {
    lab.errors_expected = true;
    let functions =
        "delete window.reportError; window.broken = () => { throw new Error('on purpose') }";
    let config = lab.config().callbacks("broken");
    lab.open(&lab.monitored_page(&config)?.head(&inline(functions))).await?;
    lab.until_state("connected").await?;
    lab.deliver_around_an_outage().await?;
    ensure_eq!(
        lab.states().await?,
        ["connecting", "connected", "error", "reconnecting", "connected"],
        "states"
    );
    Ok(())
}

async fn quiet_page_runs_few_timers(lab: &mut Lab) -> Outcome {
    let count = "window.fired = 0;
                 const { setTimeout } = window;
                 window.setTimeout = (work, ...rest) => setTimeout((...given) => { fired++; work(...given) }, ...rest)";
    let config = lab.config().heartbeat_timeout(Duration::from_mins(1));
    lab.open(&lab.monitored_page(&config)?.head(&inline(count))).await?;
    lab.until_state("connected").await?;
    // A connection is stable after 5 s.
    tokio::time::sleep(Duration::from_secs(7)).await;
    lab.run("window.fired = 0").await?;
    tokio::time::sleep(Duration::from_secs(30)).await;
    let fired: u32 = lab.tab.run("return window.fired").await?;
    ensure!(fired <= 3, "{fired} timers in half a minute");
    Ok(())
}

async fn server_cannot_forge_the_monitors_events(lab: &mut Lab) -> Outcome {
    lab.connect(&lab.config()).await?;
    lab.run("window.forged = 0; live.addEventListener('sse:stateChanged', () => forged++)").await?;
    lab.stream().send(&Event::named("stateChanged", "{}"));
    lab.deliver("one").await?;
    let forged: u32 = lab.tab.run("return window.forged").await?;
    ensure_eq!(forged, 0, "events");
    Ok(())
}

async fn events_that_page_authors_listen_to(lab: &mut Lab) -> Outcome {
    let is_htmx2 = lab.setup.library() == Library::Htmx2;
    let names: &[&str] = if is_htmx2 {
        &[
            "htmx:sseOpen",
            "htmx:sseError",
            "htmx:sseClose",
            "htmx:sseBeforeMessage",
            "htmx:sseMessage",
        ]
    } else {
        &[
            "htmx:sse:before:connection",
            "htmx:sse:after:connection",
            "htmx:sse:before:message",
            "htmx:sse:after:message",
            "htmx:sse:close",
        ]
    };
    let listen = format!(
        "for (const name of {names:?}) document.addEventListener(name, () => recorder.note('note', {{ text: name }}))"
    );
    let config = lab.config();
    let page = lab
        .page()
        .head(&inline(&listen))
        .live(&Live::new("live", STREAM).closed_by("done"))
        .body(STATUS)
        .body(&inline(&script(&config)?));
    lab.open(&page).await?;
    lab.until_state("connected").await?;
    lab.deliver_around_an_outage().await?;
    lab.stream().send(&item("three"));
    lab.stream().send(&Event::named("done", "bye"));
    lab.until_state("closed").await?;
    let noted = |name: &str| format!("note: {name}");
    let entries = lab.entries().await?;
    let count =
        |name: &str| entries.iter().filter(|entry| entry.what.to_string() == noted(name)).count();
    let counts: Vec<usize> = names.iter().map(|name| count(name)).collect();
    // htmx 4 sees one connection that ends with the close event, which is one of its messages.
    let expected = if is_htmx2 { [2, 1, 1, 3, 3] } else { [1, 1, 4, 4, 1] };
    ensure_eq!(counts, expected, "{names:?}");
    Ok(())
}

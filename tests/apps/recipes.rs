//! The recipes of `docs/recipes.md`: each page of `examples/frameworks/recipes` does what its recipe promises.

use sse_monitor_tests::webdriver::{Browser, Tab};

use crate::app::{Apps, Outcome, until};

pub(crate) const NAMES: &[&str] = &[
    "recipe_login",
    "recipe_token",
    "recipe_csrf",
    "recipe_origin",
    "recipe_toasts",
    "recipe_grey",
    "recipe_anew",
    "recipe_anew4",
    "recipe_countdown",
    "recipe_version",
    "recipe_file",
    "recipe_nonce",
    "recipe_tabs",
    "recipe_language",
    "recipe_module",
    "recipe_events",
    "recipe_testing",
];

const CONNECTED: &str = "window.sseMonitors?.live?.state === 'connected'";

/// The states from here on.
const WATCH: &str = "
    window.states = [];
    document.addEventListener('sse:stateChanged', ({ detail }) => window.states.push(detail.state));";

const BACK: &str = "states.includes('error') && states.at(-1) === 'connected'";

pub(crate) async fn play(name: &str, apps: &Apps, browser: &Browser) -> Outcome {
    let app = apps.start("recipes", &["0"]).await?;
    let tab = browser.open_tab().await?;
    let recipe = name.trim_start_matches("recipe_");
    let url = format!("{}/{recipe}", app.url);
    tab.open(&url).await?;
    until(&tab, CONNECTED).await?;
    run(&tab, WATCH).await?;
    match recipe {
        "login" => login(&tab).await,
        "token" => token(&tab).await,
        "csrf" => again(&tab, "/csrf/change").await,
        "origin" => origin(&tab).await,
        "toasts" => toasts(&tab).await,
        "grey" => grey(&tab).await,
        "anew" | "anew4" => anew(&tab, recipe).await,
        "countdown" => countdown(&tab).await,
        "version" => version(&tab).await,
        "file" => file(&tab).await,
        "nonce" => nonce(&tab).await,
        "tabs" => tabs(browser, &url).await,
        "language" => until(&tab, &shows("status", "Verbunden")).await,
        "events" => events(&tab).await,
        "module" => module(&tab).await,
        "testing" => testing(&tab).await,
        _ => Err(format!("no test of {recipe}").into()),
    }?;
    app.kill().await
}

/// The banner is there when the login has expired, whichever way the server says so, and gone after a login.
async fn login(tab: &Tab) -> Outcome {
    for how in ["", "?redirect=true"] {
        let expired = "!document.getElementById('expired').hidden";
        post(tab, &format!("/login/expire{how}")).await?;
        until(tab, &format!("{expired} && sseMonitors.live.state === 'disconnected'")).await?;
        run(tab, "document.querySelector('#expired a').click()").await?;
        until(tab, "document.querySelector('form')").await?;
        run(tab, "document.querySelector('form button').click()").await?;
        until(tab, CONNECTED).await?;
        until(tab, &format!("!({expired})")).await?;
    }
    Ok(())
}

/// The server takes no token twice; without a login there is none, and then it is over.
async fn token(tab: &Tab) -> Outcome {
    again(tab, "/token/cut").await?;
    post(tab, "/token/expire").await?;
    until(tab, "sseMonitors.live.state === 'disconnected'").await
}

/// The id travels in the address, so the count goes on.
async fn origin(tab: &Tab) -> Outcome {
    again(tab, "/origin/cut").await?;
    let items: Vec<u32> = tab
        .run("return [...document.querySelectorAll('#live > li')].map((item) => +item.textContent.split(' ')[1])")
        .await?;
    if items.is_empty() || items.iter().zip(1..).any(|(item, number)| *item != number) {
        return Err(format!("messages lost or doubled: {items:?}").into());
    }
    Ok(())
}

async fn again(tab: &Tab, cut: &str) -> Outcome {
    for _ in 0..2 {
        run(tab, WATCH).await?;
        post(tab, cut).await?;
        until(tab, BACK).await?;
    }
    if tab.run::<bool>("return states.includes('disconnected')").await? {
        return Err("it gave up".into());
    }
    Ok(())
}

async fn toasts(tab: &Tab) -> Outcome {
    let toast = |text| format!("document.getElementById('toasts').textContent.includes('{text}')");
    post(tab, "/toasts/down").await?;
    until(tab, &toast("The connection is lost (ended)")).await?;
    until(tab, &toast("Connected again")).await?;
    until(tab, "!document.querySelector('#toasts > p')").await?;

    // An outage that ends on purpose is not lamented.
    post(tab, "/toasts/down").await?;
    until(tab, "timer").await?;
    run(tab, "document.getElementById('live').remove()").await?;
    until(tab, "sseMonitors.live.state === 'closed' && !timer").await
}

async fn grey(tab: &Tab) -> Outcome {
    let opacity =
        |value| format!("getComputedStyle(document.getElementById('live')).opacity === '{value}'");
    until(tab, "document.querySelector('#live > li')").await?;
    until(tab, &opacity("1")).await?;
    post(tab, "/grey/down").await?;
    until(tab, &opacity("0.5")).await?;
    until(tab, &opacity("1")).await?;
    until(tab, CONNECTED).await
}

/// What is added while the page is away is in the list afterwards, though the stream never tells of it.
async fn anew(tab: &Tab, recipe: &str) -> Outcome {
    let items = |count| format!("document.querySelectorAll('#list > li').length === {count}");
    until(tab, &items(3)).await?;

    // The old list is on its way when the list changes once more, and does not come after the new one.
    run(tab, ASK).await?;
    post(tab, "/anew/add").await?;
    until(tab, "asked > 0").await?;
    post(tab, "/anew/add").await?;
    until(tab, &items(5)).await?;

    away(tab, recipe).await?;
    until(tab, &items(6)).await?;

    // The same for an element that comes later than the monitor.
    run(tab, TAKE_OUT).await?;
    until(tab, "sseMonitors.live.state === 'closed'").await?;
    run(tab, PUT_BACK).await?;
    until(tab, &format!("{CONNECTED} && {}", items(6))).await?;
    away(tab, recipe).await?;
    until(tab, &items(7)).await?;
    if tab.run::<bool>("return violations.length > 0").await? {
        return Err("something of it needs a looser policy".into());
    }
    Ok(())
}

/// Counts the requests for the list, and what the policy has forbidden.
const ASK: &str = "
    window.asked = 0;
    const real = window.fetch;
    window.fetch = (url, options) => {
        if (String(url).endsWith('/anew/list')) asked++;
        return real(url, options);
    };
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
        asked++;
        return send.call(this, body);
    };
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));";

const TAKE_OUT: &str = "
    const live = document.getElementById('live');
    const copy = live.cloneNode(true);
    for (const node of [copy, copy.firstElementChild]) {
        for (const name of node.getAttributeNames()) if (/^(class|data-)/.test(name)) node.removeAttribute(name);
    }
    copy.firstElementChild.replaceChildren();
    window.kept = copy.outerHTML;
    live.remove();";

const PUT_BACK: &str = "
    document.querySelector('h1').insertAdjacentHTML('afterend', kept);
    htmx.process(document.getElementById('live'));";

/// The server is away, and the list changes meanwhile.
async fn away(tab: &Tab, recipe: &str) -> Outcome {
    run(tab, WATCH).await?;
    post(tab, &format!("/{recipe}/down")).await?;
    until(tab, "sseMonitors.live.state === 'reconnecting'").await?;
    post(tab, "/anew/add").await?;
    until(tab, BACK).await
}

async fn countdown(tab: &Tab) -> Outcome {
    let text = "document.getElementById('countdown').textContent";
    post(tab, "/countdown/down").await?;
    until(tab, &format!("/^Next attempt in \\d+ s\\.$/.test({text})")).await?;
    until(tab, &format!("{BACK} && {text} === ''")).await
}

async fn version(tab: &Tab) -> Outcome {
    let link = "document.querySelector('[sse-swap=version] a')";
    post(tab, "/version/deploy").await?;
    until(tab, link).await?;
    run(tab, &format!("{link}.click()")).await?;
    until(tab, &format!("{CONNECTED} && !window.states")).await?;
    if tab.run::<bool>(&format!("return !!{link}")).await? {
        return Err("the new version is told of itself".into());
    }
    Ok(())
}

async fn file(tab: &Tab) -> Outcome {
    let ask = "
        const ask = (headers) => fetch('/file/monitor.js', { cache: 'no-store', headers });
        ask({})
            .then((first) => ask({ 'If-None-Match': first.headers.get('ETag') }))
            .then((second) => (window.second = second.status));";
    run(tab, ask).await?;
    until(tab, "window.second").await?;
    let (second, inline): (u16, bool) =
        tab.run("return [second, [...document.scripts].some((script) => !script.src)]").await?;
    if second != 304 || inline {
        return Err(format!("asked for again: {second}; a script inline: {inline}").into());
    }
    Ok(())
}

async fn nonce(tab: &Tab) -> Outcome {
    let nonce = "return document.querySelector('script[nonce]').nonce";
    let first: String = tab.run(nonce).await?;
    run(tab, "location.reload()").await?;
    until(tab, &format!("!window.states && {CONNECTED}")).await?;
    let second: String = tab.run(nonce).await?;
    if first.is_empty() || first == second {
        return Err(format!("nonces {first:?} and {second:?}").into());
    }
    Ok(())
}

/// More than the six connections that a browser has for one host over HTTP/1.1.
async fn tabs(browser: &Browser, url: &str) -> Outcome {
    for _ in 0..8 {
        let tab = browser.open_tab().await?;
        tab.open(url).await?;
        until(&tab, CONNECTED).await?;
    }
    Ok(())
}

async fn module(tab: &Tab) -> Outcome {
    until(tab, &shows("shown", "connected")).await?;
    // It comes later than every state that there was.
    run(tab, "document.getElementById('shown').textContent = ''; import('/module.js?again')")
        .await?;
    until(tab, &shows("shown", "connected")).await?;
    post(tab, "/module/down").await?;
    until(tab, &shows("shown", "reconnecting")).await?;
    until(tab, &shows("shown", "connected")).await
}

/// What the table of the documentation says of the extension's events.
async fn events(tab: &Tab) -> Outcome {
    let counts = "JSON.parse(document.getElementById('told').textContent || '{}')";
    let told = |condition: &str| format!("((told) => {condition})({counts})");
    until(tab, &told("told['htmx:sseOpen'] === 1 && told['htmx:sseMessage'] > 0")).await?;
    post(tab, "/events/down").await?;
    until(tab, &told("told['sse-recovered'] === 1 && told['htmx:sseOpen'] === 2")).await?;
    // At the drop and at each failed attempt.
    let (errors, before, after): (u32, u32, u32) = tab
        .run(&format!(
            "const told = {counts};
            return [told['htmx:sseError'], told['htmx:sseBeforeMessage'], told['htmx:sseMessage']];"
        ))
        .await?;
    if errors < 2 || before != after {
        return Err(format!("{errors} errors, {before} and {after} messages").into());
    }
    Ok(())
}

async fn testing(tab: &Tab) -> Outcome {
    run(tab, "loseTheServer()").await?;
    until(tab, "sseMonitors.live.state === 'reconnecting'").await?;
    until(tab, "sseMonitors.live.reconnectAttempts > 1").await?;
    run(tab, "findTheServer()").await?;
    until(tab, BACK).await
}

fn shows(id: &str, text: &str) -> String {
    format!("document.getElementById('{id}').textContent === '{text}'")
}

async fn post(tab: &Tab, path: &str) -> Outcome {
    run(tab, &format!("fetch('{path}', {{ method: 'POST' }})")).await
}

/// Runs what gives nothing back.
async fn run(tab: &Tab, body: &str) -> Outcome {
    tab.run::<Option<bool>>(body).await?;
    Ok(())
}

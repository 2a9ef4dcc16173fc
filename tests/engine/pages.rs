//! Nothing that a page does makes the script loop or throw without end: random pages, most of them wrong.
//!
//! `SSE_MONITOR_PAGES` says how many, `SSE_MONITOR_SEED` replays one.

use std::env;

use crate::broken;
use crate::host::Host;
use crate::page::{Page, each, plain, secs};
use crate::random::Random;
use sse_monitor_core::{Client, MonitorConfig};

const PAGES: u64 = 2000;

/// In a second of virtual time in which no message comes.
const MOST_TASKS: u32 = 50;

/// An attribute that some page has on some element.
fn attribute(random: &mut Random) -> (&'static str, &'static str) {
    random.pick(&[
        ("sse-connect", "/events"),
        ("sse-connect", "/other"),
        ("sse-connect", ""),
        ("data-sse-connect", "/events"),
        ("hx-sse:connect", "/events"),
        ("data-hx-sse:connect", "/events"),
        ("hx-ext", "sse"),
        ("sse-swap", "message"),
        ("sse-swap", "a, b"),
        ("hx-trigger", "sse:a"),
        ("hx-trigger", "click"),
        ("hx-swap", "outerHTML"),
        ("sse-close", "bye"),
        ("hx-sse:close", "bye"),
        ("id", "live"),
        ("id", "status"),
        ("id", "other"),
        ("title", "x"),
        ("data-sse-connected", ""),
        ("data-sse-state", "connected"),
    ])
}

/// JavaScript that makes an element with random attributes and children.
fn element(random: &mut Random, depth: u32) -> String {
    let attributes: Vec<_> = (0..random.below(4))
        .map(|_| {
            let (name, value) = attribute(random);
            format!("'{name}': '{value}'")
        })
        .collect();
    let children: Vec<_> = if depth == 0 {
        vec![]
    } else {
        (0..random.below(3)).map(|_| element(random, depth - 1)).collect()
    };
    let attributes = format!("{{ {} }}", attributes.join(", "));
    format!("host.element('div', {})", [vec![attributes], children].concat().join(", "))
}

/// What may happen to such a page.
fn step(random: &mut Random) -> String {
    let any = "host.any()";
    match random.below(20) {
        0 => format!("document.body.append({})", element(random, 2)),
        1 => format!("host.swapOuter({any}, {})", element(random, 2)),
        2 => format!("{any}.replaceWith({})", element(random, 2)),
        3 => format!("host.swapAppend({any}, {})", element(random, 1)),
        4 => format!("host.swapDelete({any})"),
        5 => format!("{any}.remove()"),
        6..9 => {
            let (name, value) = attribute(random);
            format!("{any}.setAttribute('{name}', '{value}')")
        }
        9 => format!("{any}.removeAttribute('{}')", attribute(random).0),
        10..12 => "window.htmx?.process(document.body)".to_owned(),
        12 => format!("window.htmx?.process({any})"),
        13 => "window.sseMonitors?.live?.reconnect()".to_owned(),
        14 => "window.sseMonitors?.live?.destroy()".to_owned(),
        15 => format!("document.body.append({any})"),
        16 => "{ const node = host.any(); node.remove(); setTimeout(() => document.body.append(node), 700); }".to_owned(),
        17 => format!("{any}.dispatchEvent(new Event('click', {{ bubbles: true }}))"),
        18 => "window.htmx?.trigger(host.any(), 'htmx:afterProcessNode')".to_owned(),
        _ => "window.htmx?.ajax?.('GET', '/events', { source: host.any() })".to_owned(),
    }
}

fn config(random: &mut Random) -> MonitorConfig {
    let mut config = MonitorConfig::new("live")
        .client(random.pick(Client::ALL))
        .status_element_id("status")
        .debug(random.chance(50))
        .reconnect_delay(random.pick(&[secs(1), secs(3)]));
    if random.chance(30) {
        config = config.connect_timeout(None);
    }
    if random.chance(30) {
        config = config.heartbeat_timeout(secs(5));
    }
    config
}

/// The life of one page. What is wrong with it, if anything.
fn live(host: &Host, seed: u64, tell: bool) -> Result<(), String> {
    let random = &mut Random::new(seed);
    let run = |code: &str| {
        if tell {
            println!("{code}");
        }
        host.script(code);
    };
    host.boot(random.below(u32::MAX), "chromium");
    let client = random.pick(&["dom", "htmx2", "htmx2", "htmx4", "htmx4"]);
    let extension = random.chance(85);
    host.run(&format!("host.scene('{client}', {{ extension: {extension} }})"));
    host.run(
        "host.any = () => {
           const all = document.body.querySelectorAll('*');
           return all[Math.floor(Math.random() * all.length)] ?? document.body.appendChild(host.element('div'));
         };
         host.clock.ran.length = 0;",
    );
    if tell {
        println!("{client}, the extension: {extension}");
    }
    let script = broken::monitor(&config(random));
    let mut loaded = false;
    for _ in 0..3 + random.below(14) {
        match random.below(10) {
            0 | 1 => host.known_script(&script),
            2 => {
                let policy = random.pick(&[
                    "'open'",
                    "'open'",
                    "503",
                    "'html'",
                    "'hold'",
                    "204",
                    "({ flap: 20 })",
                    "'refuse'",
                ]);
                host.run(&format!("host.server.policy = {policy}"));
            }
            3 if !loaded => {
                loaded = true;
                host.run("host.page.loaded()");
            }
            4 => host.run("host.server.end()"),
            _ => run(&step(random)),
        }
        if random.chance(50) {
            host.advance(random.pick(&[10, 300, 2000, 30_000]));
        }
    }
    host.known_script(&script);
    if !loaded {
        host.run("host.page.loaded()");
    }
    host.advance(40_000);
    let fullest: u32 = host.get("host.clock.fullest(1000)");
    if fullest > MOST_TASKS {
        return Err(format!("{fullest} tasks in a second"));
    }
    let errors: Vec<String> = host.get("host.errors.splice(0)");
    let ours: Vec<_> =
        errors.iter().filter(|error| !error.contains("HierarchyRequestError")).collect();
    if !ours.is_empty() {
        return Err(format!(
            "uncaught: {ours:?} {}",
            host.get::<String>("host.stacks.join('\\n')")
        ));
    }
    let peak: u32 = host.get("Math.max(0, ...host.server.peak.values())");
    if tell {
        println!("{fullest} tasks in the fullest second, {peak} connections at most");
    }
    Ok(())
}

#[test]
fn no_page_makes_the_script_run_wild() {
    let number = |name: &str| env::var(name).ok().map(|value| value.parse().expect("a number"));
    let host = Host::new();
    let wrong = |seed, tell| {
        let lived =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| live(&host, seed, tell)));
        match lived {
            Ok(result) => result.err(),
            Err(panic) => Some(panic.downcast_ref::<String>().cloned().unwrap_or_default()),
        }
    };
    if let Some(seed) = number("SSE_MONITOR_SEED") {
        let what = wrong(seed, true);
        assert!(what.is_none(), "{what:?}");
        return;
    }
    let failed: Vec<_> = (0..number("SSE_MONITOR_PAGES").unwrap_or(PAGES))
        .filter_map(|seed| wrong(seed, false).map(|what| (seed, what)))
        .take(10)
        .collect();
    let seeds: Vec<_> = failed.iter().map(|(seed, _)| seed).collect();
    assert!(
        failed.is_empty(),
        "replay with SSE_MONITOR_SEED={}: {}\nand {seeds:?}",
        failed[0].0,
        failed[0].1
    );
}

/// The pages of README's beginners, each wrong in one way.
#[test]
fn a_page_with_one_mistake_stays_alive() {
    each(|case| {
        for mistake in [
            "host.live().removeAttribute('hx-ext')",
            "host.live().setAttribute('id', 'elsewhere'); document.body.setAttribute('id', 'live')",
            "host.live().firstChild?.setAttribute('id', 'live'); host.live().removeAttribute('id')",
            "host.live().setAttribute('id', 'status')",
            "host.live().replaceWith(host.element('div', { id: 'live' }, 'Import finished'))",
        ] {
            let page = Page::furnished(case);
            page.script(mistake);
            page.monitor(case, plain);
            page.run("host.page.loaded()");
            page.advance(40_000);
            assert!(page.get::<u32>("host.clock.fullest(1000)") <= 50, "{mistake}");
            assert!(page.requests() <= 30, "{mistake}");
            page.script("window.htmx?.process(document.body)");
            page.advance(40_000);
            assert!(page.get::<u32>("host.clock.fullest(1000)") <= 50, "{mistake}");
        }
    });
}

/// A listener that asks for an attempt whenever anything happens.
#[test]
fn a_listener_that_reconnects_in_every_state_is_slowed_down() {
    each(|case| {
        for answer in ["open", "503", "refuse", "({ flap: 20 })", "html", "hold"] {
            for state in ["", "connecting", "connected", "error", "reconnecting", "disconnected"] {
                let page = Page::furnished(case);
                page.script(&format!(
                    "document.addEventListener('sse:stateChanged', ({{ detail }}) => {{
                       if (detail.state === '{state}' || !'{state}') window.sseMonitor?.reconnect();
                     }}, {{ client: true }})"
                ));
                page.answer(answer);
                page.monitor(case, |config| config.max_reconnect_attempts(2));
                page.run("host.page.loaded()");
                page.advance(60_000);
                let fullest: u32 = page.get("host.clock.fullest(1000)");
                assert!(fullest <= 50, "{state:?} {answer}: {fullest} tasks in a second");
                assert!(page.requests() <= 120, "{state:?} {answer}: {} requests", page.requests());
                assert_eq!(page.peak().max(1), 1, "{state:?} {answer}");
            }
        }
    });
}

/// And it may do so synchronously, by a callback.
#[test]
fn a_callback_that_reconnects_in_every_state_is_slowed_down() {
    each(|case| {
        for answer in ["open", "503", "({ flap: 20 })"] {
            let page = Page::furnished(case);
            page.script("window.again = () => window.sseMonitor?.reconnect()");
            page.answer(answer);
            page.monitor(case, |config| config.callbacks("again"));
            page.run("host.page.loaded()");
            page.advance(60_000);
            let fullest: u32 = page.get("host.clock.fullest(1000)");
            assert!(fullest <= 50, "{answer}: {fullest} tasks in a second");
        }
    });
}

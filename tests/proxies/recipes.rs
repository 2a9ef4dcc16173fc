//! The settings of `docs/recipes.md`, as they stand there: the proxies are started with what is cut out of the page. Only
//! names and ports are put in their place.

use std::time::Duration;

use sse_monitor_tests::proxy::{Kind, nginx};
use sse_monitor_tests::watched::now;

use crate::Test;
use crate::nginx::has_status;
use crate::scene::{Outcome, Scene, Surroundings};

const PAGE: &str = include_str!("../../docs/recipes.md");

pub(crate) const TESTS: &[Test] = &[
    played!("recipes::nginx", Chromium, play, Kind::Nginx),
    played!("recipes::haproxy", Chromium, play, Kind::Haproxy),
    played!("recipes::caddy", Chromium, play, Kind::Caddy),
];

/// Connects, and comes back from an outage of the server, without a word of the server's about buffering.
async fn play(all: &Surroundings<'_>, kind: Kind) -> Outcome {
    let mut scene = Scene::new(all).await?;
    scene.say_nothing_about_buffering();
    let _proxy = scene.start(all, kind, &configuration(&scene, kind)?).await?;
    scene.connect().await?;
    let before = scene.check().await?;
    if before.outages() > 0 {
        return Err(format!("an outage without a fault: {before:?}").into());
    }
    // Longer than HAProxy tries by itself.
    scene.server_away(Duration::from_secs(6)).await?;
    scene.until_back(now()).await?;
    has_status(&scene.check().await?, &[502, 503, 504])
}

fn configuration(scene: &Scene, kind: Kind) -> Outcome<String> {
    let snippet = snippet(kind)?;
    let certificate = &scene.certificate;
    let (file, key) = (certificate.certificate.display(), certificate.key.display());
    let mut parts = Vec::new();
    for listener in &scene.listeners {
        let (port, upstream) = (listener.port, listener.upstream);
        parts.push(match kind {
            // It compresses, so it buffers unless the snippet says otherwise.
            Kind::Nginx => format!(
                "upstream app{port} {{ server 127.0.0.1:{upstream}; }}\nserver {{\nlisten {port} ssl http2;\n\
                 ssl_certificate {file};\nssl_certificate_key {key};\ngzip on;\ngzip_types text/event-stream;\n\
                 gzip_min_length 1;\nlocation / {{ proxy_pass http://app{port}; }}\n{}}}\n",
                replaced(snippet, &[("http://app", &format!("http://app{port}"))])?
            ),
            Kind::Haproxy => format!(
                "frontend f{port}\n mode http\n bind *:{port} ssl crt {} alpn h2,http/1.1\n \
                 default_backend b{port}\nbackend b{port}\n mode http\n timeout connect 5s\n \
                 server s 127.0.0.1:{upstream}\n",
                certificate.both.display()
            ),
            Kind::Caddy => replaced(
                snippet,
                &[
                    ("example.org {", &format!("https://:{port} {{\n tls {file} {key}")),
                    ("app:3000", &format!("127.0.0.1:{upstream}")),
                ],
            )?,
        });
    }
    let text = parts.concat();
    Ok(match kind {
        Kind::Nginx => nginx(&text, false),
        Kind::Haproxy => format!("{snippet}\n{text}"),
        Kind::Caddy => format!(
            "{{\n admin off\n grace_period 1s\n auto_https off\n skip_install_trust\n}}\n{text}"
        ),
    })
}

/// The block of code for a proxy, in the section about proxies.
fn snippet(kind: Kind) -> Outcome<&'static str> {
    const SECTION: &str = "\n## nginx, Caddy, HAProxy\n";

    let section = PAGE.split_once(SECTION).ok_or("the recipes have no section about proxies")?.1;
    let section = section.split("\n## ").next().unwrap_or_default();
    let blocks =
        section.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    let says = match kind {
        Kind::Nginx => "proxy_pass",
        Kind::Haproxy => "timeout server",
        Kind::Caddy => "reverse_proxy",
    };
    let mut found = blocks.map(|(_, code)| code).filter(|code| code.contains(says));
    match (found.next(), found.next()) {
        (Some(snippet), None) => Ok(snippet),
        _ => Err(format!("the recipes have not exactly one block with {says}").into()),
    }
}

/// The snippet with other names and ports, each of which must be there.
fn replaced(snippet: &str, changes: &[(&str, &str)]) -> Outcome<String> {
    let mut text = format!("{snippet}\n");
    for (from, to) in changes {
        if !text.contains(from) {
            return Err(format!("the snippet has no `{from}`").into());
        }
        text = text.replace(from, to);
    }
    Ok(text)
}

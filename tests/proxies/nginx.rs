//! nginx with TLS and HTTP/2.

use std::time::Duration;

use sse_monitor_tests::proxy::{Front, Kind};
use sse_monitor_tests::watched::{Seen, now};
use tokio::time::sleep;

use crate::Test;
use crate::scene::{Outcome, Scene, Surroundings};

pub(crate) const TESTS: &[Test] = &[
    played!("nginx::killed", Chromium, killed),
    played!("nginx::killed", Firefox, killed),
    played!("nginx::restarted", Chromium, restarted),
    played!("nginx::restarted", Firefox, restarted),
    played!("nginx::server_killed", Chromium, server_killed),
    played!(
        "nginx::buffering_that_the_server_refuses",
        Chromium,
        buffering_that_the_server_refuses
    ),
    played!("nginx::buffering", Chromium, buffering),
];

/// It compresses, so it buffers unless it is told not to.
fn configuration(scene: &Scene) -> String {
    let front = Front {
        listeners: scene.listeners.to_vec(),
        certificate: Some(scene.certificate.clone()),
        settings: "gzip on; gzip_types text/event-stream; gzip_min_length 1;".to_owned(),
        read_timeout: 60,
        reloads: false,
    };
    front.configuration(Kind::Nginx)
}

async fn killed(all: &Surroundings<'_>) -> Outcome {
    let scene = Scene::new(all).await?;
    let mut proxy = scene.start(all, Kind::Nginx, &configuration(&scene)).await?;
    scene.connect().await?;
    proxy.kill().await?;
    scene.until("an outage", |seen| seen.outages() == 1).await?;
    sleep(Duration::from_secs(2)).await;
    proxy.run().await?;
    scene.until_back(now()).await?;
    scene.check().await.map(drop)
}

async fn restarted(all: &Surroundings<'_>) -> Outcome {
    let scene = Scene::new(all).await?;
    let mut proxy = scene.start(all, Kind::Nginx, &configuration(&scene)).await?;
    scene.connect().await?;
    for outages in 1..=3 {
        proxy.stop().await?;
        proxy.run().await?;
        scene.until("an outage each", |seen| seen.outages() == outages).await?;
        scene.until_back(now()).await?;
    }
    scene.check().await.map(drop)
}

async fn server_killed(all: &Surroundings<'_>) -> Outcome {
    let mut scene = Scene::new(all).await?;
    let _proxy = scene.start(all, Kind::Nginx, &configuration(&scene)).await?;
    scene.connect().await?;
    scene.server_away(Duration::from_secs(3)).await?;
    scene.until_back(now()).await?;
    let seen = scene.check().await?;
    has_status(&seen, &[502])
}

async fn buffering_that_the_server_refuses(all: &Surroundings<'_>) -> Outcome {
    let scene = Scene::new(all).await?;
    let _proxy = scene.start(all, Kind::Nginx, &configuration(&scene)).await?;
    scene.connect().await?;
    let seen = scene.check().await?;
    if seen.encoding.as_deref() != Some("gzip") || seen.outages() > 0 {
        return Err(format!("encoded: {:?}, {} outages", seen.encoding, seen.outages()).into());
    }
    Ok(())
}

/// What the recipes say of it: the page never connects, each attempt ends with `timeout`.
async fn buffering(all: &Surroundings<'_>) -> Outcome {
    let scene = Scene::new(all).await?;
    scene.say_nothing_about_buffering();
    let _proxy = scene.start(all, Kind::Nginx, &configuration(&scene)).await?;
    scene.open().await?;
    let timeouts = |seen: &Seen| {
        seen.states.iter().filter(|state| state.reason.as_deref() == Some("timeout")).count()
    };
    scene.until("two attempts that end with timeout", |seen| timeouts(seen) > 1).await?;
    let seen = scene.check().await?;
    let connected = seen.states.iter().any(|state| state.state == "connected");
    if connected || !seen.monitored.is_empty() {
        return Err(format!("nothing was buffered: {seen:?}").into());
    }
    Ok(())
}

/// The proxy has answered with one of these.
pub(crate) fn has_status(seen: &Seen, expected: &[u16]) -> Outcome {
    let told: Vec<u16> = seen.states.iter().filter_map(|state| state.status).collect();
    if told.iter().any(|status| expected.contains(status)) {
        return Ok(());
    }
    Err(format!("the proxy answered {told:?}, not one of {expected:?}").into())
}

//! The demo, used by keyboard.

use sse_monitor_tests::webdriver::Tab;

use crate::app::{Apps, Outcome, until};

pub(crate) const NAME: &str = "demo";

pub(crate) async fn play(apps: &Apps, tab: &Tab) -> Outcome {
    let demo = apps.start(NAME, &["--port", "0"]).await?;
    tab.open(&demo.url).await?;
    until(tab, "document.getElementById('status').textContent === 'Connected'").await?;
    demo.kill().await
}

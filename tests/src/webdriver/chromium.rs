//! What Chromium does over the `DevTools` protocol, which chromedriver passes on.

use fantoccini::Client;
use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Error;
use super::accessibility::{self, AccessibleNode};

/// Brings a tab to the front.
pub(super) async fn activate(client: &Client, handle: &WindowHandle) -> Result<(), Error> {
    // Chromedriver's window handles are the ids of the targets.
    let id = String::from(handle.clone());
    devtools(client, "Target.activateTarget", json!({ "targetId": id })).await.map(drop)
}

pub(super) async fn set_offline(client: &Client, offline: bool) -> Result<(), Error> {
    devtools(client, "Network.enable", json!({})).await?;
    let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    devtools(client, "Network.emulateNetworkConditions", conditions).await.map(drop)
}

pub(super) async fn set_frozen(client: &Client, frozen: bool) -> Result<(), Error> {
    let state = if frozen { "frozen" } else { "active" };
    devtools(client, "Page.setWebLifecycleState", json!({ "state": state })).await.map(drop)
}

pub(super) async fn listeners(client: &Client, expression: &str) -> Result<Vec<String>, Error> {
    let object = devtools(client, "Runtime.evaluate", json!({ "expression": expression })).await?;
    let id = &object["result"]["objectId"];
    let found =
        devtools(client, "DOMDebugger.getEventListeners", json!({ "objectId": id })).await?;
    let listeners = found["listeners"].as_array().cloned().unwrap_or_default();
    Ok(listeners
        .iter()
        .filter_map(|listener| listener["type"].as_str().map(str::to_owned))
        .collect())
}

/// What a page's process holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counters {
    /// Documents.
    pub documents: i64,
    /// Nodes, attached or not.
    pub nodes: i64,
    /// Event listeners that scripts have added.
    pub js_event_listeners: i64,
}

pub(super) async fn counters(client: &Client) -> Result<Counters, Error> {
    // Wrappers of what the first one frees go with the second.
    for _ in 0..2 {
        devtools(client, "HeapProfiler.collectGarbage", json!({})).await?;
    }
    let counters = devtools(client, "Memory.getDOMCounters", json!({})).await?;
    serde_json::from_value(counters).map_err(|error| Error(format!("counters: {error}")))
}

pub(super) async fn heap(client: &Client) -> Result<u64, Error> {
    for _ in 0..2 {
        devtools(client, "HeapProfiler.collectGarbage", json!({})).await?;
    }
    let heap = devtools(client, "Runtime.getHeapUsage", json!({})).await?;
    // A number of JavaScript, so it may be written as a fraction.
    let used = heap["usedSize"].as_f64().map(|used| format!("{used:.0}").parse());
    used.and_then(std::result::Result::ok).ok_or_else(|| Error(format!("heap: {heap}")))
}

pub(super) async fn accessible_nodes(client: &Client) -> Result<Vec<AccessibleNode>, Error> {
    let tree = devtools(client, "Accessibility.getFullAXTree", json!({})).await?;
    Ok(accessibility::nodes(&tree))
}

async fn devtools(client: &Client, command: &str, parameters: Value) -> Result<Value, Error> {
    let command = DevTools { command: command.to_owned(), parameters };
    Ok(client.issue_cmd(command).await?)
}

/// A command of the `DevTools` protocol.
#[derive(Debug)]
struct DevTools {
    command: String,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (
            http::Method::POST,
            Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()),
        )
    }
}

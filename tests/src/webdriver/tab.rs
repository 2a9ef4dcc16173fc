//! What a scenario does with its page.

use std::time::Duration;

use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Engine, Error};

/// The tab of one scenario.
pub struct Tab {
    engine: Engine,
    client: Client,
    handle: WindowHandle,
    other: WindowHandle,
}

impl Tab {
    pub(super) fn new(
        engine: Engine,
        client: Client,
        handle: WindowHandle,
        other: WindowHandle,
    ) -> Self {
        Self { engine, client, handle, other }
    }

    /// Loads a page and waits until it is loaded.
    ///
    /// # Errors
    ///
    /// When it does not load.
    pub async fn open(&self, url: &str) -> Result<(), Error> {
        Ok(self.client.goto(url).await?)
    }

    /// Goes back in the history.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn back(&self) -> Result<(), Error> {
        Ok(self.client.back().await?)
    }

    /// Runs the body of a function in the page and gives what it returns.
    ///
    /// # Errors
    ///
    /// When it throws, or returns something else than a `T`.
    pub async fn run<T: DeserializeOwned>(&self, body: &str) -> Result<T, Error> {
        self.run_with(body, Vec::new()).await
    }

    /// The same with arguments: `arguments[0]` and so on.
    ///
    /// # Errors
    ///
    /// When it throws, or returns something else than a `T`.
    pub async fn run_with<T: DeserializeOwned>(
        &self,
        body: &str,
        arguments: Vec<Value>,
    ) -> Result<T, Error> {
        let value = self.client.execute(body, arguments).await?;
        let shown = value.to_string();
        serde_json::from_value(value)
            .map_err(|error| Error(format!("`{body}` returned {shown}: {error}")))
    }

    /// Brings the tab to the front: its page becomes visible.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn show(&self) -> Result<(), Error> {
        self.activate(&self.handle).await
    }

    /// Brings another tab to the front: this one's page becomes hidden.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn hide(&self) -> Result<(), Error> {
        self.activate(&self.other).await
    }

    /// Takes the network away from the page, or gives it back. Live connections stay.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn set_offline(&self, offline: bool) -> Result<(), Error> {
        self.devtools("Network.enable", json!({})).await?;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.emulateNetworkConditions", conditions).await.map(drop)
    }

    /// Freezes the page, as a browser does with tabs it wants to save power on, or lets it go on.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn set_frozen(&self, frozen: bool) -> Result<(), Error> {
        let state = if frozen { "frozen" } else { "active" };
        self.devtools("Page.setWebLifecycleState", json!({ "state": state })).await.map(drop)
    }

    /// The types of the event listeners on the object that `expression` gives, one for each listener.
    ///
    /// # Errors
    ///
    /// When the browser does not tell.
    pub async fn listeners(&self, expression: &str) -> Result<Vec<String>, Error> {
        let object = self.devtools("Runtime.evaluate", json!({ "expression": expression })).await?;
        let id = &object["result"]["objectId"];
        let found =
            self.devtools("DOMDebugger.getEventListeners", json!({ "objectId": id })).await?;
        let listeners = found["listeners"].as_array().cloned().unwrap_or_default();
        Ok(listeners
            .iter()
            .filter_map(|listener| listener["type"].as_str().map(str::to_owned))
            .collect())
    }

    /// What the page's process holds, after a forced collection of its garbage.
    ///
    /// # Errors
    ///
    /// When the browser does not tell.
    pub async fn counters(&self) -> Result<Counters, Error> {
        // Wrappers of what the first one frees go with the second.
        for _ in 0..2 {
            self.devtools("HeapProfiler.collectGarbage", json!({})).await?;
        }
        let counters = self.devtools("Memory.getDOMCounters", json!({})).await?;
        serde_json::from_value(counters).map_err(|error| Error(format!("counters: {error}")))
    }

    async fn activate(&self, handle: &WindowHandle) -> Result<(), Error> {
        // Chromedriver's window handles are the ids of the targets.
        let id = String::from(handle.clone());
        self.devtools("Target.activateTarget", json!({ "targetId": id })).await?;
        // The page hears of it a little later.
        tokio::time::sleep(Duration::from_millis(50)).await;
        Ok(())
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Result<Value, Error> {
        match self.engine {
            Engine::Chromium => {
                let command = DevTools { command: command.to_owned(), parameters };
                Ok(self.client.issue_cmd(command).await.map_err(|error: CmdError| error)?)
            }
        }
    }
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

/// A command of the `DevTools` protocol, passed on by chromedriver.
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

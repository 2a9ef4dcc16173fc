//! What Firefox does when the browser's own scripts tell it to.
//!
//! Such a script runs in the browser's window, not in a page. The scenario's tab is the last one there.

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Error;

/// Brings the scenario's tab to the front, or the first one.
pub(super) async fn select(client: &Client, own: bool) -> Result<(), Error> {
    let script = "gBrowser.selectedTab = gBrowser.tabs.at(arguments[0] ? -1 : 0); done(null)";
    run::<Option<bool>>(client, script, vec![own.into()]).await.map(drop)
}

pub(super) async fn set_offline(client: &Client, offline: bool) -> Result<(), Error> {
    let script = "gBrowser.browsers.at(-1).browsingContext.forceOffline = arguments[0]; done(null)";
    run::<Option<bool>>(client, script, vec![offline.into()]).await.map(drop)
}

/// The process that the page runs in.
pub(super) async fn process(client: &Client) -> Result<u32, Error> {
    let script = "done(gBrowser.browsers.at(-1).browsingContext.currentWindowGlobal.osPid)";
    run(client, script, Vec::new()).await
}

pub(super) async fn listeners(client: &Client, expression: &str) -> Result<Vec<String>, Error> {
    // Only the page's process knows them, and there a script of this kind has to be sent.
    let script = "
        const { messageManager } = gBrowser.browsers.at(-1);
        messageManager.addMessageListener('listeners', function listener({ data }) {
          messageManager.removeMessageListener('listeners', listener);
          done(data);
        });
        const tell = (expression) => {
          const object = content.wrappedJSObject.eval(expression);
          sendAsyncMessage('listeners', Services.els.getListenerInfoFor(object).map(({ type }) => type));
        };
        const source = `(${tell})(${JSON.stringify(arguments[0])})`;
        messageManager.loadFrameScript('data:,' + encodeURIComponent(source), false)";
    run(client, script, vec![expression.into()]).await
}

async fn run<T: DeserializeOwned>(
    client: &Client,
    script: &str,
    arguments: Vec<Value>,
) -> Result<T, Error> {
    let script = format!("const done = Array.prototype.at.call(arguments, -1);\n{script}");
    client.issue_cmd(Context("chrome")).await?;
    let outcome = client.execute_async(&script, arguments).await;
    client.issue_cmd(Context("content")).await?;
    let value = outcome?;
    let shown = value.to_string();
    serde_json::from_value(value)
        .map_err(|error| Error(format!("`{script}` gave {shown}: {error}")))
}

/// Where the following scripts run: in the page or in the browser's window.
#[derive(Debug)]
struct Context(&'static str);

impl WebDriverCompatibleCommand for Context {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/moz/context", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "context": self.0 }).to_string()))
    }
}

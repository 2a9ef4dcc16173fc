//! One browser process.

use std::sync::Arc;
use std::time::Duration;

use fantoccini::wd::{TimeoutConfiguration, WindowHandle};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;

use super::driver::Driver;
use super::{Engine, Error, Tab};

/// One process of a browser, with an empty tab of its own that stays open.
pub struct Browser {
    engine: Engine,
    client: Client,
    first_tab: WindowHandle,
    // Dropped last: the session ends before its driver.
    driver: Arc<Driver>,
}

impl Browser {
    /// Starts a browser and its driver.
    ///
    /// # Errors
    ///
    /// When one of them is missing or does not start.
    pub async fn start(engine: Engine) -> Result<Self, Error> {
        let capabilities = engine.capabilities()?;
        let driver = Arc::new(Driver::start(engine).await?);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(driver.url())
            .await
            .map_err(|error| Error(format!("{} does not start: {error}", engine.name())))?;
        let limit = Some(Duration::from_mins(1));
        client
            .update_timeouts(TimeoutConfiguration::new(limit, limit, Some(Duration::ZERO)))
            .await?;
        let first_tab = client.window().await?;
        Ok(Self { engine, client, first_tab, driver })
    }

    /// Its name and version, as it tells them itself.
    #[must_use]
    pub fn version(&self) -> String {
        let capabilities = self.client.capabilities();
        let told = |key| capabilities.and_then(|all| all.get(key)?.as_str()).unwrap_or("?");
        format!("{} {}", told("browserName"), told("browserVersion"))
    }

    /// Opens a tab, in front of the others.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn open_tab(&self) -> Result<Tab, Error> {
        // MiniBrowser shows a tab only to who clicks on it, so it gets a window.
        let in_window = self.engine != Engine::WebKit;
        let handle = self.client.new_window(in_window).await?.handle;
        let tab = Tab::new(
            self.engine,
            self.client.clone(),
            Arc::clone(&self.driver),
            handle.clone(),
            self.first_tab.clone(),
        );
        self.client.switch_to_window(handle).await?;
        tab.show().await?;
        Ok(tab)
    }

    /// Stops all its processes, or lets them go on, as a system does that has no memory left, or is asleep.
    ///
    /// # Errors
    ///
    /// When there are none.
    pub fn set_stopped(&self, stopped: bool) -> Result<(), Error> {
        self.driver.signal_browser(if stopped { "STOP" } else { "CONT" })
    }

    /// Closes all tabs but the first.
    ///
    /// # Errors
    ///
    /// When the browser does not do it: it should not be used any more.
    pub async fn close_tabs(&self) -> Result<(), Error> {
        for window in self.client.windows().await? {
            if window != self.first_tab {
                self.client.switch_to_window(window).await?;
                self.client.close_window().await?;
            }
        }
        Ok(self.client.switch_to_window(self.first_tab.clone()).await?)
    }

    /// Ends the browser and its driver.
    ///
    /// # Errors
    ///
    /// When the driver does not answer.
    pub async fn quit(self) -> Result<(), Error> {
        Ok(self.client.close().await?)
    }
}

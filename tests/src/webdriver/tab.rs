//! What a scenario does with its page.

use std::sync::Arc;
use std::time::Duration;

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::WindowHandle;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::accessibility::AccessibleNode;
use super::chromium::Counters;
use super::driver::Driver;
use super::process::signal;
use super::{Ability, Engine, Error, chromium, firefox};

/// The tab of one scenario.
pub struct Tab {
    engine: Engine,
    client: Client,
    driver: Arc<Driver>,
    handle: WindowHandle,
    other: WindowHandle,
}

impl Tab {
    pub(super) fn new(
        engine: Engine,
        client: Client,
        driver: Arc<Driver>,
        handle: WindowHandle,
        other: WindowHandle,
    ) -> Self {
        Self { engine, client, driver, handle, other }
    }

    /// The engine that it is a tab of.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
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

    /// Makes it the tab that is opened, run in and so on, where a browser has several. Hidden or visible, it stays so.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn select(&self) -> Result<(), Error> {
        Ok(self.client.switch_to_window(self.handle.clone()).await?)
    }

    /// Brings the tab to the front: its page becomes visible.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn show(&self) -> Result<(), Error> {
        match self.engine {
            Engine::Chromium => chromium::activate(&self.client, &self.handle).await?,
            Engine::Firefox => firefox::select(&self.client, true).await?,
            Engine::WebKit => self.driver.display()?.show_windows()?,
        }
        hears_of_it().await;
        Ok(())
    }

    /// Brings another tab to the front, or takes the window away: this one's page becomes hidden.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn hide(&self) -> Result<(), Error> {
        match self.engine {
            Engine::Chromium => chromium::activate(&self.client, &self.other).await?,
            Engine::Firefox => firefox::select(&self.client, false).await?,
            Engine::WebKit => self.driver.display()?.hide_windows()?,
        }
        hears_of_it().await;
        Ok(())
    }

    /// Takes the network away from the page, or gives it back. Live connections stay.
    ///
    /// # Errors
    ///
    /// When the browser does not do it, or cannot: [`Ability::Offline`].
    pub async fn set_offline(&self, offline: bool) -> Result<(), Error> {
        match self.engine {
            Engine::Chromium => chromium::set_offline(&self.client, offline).await,
            Engine::Firefox => firefox::set_offline(&self.client, offline).await,
            Engine::WebKit => Err(self.cannot(Ability::Offline)),
        }
    }

    /// Freezes the page, as a browser does with tabs it wants to save power on, or lets it go on. An engine that has no
    /// such state has the page's process stopped.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn set_frozen(&self, frozen: bool) -> Result<(), Error> {
        let change = if frozen { "STOP" } else { "CONT" };
        match self.engine {
            Engine::Chromium => chromium::set_frozen(&self.client, frozen).await,
            Engine::Firefox => signal(change, &[firefox::process(&self.client).await?]),
            Engine::WebKit => signal(change, &self.driver.family("WebKitWebProces")),
        }
    }

    /// The types of the event listeners on the object that `expression` gives, one for each listener.
    ///
    /// # Errors
    ///
    /// When the browser does not tell, or cannot: [`Ability::Listeners`].
    pub async fn listeners(&self, expression: &str) -> Result<Vec<String>, Error> {
        match self.engine {
            Engine::Chromium => chromium::listeners(&self.client, expression).await,
            Engine::Firefox => firefox::listeners(&self.client, expression).await,
            Engine::WebKit => Err(self.cannot(Ability::Listeners)),
        }
    }

    /// What the page's process holds, after a forced collection of its garbage.
    ///
    /// # Errors
    ///
    /// When the browser does not tell, or cannot: [`Ability::Counters`].
    pub async fn counters(&self) -> Result<Counters, Error> {
        match self.engine {
            Engine::Chromium => chromium::counters(&self.client).await,
            Engine::Firefox | Engine::WebKit => Err(self.cannot(Ability::Counters)),
        }
    }

    /// The bytes that the page's scripts hold, after a forced collection of its garbage.
    ///
    /// # Errors
    ///
    /// When the browser does not tell, or cannot: [`Ability::Heap`].
    pub async fn heap(&self) -> Result<u64, Error> {
        match self.engine {
            Engine::Chromium => chromium::heap(&self.client).await,
            Engine::Firefox | Engine::WebKit => Err(self.cannot(Ability::Heap)),
        }
    }

    /// Presses a key.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn press(&self, key: Key) -> Result<(), Error> {
        let value = key.into();
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// What the browser tells a screen reader of the page.
    ///
    /// # Errors
    ///
    /// When the browser does not tell, or cannot: [`Ability::Accessibility`].
    pub async fn accessible_nodes(&self) -> Result<Vec<AccessibleNode>, Error> {
        match self.engine {
            Engine::Chromium => chromium::accessible_nodes(&self.client).await,
            Engine::Firefox | Engine::WebKit => Err(self.cannot(Ability::Accessibility)),
        }
    }

    /// A scenario that does not say what it needs fails with this.
    fn cannot(&self, ability: Ability) -> Error {
        let reason = self.engine.lacks(ability).unwrap_or("not known");
        Error(format!("the scenario needs {ability:?} without saying so: {reason}"))
    }
}

/// A page hears a little later that it is hidden or visible.
async fn hears_of_it() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

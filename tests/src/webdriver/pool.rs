//! Browsers that are kept from scenario to scenario.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Browser, Engine, Error};

/// A page that is caught in a loop of its own does not close, and its driver waits for it for ever.
const CLOSES_WITHIN: Duration = Duration::from_secs(30);

/// The browsers of one engine that are not in use.
pub struct Pool {
    engine: Engine,
    idle: Mutex<Vec<Browser>>,
}

impl Pool {
    /// A pool without a browser: they are started when they are needed.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self { engine, idle: Mutex::default() }
    }

    /// Takes a browser that nobody uses, or starts one.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn take(&self) -> Result<Browser, Error> {
        let idle = self.idle().pop();
        if let Some(browser) = idle {
            return Ok(browser);
        }
        // On a busy machine a driver may give up before it has begun.
        match Browser::start(self.engine).await {
            Ok(browser) => Ok(browser),
            Err(_) => Browser::start(self.engine).await,
        }
    }

    /// Gives a browser back. One that no longer obeys is not kept.
    pub async fn give_back(&self, browser: Browser) {
        let closed = tokio::time::timeout(CLOSES_WITHIN, browser.close_tabs()).await;
        if matches!(closed, Ok(Ok(()))) {
            self.idle().push(browser);
        }
    }

    /// Ends the browsers.
    pub async fn quit(&self) {
        let idle = std::mem::take(&mut *self.idle());
        for browser in idle {
            // It goes away with its driver all the same.
            drop(browser.quit().await);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Browser>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

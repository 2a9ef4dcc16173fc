//! One scenario: for which clients, and how it is played.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use sse_monitor_tests::page::Setup;
use sse_monitor_tests::webdriver::{Ability, Engine, Pool};

use crate::check::{Failure, Outcome};
use crate::lab::Lab;

/// No scenario takes longer, on a busy machine either.
const CEILING: Duration = Duration::from_mins(5);
/// Those that are played everywhere are the long ones.
const LONG_CEILING: Duration = Duration::from_mins(10);
/// A page that is caught in a loop of its own tells nothing.
const TELLS_WITHIN: Duration = Duration::from_secs(30);

/// A scenario.
#[derive(Clone, Copy)]
pub(crate) struct Scenario {
    pub(crate) module: &'static str,
    pub(crate) function: &'static str,
    pub(crate) setups: &'static [Setup],
    /// What not every engine's driver can do, and the scenario needs.
    pub(crate) needs: &'static [Ability],
    /// Whether every run plays it in every engine, also one that plays a third of the suite.
    pub(crate) everywhere: bool,
    pub(crate) run: for<'a> fn(&'a mut Lab) -> LocalBoxFuture<'a, Outcome>,
}

/// The scenario that a function of the current module plays, and what it needs.
macro_rules! scenario {
    ($setups:expr, $function:ident $(, $ability:ident)*) => {
        $crate::scenario::Scenario {
            module: module_path!(),
            function: stringify!($function),
            setups: $setups,
            needs: &[$(sse_monitor_tests::webdriver::Ability::$ability),*],
            everywhere: false,
            run: |lab| Box::pin($function(lab)),
        }
    };
}

/// The same, played in every engine by every run.
macro_rules! everywhere {
    ($($scenario:tt)+) => {
        $crate::scenario::Scenario {
            everywhere: true,
            ..$crate::scenario::scenario!($($scenario)+)
        }
    };
}

pub(crate) use {everywhere, scenario};

impl Scenario {
    pub(crate) fn name(&self) -> String {
        let theme = self.module.rsplit("::").next().unwrap_or(self.module);
        format!("{theme}::{}", self.function)
    }

    /// Why the engine cannot play it, if so.
    pub(crate) fn impossible_in(&self, engine: Engine) -> Option<&'static str> {
        self.needs.iter().find_map(|ability| engine.lacks(*ability))
    }

    /// Plays it in a fresh tab against a fresh server. A failure comes with all that server and page have written down.
    pub(crate) async fn play(&self, setup: Setup, pool: &Pool) -> Result<(), String> {
        let browser = pool.take().await.map_err(|error| error.to_string())?;
        let outcome = match Lab::new(setup, &browser).await {
            Ok(lab) => self.play_in(lab).await,
            Err(failure) => Err(failure.to_string()),
        };
        pool.give_back(browser).await;
        outcome
    }

    async fn play_in(&self, mut lab: Lab) -> Result<(), String> {
        let ceiling = if self.everywhere { LONG_CEILING } else { CEILING };
        let play = tokio::time::timeout(ceiling, (self.run)(&mut lab));
        let outcome = match AssertUnwindSafe(play).catch_unwind().await {
            Ok(Ok(Ok(()))) => lab.check_what_always_holds().await,
            Ok(Ok(Err(failure))) => Err(failure),
            Ok(Err(_)) => Err(Failure(format!("not over within {ceiling:?}"))),
            Err(_) => Err(Failure("panicked".to_owned())),
        };
        match outcome {
            Ok(()) => Ok(()),
            Err(failure) => {
                let report = tokio::time::timeout(TELLS_WITHIN, lab.report()).await;
                let report = report.unwrap_or_else(|_| "the page does not answer".to_owned());
                Err(format!("{failure}\n\n{report}"))
            }
        }
    }
}

//! The page that the rendered scripts run in: `QuickJS` with the browser of `host/*.js` around it.

use std::cell::Cell;

use rquickjs::function::{Constructor, Func};
use rquickjs::{CatchResultExt, Context, Ctx, FromJs, Function, Object, Runtime};
use serde_json::Value as Json;

/// Loaded once into an engine, in this order.
const PARTS: [(&str, &str); 19] = [
    ("world.js", include_str!("host/world.js")),
    ("clock.js", include_str!("host/clock.js")),
    ("events.js", include_str!("host/events.js")),
    ("bytes.js", include_str!("host/bytes.js")),
    ("wire.js", include_str!("host/wire.js")),
    ("streams.js", include_str!("host/streams.js")),
    ("selectors.js", include_str!("host/selectors.js")),
    ("dom.js", include_str!("host/dom.js")),
    ("url.js", include_str!("host/url.js")),
    ("window.js", include_str!("host/window.js")),
    ("network.js", include_str!("host/network.js")),
    ("eventsource.js", include_str!("host/eventsource.js")),
    ("fetch.js", include_str!("host/fetch.js")),
    ("record.js", include_str!("host/record.js")),
    ("htmx2.js", include_str!("host/htmx2.js")),
    ("htmx4.js", include_str!("host/htmx4.js")),
    ("plain.js", include_str!("host/plain.js")),
    ("scene.js", include_str!("host/scene.js")),
    ("observe.js", include_str!("host/observe.js")),
];

/// More microtasks than any page needs: beyond it they feed each other.
const MOST_MICROTASKS: u32 = 10_000;

/// One engine with one page at a time.
pub(crate) struct Host {
    context: Context,
    // Drops after the context that lives in it.
    _runtime: Runtime,
    errors_wanted: Cell<bool>,
}

impl Host {
    /// An engine with a fresh page.
    pub(crate) fn new() -> Self {
        let runtime = Runtime::new().expect("a JavaScript runtime");
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            |ctx, promise, reason, handled| {
                let host: Object = ctx.globals().get("host").expect("the host is loaded");
                let rejected: Function = host.get("rejected").expect("the host records rejections");
                rejected
                    .call::<_, ()>((promise, reason, handled))
                    .expect("recording does not throw");
            },
        )));
        let context = Context::full(&runtime).expect("a JavaScript context");
        let host = Self { context, _runtime: runtime, errors_wanted: Cell::new(false) };
        for (name, source) in PARTS {
            host.evaluate::<()>(name, source);
        }
        host.context.with(|ctx| {
            let page: Object = ctx.globals().get("host").expect("the host is loaded");
            page.set("pump", Func::from(pump)).expect("the host takes its pump");
        });
        host.boot(1, "chromium");
        host
    }

    /// A fresh page in the same engine.
    pub(crate) fn boot(&self, seed: u32, browser: &str) {
        self.run(&format!("host.boot({{ seed: {seed}, browser: '{browser}' }})"));
    }

    /// Runs code of the test, outside of any task of the page.
    pub(crate) fn run(&self, code: &str) {
        self.evaluate::<()>("test", code);
    }

    /// What an expression of the test gives.
    pub(crate) fn get<T: for<'js> FromJs<'js>>(&self, expression: &str) -> T {
        self.context.with(|ctx| {
            ctx.eval::<T, _>(expression)
                .catch(&ctx)
                .unwrap_or_else(|error| panic!("{expression}: {error}"))
        })
    }

    /// What an expression of the test gives, as JSON.
    pub(crate) fn json(&self, expression: &str) -> Json {
        let text: String = self.get(&format!("JSON.stringify({expression})"));
        serde_json::from_str(&text).expect("the engine writes JSON")
    }

    /// Runs a script of the page, as a task of its own.
    pub(crate) fn script(&self, source: &str) {
        self.call("script", source);
    }

    /// What is wrong with a script that does not even compile.
    pub(crate) fn compile(&self, source: &str) -> Result<(), String> {
        self.context.with(|ctx| {
            let known: Constructor = ctx.globals().get("Function").expect("a constructor");
            let compiled = known.construct::<_, Function>((source,)).catch(&ctx);
            compiled.map(drop).map_err(|error| error.to_string())
        })
    }

    /// Runs a script that other pages of this engine run as well: it is compiled once.
    pub(crate) fn known_script(&self, source: &str) {
        self.call("known", source);
    }

    fn call(&self, name: &str, source: &str) {
        self.context.with(|ctx| {
            let host: Object = ctx.globals().get("host").expect("the host is loaded");
            let script: Function = host.get(name).expect("the host runs scripts");
            script.call::<_, ()>((source,)).catch(&ctx).unwrap_or_else(|error| panic!("{error}"));
        });
    }

    /// Lets virtual time pass.
    pub(crate) fn advance(&self, milliseconds: u32) {
        self.run(&format!("host.clock.advance({milliseconds})"));
    }

    /// The errors that nobody caught, up to now. Whoever reads them expects some.
    pub(crate) fn take_errors(&self) -> Vec<String> {
        self.errors_wanted.set(true);
        self.get("host.errors.splice(0)")
    }

    fn evaluate<T: for<'js> FromJs<'js>>(&self, name: &str, source: &str) -> T {
        self.context.with(|ctx| {
            ctx.eval::<T, _>(source).catch(&ctx).unwrap_or_else(|error| panic!("{name}: {error}"))
        })
    }
}

impl Host {
    /// A test is over: nothing was thrown that it did not look at.
    pub(crate) fn finish(&self) {
        if !std::thread::panicking() && !self.errors_wanted.take() {
            let errors: Vec<String> = self.get("host.errors.splice(0)");
            let stacks: Vec<String> = self.get("host.stacks.slice(0, 1)");
            assert!(
                errors.is_empty(),
                "errors that nobody caught: {errors:?}\n{}",
                stacks.concat()
            );
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.finish();
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a function of the page takes its context so")]
fn pump(ctx: Ctx<'_>) -> bool {
    for _ in 0..MOST_MICROTASKS {
        if !ctx.execute_pending_job() {
            return true;
        }
    }
    false
}

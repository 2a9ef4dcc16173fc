//! A schedule's page: carries the steps out, and knows what a page cannot say of itself.

use serde_json::Value as Json;

use crate::broken;
use crate::host::Host;
use sse_monitor_core::Effective;

use crate::model::schedule::{BEAT, Schedule, Step};

/// The page of one schedule, as its test sees it.
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub(crate) struct World<'a> {
    host: &'a Host,
    pub(crate) schedule: &'a Schedule,
    pub(crate) config: Effective,
    script: String,
    pub(crate) destroyed: bool,
    pub(crate) present: bool,
    pub(crate) hidden: bool,
    pub(crate) online: bool,
    /// The reader is on another page.
    pub(crate) left: bool,
    pub(crate) beating: bool,
    pub(crate) throttle: u32,
}

impl<'a> World<'a> {
    /// The page once the document is complete.
    pub(crate) fn new(host: &'a Host, schedule: &'a Schedule) -> Self {
        let world = Self {
            host,
            schedule,
            config: schedule.config.effective(),
            script: broken::monitor(&schedule.config),
            destroyed: false,
            present: true,
            hidden: false,
            online: true,
            left: false,
            beating: false,
            throttle: 0,
        };
        host.boot(schedule.seed, schedule.browser);
        host.run(&format!("host.scene('{}'); host.watch()", schedule.case.page.as_str()));
        host.script("host.furnish()");
        host.script(&format!(
            "host.fresh = () => host.sse('live', '/events', {{ '{}': 'bye' }});
             host.live().replaceWith(host.fresh())",
            schedule.case.attribute("close")
        ));
        host.known_script(&world.script);
        host.run("host.page.loaded()");
        world
    }

    pub(crate) fn observe(&self) -> Json {
        self.host.json("host.observe()")
    }

    pub(crate) fn get<T: for<'js> rquickjs::FromJs<'js>>(&self, expression: &str) -> T {
        self.host.get(expression)
    }

    /// Carries a step out. False when it makes no sense here.
    pub(crate) fn take(&mut self, step: &Step) -> bool {
        let host = self.host;
        if self.left && step.is_the_page_s() {
            return false;
        }
        match *step {
            Step::Advance(duration) => host.advance(duration),
            Step::Answer(policy) => {
                let quote = if policy.starts_with(char::is_alphabetic) { "'" } else { "" };
                host.run(&format!("host.server.policy = {quote}{policy}{quote}"));
            }
            Step::End => host.run("host.server.end()"),
            Step::Reset => host.run("host.server.reset()"),
            Step::Stall => host.run("host.server.stall()"),
            Step::Send(None) => host.run("host.server.send('text')"),
            Step::Send(Some(id)) => host.run(&format!("host.server.send({{ data: 'text', id: '{id}' }})")),
            // What a client hears without a monitor is not known to the one that comes later.
            Step::SayClose if self.destroyed => return false,
            Step::SayClose => host.run("host.server.send({ event: 'bye', data: '' })"),
            Step::Beat(true) => {
                self.beating = true;
                host.run(&format!("host.server.every({BEAT}, {{ comment: '' }})"));
            }
            Step::Beat(false) => {
                self.beating = false;
                host.run("host.server.quiet()");
            }
            Step::Hide if !self.left && !self.hidden => {
                self.hidden = true;
                host.run("host.page.hide()");
            }
            Step::Show if !self.left && self.hidden => {
                self.hidden = false;
                host.run("host.page.show()");
            }
            Step::Throttle(period) => {
                self.throttle = period;
                host.run(&format!("host.clock.throttle = {period}"));
            }
            Step::Offline if self.online => {
                self.online = false;
                host.run("host.page.offline()");
            }
            Step::Online if !self.online => {
                self.online = true;
                host.run("host.page.online()");
            }
            Step::Sleep(duration) => host.run(&format!("host.clock.sleep({duration})")),
            Step::Suspend(duration) => host.run(&format!("host.clock.suspend({duration})")),
            Step::Resume if !self.left => host.run("host.page.resume()"),
            Step::Leave if !self.left => {
                self.left = true;
                self.hidden = true;
                host.run("host.page.leave(true)");
            }
            Step::ComeBack if self.left => {
                self.left = false;
                self.hidden = false;
                host.run("host.page.comeBack()");
            }
            // Left to itself, htmx does not end what is under way for an element that goes. And htmx 2 connects an
            // element that is gone before it has settled.
            Step::Swap | Step::Delete | Step::Remove
                if !self.schedule.case.is_dom()
                    && (self.destroyed || host.get("host.settling > 0 || host.clientWaits()")) =>
            {
                return false;
            }
            Step::Swap if self.present => host.script("host.swapOuter(host.live(), host.fresh())"),
            Step::Delete if self.present => {
                self.present = false;
                host.script("host.swapDelete(host.live())");
            }
            Step::Remove if self.present => {
                self.present = false;
                host.script("host.live().remove()");
            }
            Step::Insert if !self.present => {
                self.present = true;
                host.script("host.swapAppend(document.body, host.fresh())");
            }
            Step::SwapStatus => host.script("host.status().replaceWith(host.element('p', { id: 'status' }))"),
            // Without a monitor htmx 2 leaks the connection that it replaces. Where it has none any more, it makes another
            // one that nothing inside is bound to.
            Step::ProcessAgain
                if self.present
                    && !self.destroyed
                    && !self.schedule.case.is_dom()
                    && !host.get::<bool>("host.clientIsClosed() ?? false") => host.script(
                "host.live().setAttribute('title', String(performance.now())); htmx.process(host.live())",
            ),
            Step::Reconnect if !self.destroyed => host.script("window.sseMonitors.live.reconnect()"),
            Step::Check if !self.destroyed => host.script("window.sseMonitors.live.checkConnection()"),
            // htmx 2 connects a new element when it has settled, even if a monitor has connected it before, and only a
            // monitor that is still there sees to it.
            Step::Destroy if !self.destroyed && !host.get::<bool>("host.settling > 0 || host.unseen()") => {
                self.destroyed = true;
                host.script("window.sseMonitors.live.destroy()");
            }
            Step::Run if !self.left => {
                self.destroyed = false;
                host.known_script(&self.script);
            }
            _ => return false,
        }
        true
    }
}

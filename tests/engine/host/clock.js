// Virtual time: the page's timers, the arrivals from the network and the server's doings, in one order.
'use strict';

(() => {
  const LONGEST = 2 ** 31 - 1; // a longer delay overflows and fires at once
  const SAME_INSTANT = 10_000; // tasks at one instant, beyond which the page spins

  class Clock {
    constructor(seed) {
      this.now = 0; // monotonic, ms since the test began
      this.origin = 0; // how long the page has been there then
      this.suspended = 0; // ms for which the machine slept: only the wall clock saw them
      this.entries = [];
      this.lastId = 0;
      this.stopped = false; // the page is left: a document that is not fully active runs no task
      this.throttle = 0; // ms that timers are aligned to while the page is hidden
      this.forced = []; // what Math.random gives next
      this.fixed = null; // or always
      this.ran = []; // { at, owner } of each task of the page
      this.randomState = seed >>> 0;
    }

    // owner: 'page' (setTimeout of the script), 'client' (of a stand-in), 'message' (of a MessageChannel), 'network' (to
    // the page), 'server'
    add(delay, owner, work) {
      const entry = { id: ++this.lastId, due: this.now + delay, owner, work, delay };
      this.entries.push(entry);
      return entry.id;
    }

    cancel(id) {
      const at = this.entries.findIndex((entry) => entry.id === id);
      if (at >= 0) this.entries.splice(at, 1);
    }

    isTimer(entry) {
      return entry.owner === 'page' || entry.owner === 'client';
    }

    effective(entry) {
      if (!this.throttle || !this.isTimer(entry) || !document.hidden) return entry.due;
      return Math.ceil(entry.due / this.throttle) * this.throttle;
    }

    take(end, wanted) {
      let best = -1;
      let bestDue = Infinity;
      for (let index = 0; index < this.entries.length; index++) {
        const entry = this.entries[index];
        if (wanted && !wanted(entry)) continue;
        const due = this.effective(entry);
        if (due <= end && due < bestDue) {
          best = index;
          bestDue = due;
        }
      }
      if (best < 0) return null;
      const [entry] = this.entries.splice(best, 1);
      this.now = Math.max(this.now, bestDue);
      return entry;
    }

    // Everything that falls due within the next `duration` ms, each as a task of its own.
    advance(duration) {
      if (this.stopped) return this.sleep(duration);
      const end = this.now + duration;
      let instant = -1;
      let count = 0;
      for (let entry = this.take(end); entry; entry = this.take(end)) {
        if (entry.owner === 'server') entry.work();
        else {
          this.ran.push({ at: this.now, owner: entry.owner });
          host.task(entry.work);
        }
        count = this.now === instant ? count + 1 : 0;
        instant = this.now;
        if (this.stopped) return this.sleep(end - this.now);
        if (count > SAME_INSTANT) throw new Error('the page spins at ' + this.now + ' ms');
      }
      this.now = end;
    }

    // The most tasks that ran within so many ms.
    fullest(duration) {
      let most = 0;
      let first = 0;
      this.ran.forEach(({ at }, last) => {
        while (this.ran[first].at <= at - duration) first++;
        most = Math.max(most, last - first + 1);
      });
      return most;
    }

    // A frozen page: the server goes on, no timer of the page runs, and what arrived waits. At waking the late timers
    // come first and the buffered messages a moment after them, as measured in Chromium.
    sleep(duration) {
      const end = this.now + duration;
      const server = (entry) => entry.owner === 'server';
      for (let entry = this.take(end, server); entry; entry = this.take(end, server)) entry.work();
      this.now = end;
      for (const entry of this.entries) {
        if (entry.owner === 'network' && entry.due <= end) entry.due = end + 2;
      }
    }

    // A machine that sleeps: timers and `performance.now()` stand still, the wall clock does not.
    suspend(duration) {
      this.suspended += duration;
    }

    random() {
      if (this.fixed !== null) return this.fixed;
      if (this.forced.length) return this.forced.shift();
      this.randomState = (this.randomState + 0x6d2b79f5) | 0;
      let mixed = Math.imul(this.randomState ^ (this.randomState >>> 15), 1 | this.randomState);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    }
  }

  const START = Date.UTC(2026, 0, 1);

  host.onBoot(() => {
    const clock = new Clock(host.options.seed);
    host.clock = clock;
    Math.random = () => clock.random();
    Date.now = () => START + clock.suspended + clock.now;
    const set = (work, delay, ...given) => {
      const number = Number(delay);
      const wait = number > 0 && number <= LONGEST ? Math.trunc(number) : 0;
      const id = clock.add(wait, 'page', () => work(...given));
      clock.entries.at(-1).kind = work;
      return id;
    };
    host.expose({
      setTimeout: set,
      clearTimeout: (id) => clock.cancel(id),
      clearInterval: (id) => clock.cancel(id),
      setInterval: (work, period, ...given) => {
        const round = () => {
          clock.add(period, 'page', round);
          Object.assign(clock.entries.at(-1), { id, kind: work });
          work(...given);
        };
        const id = clock.add(period, 'page', round);
        clock.entries.at(-1).kind = work;
        return id;
      },
      performance: { now: () => clock.origin + clock.now },
    });
  });

  // For stand-ins of other scripts.
  host.clientTimeout = (work, delay) => host.clock.add(delay, 'client', work);
})();

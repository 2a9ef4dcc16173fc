// A page in which nothing happens by itself: every task is run by the test, on a clock that the test moves.
//
// Each file of this folder adds one piece to `host` and registers with `onBoot` what a fresh page needs of it.
'use strict';

globalThis.host = {
  boots: [],
  depth: 0, // nested tasks: 0 means that no script is on the stack
  errors: [],
  stacks: [], // where they were thrown
  kept: null, // the names that belong to the engine and the host, not to a page

  onBoot(step) {
    host.boots.push(step);
  },

  // A new page in the same engine: nothing of the page before is left in the global object.
  boot(options = {}) {
    host.kept ??= new Set(Object.getOwnPropertyNames(globalThis));
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (!host.kept.has(name)) delete globalThis[name];
    }
    host.options = { seed: 1, browser: 'chromium', ...options };
    host.errors = [];
    host.stacks = [];
    host.depth = 0;
    for (const step of host.boots) step();
  },

  // What a page may add to the global object, so that `boot` can take it away again.
  expose(members) {
    Object.assign(globalThis, members);
  },

  report(error) {
    host.errors.push(error instanceof Error ? error.name + ': ' + error.message : String(error));
    host.stacks.push(error?.stack ?? '');
  },

  guarded(work, ...given) {
    try {
      return work(...given);
    } catch (error) {
      host.report(error);
      return undefined;
    }
  },

  // One turn of the event loop: the work, then every microtask.
  task(work) {
    if (host.depth > 0) throw new Error('a task inside a task');
    host.depth = 1;
    try {
      host.guarded(work);
    } finally {
      host.depth = 0;
    }
    host.checkpoint();
    for (const reason of host.rejections.values()) host.report(reason);
    host.rejections.clear();
    for (const observe of host.afterTask) observe();
  },

  checkpoint() {
    if (!host.pump()) throw new Error('the microtasks never end');
  },

  // A script element of the page.
  script(source) {
    host.task(() => (0, eval)(source));
  },

  // The same for a script that many pages run: compiled once.
  known(source) {
    let run = host.scripts.get(source);
    if (!run) host.scripts.set(source, (run = new Function(source)));
    host.task(() => run.call(undefined));
  },

  // The engine tells of a rejection when it happens; a handler may still be added within the task.
  rejected(promise, reason, handled) {
    if (handled) host.rejections.delete(promise);
    else host.rejections.set(promise, reason);
  },

  // The engine's own promise jobs serve as the microtask queue.
  microtask(work) {
    Promise.resolve().then(() => host.guarded(work));
  },
};

host.afterTask = [];
host.rejections = new Map();
host.scripts = new Map();
host.onBoot(() => {
  host.afterTask = [];
  host.rejections = new Map();
  host.expose({
    window: globalThis,
    self: globalThis,
    reportError: host.report,
    queueMicrotask: (work) => {
      if (typeof work !== 'function') throw new TypeError('queueMicrotask needs a function');
      host.microtask(work);
    },
  });
});

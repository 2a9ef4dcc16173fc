// EventTarget, Event and AbortController with the semantics of the DOM standard.
'use strict';

(() => {
  let listeners; // WeakMap: target -> its listeners
  let clients; // WeakSet: the listeners of stand-ins
  let targets; // every target that has ever had a listener, for the census

  class Event {
    constructor(type, { bubbles = false, cancelable = false } = {}) {
      this.type = String(type);
      this.bubbles = bubbles;
      this.cancelable = cancelable;
      this.defaultPrevented = false;
      this.target = null;
      this.currentTarget = null;
      this.isTrusted = false;
      this.timeStamp = host.clock.now;
      this.stopped = false;
      this.stoppedNow = false;
      this.path = [];
    }
    preventDefault() {
      if (this.cancelable) this.defaultPrevented = true;
    }
    stopPropagation() {
      this.stopped = true;
    }
    stopImmediatePropagation() {
      this.stopped = true;
      this.stoppedNow = true;
    }
    composedPath() {
      return [...this.path];
    }
  }

  class CustomEvent extends Event {
    constructor(type, init = {}) {
      super(type, init);
      this.detail = init.detail ?? null;
    }
  }

  class MessageEvent extends Event {
    constructor(type, init = {}) {
      super(type, init);
      this.data = init.data ?? null;
      this.lastEventId = init.lastEventId ?? '';
      this.origin = init.origin ?? '';
    }
  }

  class PageTransitionEvent extends Event {
    constructor(type, init = {}) {
      super(type, init);
      this.persisted = init.persisted ?? false;
    }
  }

  const flatten = (options) => (typeof options === 'boolean' ? { capture: options } : (options ?? {}));

  class EventTarget {
    addEventListener(type, callback, options) {
      const target = this ?? globalThis;
      const { capture = false, once = false, signal, client = false, handler = false } = flatten(options);
      if (!callback || signal?.aborted) return;
      let list = listeners.get(target);
      if (!list) listeners.set(target, (list = []));
      const known = (entry) => entry.type === type && entry.callback === callback && entry.capture === capture;
      if (list.some(known)) return;
      targets.add(target);
      // A stand-in's listener stays its own, whoever puts it back.
      if (client) clients.add(callback);
      const entry = { type, callback, capture, once, client: clients.has(callback), handler, removed: false };
      list.push(entry);
      signal?.onceAborted(() => remove(target, entry));
    }

    removeEventListener(type, callback, options) {
      const target = this ?? globalThis;
      const { capture = false } = flatten(options);
      const found = listeners
        .get(target)
        ?.find((entry) => entry.type === type && entry.callback === callback && entry.capture === capture);
      if (found) remove(target, found);
    }

    dispatchEvent(event) {
      return dispatch(this ?? globalThis, event, false);
    }
  }

  function remove(target, entry) {
    entry.removed = true;
    const list = listeners.get(target);
    const at = list.indexOf(entry);
    if (at >= 0) list.splice(at, 1);
  }

  function parentOf(target) {
    if (target === globalThis) return null;
    if (target === document) return globalThis;
    return target.parentNode ?? null;
  }

  function invoke(target, event, phase, fromBrowser) {
    const list = listeners.get(target);
    if (!list) return;
    // A copy: listeners added by these are not for this event.
    for (const entry of list.filter(({ type }) => type === event.type)) {
      if (event.stoppedNow) return;
      if (entry.removed) continue;
      if (phase === 'capture' ? !entry.capture : phase === 'bubble' && entry.capture) continue;
      if (entry.once) remove(target, entry);
      event.currentTarget = target;
      const { callback } = entry;
      host.guarded(() => {
        if (typeof callback === 'function') callback.call(target, event);
        else callback.handleEvent(event);
      });
      // The browser's own dispatch returns to an empty stack after each listener; a script's does not.
      if (fromBrowser) {
        host.depth = 0;
        host.checkpoint();
        host.depth = 1;
      }
    }
  }

  function dispatch(target, event, fromBrowser) {
    event.target = target;
    event.defaultPrevented = false;
    event.path = [];
    for (let node = target; node; node = parentOf(node)) event.path.push(node);
    for (const watch of host.watchers) watch(target, event);
    for (let at = event.path.length - 1; at >= 0 && !event.stopped; at--) {
      invoke(event.path[at], event, 'capture', fromBrowser);
    }
    const reached = event.bubbles ? event.path.length : 1;
    for (let at = 0; at < reached && !event.stopped; at++) {
      invoke(event.path[at], event, 'bubble', fromBrowser);
    }
    event.currentTarget = null;
    return !event.defaultPrevented;
  }

  // An event of the browser's own. Outside a task it becomes one.
  host.fire = (target, event) => {
    event.isTrusted = true;
    if (host.depth === 0) host.task(() => dispatch(target, event, true));
    else dispatch(target, event, true);
  };

  // `onopen = …`: a listener that keeps the place it was given first.
  host.handlers = (prototype, types) => {
    for (const type of types) {
      const slot = Symbol('on' + type);
      Object.defineProperty(prototype, 'on' + type, {
        configurable: true,
        get() {
          return this[slot] ?? null;
        },
        set(callback) {
          const first = !(slot in this);
          this[slot] = callback;
          if (!first) return;
          const relay = (event) => this[slot]?.call(this, event);
          EventTarget.prototype.addEventListener.call(this, type, relay, { handler: true });
        },
      });
    }
  };

  class AbortSignal extends EventTarget {
    constructor() {
      super();
      this.aborted = false;
      this.reason = undefined;
      this.algorithms = [];
    }
    // The standard's abort algorithms, which are no listeners.
    onceAborted(work) {
      this.algorithms.push(work);
    }
    throwIfAborted() {
      if (this.aborted) throw this.reason;
    }
  }

  host.abortError = () => Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });

  class AbortController {
    constructor() {
      this.signal = new AbortSignal();
    }
    abort(reason = host.abortError()) {
      const { signal } = this;
      if (signal.aborted) return;
      signal.aborted = true;
      signal.reason = reason;
      for (const work of signal.algorithms.splice(0)) work();
      signal.dispatchEvent(new Event('abort'));
    }
  }

  // The script's listeners that are still there: not the stand-ins', not `on…` properties.
  host.listenersOf = (target) =>
    (listeners.get(target) ?? []).filter((entry) => !entry.client && !entry.handler).map((entry) => entry.type);
  host.listeningTargets = () => [...targets].filter((target) => host.listenersOf(target).length > 0);

  host.EventTarget = EventTarget;

  host.onBoot(() => {
    listeners = new WeakMap();
    clients = new WeakSet();
    targets = new Set();
    host.watchers = [];
    const { addEventListener, removeEventListener, dispatchEvent } = EventTarget.prototype;
    host.expose({
      Event,
      CustomEvent,
      MessageEvent,
      PageTransitionEvent,
      EventTarget,
      AbortController,
      AbortSignal,
      addEventListener,
      removeEventListener,
      dispatchEvent,
    });
  });
})();

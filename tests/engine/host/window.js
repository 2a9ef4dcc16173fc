// The browser around the page: visibility, network state, the page's life cycle, the console, Trusted Types.
'use strict';

(() => {
  function show(hidden) {
    document.hidden = hidden;
    document.visibilityState = hidden ? 'hidden' : 'visible';
  }

  const visibilityChange = () => host.fire(document, new Event('visibilitychange', { bubbles: true }));

  // As in Chromium, measured: a tab that comes back tells so three times, in this order.
  host.page = {
    hide() {
      show(true);
      visibilityChange();
    },
    show() {
      show(false);
      visibilityChange();
    },
    offline() {
      navigator.onLine = false;
      host.fire(window, new Event('offline'));
    },
    online() {
      navigator.onLine = true;
      host.fire(window, new Event('online'));
    },
    leave(persisted = false) {
      host.fire(window, new Event('beforeunload'));
      host.fire(window, new PageTransitionEvent('pagehide', { persisted }));
      show(true);
      visibilityChange();
      host.clock.stopped = true;
    },
    freeze() {
      host.fire(document, new Event('freeze'));
    },
    resume() {
      host.fire(document, new Event('resume'));
    },
    // Safari tells no more of a page that comes out of the back/forward cache.
    reshow() {
      host.fire(window, new PageTransitionEvent('pageshow', { persisted: true }));
    },
    comeBack() {
      host.clock.stopped = false;
      host.page.resume();
      show(false);
      visibilityChange();
      host.page.reshow();
    },
    // The parser has come to the end of the document.
    loaded() {
      document.readyState = 'interactive';
      host.fire(document, new Event('DOMContentLoaded', { bubbles: true }));
      document.readyState = 'complete';
      host.fire(window, new Event('load'));
      host.fire(window, new PageTransitionEvent('pageshow'));
    },
    // What `require-trusted-types-for 'script'` does.
    requireTrustedTypes() {
      const policies = new Map();
      class TrustedHTML {
        constructor(text) {
          this.text = text;
        }
        toString() {
          return this.text;
        }
      }
      globalThis.trustedTypes = {
        isHTML: (value) => value instanceof TrustedHTML,
        createPolicy(name, { createHTML }) {
          if (policies.has(name)) throw new TypeError('Policy with name "' + name + '" already exists');
          const policy = { name, createHTML: (text) => new TrustedHTML(createHTML(String(text))) };
          policies.set(name, policy);
          return policy;
        },
        names: () => [...policies.keys()],
      };
    },
  };

  host.onBoot(() => {
    host.logs = [];
    host.visits = []; // where the page was told to go
    const said = (word) => (word instanceof Error ? word.message : String(word));
    const record =
      (level) =>
      (...words) =>
        host.logs.push(level + ': ' + words.map(said).join(' '));
    host.expose({
      navigator: { onLine: true, userAgent: host.options.browser },
      console: Object.fromEntries(['log', 'info', 'debug', 'warn', 'error'].map((level) => [level, record(level)])),
    });
  });
})();

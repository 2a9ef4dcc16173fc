// How htmx 2 with its sse extension behaves towards a monitor: events, their order, its retries, its leaks.
// A model of the behaviour for virtual time only; the real htmx runs in the browser tests.
'use strict';

(() => {
  const SETTLE = 20;
  const BOUND = '[sse-swap],[data-sse-swap],[hx-trigger],[data-hx-trigger]';
  const PROCESSED = BOUND + ',[hx-ext],[data-hx-ext],[sse-connect],[data-sse-connect]';

  const value = (element, name) => element.getAttribute(name) ?? element.getAttribute('data-' + name);
  const internal = (element) => (element['htmx-internal-data'] ??= {});
  const kebab = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

  let active; // the extension's script has run

  function hasExtension(element) {
    if (!active) return false;
    for (let node = element; node instanceof Element; node = node.parentNode) {
      const named = value(node, 'hx-ext');
      if (named && named.split(',').some((name) => name.trim() === 'sse')) return true;
    }
    return false;
  }

  function trigger(given, name, detail) {
    const element = typeof given === 'string' ? document.querySelector(given) : given;
    const told = detail ?? {};
    told.elt = element;
    const event = new CustomEvent(name, { bubbles: true, cancelable: true, detail: told });
    if (told.error) {
      console.error(told.error);
      trigger(element, 'htmx:error', { errorInfo: told });
    }
    let going = element.dispatchEvent(event);
    if (going && kebab(name) !== name) {
      going = element.dispatchEvent(new CustomEvent(kebab(name), { bubbles: true, cancelable: true, detail: told }));
    }
    if (going && hasExtension(element)) {
      host.guarded(() => extension(name, element));
      going = !event.defaultPrevented;
    }
    return going;
  }

  // ---- the extension

  function extension(name, element) {
    if (name === 'htmx:afterProcessNode') ensure(element);
    if (name !== 'htmx:beforeCleanupElement') return;
    const source = internal(element).sseEventSource;
    if (!source) return;
    trigger(element, 'htmx:sseClose', { source, type: 'nodeReplaced' });
    source.close();
  }

  function ensure(element, retries) {
    const url = value(element, 'sse-connect');
    if (url) connect(element, url, retries);
    bind(element);
  }

  function connect(element, url, given) {
    let retries = given;
    const source = window.htmx.createEventSource(url);
    source.onerror = (error) => {
      trigger(element, 'htmx:sseError', { error, source });
      if (closedForMissing(element) || source.readyState !== EventSource.CLOSED) return;
      retries = Math.max(Math.min((retries || 0) * 2, 128), 1);
      const carried = retries;
      host.clientTimeout(() => ensure(element, carried), retries * 500);
    };
    source.onopen = () => {
      trigger(element, 'htmx:sseOpen', { source });
      if (retries > 0) {
        for (const child of element.querySelectorAll(BOUND)) bind(child);
        retries = 0;
      }
    };
    internal(element).sseEventSource = source; // whatever was there stays open
    const closeEvent = value(element, 'sse-close');
    if (closeEvent) {
      const close = () => {
        trigger(element, 'htmx:sseClose', { source, type: 'message' });
        source.close();
      };
      source.addEventListener(closeEvent, close, { client: true });
    }
  }

  function closedForMissing(element) {
    if (element.isConnected) return false;
    const source = internal(element).sseEventSource;
    if (!source) return false;
    trigger(element, 'htmx:sseClose', { source, type: 'nodeMissing' });
    source.close();
    return true;
  }

  function bind(element) {
    let owner = element;
    while (owner instanceof Element && !internal(owner).sseEventSource) owner = owner.parentNode;
    if (!(owner instanceof Element)) return;
    const source = internal(owner).sseEventSource;
    const listen = (name, act) => {
      const listener = (event) => {
        if (closedForMissing(owner)) return;
        const gone = !element.isConnected;
        if (gone) source.removeEventListener(name, listener);
        act(event, gone);
      };
      source.addEventListener(name, listener, { client: true });
    };
    for (const name of (value(element, 'sse-swap') ?? '').split(',').filter(Boolean)) {
      listen(name.trim(), (event, gone) => {
        if (gone || !trigger(element, 'htmx:sseBeforeMessage', event)) return;
        swap(element, event.data);
        trigger(element, 'htmx:sseMessage', event);
      });
    }
    for (const spec of (value(element, 'hx-trigger') ?? '').split(',').map((part) => part.trim().split(/\s/)[0])) {
      if (!spec.startsWith('sse:')) continue;
      listen(spec.slice(4), (event) => {
        trigger(element, spec, event);
        trigger(element, 'htmx:sseMessage', event);
      });
    }
  }

  // ---- the core

  function swap(element, markup) {
    if (value(element, 'hx-swap') === 'outerHTML') host.swapOuter(element, host.parsed(markup));
    else element.fill(markup, 'html');
  }

  // An attribute without a value is as good as none.
  const fingerprint = (element) => JSON.stringify([...element.attributeMap].filter(([, text]) => text));

  function changed(element) {
    const data = internal(element);
    const now = fingerprint(element);
    if (data.initHash === now) return false;
    forget(element);
    data.initHash = now;
    return true;
  }

  function forget(element) {
    const data = internal(element);
    for (const key of Object.keys(data)) if (key !== 'firstInitCompleted') delete data[key];
  }

  function process(root) {
    const fresh = [root, ...root.querySelectorAll(PROCESSED)].filter(changed);
    for (const element of fresh) {
      trigger(element, 'htmx:beforeProcessNode');
      internal(element).firstInitCompleted = true;
      trigger(element, 'htmx:afterProcessNode');
    }
  }

  function cleanUp(element) {
    trigger(element, 'htmx:beforeCleanupElement');
    forget(element);
    for (const child of element.children) cleanUp(child);
  }

  // New content is processed a moment after it was inserted, even if it is gone by then.
  function settle(fresh) {
    host.settling++;
    host.clientTimeout(() => {
      host.settling--;
      process(fresh);
    }, SETTLE);
  }

  host.htmx2 = ({ extension: wanted = true } = {}) => {
    active = wanted;
    host.expose({ htmx: { version: '2.0.11', config: {}, trigger, process } });
    if (active) {
      window.htmx.createEventSource ??= function createEventSource(url) {
        return new EventSource(url, { withCredentials: true });
      };
    }
    const start = () => process(document.body);
    if (document.readyState === 'complete') start();
    else document.addEventListener('DOMContentLoaded', start, { client: true });
    // outerHTML: the new element is there before the old one is cleaned up, and is processed after settling.
    host.swapOuter = (old, fresh) => {
      old.parentNode.insertBefore(fresh, old);
      cleanUp(old);
      old.remove();
      settle(fresh);
    };
    host.swapDelete = (old) => {
      cleanUp(old);
      old.remove();
    };
    host.swapAppend = (parent, fresh) => {
      parent.append(fresh);
      settle(fresh);
    };
  };
})();

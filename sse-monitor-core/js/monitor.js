/*
 * Watches the Server-Sent Events connection of one element: shows its state, brings it back, gives up with grace.
 *
 * One function expression, to which Rust appends the call with the settings. What stands between two marker comments
 * of one name is an optional part: Rust leaves it out where the settings do not use it (see src/template.rs, which
 * lists the parts). A part is always made of whole statements. No `less than` sign occurs, in comments neither: HTML
 * would have to be asked what it makes of it.
 *
 * The core, first in this file, knows no client. A client tells it `opening`, `opened`, `received`, `failed` and
 * `closed`, and the core asks the client to `connect` and `disconnect`.
 */
(function SSEMonitor(config) {
  const id = config.sseElementId;
  const monitors = (window.sseMonitors ??= Object.create(null)); // an id may be any word
  const teardown = new AbortController(); // has a `signal`, as the options of a listener do
  const on = (target, type, listener) => target.addEventListener(type, listener, teardown);

  let element; // the SSE element that is on the page now, null if there is none
  let state;
  let attempts = 0;
  let retryTimer;
  let stableTimer;

  /*{htmx*/
  // On the document, because elements come and go; and the events of nested elements bubble up.
  function onOurs(type, listener) {
    on(document, type, (event) => {
      look();
      if (event.target === element) listener(event.detail, event);
    });
  }
  /*}htmx*/

  /*{debug*/
  function log(...words) {
    console.log('[sse-monitor ' + id + ']', ...words);
  }
  /*}debug*/

  // ---- what the page sees -------------------------------------------------------------------------------------

  // Tells whether the state has stayed: a listener or a callback may have called `reconnect` or `destroy`.
  function enter(next, retryIn) {
    const previous = state;
    state = next;
    /*{debug*/
    log(state, 'attempts: ' + attempts, retryIn ? 'retry in ' + Math.round(retryIn) + ' ms' : '');
    /*}debug*/
    /*{status*/
    paint();
    /*}status*/
    (element ?? document).dispatchEvent(
      new CustomEvent('sse:stateChanged', { bubbles: true, detail: { state: next, previous, attempts, retryIn } }),
    );
    /*{callbacks*/
    if (next !== previous) call(config.callbacks[next], next);
    /*}callbacks*/
    return state === next;
  }

  function become(next) {
    return state === next || enter(next);
  }

  /*{status*/
  let leaving;

  // Leaving a page breaks its connections, which is no news for the reader. But a page may stay: a download begins in
  // the same way.
  on(window, 'beforeunload', () => (leaving ||= setTimeout(stay, 3000)));
  on(window, 'pageshow', stay);

  function stay() {
    clearTimeout(leaving);
    leaving = 0;
    paint();
  }

  // `error` is left in the same task, so what follows it is painted.
  function paint() {
    const target = document.getElementById(config.statusElementId);
    if (!target || leaving || state === 'error' || target.dataset.sseState === state) return;
    target.dataset.sseState = state;
    target.role ??= 'status';
    /*{html*/
    const { html } = config.statusIndicators[state];
    if (html !== undefined) {
      try {
        target.innerHTML = trusted(html);
      } catch (error) {
        reportError(error); // the page's policy may refuse it
      }
      return;
    }
    /*}html*/
    target.textContent = config.statusIndicators[state];
  }
  /*}status*/

  /*{html*/
  // A policy name can be taken once, so all monitors of a page share the policy.
  function trusted(html) {
    const types = window.trustedTypes;
    if (!types) return html;
    const policy = (monitors[Symbol.for('policy')] ??= types.createPolicy('sse-monitor', { createHTML: (given) => given }));
    return policy.createHTML(html);
  }
  /*}html*/

  /*{callbacks*/
  function call(path, argument) {
    if (!path) return;
    const owners = path.split('.');
    const name = owners.pop();
    try {
      owners.reduce((owner, key) => owner[key], window)[name](argument);
    } catch (error) {
      reportError(error);
    }
  }
  /*}callbacks*/

  // ---- what becomes of a connection ---------------------------------------------------------------------------

  // Nothing is due any more.
  function rest() {
    clearTimeout(retryTimer);
    retryTimer = 0;
    clearTimeout(stableTimer);
    /*{guard*/
    guard(0);
    /*}guard*/
  }

  // A connection is on its way, begun by the client or by an attempt of ours.
  function opening() {
    rest();
    /*{guard*/
    guard(config.connectTimeout);
    /*}guard*/
    if (state !== 'reconnecting') become('connecting');
  }

  function opened() {
    if (state === 'connected') return;
    rest();
    // Only a connection that has served for a while proves that the server is well: the attempts count anew.
    stableTimer = setTimeout(() => (attempts = 0), 5000);
    /*{heartbeat*/
    guard(config.heartbeatTimeout);
    /*}heartbeat*/
    enter('connected');
  }

  function failed() {
    if (state === 'closed') return;
    disconnect();
    // An error once per outage.
    if (state === 'reconnecting' || enter('error')) recover();
  }

  function closed() {
    disconnect();
    become('closed');
  }

  // ---- attempts -----------------------------------------------------------------------------------------------

  function recover() {
    /*{retry*/
    if (navigator.onLine) {
      /*{limit*/
      if (attempts >= config.maxReconnectAttempts) {
        enter('disconnected');
        return;
      }
      /*}limit*/
      // Spread around a nominal delay that grows. The nominal delay is bounded rather than the outcome: clipped delays
      // would bring many clients back at the same moment.
      let delay = Math.min(config.reconnectDelay * 1.5 ** attempts, config.reconnectMaxDelay / 1.8);
      delay *= 0.2 + 1.6 * Math.random();
      /*{htmx4*/
      if (serverRetry > delay) delay += serverRetry;
      /*}htmx4*/
      retryTimer = setTimeout(attempt, delay);
      enter('reconnecting', delay);
      return;
    }
    /*}retry*/
    enter('disconnected');
  }

  function attempt() {
    if (!element || state === 'closed') return;
    attempts++;
    disconnect();
    if (become('reconnecting')) {
      /*{guard*/
      guard(config.connectTimeout);
      /*}guard*/
      connect();
    }
  }

  // At once, and as if it were the first attempt.
  function reconnect() {
    attempts = 0;
    if (retryTimer) {
      rest();
      enter('reconnecting', 0);
    }
    attempt();
  }

  /*{retry*/
  let wakeTimer;

  // A page that wakes up tells so several times within moments: it resumes, becomes visible, is shown, comes online.
  function wake() {
    clearTimeout(wakeTimer);
    wakeTimer = setTimeout(checkConnection, 50);
  }

  on(window, 'online', wake);
  on(window, 'pageshow', (event) => event.persisted && wake()); // not when the page has just been loaded
  /*{htmx4*/
  // Firefox breaks the stream of a page that is being left, and lets an attempt that is sent then outlive the page.
  on(window, 'pagehide', (event) => event.persisted || disconnect());
  /*}htmx4*/
  on(document, 'resume', wake);
  /*{visibility*/
  on(document, 'visibilitychange', () => document.hidden || wake());
  /*}visibility*/
  on(window, 'offline', () => {
    if (retryTimer) {
      rest();
      recover();
    }
  });
  /*}retry*/

  function checkConnection() {
    look();
    /*{source*/
    if (source?.readyState === 2) failed();
    /*}source*/
    /*{retry*/
    if (navigator.onLine && (retryTimer || state === 'disconnected')) reconnect();
    /*}retry*/
  }

  /*{guard*/
  // ---- deadlines ----------------------------------------------------------------------------------------------

  let watchdog;
  let due; // when the next sign of life has to be here
  let spared;

  function guard(timeout) {
    clearTimeout(watchdog);
    spared = false;
    if (timeout) {
      due = performance.now() + timeout;
      watchdog = setTimeout(check, timeout);
    }
  }

  // A timer that fires late (sleep, throttling, a frozen page) says nothing about the stream: what was buffered
  // meanwhile arrives just after waking, and the deadline may have passed just before it. A hidden page is throttled
  // for good, so there one grace has to do.
  function check() {
    const late = performance.now() - due;
    /*{paused*/
    // htmx 4 has closed the stream of a hidden page and will ask for it when the page is shown.
    if (connection && !connection.reader && document.hidden) {
      guard(config.heartbeatTimeout);
      return;
    }
    /*}paused*/
    if (0 > late) {
      watchdog = setTimeout(check, -late);
    } else if (!spared || (late > 100 && !document.hidden)) {
      guard(late > 100 ? 1000 : 100);
      spared = true;
    } else {
      /*{debug*/
      log('no sign of life in time');
      /*}debug*/
      failed();
    }
  }
  /*}guard*/

  // ---- messages -----------------------------------------------------------------------------------------------

  /*{lastEventId*/
  let lastEventId = '';
  /*}lastEventId*/
  /*{lastEventIdParam*/
  let identified; // the EventSource that has had an id, so that an empty one resets it
  /*}lastEventIdParam*/

  /*{received*/
  function received(message) {
    /*{heartbeat*/
    due = performance.now() + config.heartbeatTimeout;
    spared = false;
    /*}heartbeat*/
    /*{lastEventIdParam*/
    if (message.lastEventId) identified = source;
    if (identified === source) lastEventId = message.lastEventId;
    /*}lastEventIdParam*/
  }
  /*}received*/

  /*{attribute*/
  // A pattern, because of the spellings: sse-connect, data-sse-connect, hx-sse:connect, data-hx-sse:connect.
  function attribute(pattern) {
    return element.getAttribute(element.getAttributeNames().find((name) => pattern.test(name)));
  }
  /*}attribute*/

  /*{source*/
  // ---- clients that use an EventSource ------------------------------------------------------------------------

  let source; // undefined until the element has one, null while it has lost it

  function take(next) {
    if (!next || next === source || next.readyState === 2) return;
    source?.close();
    source = next;
    /*{received*/
    /*{htmx2*/
    on(next, 'message', received);
    hear();
    /*}htmx2*/
    /*}received*/
    /*{heartbeat*/
    for (const name of config.heartbeatEvents ?? []) on(next, name, received);
    /*}heartbeat*/
    opening();
    if (next.readyState) opened();
  }

  // A new EventSource cannot send the Last-Event-ID header.
  function addressed(url) {
    /*{lastEventIdParam*/
    if (lastEventId) {
      url = new URL(url, document.baseURI);
      url.searchParams.set(config.lastEventIdParam, lastEventId);
    }
    /*}lastEventIdParam*/
    return url;
  }
  /*}source*/

  /*{eventsource*/
  // ---- no htmx: the EventSource is the monitor's own ----------------------------------------------------------

  function open() {
    const url = attribute(/sse.connect$/);
    if (!url) return;
    const next = new EventSource(addressed(url), { withCredentials: true });
    on(next, 'open', opened);
    on(next, 'error', () => {
      if (next.readyState !== 1) failed(); // else the server has sent an event of that name
    });
    for (const name of ['message'].concat(config.events ?? [])) {
      on(next, name, (message) => {
        /*{received*/
        received(message);
        /*}received*/
        const detail = { data: message.data, lastEventId: message.lastEventId };
        element.dispatchEvent(new CustomEvent('sse:' + name, { bubbles: true, detail }));
      });
    }
    const closeEvent = attribute(/sse.close$/);
    if (closeEvent) on(next, closeEvent, closed);
    take(next);
  }
  /*}eventsource*/

  /*{htmx2*/
  // ---- htmx 2 with htmx-ext-sse -------------------------------------------------------------------------------

  const CONNECT = '[sse-connect],[data-sse-connect]'; // a nested one has a source of its own
  const LISTENERS = '[sse-swap],[data-sse-swap],[hx-trigger*=sse],[data-hx-trigger*=sse]';

  const extensionSource = () => element?.['htmx-internal-data']?.sseEventSource;

  // The extension acts after this event. When it hears it again it opens another source, and neither closes the first
  // nor binds the listeners inside anew.
  on(document, 'htmx:afterProcessNode', ({ target }) => {
    /*{received*/
    if (source && target.matches(LISTENERS)) hear();
    /*}received*/
    if (target.id === id) {
      queueMicrotask(() => {
        look();
        if (teardown.signal.aborted) return;
        if (source === undefined) take(extensionSource());
        else if (extensionSource() !== source) connect();
      });
    }
  });

  onOurs('htmx:sseOpen', (detail) => {
    take(detail.source);
    opened();
  });

  onOurs('htmx:sseError', ({ source: failing }) => {
    if (failing.readyState === 1) return; // the server has sent an event of that name
    // The extension retries a closed source and the browser one that is connecting: close it for the one and show it
    // as connecting to the other.
    failing.close();
    Object.defineProperty(failing, 'readyState', { value: 0, configurable: true });
    queueMicrotask(() => delete failing.readyState);
    failed();
  });

  onOurs('htmx:sseClose', (detail) => {
    if (detail.type === 'message') closed();
  });

  /*{received*/
  // Messages that elements wait for, at their source: one call for each. What else their attributes say, and what
  // other elements wait for, is a name that no message has.
  function hear() {
    for (const { attributes } of document.querySelectorAll(LISTENERS)) {
      for (const { value } of attributes) {
        on(source, value, received); // it may have spaces in it
        for (const type of value.split(/[\s,[]|sse:/)) on(source, type, received);
      }
    }
  }
  /*}received*/
  /*}htmx2*/

  /*{htmx4*/
  // ---- htmx 4 with hx-sse -------------------------------------------------------------------------------------

  let request; // not answered yet; undefined while one that began before this script may be on its way
  let connection;
  let serverRetry = 0; // ms, from the stream's `retry:`
  let clientRetry; // ms, the extension's own

  function refetch() {
    if (!window.htmx?.registerExtension) return;
    htmx.ajax('GET', attribute(/sse.connect$/), {
      source: element,
      headers: lastEventId && { 'Last-Event-ID': lastEventId },
    });
  }

  // The element may well send other requests.
  function isStream(context) {
    const path = (url) => new URL(url, document.baseURI).pathname;
    return path(attribute(/sse.connect$/)) === path(context.request.action);
  }

  function hold(next) {
    connection = next;
    request = null;
    clientRetry = next.config.reconnectDelay;
    next.lastEventId ||= lastEventId; // which the extension forgets between its connections
  }

  function release() {
    if (request === undefined) element?.dispatchEvent(new Event('htmx:abort'));
    request?.request.abort();
    request = null;
    const last = connection;
    if (!last) return;
    connection = null;
    lastEventId = last.lastEventId;
    if (last.config.reconnectDelay !== clientRetry) serverRetry = last.config.reconnectDelay;
    // It may be reading, waiting for its own retry (then the fetch which follows is aborted), or paused.
    document.removeEventListener('visibilitychange', last.visibilityHandler);
    last.delayCanceller?.();
    last.abortController.abort();
    queueMicrotask(() => last.abortController.abort());
  }

  onOurs('htmx:before:request', ({ ctx }) => {
    if (!isStream(ctx)) return;
    request ??= null;
    release();
    request = ctx;
    // As an EventSource does. Else the browser may send the request twice to revalidate what it has in its cache.
    ctx.request.cache = 'no-store';
    opening();
  });

  // Never dispatched for an event stream. Anything else would be swapped into the page.
  onOurs('htmx:before:response', ({ ctx }, event) => {
    if (!isStream(ctx)) return;
    event.preventDefault();
    ctx.request.abort();
  });

  onOurs('htmx:finally:request', ({ ctx }) => {
    if (request === undefined ? connection || !isStream(ctx) : ctx !== request) return;
    request = null;
    failed();
  });

  onOurs('htmx:sse:before:connection', ({ connection: next }, event) => {
    if (!next.attempt) return hold(next);
    event.preventDefault(); // the end of the stream, and the extension's own retry
    if (next === connection) failed();
  });

  onOurs('htmx:sse:after:connection', ({ connection: next }) => {
    if (next.status === 200) opened();
    else failed();
  });

  /*{heartbeat*/
  on(document, 'htmx:sse:before:message', ({ target }) => target === element && received(connection));
  /*}heartbeat*/

  // Any other reason is ours, or the element is being removed or processed anew.
  onOurs('htmx:sse:close', (detail) => {
    if (detail.reason === 'message') closed();
  });
  /*}htmx4*/

  // ---- the client, whichever it is ----------------------------------------------------------------------------

  function connect() {
    /*{htmx2*/
    // The extension opens an EventSource whenever it hears that an element was processed, and binds the listeners of
    // the elements inside when it hears the same of them.
    const create = window.htmx?.createEventSource;
    if (create) {
      extensionSource()?.close();
      htmx.createEventSource = (url) => create(addressed(url));
      htmx.trigger(element, 'htmx:afterProcessNode');
      htmx.createEventSource = create;
      for (const listener of element.querySelectorAll(LISTENERS)) {
        if (listener.closest(CONNECT) === element) htmx.trigger(listener, 'htmx:afterProcessNode');
      }
      take(extensionSource());
    }
    /*}htmx2*/
    /*{htmx4*/
    refetch();
    /*}htmx4*/
    /*{eventsource*/
    open();
    /*}eventsource*/
  }

  function disconnect() {
    rest();
    /*{source*/
    source?.close();
    source = null;
    /*}source*/
    /*{htmx4*/
    release();
    /*}htmx4*/
  }

  // ---- the element --------------------------------------------------------------------------------------------

  // Swaps replace elements: look for the one that has the id now.
  function look() {
    if (teardown.signal.aborted) return;
    const found = document.getElementById(id);
    if (found !== element) {
      disconnect();
      element = found;
      attempts = 0;
      /*{source*/
      source = undefined;
      /*}source*/
      /*{lastEventId*/
      lastEventId = '';
      /*}lastEventId*/
      if (found) {
        opening();
        if (teardown.signal.aborted) return; // a listener may have called `destroy`
        // Take over what the client has already begun on it.
        /*{htmx2*/
        source = extensionSource() && null; // it has had one, which may be closed
        take(extensionSource());
        /*}htmx2*/
        /*{htmx4*/
        request = undefined;
        const begun = element._htmx?.sse;
        if (begun) {
          hold(begun);
          begun.delayCanceller?.();
          if (begun.reader) opened();
        }
        /*}htmx4*/
        /*{eventsource*/
        open();
        /*}eventsource*/
      } else {
        become(state ? 'closed' : 'connecting'); // it may yet arrive
      }
    }
    /*{status*/
    paint();
    /*}status*/
  }

  // A timer and no MutationObserver: a document that has ever had one is slower for good, by a twentieth where nodes
  // come and go all the time (docs/load.md). What the page comes with, and what htmx processes, is seen at once.
  const lookTimer = setInterval(look, 250);
  on(document, 'DOMContentLoaded', look);

  // Ends the watching, not the page.
  function destroy() {
    /*{htmx*/
    look(); // what has gone leaves its connection to nobody else
    /*}htmx*/
    if (teardown.signal.aborted) return;
    teardown.abort();
    delete monitors[id];
    /*{retry*/
    clearTimeout(wakeTimer);
    /*}retry*/
    /*{eventsource*/
    closed();
    /*}eventsource*/
    clearInterval(lookTimer);
    /*{status*/
    clearTimeout(leaving);
    /*}status*/
    /*{htmx*/
    const waiting = retryTimer || state === 'error';
    rest();
    state = 'closed';
    // Give the retry back to the client.
    if (waiting) {
      /*{htmx2*/
      queueMicrotask(() => extensionSource()?.dispatchEvent(new Event('error')));
      /*}htmx2*/
      /*{htmx4*/
      refetch();
      /*}htmx4*/
    }
    /*}htmx*/
  }

  monitors[id]?.destroy();
  monitors[id] = window.sseMonitor = {
    get state() {
      return state;
    },
    get reconnectAttempts() {
      return attempts;
    },
    checkConnection,
    reconnect,
    destroy,
  };
  look();
})

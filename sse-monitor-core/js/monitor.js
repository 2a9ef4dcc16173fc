/*
 * Owns the Server-Sent Events connection of one element: asks for the stream, hands its events to the page's client,
 * shows the state, brings the connection back, gives up with grace.
 *
 * One function expression, to which Rust appends the call with the settings; a setting that is not used is 0. What
 * stands between two marker comments of one name is an optional part, made of whole statements or functions: Rust
 * leaves it out where the settings do not use it. There is no `less than` sign in this file, because HTML reads some
 * words behind it as markup, inside of a script too.
 *
 * A client is htmx 2, htmx 4 or the page itself (`dom`). Its adapter, at the end of this file, calls `ask` when the
 * client wants the stream and `quit` when it wants it no more; the client `receive`s whole events. It sees one
 * connection that never ends, so its own retries never begin.
 */
(function SSEMonitor(
  statusElementId,
  statusIndicators,
  callbacks,
  reconnectDelay,
  reconnectMaxDelay,
  maxReconnectAttempts,
  connectTimeout,
  heartbeatTimeout,
  giveUpOn,
  prepareRequest,
  lastEventIdParam,
  pauseHidden,
  grace,
  sseElementId,
) {
  const monitors = (window.sseMonitors ??= Object.create(null)); // an id may be any word
  const listening = new AbortController(); // has a `signal`, as the options of a listener do
  const timers = {};

  let element; // the one that has the id now; null if none has
  let address; // what its attribute says
  let client; // that has asked for the element's stream, and is not done with it
  let state;
  let reason; // why the last connection or attempt ended
  let status; // the HTTP status, if that was the reason
  let attempts = 0;

  const now = () => performance.now();
  const on = (target, type, listener) => target.addEventListener(type, listener, listening);

  // Each timer has a name. A new one takes the place of the old one; without `work` there is none.
  function after(name, delay, work) {
    clearTimeout(timers[name]);
    timers[name] = work && setTimeout(work, delay);
  }

  // A pattern, because of the spellings: sse-connect, data-sse-connect, hx-sse:connect, data-hx-sse:connect. It is no
  // listener's attribute: hx-on::sse-close, @sse:close.
  function attribute(node, pattern) {
    const found = node.getAttributeNames().find((name) => pattern.test(name));
    return found && node.getAttribute(found);
  }

  /*{report*/
  // The page's own code has failed. The console is told, and the monitor goes on.
  function report(error) {
    queueMicrotask(() => {
      throw error;
    });
  }
  /*}report*/

  /*{debug*/
  const warnings = new Set();

  function log(...words) {
    console.log('[sse-monitor ' + sseElementId + ']', ...words);
  }

  function warn(...words) {
    if (!warnings.has(words[0])) console.warn('[sse-monitor ' + sseElementId + ']', ...words);
    warnings.add(words[0]);
  }
  /*}debug*/

  // ---- what the page sees -------------------------------------------------------------------------------------

  function tell(type, detail) {
    (element ?? document).dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  // A state that stays is told again only with a new delay. False if a listener has changed the state meanwhile.
  function enter(next, retryIn) {
    const previous = state;
    if (next === previous && retryIn === undefined) return true;
    state = next;
    const detail = { state, previous, attempts, retryIn, reason, status };
    /*{debug*/
    log(state, detail);
    /*}debug*/
    paint();
    tell('sse:stateChanged', detail);
    /*{callbacks*/
    if (next !== previous && next === state) {
      try {
        (callbacks[next] ?? callbacks).call?.(0, next, detail);
      } catch (error) {
        report(error);
        /*{debug*/
        warn('the callback of `' + next + '` failed; does its path lead to a function?', callbacks[next] ?? callbacks);
        /*}debug*/
      }
    }
    /*}callbacks*/
    return state === next;
  }

  let painted; // the state that is shown
  let canvas; // the status element that shows it
  let leaving; // when the page began to be left, which breaks its connections and is no news for the reader

  on(window, 'beforeunload', () => {
    leaving = now();
    after('leaving', 3000, () => (paused ? checkConnection() : paint())); // it may stay: a download begins in the same way
  });

  function paint() {
    if (paused || leaving + 3000 > now() || state === 'error') return; // `error` is left in the same task
    /*{grace*/
    const rest = outage + grace - now();
    if (rest > 0 && state !== 'closed' && (state !== 'disconnected' || timers.next)) {
      after('grace', rest, paint);
      return;
    }
    /*}grace*/
    // Empty, for htmx 2 sets an element up again when an attribute with a value has changed.
    const mark = 'data-sse-' + state;
    if (element && !element.hasAttribute(mark)) {
      for (const name of element.getAttributeNames()) {
        if (/^data-sse-((dis|re)?connect|clos)(ing|ed)$/.test(name)) element.removeAttribute(name);
      }
      element.setAttribute(mark, '');
    }
    /*{status*/
    const target = document.getElementById(statusElementId);
    if (!target || (target === canvas && state === painted)) return;
    canvas = target;
    painted = state;
    target.dataset.sseState = state;
    /*{texts*/
    target.role ??= 'status';
    const text = target.getAttribute('data-sse-text-' + state) ?? statusIndicators[state];
    /*{html*/
    if (text.html !== undefined) return write(target, text.html);
    /*}html*/
    target.textContent = text;
    /*}texts*/
    /*}status*/
  }

  // A swap may bring another status element, and `hx-preserve` brings an element back that is not processed again.
  /*{htmx2*/
  on(document, 'htmx:afterSettle', settled);
  /*}htmx2*/
  /*{htmx4*/
  on(document, 'htmx:after:settle', settled);
  /*}htmx4*/

  /*{htmx*/
  function settled() {
    if (element?.isConnected) paint();
    else look();
  }
  /*}htmx*/

  /*{html*/
  function write(target, html) {
    try {
      const types = window.trustedTypes;
      // A policy's name can be taken once, so all monitors of a page share the policy.
      const policy = types && (monitors[Symbol.for('policy')] ??= types.createPolicy('sse-monitor', { createHTML: (text) => text }));
      target.innerHTML = policy ? policy.createHTML(html) : html;
    } catch (error) {
      report(error); // the page's policy may refuse it
    }
  }
  /*}html*/

  // ---- the connection -----------------------------------------------------------------------------------------

  let connection; // the controller of the request under way or of the open stream
  let isOpen; // the headers of a stream have come
  let begun; // when the last request was made
  let busy; // with what has come: nothing is read until the client has taken it
  let lastEventId = '';
  let serverDelay = 0; // ms, the stream's `retry:`
  let closeEvent;

  function drop() {
    connection?.abort(); // Firefox keeps the connection of a body that is only cancelled
    connection = isOpen = isHurried = busy = undefined;
    after('next');
    after('proof');
  }

  async function connect() {
    drop();
    const { signal } = (connection = new AbortController());
    begun = now();
    /*{deadline*/
    expect(connectTimeout);
    /*}deadline*/
    /*{heartbeat*/
    if (probes > 0) after('proof', 1500, probe);
    /*}heartbeat*/
    let end = ['network'];
    try {
      end = await converse(signal);
    } catch (error) {
      /*{debug*/
      log(error);
      /*}debug*/
    }
    if (!signal.aborted) lose(...end);
  }

  // Asks for the stream and hands its events on. Gives the reason why it has ended.
  async function converse(signal) {
    const asked = client;
    const { receive } = asked;
    const options = { credentials: 'include', cache: 'no-store', ...client.options, signal };
    options.headers = new Headers(options.headers ?? { Accept: 'text/event-stream' });
    let { url } = client;
    /*{prepare*/
    try {
      url = (await prepareRequest(url, options)) ?? url;
    } catch (error) {
      if (signal.aborted) return; // that is why
      report(error);
      /*{debug*/
      warn('`prepare_request` failed; does its path lead to a function?', prepareRequest);
      /*}debug*/
      return ['prepare'];
    }
    if (signal.aborted) return;
    options.headers = new Headers(options.headers);
    /*}prepare*/
    url = new URL(url, document.baseURI);
    /*{param*/
    if (lastEventId) url.searchParams.set(lastEventIdParam, lastEventId);
    /*}param*/
    /*{header*/
    if (lastEventId && url.origin === location.origin) {
      options.headers.set('Last-Event-ID', unescape(encodeURIComponent(lastEventId))); // the bytes of its UTF-8
    }
    /*{debug*/
    if (url.origin !== location.origin) warn('the last event id does not go to another origin: set `last_event_id_param`');
    /*}debug*/
    /*}header*/
    const response = await (client.fetch ?? fetch)(url.href, options);
    if (signal.aborted) return;
    const { headers, status: code } = response;
    if (code === 204) {
      /*{htmx4*/
      await asked.drained?.();
      if (signal.aborted) return;
      /*}htmx4*/
      return close('server');
    }
    if (code !== 200 || !/^text\/event-stream *(;|$)/i.test(headers.get('Content-Type'))) {
      /*{htmx4*/
      obey(headers);
      /*}htmx4*/
      const wait = headers.get('Retry-After');
      return code === 200 ? ['not-a-stream'] : ['status', code, wait * 1000 || Date.parse(wait) - (Date.parse(headers.get('Date')) || Date.now())];
    }
    accept();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parse = parser();
    let turned = now();
    /*{htmx4*/
    let receivedId = lastEventId;
    /*}htmx4*/
    for (;;) {
      let idleSince = now();
      const { done, value } = await reader.read();
      /*{htmx4*/
      idleSince = Math.max(idleSince, asked.idleSince?.() ?? 0);
      /*}htmx4*/
      if (now() - idleSince > 4) turned = now(); // the browser has had one
      if (signal.aborted) return;
      if (done) return ['ended'];
      /*{heartbeat*/
      heard();
      /*}heartbeat*/
      look();
      if (signal.aborted) return; // by what the look has found
      busy = true;
      for (const event of parse(decoder.decode(value, { stream: true }))) {
        if (gap) prove();
        const isLast = event.type && event.type === closeEvent;
        /*{htmx4*/
        if (isLast) {
          // It may not get to the last one, and ask once more.
          const id = lastEventId;
          lastEventId = receivedId;
          await asked.drained?.();
          if (signal.aborted) return;
          lastEventId = id;
        }
        receivedId = lastEventId;
        /*}htmx4*/
        const wait = receive(event);
        if (isLast && (client ?? asked) === asked) return close('server'); // not if a listener has asked for another stream
        if (wait) await wait;
        // Reading gives the browser no turn to paint or to hear a click while data is waiting.
        if (now() - turned > 10) {
          // A message is a task of its own. A timeout would wait for a second in a hidden page.
          const { port1, port2 } = new MessageChannel();
          port2.postMessage(0);
          await new Promise((resolve) => (port1.onmessage = resolve));
          look();
          turned = now();
        }
        if (signal.aborted) return;
      }
      busy = false;
    }
  }

  // The events of a stream that comes in pieces of text: WHATWG HTML, "Interpreting an event stream". Line ends are
  // looked for in the new piece alone, so that a long line costs no more than its length.
  function parser() {
    let rest = ''; // a line without its end
    let isReturned; // a line feed that comes next belongs to the carriage return before it
    let id = lastEventId;
    let type = '';
    let data;
    return function* (text) {
      if (!text) return;
      if (isReturned && text[0] === '\n') text = text.slice(1);
      isReturned = text.endsWith('\r');
      const lines = text.split(text.includes('\r') ? /\r\n?|\n/ : '\n'); // quicker, and few servers send the others
      lines[0] = rest + lines[0];
      rest = lines.pop();
      for (const line of lines) {
        const colon = line.indexOf(':');
        const field = colon === -1 ? line : line.slice(0, colon);
        const value = colon === -1 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
        if (field === 'data') data = data === undefined ? value : data + '\n' + value;
        if (field === 'event') type = value;
        if (field === 'id' && !value.includes('\0')) id = value;
        if (field === 'retry' && /^\d+$/.test(value)) serverDelay = +value;
        if (line) continue;
        lastEventId = id;
        if (data !== undefined) yield { type, data };
        type = '';
        data = undefined;
      }
    };
  }

  function accept() {
    isOpen = true;
    stood = script?.isConnected;
    closeEvent = attribute(element, /^[^:@]*sse.close$/);
    if (gap) {
      gap.downtime = Math.round(now() - since);
      gap.lastEventId = lastEventId;
    }
    after('proof', 1000, () => {
      prove();
      after('proof', 4000, calm); // having served for a while
    });
    /*{deadline*/
    expect(heartbeatTimeout);
    /*}deadline*/
    const { opened } = client;
    if (enter('connected')) opened?.();
  }

  let isFinished; // the server has said that there is no more
  let gap; // in what the page has received: the detail of `sse-recovered`
  let since; // when the gap began
  let outage; // when it began

  function interrupt() {
    if (gap) return;
    gap = { attempts: 0 };
    since = now();
  }

  // The stream serves: the outage is over, and the page may load what it has missed.
  function prove() {
    const detail = gap;
    gap = outage = undefined;
    if (detail) tell('sse-recovered', detail);
  }

  function lose(...end) {
    // Firefox and WebKit break the connections of a page before they tell it that it is left.
    if (leaving + 3000 > now()) return pause();
    drop();
    [reason, status] = end;
    client.lost?.(); // the client may find that it is done, or its listener may reconnect
    if (!client || isHurried) return;
    interrupt();
    if (!outage) {
      outage = now();
      isDrawn = false;
      /*{heartbeat*/
      probes = reason === 'silence' ? 6 : undefined;
      /*}heartbeat*/
      if (!enter('error')) return;
    }
    recover(end[2]);
  }

  // Nothing follows, unless another client asks.
  function close(why) {
    drop();
    client = gap = outage = status = undefined;
    reason = why;
    isFinished = why === 'server';
    enter('closed');
  }

  // ---- attempts -----------------------------------------------------------------------------------------------

  let isDrawn; // the phase of the outage
  let pace = 0; // the next delay, 0 for the first one
  let refusedUntil = 0; // the server does not want to be asked before
  let hurries = 0; // attempts that were wanted at once, since the connection was stable
  let isHurried; // one of them is due

  function calm() {
    attempts = pace = hurries = 0;
    isDrawn = false;
  }

  function recover(floor) {
    /*{retry*/
    let isOver = false;
    /*{limit*/
    isOver ||= attempts >= maxReconnectAttempts;
    /*}limit*/
    /*{giveUp*/
    isOver ||= giveUpOn.includes(reason) || giveUpOn.includes(status);
    /*}giveUp*/
    if (!isOver) return retryLater(Math.min(Math.max(floor || 0, serverDelay), 3600000));
    /*}retry*/
    enter('disconnected');
  }

  /*{retry*/
  function retryLater(floor) {
    refusedUntil = now() + floor;
    isHurried = undefined;
    let delay = step();
    let next = 'reconnecting';
    if (!navigator.onLine) {
      reason = 'offline';
      status = undefined;
      next = 'disconnected';
      delay = reconnectMaxDelay; // the server may be on this very machine
    }
    after('next', floor + delay, attempt);
    enter(next, floor + delay);
  }

  // Each outage draws one phase, and each delay is a quarter longer than the one before, up to the longest: so pages
  // that were cut at the same moment never ask at the same moment (docs/storm.md). The mean of the first delay is
  // `reconnectDelay`.
  function step() {
    pace ||= 2.0772 * Math.max(reconnectDelay - 200, reconnectDelay / 2);
    let delay = pace;
    let growth = 1.25;
    /*{heartbeat*/
    // What was sent into a dead connection has asked nobody. It takes a browser 66 s at most to find that out.
    if (isDrawn && probes > -9 && reason === 'timeout' && outage + 70000 > now()) growth = 1;
    /*}heartbeat*/
    if (!isDrawn) {
      isDrawn = true;
      growth **= Math.random();
      delay = 200 + 4 * pace * (growth - 1);
    }
    pace = Math.min(pace * growth, reconnectMaxDelay);
    return Math.min(delay, reconnectMaxDelay);
  }
  /*}retry*/

  function attempt() {
    const asked = client;
    drop();
    look();
    if (paused || client !== asked) return;
    attempts++;
    if (gap) gap.attempts++;
    if ((state === 'disconnected' && !navigator.onLine) || enter('reconnecting')) connect();
  }

  // As soon as possible, and as if it were the first attempt. A page that asks for it again and again, as a listener in
  // every state may do, is slowed down.
  function reconnect() {
    if (!client || isHurried) return;
    const wait = Math.max(0, begun + 500 * Math.min(hurries, 9) - now() || 0);
    const count = hurries + 1;
    interrupt();
    drop();
    calm();
    hurries = count;
    paused = false;
    isHurried = true;
    after('next', wait, attempt);
    enter('reconnecting', wait);
  }

  // ---- pauses and wake-ups ------------------------------------------------------------------------------------

  let paused; // neither an outage nor a change of the state

  function pause() {
    paused = true;
    if (connection) {
      interrupt();
      drop();
    }
  }

  function checkConnection() {
    leaving = paused = undefined;
    look();
    if (!client || connection) return;
    /*{retry*/
    if (state !== 'connected' && state !== 'connecting') {
      const floor = refusedUntil - now();
      if (0 > floor) reconnect();
      else if (!timers.next || (state === 'disconnected' && navigator.onLine)) {
        calm();
        retryLater(floor);
      }
      return;
    }
    /*}retry*/
    if (state !== 'disconnected' && state !== 'error') connect();
  }

  // A page that wakes up tells so several times within moments.
  function wake() {
    /*{pauseHidden*/
    if (paused && document.hidden) return;
    /*}pauseHidden*/
    after('wake', 50, checkConnection);
  }

  on(window, 'pagehide', pause);
  on(window, 'pageshow', ({ persisted }) => (persisted || paused) && wake());
  on(document, 'freeze', pause); // Chromium never goes on with a body to which data came while it was frozen
  on(document, 'resume', wake);
  /*{retry*/
  on(window, 'online', wake);
  on(window, 'offline', () => connection || (state === 'reconnecting' && recover(refusedUntil - now())));
  /*}retry*/
  /*{visibility*/
  on(window, 'visibilitychange', () => document.hidden || wake());
  /*}visibility*/
  /*{pauseHidden*/
  function settle() {
    after('hidden', pauseHidden, document.hidden && pause);
    if (paused && !document.hidden) wake();
  }

  on(window, 'visibilitychange', settle);
  settle();
  /*}pauseHidden*/

  /*{deadline*/
  // ---- deadlines ----------------------------------------------------------------------------------------------

  let due; // when something has to have come
  let alarm; // when the timer has to fire
  let isLate;

  function expect(timeout) {
    isLate = false;
    due = now() + timeout;
    arm(timeout);
  }

  function arm(delay) {
    alarm = now() + delay;
    after('next', delay, delay && check);
  }

  // After the deadline comes one more second: if the page did not run (sleep, throttling, a long task), what was
  // buffered meanwhile arrives just after this. A hidden page is throttled for good, so it gets one second only.
  function check() {
    const hasSlept = now() - alarm > 100 && !document.hidden;
    const asked = connection;
    look();
    if (!asked || connection !== asked) return;
    /*{heartbeat*/
    if (busy) heard();
    /*}heartbeat*/
    const rest = due - now();
    if (rest > 1) return arm(rest); // a timer counts whole milliseconds
    if (isLate && !hasSlept) {
      /*{debug*/
      if (reason === 'timeout' && !isOpen) warn('no answer in time, twice in a row: does a proxy buffer the stream?');
      /*}debug*/
      return lose(isOpen ? 'silence' : 'timeout');
    }
    isLate = true;
    arm(1000);
  }
  /*}deadline*/

  /*{heartbeat*/
  function heard() {
    isLate = false;
    due = now() + heartbeatTimeout;
  }

  // The connection may have died without a sign: it has a third of the time to show that it has not.
  function doubt() {
    if (!isOpen || isLate) return;
    due = Math.min(due, now() + heartbeatTimeout / 3);
    arm(Math.max(1, due - now()));
  }

  let probes; // that are left in an outage that began with a silence: six that are answered, or two that are not

  // What made the stream silent may have killed the browser's idle connections, too, and each attempt dies in one of them.
  // A request without cookies gets a connection of its own (not from Firefox, over HTTP/2). If that is answered, and the
  // attempt still is not, another attempt takes another connection. A server that hangs answers neither.
  function probe() {
    const { signal } = connection;
    probes -= 3;
    fetch(client.url, { method: 'HEAD', credentials: 'omit', cache: 'no-store', redirect: 'manual', signal }).then(
      () => {
        probes += 2;
        if (!signal.aborted && !isOpen) connect();
      },
      () => {}, // nothing is known
    );
  }

  let hiddenSince;
  on(window, 'offline', doubt);
  on(window, 'visibilitychange', () => {
    if (document.hidden) hiddenSince = now();
    else if (now() - hiddenSince > 60000) doubt();
  });
  /*}heartbeat*/

  // ---- clients ------------------------------------------------------------------------------------------------

  let stream; // the address that the last event id belongs to

  function follow() {
    if (stream === address) return;
    stream = address;
    lastEventId = '';
    serverDelay = refusedUntil = 0;
  }

  function ask(next) {
    client = next;
    outage = undefined;
    calm();
    follow();
    if (enter('connecting') && !paused) connect();
  }

  /*{dom*/
  function listen() {
    ask({
      url: address,
      receive({ type, data }) {
        // No event of the server passes for one of the monitor's or of the counter's.
        if (!/^(state|connectionCount)Changed$/.test(type)) tell('sse:' + (type || 'message'), { data, lastEventId });
      },
    });
  }
  /*}dom*/

  /*{htmx*/
  const clients = new WeakMap(); // node -> the client that wants its stream
  let isBypassed;

  // A client that asks in a way that this script does not know keeps its connection.
  function leave() {
    if (!isBypassed) console.error('[sse-monitor ' + sseElementId + '] htmx connects past the monitor');
    isBypassed = true;
  }

  function want(node, next) {
    clients.set(node, next);
    if (node === element && !isFinished) ask(next);
  }

  // The node is being removed, replaced or set up anew. What has become of it is seen when that is over.
  function quit(node, former) {
    if (clients.get(node) === former) clients.delete(node);
    if (client !== former) return;
    drop();
    client = undefined;
    queueMicrotask(() => {
      look();
      if (!client && element === node && !isFinished) close('removed');
    });
  }
  /*}htmx*/

  /*{htmx2*/
  // htmx-ext-sse asks a documented hook for an EventSource, just after htmx has told that it has processed the element.
  const bindings = new WeakMap(); // node -> what ends the listeners that it has bound
  let binding; // of the node that is processed now
  let hook;
  let unhook;

  on(document, 'htmx:afterProcessNode', ({ target }) => {
    bindings.get(target)?.abort(); // the extension binds again what is processed again
    // What the page adds later is its own. (WebKit's driver lets microtasks run before the extension binds.)
    if (!binding) after('binding', 0, () => (binding = undefined));
    bindings.set(target, (binding = new AbortController()));
    if (target.id !== sseElementId) return;
    look();
    if (target === element) intercept();
  });

  function intercept() {
    const create = htmx.createEventSource;
    if (!create || create === hook) return; // the extension, which may come later, sets none where there is one
    /*{debug*/
    const own = /^function \w*\(\w+\) ?{\s*return new EventSource\(\w+, ?{ ?withCredentials: ?(true|!0) ?}\)/;
    if (create && !own.test(create)) warn('htmx.createEventSource is not called for this element: see `prepare_request`');
    /*}debug*/
    unhook = () => {
      if (htmx.createEventSource === hook) htmx.createEventSource = create;
    };
    hook = htmx.createEventSource = (url) => {
      if (url !== address) return create(url);
      unhook();
      const known = clients.get(element);
      return known?.url === url ? known.source : show(url, known?.source ?? new EventTarget());
    };
  }

  // Makes an event target show the connection to the extension and to the page, as an EventSource does.
  function show(url, source) {
    const node = element;
    const next = {
      url,
      source,
      receive: ({ type, data }) => void source.dispatchEvent(new MessageEvent(type || 'message', { data, lastEventId })),
      opened: () => source.onopen?.(new Event('open')),
      lost: () => source.onerror?.(new Event('error')),
      release() {
        clients.delete(node);
        next.lost(); // closed: the extension opens another one
      },
    };
    const readyState = () => (clients.get(node) === next ? +(client === next && !!isOpen) : 2);
    Object.defineProperty(source, 'readyState', { get: readyState, configurable: true });
    source.url ??= url;
    source.close = () => quit(node, next);
    source.addEventListener = (type, listener, options) => {
      options = { signal: binding?.signal, ...options };
      EventTarget.prototype.addEventListener.call(source, type, listener, options);
    };
    want(node, next);
    return source;
  }

  on(document, 'htmx:sseOpen', ({ target, detail }) => {
    if (target === element && detail.source !== client?.source) leave();
  });

  /*{debug*/
  on(document, 'htmx:sseBeforeMessage', ({ target }) => {
    if (element?.contains(target) && !isOpen) warn('a message has come past the monitor');
  });
  /*}debug*/
  /*}htmx2*/

  /*{htmx4*/
  // hx-sse asks by a request of htmx. It is answered at once, with a stream that ends only when the client is done.
  on(document, 'htmx:config:request', ({ target, detail: { ctx } }) => {
    look();
    if (target === element && isStream(ctx.request)) ctx.fetch = answer(target, ctx.fetch);
  });

  // The element may send other requests.
  function isStream({ action, method }) {
    return address && method === 'GET' && place(action).pathname === place(address).pathname;
  }

  function place(url) {
    return new URL(url, document.baseURI);
  }

  function answer(node, fetch) {
    return async (url, options) => {
      const encoder = new TextEncoder();
      const waiting = []; // messages, while the client is busy with those that it was handed before
      let handed = 0; // how many those are
      let handedAt = 0;
      let room = 0; // for as many to wait
      let taken; // lets the reading go on
      let handedId = ''; // the last one
      let known = ''; // the last one that is written
      let sink;
      const hand = () => {
        handed = waiting.length;
        handedAt = now();
        handedId = lastEventId;
        if (handed) sink.enqueue(encoder.encode(waiting.splice(0).join('')));
        taken?.();
      };
      const rest = () => new Promise((resolve) => (taken = resolve));
      // The client asks for more when it is done. What takes it a millisecond or two is handed to it at once.
      const pull = () => {
        room = Math.min(50, 2 * handed, (1.5 * handed) / (now() - handedAt));
        hand();
      };
      const next = {
        url,
        fetch,
        options,
        receive({ type, data }) {
          let text = 'data: ' + data.replaceAll('\n', '\ndata: ') + '\n\n';
          if (type) text = 'event: ' + type + '\n' + text;
          if (lastEventId !== known) text = 'id: ' + (known = lastEventId) + '\n' + text;
          waiting.push(text);
          if (!handed) hand();
          else if (waiting.length > room) return rest();
        },
        idleSince: () => (handed ? Infinity : handedAt),
        async drained() {
          if (!handed) return;
          await rest();
          await next.drained();
        },
        release() {
          document.addEventListener('visibilitychange', next.paused);
          hand();
          sink.close();
        },
      };
      const cancel = () => {
        const lost = waiting.splice(0).length;
        if (client === next && lost) lastEventId = handedId;
        handed = 0;
        taken?.();
        quit(node, next);
      };
      on(options.signal, 'abort', cancel);
      const body = new ReadableStream({ start: (controller) => (sink = controller), pull, cancel }, { highWaterMark: 0 });
      want(node, next);
      // Its own last id is that of the last message that it has taken.
      if (client === next && lastEventId) waiting.push('id: ' + (known = handedId = lastEventId) + '\n\n');
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
    };
  }

  // A refusal may tell htmx to go elsewhere.
  function obey(headers) {
    if (!client.options || !/hx-(redirect|location|refresh)/.test([...headers.keys()])) return;
    htmx.ajax('GET', '', { swap: 'none', fetch: async () => new Response('', { headers }) });
  }

  // A client that began before this script is ended, and asks again. So is one that gives its stream up and would ask the
  // server itself, which hx-sse does when a message cannot be swapped.
  let takeOvers = 0;
  let renewals = 0;

  on(document, 'htmx:sse:before:connection', (event) => {
    const held = event.detail.connection;
    if (event.target !== element) return;
    const isOurs = held.abortController.signal === client?.options?.signal;
    if (isOurs && !held.attempt) {
      takeOvers = 0;
      document.removeEventListener('visibilitychange', (client.paused = held.visibilityHandler)); // `pauseOnBackground`
      /*{debug*/
      if (held.config.pauseOnBackground) warn('`pauseOnBackground` of htmx does not act here; `pause_hidden` does');
      /*}debug*/
    } else if (!isOurs && takeOvers++ > 2) {
      leave();
    } else {
      interrupt();
      event.preventDefault();
      if (!isOurs) return;
      drop();
      clients.delete(element);
      client = undefined;
      enter('connecting');
    }
  });

  on(document, 'htmx:sse:close', ({ target, detail: { connection: held, reason: why } }) => {
    if (target !== element || client || !/ended|cancelled/.test(why)) return;
    // What it was handed and has not taken is asked for again, unless that was another stream.
    if (why === 'ended' && (stream === address || place(held.url).href === place(address).href)) {
      follow();
      ({ lastEventId } = held);
    }
    // The same message may come again and again.
    after('renew', 500 * Math.min(renewals++, 9), () => element === target && request());
  });

  function takeOver(held) {
    held.reader?.cancel();
    held.abortController.abort();
    if (!held.delayCanceller) return;
    // It waits for a retry, which goes to the global fetch as soon as the wait is over: here, and never to the server.
    const { fetch } = window;
    const refuse = (window.fetch = async (url, options) => {
      if (options?.signal !== held.abortController.signal) return fetch(url, options);
      held.abortController.abort(); // a new one
      throw new Error('the monitor asks for this stream');
    });
    refuse.real = fetch.real ?? fetch; // another monitor may do the same now
    held.delayCanceller();
    queueMicrotask(() => {
      if (window.fetch === refuse) window.fetch = refuse.real;
    });
  }

  function request() {
    if (!client && address) htmx.ajax('GET', address, { source: element });
  }

  // hx-sse does not repeat a first request that has failed, or may never be answered.
  function revive() {
    const { _htmx: known } = element ?? {};
    if (client || !known || known.sse || /hx-trigger/.test(element.getAttributeNames())) return;
    element.dispatchEvent(new Event('htmx:abort'));
    request();
  }
  /*}htmx4*/

  // ---- the element --------------------------------------------------------------------------------------------

  let missedSince; // when the element went, if there is none
  const script = document.currentScript;
  let stood; // whether the script was still in the document when a stream was opened

  // Swaps replace elements: looks for the one that has the id now, and whether it has a stream.
  function look() {
    if (listening.signal.aborted) return;
    const found = document.getElementById(sseElementId);
    const url = found && attribute(found, /^[^:@]*sse.connect$/);
    if (found !== element || url !== address) {
      if (found !== element) {
        /*{dom*/
        const hasStream = isOpen && url === address; // messages may have come for the new element
        /*}dom*/
        drop();
        client = gap = outage = stream = undefined;
        calm();
        /*{dom*/
        if (hasStream) interrupt();
        /*}dom*/
        if (found && found === former?.element) {
          ({ stream, lastEventId } = former);
          interrupt();
        }
        if (found) former = undefined; // what it knew is old when the element comes back later
        element = found;
        missedSince = now();
        watch();
      }
      address = url;
      isFinished = false;
      /*{dom*/
      client = undefined;
      /*}dom*/
      if (!url && begun) close('removed');
      else if (!client && enter('connecting')) adopt();
    }
    paint();
    if (stood && !found && !script.isConnected) destroy(true); // the page has gone on without both
  }

  // What tells of nothing is found by a look at every half minute; sooner while there is no element.
  function watch() {
    const delay = element ? 30000 : Math.min(30000, 250 + (now() - missedSince) / 10);
    after('look', delay, () => {
      watch();
      look();
    });
  }

  // What the element's client has asked for before.
  function adopt() {
    if (!address) return;
    /*{dom*/
    listen();
    /*}dom*/
    /*{htmx*/
    const known = clients.get(element);
    if (known) ask(known);
    /*}htmx*/
    /*{htmx2*/
    const source = element['htmx-internal-data']?.sseEventSource;
    if (source && !known) {
      interrupt();
      if (source.readyState === 2) {
        intercept(); // the extension will ask once more, and bind what is inside once more
      } else {
        source.close();
        show(address, source);
      }
    }
    /*}htmx2*/
    /*{htmx4*/
    if (known) return;
    const held = element._htmx?.sse;
    if (held) takeOver(held);
    else if (!begun && element._htmx) after('revive', 1000, revive);
    /*}htmx4*/
  }

  on(document, 'DOMContentLoaded', look);

  /*{debug*/
  // What is often wrong with a page whose client has not asked for its stream.
  function diagnose() {
    if (begun) return;
    const streams = '[sse-connect],[data-sse-connect],[hx-sse\\:connect],[data-hx-sse\\:connect]';
    if (!element) return warn('no element of the page has this id');
    if (!address) return warn('the element with this id has no `sse-connect`; these have one:', document.querySelectorAll(streams));
    /*{htmx*/
    if (!window.htmx) return warn('htmx is not on the page: without it, use `client: "dom"`');
    const [major] = htmx.version;
    /*}htmx*/
    /*{htmx2*/
    if (major === '2') return warn(
      htmx.createEventSource
        ? 'the SSE extension is not active on the element: write `hx-ext="sse"` on it or around it'
        : 'the SSE extension of htmx is not on the page: load htmx-ext-sse',
    );
    /*}htmx2*/
    /*{htmx4*/
    if (major === '4') return warn('htmx has not asked for the stream yet: is hx-sse loaded, or does `hx-trigger` wait for something?');
    /*}htmx4*/
    /*{htmx*/
    warn('this is htmx ' + htmx.version + ', for which `client` is not made');
    /*}htmx*/
  }

  after('diagnose', 3000, diagnose);
  /*}debug*/

  // Ends the watching, not the page: htmx gets its connection back, unless another monitor takes the place.
  function destroy(isReplaced) {
    if (listening.signal.aborted) return;
    listening.abort();
    drop();
    for (const name in timers) after(name);
    delete monitors[sseElementId];
    const left = { element, stream, lastEventId };
    state = 'closed';
    element = address = undefined;
    /*{htmx2*/
    unhook?.();
    /*}htmx2*/
    const last = client;
    client = undefined;
    if (isReplaced !== true) last?.release?.();
    return left;
  }

  let former = monitors[sseElementId]?.destroy(true);
  monitors[sseElementId] = window.sseMonitor = {
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
  // Every monitor looks, for this one may be of a page that has replaced theirs.
  on(document, 'sse-monitor', look);
  document.dispatchEvent(new Event('sse-monitor'));
})

// How htmx 4 with its hx-sse behaves towards a monitor: one request pipeline per element, then a loop of its own.
// A model of the behaviour for virtual time only; the real htmx runs in the browser tests.
'use strict';

(() => {
  const TIMEOUT = 60_000;
  const SPELLINGS = ['hx-sse:', 'data-hx-sse:'];
  const PROCESSED = '[hx-sse\\:connect],[data-hx-sse\\:connect],[sse-connect],[sse-close]';

  const value = (element, name) => {
    const spelling = SPELLINGS.find((prefix) => element.hasAttribute(prefix + name));
    return spelling === undefined ? null : element.getAttribute(spelling + name);
  };

  function own(element) {
    if (!element._htmx) {
      element._htmx = { listeners: [] };
      element.setAttribute('data-htmx-powered', 'true');
    }
    return element._htmx;
  }

  let active; // the extension's script has run

  const extensions = {
    'htmx:config:request': (element, { ctx }) => {
      ctx.request.headers.Accept += ', text/event-stream';
      if (ctx.timeout != null) ctx.request.timeout = ctx.timeout;
    },
    'htmx:before:response': (element, { ctx }) => {
      if (!ctx.response.raw.headers.get('Content-Type')?.includes('text/event-stream')) return true;
      host.clock.cancel(ctx.requestTimeout);
      let release;
      ctx.extensionPromise = new Promise((resolve) => (release = resolve));
      stream(ctx, release).catch((error) => {
        if (error.name !== 'AbortError') tell(element, 'htmx:sse:error', { error, url: ctx.request.action });
      });
      return false;
    },
    'htmx:after:process': (element) => {
      const consider = (found) => {
        for (const name of ['connect', 'close']) {
          const legacy = found.getAttribute('sse-' + name);
          if (legacy !== null && !found.hasAttribute('hx-sse:' + name)) found.setAttribute('hx-sse:' + name, legacy);
        }
        begin(found);
      };
      consider(element);
      for (const found of element.querySelectorAll(PROCESSED)) consider(found);
    },
    'htmx:before:cleanup': (element) => cleanUp(element),
  };

  // The extension hears an event first; what it cancels never reaches the page.
  function tell(element, name, detail = {}) {
    if (detail.error) console.error('htmx: ' + name + ': ' + (detail.error.message ?? detail.error));
    const heard = active && extensions[name];
    if (heard) {
      detail.cancelled = false;
      if (heard(element, detail) === false) detail.cancelled = true;
    }
    return trigger(element, name, detail);
  }

  function trigger(given, name, detail = {}, bubbles = true) {
    const element = typeof given === 'string' ? document.querySelector(given) : given;
    const event = new CustomEvent(name, { detail, cancelable: true, bubbles });
    return !detail?.cancelled && (element?.isConnected ? element : document).dispatchEvent(event);
  }

  // ---- the core: one request at a time for each element, one more may wait

  function ajax(method, path, options = {}) {
    const source = options.source ?? document.body;
    const controller = new AbortController();
    const ctx = {
      sourceElement: source,
      status: 'created',
      swap: source.getAttribute('hx-swap') ?? 'innerHTML',
      target: source,
      request: {
        action: path,
        method: method.toUpperCase(),
        headers: { 'HX-Request': 'true', 'HX-Current-URL': location.href, Accept: 'text/html' },
        abort: controller.abort.bind(controller),
        credentials: 'same-origin',
        signal: controller.signal,
        mode: window.htmx.config.mode,
      },
    };
    Object.assign(ctx, options);
    ctx.target = source;
    if (options.headers) Object.assign(ctx.request.headers, options.headers);
    return prepare(ctx);
  }

  async function prepare(ctx) {
    if (!ctx.sourceElement.isConnected) return;
    if (!tell(ctx.sourceElement, 'htmx:config:request', { ctx })) return;
    const url = new URL(ctx.request.action, document.baseURI);
    ctx.request.action = url.origin === location.origin ? url.pathname + url.search : url.href;
    await issue(ctx);
  }

  async function issue(ctx) {
    const element = ctx.sourceElement;
    const state = own(element);
    if (!state.abortListener) {
      state.abortListener = () => state.current?.abort();
      element.addEventListener('htmx:abort', state.abortListener, { client: true });
    }
    const abort = () => ctx.request.abort();
    if (state.current) {
      state.waiting ??= () => issue(ctx);
      return;
    }
    state.current = { abort };
    ctx.status = 'issuing';
    try {
      const timeout = ctx.request.timeout ?? TIMEOUT;
      if (timeout) ctx.requestTimeout = host.clientTimeout(() => ctx.request.abort('timeout'), timeout);
      ctx.fetch ||= window.fetch.bind(window);
      ctx.request.headers['HX-Request-Type'] = 'partial';
      if (!tell(element, 'htmx:before:request', { ctx })) return;
      const raw = await ctx.fetch(ctx.request.action, ctx.request);
      ctx.response = { raw, status: raw.status, headers: raw.headers };
      ctx.hx = {};
      for (const [name, text] of raw.headers) {
        if (name.startsWith('hx-')) ctx.hx[name.slice(3).replaceAll('-', '')] = text;
      }
      if (!tell(element, 'htmx:before:response', { ctx })) return;
      ctx.text = await raw.text();
      if (!tell(element, 'htmx:after:request', { ctx })) return;
      if (raw.status >= 400) tell(element, 'htmx:response:error', { ctx });
      if (sentElsewhere(ctx) || !ctx.target.isConnected) return;
      if (raw.status !== 204 && raw.status !== 304) await swap(ctx);
      ctx.status = 'swapped';
    } catch (error) {
      ctx.status = 'error: ' + error;
      const timedOut = ctx.request.signal.reason === 'timeout';
      if (error?.name !== 'AbortError' || timedOut) tell(element, 'htmx:error', { ctx, error });
    } finally {
      await ctx.extensionPromise?.catch(() => {});
      host.clock.cancel(ctx.requestTimeout);
      tell(element, 'htmx:finally:request', { ctx });
      if (state.current?.abort === abort) {
        state.current = null;
        const next = state.waiting;
        state.waiting = null;
        next?.();
      }
    }
  }

  // The headers that replace a swap.
  function sentElsewhere({ hx }) {
    if (hx.refresh === 'true') location.reload();
    else if (hx.redirect) location.href = hx.redirect;
    else if (hx.location) ajax('GET', hx.location);
    else return false;
    return true;
  }

  async function swap(ctx) {
    if (!tell(ctx.sourceElement, 'htmx:before:swap', { ctx })) return;
    if (ctx.swap.startsWith('outerHTML')) host.swapOuter(ctx.target, host.parsed(ctx.text));
    else ctx.target.fill(ctx.text, 'html');
    await null;
    tell(ctx.sourceElement, 'htmx:after:swap', { ctx });
  }

  // ---- the extension

  function begin(element) {
    const url = value(element, 'connect');
    if (!url || element._htmx?.sse) return;
    const state = own(element);
    const handler = () => {
      if (!element._htmx?.sse) ajax('GET', url, { source: element, timeout: TIMEOUT });
    };
    const wanted = element.getAttribute('hx-trigger') || 'load';
    if (wanted === 'load') return handler();
    state.listeners.push({ wanted, handler });
    return element.addEventListener(wanted, handler, { client: true });
  }

  function cleanUp(element, reason) {
    const connection = element?._htmx?.sse;
    if (!connection) return;
    connection.reader?.cancel();
    connection.abortController.abort();
    connection.delayCanceller?.();
    if (connection.visibilityHandler) document.removeEventListener('visibilitychange', connection.visibilityHandler);
    tell(element, 'htmx:sse:close', { connection, reason: reason || 'cleanup' });
    delete element._htmx.sse;
  }

  // Its own parser, with its own ideas of an end between CR and LF and of an event without data.
  async function* messages(connection) {
    const { reader } = connection;
    const decoder = new TextDecoder();
    let { lastEventId } = connection;
    let rest = '';
    let message = {};
    try {
      for (;;) {
        const { done, value: chunk } = await reader.read();
        if (done) return;
        const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\r|\n/);
        rest = lines.pop();
        for (const line of lines) {
          if (line === '') {
            const { data, event = '', retry = null, hasId = false } = message;
            const hasData = data !== undefined;
            message = {};
            if (hasData || hasId || event) yield { data: data ?? '', event, retry, id: lastEventId, hasData, hasId };
            continue;
          }
          const [, name, text] = /^([^:]*):? ?(.*)$/s.exec(line);
          if (name === 'data') message.data = message.data === undefined ? text : message.data + '\n' + text;
          else if (name === 'event') message.event = text;
          else if (name === 'retry' && !isNaN(parseInt(text, 10))) message.retry = parseInt(text, 10);
          else if (name === 'id' && !text.includes('\0')) {
            lastEventId = text;
            message.hasId = true;
          }
        }
      }
    } finally {
      reader.releaseLock();
      connection.reader = null;
    }
  }

  const without = (headers) => {
    for (const name of Object.keys(headers)) if (name.toLowerCase() === 'last-event-id') delete headers[name];
  };

  async function stream(ctx, giveFree) {
    const element = ctx.sourceElement;
    const config = {
      reconnect: value(element, 'connect') !== null,
      reconnectDelay: 500,
      reconnectMaxDelay: 60_000,
      reconnectMaxAttempts: Infinity,
      connectTimeout: TIMEOUT,
      pauseOnBackground: true,
    };
    giveFree();
    const connection = {
      url: ctx.request.action,
      config,
      abortController: { abort: ctx.request.abort, signal: ctx.request.signal },
      reader: null,
      lastEventId: '',
      delayCanceller: null,
      visibilityHandler: null,
      attempt: 0,
      cancelled: false,
      status: null,
    };
    own(element).sse = connection;
    let paused = false;
    let unpause = null;
    let overriding = false; // a pause is no failure
    let reason = null;
    connection.visibilityHandler = () => {
      if (document.hidden) {
        paused = true;
        connection.reader?.cancel();
      } else if (paused) {
        paused = false;
        unpause?.();
      }
    };
    document.addEventListener('visibilitychange', connection.visibilityHandler, { client: true });
    if (!tell(element, 'htmx:sse:before:connection', { connection }) || connection.cancelled) {
      cleanUp(element, 'cancelled');
      return;
    }
    connection.status = ctx.response.status;
    tell(element, 'htmx:sse:after:connection', { connection });
    let response = ctx.response.raw;
    try {
      while (element.isConnected) {
        if (connection.attempt > 0) {
          if (paused) {
            await new Promise((resolve) => (unpause = resolve));
            unpause = null;
            if (!element.isConnected) break;
            connection.attempt = 1;
            overriding = true;
          }
          if (!overriding && (!config.reconnect || connection.attempt > config.reconnectMaxAttempts)) break;
          const nominal = Math.min(config.reconnectDelay * 2 ** (connection.attempt - 1), config.reconnectMaxDelay);
          const delay = nominal * (1 + (Math.random() * 2 - 1) * 0.3);
          connection.cancelled = false;
          if (!tell(element, 'htmx:sse:before:connection', { connection }) || connection.cancelled) break;
          await new Promise((resolve) => {
            connection.delayCanceller = resolve;
            host.clientTimeout(resolve, delay);
          });
          connection.delayCanceller = null;
          if (!element.isConnected) break;
          response = await again(ctx, connection);
          if (response === 'aborted') break;
          if (!response) {
            overriding = false;
            connection.attempt++;
            continue;
          }
          connection.status = response.status;
          tell(element, 'htmx:sse:after:connection', { connection });
          connection.attempt = 0;
        }
        overriding = false;
        try {
          connection.reader = response.body.getReader();
          for await (const message of messages(connection)) {
            if (!element.isConnected) break;
            if (await deliver(ctx, connection, message)) {
              reason = 'message';
              connection.reader?.cancel();
              return;
            }
          }
        } catch (error) {
          if (!connection.abortController.signal.aborted && error.name !== 'AbortError') {
            tell(element, 'htmx:sse:error', { connection, error });
          }
        }
        if (!element.isConnected) break;
        connection.attempt++;
      }
    } finally {
      cleanUp(element, reason ?? (element.isConnected ? 'ended' : 'removed'));
    }
  }

  // One more request with the saved context: a response, null after a failure, or 'aborted'.
  async function again(ctx, connection) {
    const element = ctx.sourceElement;
    const controller = new AbortController();
    connection.abortController = controller;
    let late = false;
    const timer = host.clientTimeout(() => {
      late = true;
      controller.abort();
    }, connection.config.connectTimeout);
    let response;
    try {
      without(ctx.request.headers);
      if (connection.lastEventId) ctx.request.headers['Last-Event-ID'] = connection.lastEventId;
      response = await fetch(ctx.request.action, { ...ctx.request, signal: controller.signal });
    } catch (error) {
      if (controller.signal.aborted && !late) return 'aborted';
      tell(element, 'htmx:sse:error', { connection, error });
      return null;
    } finally {
      host.clock.cancel(timer);
    }
    if (response.ok) return response;
    const error = new Error('SSE reconnect failed with status ' + response.status);
    tell(element, 'htmx:sse:error', { connection, error, status: response.status });
    return null;
  }

  // True when the message was the close event.
  async function deliver(ctx, connection, message) {
    const element = ctx.sourceElement;
    if (message.hasId) {
      connection.lastEventId = message.id;
      if (!message.id) without(ctx.request.headers);
    }
    if (!message.hasData && !message.event) return false;
    const { data, event, id } = message;
    const waited = [];
    const waitUntil = (promise) => waited.push(promise);
    const detail = { connection, message: { data, event, id }, cancelled: false, waitUntil };
    const wanted = tell(element, 'htmx:sse:before:message', detail);
    await Promise.all(waited);
    if (!wanted || detail.cancelled) return false;
    if (message.retry !== null) connection.config.reconnectDelay = message.retry;
    if (!message.event) {
      ctx.text = message.data;
      await swap(ctx);
      tell(element, 'htmx:sse:after:message', { connection, message: detail.message });
      return false;
    }
    trigger(element, message.event, { data: message.data, id: message.id });
    tell(element, 'htmx:sse:after:message', { connection, message: detail.message });
    return message.event === value(element, 'close');
  }

  // ---- swaps

  function process(root) {
    if (!root?.isConnected || !tell(root, 'htmx:before:process')) return;
    tell(root, 'htmx:after:process');
  }

  function retire(root) {
    for (const element of [root, ...root.querySelectorAll('[data-htmx-powered]')]) {
      if (!element._htmx) continue;
      tell(element, 'htmx:before:cleanup');
      for (const { wanted, handler } of element._htmx.listeners) element.removeEventListener(wanted, handler);
      element.removeAttribute('data-htmx-powered');
      tell(element, 'htmx:after:cleanup');
    }
  }

  host.htmx4 = ({ extension = true } = {}) => {
    active = extension;
    const config = { defaultTimeout: TIMEOUT, mode: 'same-origin', noSwap: [204, 304] };
    host.expose({ htmx: { version: '4.0.1', config, ajax, trigger, process, registerExtension: () => false } });
    const start = () => process(document.body);
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { client: true });
    else host.clientTimeout(start, 0);
    host.swapOuter = (old, fresh) => {
      old.parentNode.insertBefore(fresh, old);
      retire(old);
      old.remove();
      process(fresh);
    };
    // `htmx.process` does it when it is forced to, and so does a morph that has changed an attribute.
    host.setUpAnew = (element) => {
      retire(element);
      process(element);
    };
    host.swapDelete = (old) => {
      retire(old);
      old.remove();
    };
    host.swapAppend = (parent, fresh) => {
      parent.append(fresh);
      process(fresh);
    };
  };
})();

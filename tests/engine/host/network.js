// The server and the wire. A test says how requests are answered and what happens to the streams.
'use strict';

(() => {
  const STREAM = 'text/event-stream';

  // One request, as the server sees it. `client` is told what arrives: headers, bytes, end, broken.
  class Exchange {
    constructor(url, headers, client, init) {
      const parsed = new URL(url, document.baseURI);
      this.url = parsed.href;
      this.path = parsed.pathname;
      this.query = Object.fromEntries(parsed.searchParams.pairs);
      this.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      this.init = init; // method, cache, credentials …
      this.client = client;
      this.begun = host.clock.now;
      this.at = null; // when the server got it
      this.phase = 'sent'; // then 'waiting', 'streaming', 'over'
      this.aborted = false; // by the page
      this.answer = 0;
      this.said = [0]; // when the server has sent something
      this.stalled = false; // half-open: nothing comes any more, and no end either
    }
    // Asks whether anything is answered. It is no request for a stream, so the counts do not have it.
    get isProbe() {
      return this.init.method === 'HEAD';
    }
    get isLive() {
      return this.phase !== 'over' && !this.aborted;
    }
    // The header's bytes are UTF-8.
    get lastEventId() {
      const bytes = this.headers['last-event-id'];
      return bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
    }
    deliver(what, ...given) {
      host.clock.add(host.server.latency, 'network', () => {
        if (!this.aborted) this.client[what](...given);
      });
    }
    // `headers` is the type alone, or all of them. A stream has no `body`, everything else comes whole.
    respond(status, headers = 'text/html', body = 'status ' + status, { redirect, endless = false } = {}) {
      if (this.phase !== 'waiting') return;
      const all = typeof headers === 'string' ? { 'Content-Type': headers } : { 'Content-Type': 'text/html', ...headers };
      this.answer = status;
      const isStream = endless || (status === 200 && /^\s*text\/event-stream\s*(;|$)/i.test(all['Content-Type']));
      const streaming = isStream && !this.isProbe;
      this.phase = streaming ? 'streaming' : 'over';
      this.said = [host.clock.now];
      const url = redirect === undefined ? this.url : new URL(redirect, this.url).href;
      const answer = { status, headers: all, url, redirected: redirect !== undefined };
      this.deliver('headers', streaming ? answer : { ...answer, body });
    }
    open() {
      this.respond(200, STREAM);
      for (const greeting of host.server.greetings) this.send(greeting);
    }
    send(message) {
      if (this.phase !== 'streaming' || this.stalled) return;
      this.said.push(host.clock.now);
      const bytes = host.wire(message);
      const size = host.server.chunk || bytes.length || 1;
      for (let at = 0; at < bytes.length; at += size) this.deliver('bytes', bytes.slice(at, at + size));
    }
    end() {
      if (this.phase !== 'streaming') return;
      this.phase = 'over';
      this.deliver('end');
    }
    reset() {
      if (this.phase === 'over') return;
      this.phase = 'over';
      this.deliver('broken');
    }
    abort() {
      if (this.isLive && !this.isProbe) for (const watch of host.cuts) watch(this);
      this.aborted = true;
    }
  }

  class Server {
    constructor() {
      this.latency = 5;
      this.policy = 'open';
      this.isLocal = false; // within reach of a page that is offline
      this.chunk = 0; // bytes that travel together; 0: all that is sent at once
      this.greetings = []; // sent at the beginning of each stream
      this.preflights = 0;
      this.allowsHeaders = false; // to other origins
      this.requests = []; // those that reached the server
      this.probes = []; // of a page whose stream was silent
      this.deadSockets = 0; // idle connections of the page that are dead without a sign: each swallows one request
      this.session = null; // the one HTTP/2 connection, if it is dead: see `killSession`
      this.exchanges = []; // and those under way
      this.peak = new Map(); // path -> most connections at one time
      this.beat = 0;
    }

    // 'open' | 'hold' | 'refuse' | a status | 'html' | { flap: ms } | { slow: ms } | { login: url, which it leads to }
    // | { status, headers, body, endless } | a function of the exchange
    answer(exchange) {
      const { policy } = this;
      const { foreign, preflight } = exchange.init;
      if (preflight) this.preflights++;
      if ((!navigator.onLine && !this.isLocal) || policy === 'refuse') exchange.reset();
      else if (foreign && preflight && !this.allowsHeaders) exchange.reset();
      else if (typeof policy === 'function') policy(exchange);
      else if (policy === 'open') exchange.open();
      else if (policy === 'html') exchange.respond(200, 'text/html; charset=utf-8', '<h1>Log in</h1>');
      else if (policy === 'typed') exchange.respond(200, 'Text/Event-Stream; charset=utf-8');
      else if (typeof policy === 'number') exchange.respond(policy);
      else if (policy.login) exchange.respond(200, 'text/html', '<h1>Log in</h1>', { redirect: policy.login });
      else if (policy.status) exchange.respond(policy.status, policy.headers, policy.body, policy);
      else if (policy.flap !== undefined) {
        exchange.open();
        host.clock.add(policy.flap, 'server', () => exchange.end());
      } else if (policy.slow !== undefined) host.clock.add(policy.slow, 'server', () => exchange.open());
    }

    request(url, headers, client, init = {}) {
      const exchange = new Exchange(url, headers, client, init);
      this.exchanges.push(exchange);
      if (this.swallows(exchange)) return exchange;
      host.clock.add(0, 'network', () => {
        if (!exchange.isLive) return; // over before it left
        exchange.phase = 'waiting';
        exchange.at = host.clock.now;
        if (exchange.isProbe) {
          this.probes.push(exchange);
          return this.answer(exchange);
        }
        this.requests.push(exchange);
        for (const watch of host.arrivals) watch(exchange);
        this.answer(exchange);
      });
      return exchange;
    }

    // The streams die, and with them the only connection that the browser has to this server: all requests go into it until
    // the browser gives it up. Chromium asks it for a sign of life when a request starts more than 10 s after the last
    // byte, and waits 10 s; Firefox finds out by itself, after 66 s. Only Chromium has another one for requests without
    // credentials.
    killSession() {
      this.stall();
      this.session = { since: host.clock.now, lost: this.live(), isAsked: false };
      if (host.options.browser === 'firefox') host.clock.add(66_000, 'server', () => this.giveUpSession());
    }
    giveUpSession() {
      const { lost } = this.session;
      this.session = null;
      for (const exchange of lost) exchange.reset();
    }

    // A dead connection takes it, and it never reaches the server.
    swallows(exchange) {
      const isFirefox = host.options.browser === 'firefox';
      const isApart = exchange.init.credentials === 'omit';
      const { session } = this;
      if (session && !(isApart && !isFirefox)) {
        session.lost.push(exchange);
        if (!isFirefox && !session.isAsked && host.clock.now - session.since > 10_000) {
          session.isAsked = true;
          host.clock.add(10_000, 'server', () => this.giveUpSession());
        }
        return true;
      }
      return !isApart && this.deadSockets > 0 && this.deadSockets-- > 0;
    }

    live(path) {
      this.exchanges = this.exchanges.filter((exchange) => exchange.isLive);
      return this.exchanges.filter((exchange) => !exchange.isProbe && (path === undefined || exchange.path === path));
    }
    streams(path) {
      return this.live(path).filter((exchange) => exchange.phase === 'streaming');
    }
    count(path) {
      return this.requests.filter((exchange) => path === undefined || exchange.path === path).length;
    }
    get last() {
      return this.requests.at(-1);
    }

    send(message, path) {
      for (const exchange of this.streams(path)) exchange.send(message);
    }
    end(path) {
      for (const exchange of this.streams(path)) exchange.end();
    }
    stall(path) {
      for (const exchange of this.live(path)) exchange.stalled = true;
    }
    reset(path) {
      for (const exchange of this.live(path)) exchange.reset();
    }

    // Sends `message` again and again until `quiet`.
    every(interval, message) {
      this.quiet();
      const tick = () => {
        this.beat = host.clock.add(interval, 'server', tick);
        this.send(message);
      };
      this.beat = host.clock.add(interval, 'server', tick);
    }
    quiet() {
      host.clock.cancel(this.beat);
    }
  }

  host.onBoot(() => {
    const server = new Server();
    host.cuts = []; // told of each connection that the page gives up
    host.arrivals = []; // told of each request
    host.server = server;
    // Measured between tasks: a connection that is replaced within one task never meets its successor.
    host.afterTask.push(() => {
      const live = server.live();
      for (const { path } of live) {
        const count = live.length === 1 ? 1 : live.filter((exchange) => exchange.path === path).length;
        if (count > (server.peak.get(path) ?? 0)) server.peak.set(path, count);
      }
    });
  });
})();

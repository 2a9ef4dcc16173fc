// The server and the wire. A test says how requests are answered and what happens to the streams.
'use strict';

(() => {
  // One request, as the server sees it. `client` is told what arrives: headers, message, end, broken.
  class Exchange {
    constructor(url, headers, client) {
      const parsed = new URL(url, document.baseURI);
      this.url = parsed.href;
      this.path = parsed.pathname;
      this.query = Object.fromEntries(parsed.searchParams.pairs);
      this.headers = headers;
      this.client = client;
      this.begun = host.clock.now;
      this.at = null; // when the server got it
      this.phase = 'sent'; // then 'waiting', 'streaming', 'over'
      this.aborted = false; // by the page
      this.answer = 0;
      this.said = [0]; // when the server has sent something
      this.stalled = false; // half-open: nothing comes any more, and no end either
    }
    get isLive() {
      return this.phase !== 'over' && !this.aborted;
    }
    deliver(what, ...given) {
      host.clock.add(host.server.latency, 'network', () => {
        if (!this.aborted) this.client[what](...given);
      });
    }
    respond(status, type, body = '') {
      if (this.phase !== 'waiting') return;
      this.answer = status;
      const streaming = status === 200 && type.startsWith('text/event-stream');
      this.phase = streaming ? 'streaming' : 'over';
      this.said = [host.clock.now];
      this.deliver('headers', status, type, body);
    }
    open() {
      this.respond(200, 'text/event-stream');
    }
    send(message) {
      if (this.phase !== 'streaming' || this.stalled) return;
      this.said.push(host.clock.now);
      this.deliver('message', typeof message === 'string' ? { data: message } : message);
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
      if (this.isLive) for (const watch of host.cuts) watch(this);
      this.aborted = true;
    }
  }

  const STREAM = 'text/event-stream';

  class Server {
    constructor() {
      this.latency = 5;
      this.policy = 'open';
      this.requests = []; // those that reached the server
      this.exchanges = []; // and those under way
      this.peak = new Map(); // path -> most connections at one time
      this.beat = 0;
    }

    // 'open' | 'hold' | 'refuse' | a status | 'html' | { flap: ms } | { slow: ms }
    answer(exchange) {
      const { policy } = this;
      if (!navigator.onLine || policy === 'refuse') exchange.reset();
      else if (policy === 'open') exchange.open();
      else if (policy === 'html') exchange.respond(200, 'text/html; charset=utf-8', '<h1>Log in</h1>');
      else if (policy === 'typed') exchange.respond(200, STREAM + '; charset=utf-8');
      else if (typeof policy === 'number') exchange.respond(policy, 'text/html', 'status ' + policy);
      else if (policy.flap !== undefined) {
        exchange.open();
        host.clock.add(policy.flap, 'server', () => exchange.end());
      } else if (policy.slow !== undefined) host.clock.add(policy.slow, 'server', () => exchange.open());
    }

    request(url, headers, client) {
      const exchange = new Exchange(url, headers, client);
      this.exchanges.push(exchange);
      host.clock.add(0, 'network', () => {
        if (!exchange.isLive) return; // over before it left
        exchange.phase = 'waiting';
        exchange.at = host.clock.now;
        this.requests.push(exchange);
        for (const watch of host.arrivals) watch(exchange);
        this.answer(exchange);
      });
      return exchange;
    }

    live(path) {
      this.exchanges = this.exchanges.filter((exchange) => exchange.isLive);
      return path === undefined ? this.exchanges : this.exchanges.filter((exchange) => exchange.path === path);
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

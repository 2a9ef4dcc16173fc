// EventSource as the HTML standard has it, with the difference between the engines that matters: what a refused
// connection means.
'use strict';

(() => {
  const { EventTarget } = host;

  class EventSource extends EventTarget {
    static CONNECTING = 0;
    static OPEN = 1;
    static CLOSED = 2;

    #state = 0;
    #url;
    #withCredentials;
    #lastEventId = '';
    #reconnectionTime = 3000;
    #exchange = null;
    #waiting = 0;

    constructor(url, { withCredentials = false } = {}) {
      super();
      this.#url = new URL(url, document.baseURI).href;
      this.#withCredentials = withCredentials;
      host.sources.push(this);
      this.#connect();
    }

    get readyState() {
      return this.#state;
    }
    get url() {
      return this.#url;
    }
    get withCredentials() {
      return this.#withCredentials;
    }

    close() {
      this.#state = 2;
      host.clock.cancel(this.#waiting);
      this.#exchange?.abort();
    }

    #connect() {
      const headers = { Accept: 'text/event-stream' };
      if (this.#lastEventId) headers['Last-Event-ID'] = this.#lastEventId;
      const parser = new host.StreamParser({
        message: (message) => this.#received(message),
        retry: (retry) => (this.#reconnectionTime = retry),
      });
      parser.id = this.#lastEventId;
      this.#exchange = host.server.request(this.#url, headers, {
        headers: (answer) => this.#answered(answer),
        bytes: (bytes) => parser.feed(bytes),
        end: () => this.#reestablish(),
        broken: () => this.#broken(),
      });
    }

    #answered({ status, headers }) {
      if (this.#state === 2) return;
      const type = new Headers(headers).get('content-type') ?? '';
      if (status === 200 && type.split(';')[0].trim().toLowerCase() === 'text/event-stream') {
        this.#state = 1;
        host.fire(this, new Event('open'));
      } else {
        this.#fail();
      }
    }

    #received({ data, type, id }) {
      if (this.#state === 2) return;
      this.#lastEventId = id;
      if (data === null) return; // without a data line nothing is dispatched
      const { origin } = new URL(this.#url);
      host.fire(this, new MessageEvent(type, { data, lastEventId: id, origin }));
    }

    #broken() {
      // Firefox takes a refused connection for futile.
      if (host.options.browser === 'firefox' && this.#exchange.answer === 0) this.#fail();
      else this.#reestablish();
    }

    #reestablish() {
      if (this.#state === 2) return;
      this.#state = 0;
      host.fire(this, new Event('error'));
      if (this.#state === 2) return;
      this.#waiting = host.clock.add(this.#reconnectionTime, 'network', () => {
        if (this.#state === 0) this.#connect();
      });
    }

    #fail() {
      this.#exchange.abort();
      if (this.#state === 2) return;
      this.#state = 2;
      host.fire(this, new Event('error'));
    }
  }

  for (const [name, value] of [['CONNECTING', 0], ['OPEN', 1], ['CLOSED', 2]]) {
    EventSource.prototype[name] = value;
  }
  host.handlers(EventSource.prototype, ['open', 'message', 'error']);

  host.onBoot(() => {
    host.sources = [];
    host.expose({ EventSource });
  });
})();

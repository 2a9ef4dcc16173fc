// fetch with a streamed body. A chunk of the body is one server-sent event, already parsed.
'use strict';

(() => {
  class Body {
    constructor(exchange) {
      this.exchange = exchange;
      this.chunks = [];
      this.closed = false;
      this.error = null;
      this.pending = null;
    }
    push(chunk) {
      if (this.closed || this.error) return;
      this.chunks.push(chunk);
      this.settle();
    }
    close() {
      this.closed = true;
      this.settle();
    }
    fail(error) {
      if (this.closed || this.error) return;
      this.error = error;
      this.chunks = [];
      this.settle();
    }
    settle() {
      if (!this.pending) return;
      const { resolve, reject } = this.pending;
      if (this.chunks.length) resolve({ done: false, value: this.chunks.shift() });
      else if (this.error) reject(this.error);
      else if (this.closed) resolve({ done: true, value: undefined });
      else return;
      this.pending = null;
    }
    cancel() {
      if (this.error) return Promise.reject(this.error);
      this.exchange.abort();
      this.chunks = [];
      this.close();
      return Promise.resolve();
    }
    getReader() {
      const body = this;
      let released = false;
      return {
        read() {
          if (released) return Promise.reject(new TypeError('the reader was released'));
          return new Promise((resolve, reject) => {
            body.pending = { resolve, reject };
            body.settle();
          });
        },
        cancel() {
          return released ? Promise.reject(new TypeError('the reader was released')) : body.cancel();
        },
        releaseLock() {
          released = true;
        },
      };
    }
  }

  class Response {
    constructor(status, type, text, body) {
      this.status = status;
      this.ok = status >= 200 && status < 300;
      this.headers = { get: (name) => (name.toLowerCase() === 'content-type' ? type : null) };
      this.body = body;
      this.content = text;
    }
    text() {
      return this.body.error ? Promise.reject(this.body.error) : Promise.resolve(this.content);
    }
  }

  host.onBoot(() => {
    host.expose({
      fetch(url, { headers = {}, signal } = {}) {
        return new Promise((resolve, reject) => {
          if (signal?.aborted) {
            reject(signal.reason);
            return;
          }
          let body = null;
          const exchange = host.server.request(url, { ...headers }, {
            headers(status, type, text) {
              body = new Body(exchange);
              body.closed = !type.startsWith('text/event-stream'); // a page comes whole
              resolve(new Response(status, type, text, body));
            },
            message: (message) => body.push(message),
            end: () => body.close(),
            broken() {
              const error = new TypeError('network error');
              if (body) body.fail(error);
              else reject(error);
            },
          });
          signal?.onceAborted(() => {
            exchange.abort();
            if (body) body.fail(signal.reason);
            else reject(signal.reason);
          });
        });
      },
    });
  });
})();

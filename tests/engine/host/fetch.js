// fetch, Headers and Response: a body is a stream of bytes.
'use strict';

(() => {
  const NULL_BODY = [204, 205, 304];
  const SAFE_REQUEST = ['accept', 'accept-language', 'content-language'];
  const SAFE_RESPONSE = ['cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'pragma'];

  class Headers {
    #values = new Map();
    constructor(given = {}) {
      const pairs = typeof given[Symbol.iterator] === 'function' ? [...given] : Object.entries(given);
      for (const [name, value] of pairs) this.append(name, value);
    }
    append(name, value) {
      const key = named(name);
      const more = byteString(value);
      this.#values.set(key, this.#values.has(key) ? this.#values.get(key) + ', ' + more : more);
    }
    set(name, value) {
      this.#values.set(named(name), byteString(value));
    }
    get(name) {
      return this.#values.get(named(name)) ?? null;
    }
    has(name) {
      return this.#values.has(named(name));
    }
    delete(name) {
      this.#values.delete(named(name));
    }
    forEach(work) {
      for (const [name, value] of this) work(value, name, this);
    }
    *[Symbol.iterator]() {
      yield* [...this.#values].sort(([one], [other]) => (one < other ? -1 : 1));
    }
    entries() {
      return this[Symbol.iterator]();
    }
    *keys() {
      for (const [name] of this) yield name;
    }
  }

  function named(given) {
    const name = String(given);
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new TypeError('invalid header name: ' + name);
    return name.toLowerCase();
  }

  // A header is made of bytes: each char is one.
  function byteString(given) {
    const value = String(given).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    for (const char of value) {
      const code = char.codePointAt(0);
      if (code > 255) throw new TypeError('a header is a byte string, and this has a character ' + code);
      if (code === 0 || code === 10 || code === 13) throw new TypeError('a header cannot have the character ' + code);
    }
    return value;
  }

  class Response {
    #body;
    #more; // what only a fetched one has
    constructor(body = null, { status = 200, statusText = '', headers = {} } = {}, more = {}) {
      if (status < 200 || status > 599) throw new RangeError('invalid status: ' + status);
      if (body !== null && NULL_BODY.includes(status)) throw new TypeError('a response of this status has no body');
      this.status = status;
      this.statusText = statusText;
      this.headers = new Headers(headers);
      this.#more = more;
      if (body === null || body instanceof ReadableStream) {
        if (body && (body.locked || host.isDisturbed(body))) throw new TypeError('the body was read already');
        this.#body = body;
      } else {
        if (typeof body === 'string' && !this.headers.has('content-type')) {
          this.headers.set('content-type', 'text/plain;charset=UTF-8');
        }
        const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
        this.#body = new ReadableStream({
          start(controller) {
            if (bytes.length) controller.enqueue(bytes);
            controller.close();
          },
        });
      }
    }
    get ok() {
      return this.status >= 200 && this.status < 300;
    }
    get url() {
      return this.#more.url ?? '';
    }
    get redirected() {
      return this.#more.redirected ?? false;
    }
    get type() {
      return this.#more.type ?? 'default';
    }
    get body() {
      return this.#body;
    }
    get bodyUsed() {
      return this.#body !== null && host.isDisturbed(this.#body);
    }
    async text() {
      if (!this.#body) return '';
      if (this.bodyUsed || this.#body.locked) throw new TypeError('the body was read already');
      const reader = this.#body.getReader();
      const decoder = new TextDecoder();
      let text = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return text + decoder.decode();
        if (!(value instanceof Uint8Array)) throw new TypeError('a chunk is not bytes');
        text += decoder.decode(value, { stream: true });
      }
    }
  }

  // What another origin's server does not expose, a page does not see.
  function exposed(headers) {
    const names = (new Headers(headers).get('access-control-expose-headers') ?? '').toLowerCase().split(/\s*,\s*/);
    return [...new Headers(headers)].filter(([name]) => SAFE_RESPONSE.includes(name) || names.includes(name));
  }

  function begin(resolve, reject, given, init) {
    const { signal } = init;
    if (signal?.aborted) return reject(signal.reason);
    const url = new URL(String(given), document.baseURI);
    const headers = new Headers(init.headers ?? {});
    if (!headers.has('accept')) headers.set('accept', '*/*');
    const foreign = url.origin !== location.origin;
    if (foreign && init.mode === 'same-origin') throw new TypeError('another origin');
    const preflight = foreign && [...headers].some(([name]) => !SAFE_REQUEST.includes(name));
    let controller = null;
    const exchange = host.server.request(url.href, Object.fromEntries(headers), {
      headers({ status, headers: answered, body, redirected, url: last }) {
        const none = NULL_BODY.includes(status);
        const stream = new ReadableStream(
          {
            start: (made) => (controller = made),
            // Firefox closes the connection of an aborted request only, as measured.
            cancel: () => host.options.browser === 'firefox' || exchange.abort(),
          },
          { highWaterMark: 0 },
        );
        if (body !== undefined && !none) controller.enqueue(new TextEncoder().encode(body));
        if (body !== undefined) controller.close();
        const more = { url: last, redirected, type: foreign ? 'cors' : 'basic' };
        const seen = foreign ? exposed(answered) : answered;
        resolve(new Response(none ? null : stream, { status, headers: seen }, more));
      },
      bytes(chunk) {
        quietly(() => controller.enqueue(chunk));
      },
      end() {
        quietly(() => controller.close());
      },
      broken() {
        const error = new TypeError('network error');
        if (controller) controller.error(error);
        else reject(error);
      },
    }, { ...init, signal: undefined, headers: undefined, foreign, preflight });
    return signal?.onceAborted(() => {
      exchange.abort();
      if (controller) controller.error(signal.reason);
      else reject(signal.reason);
    });
  }

  // A body that was cancelled takes no more.
  function quietly(work) {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  host.onBoot(() => {
    host.expose({
      Headers,
      Response,
      fetch: (url, init = {}) => new Promise((resolve, reject) => begin(resolve, reject, url, init)),
    });
  });
})();

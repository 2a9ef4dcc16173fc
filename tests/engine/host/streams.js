// ReadableStream with its default reader, as the streams standard has it, and MessageChannel.
'use strict';

(() => {
  // What a stream and its reader share.
  class Core {
    constructor(source, { highWaterMark = 1, size = () => 1 }) {
      this.source = source;
      this.highWaterMark = highWaterMark;
      this.size = size;
      this.state = 'readable';
      this.reader = null;
      this.queue = [];
      this.waiting = []; // reads without a chunk yet
      this.closing = false; // once the queue is empty
      this.started = false;
      this.pulling = false;
      this.pullAgain = false;
      this.controller = new ReadableStreamDefaultController(this);
    }
    start() {
      const begun = this.source.start?.(this.controller);
      Promise.resolve(begun).then(
        () => {
          this.started = true;
          this.pull();
        },
        (error) => this.fail(error),
      );
    }
    get desiredSize() {
      if (this.state === 'errored') return null;
      if (this.state === 'closed') return 0;
      return this.highWaterMark - this.queue.reduce((sum, { size }) => sum + size, 0);
    }
    pull() {
      if (this.state !== 'readable' || this.closing || !this.started) return;
      if (!this.waiting.length && this.desiredSize <= 0) return;
      if (this.pulling) {
        this.pullAgain = true;
        return;
      }
      this.pulling = true;
      let pulled;
      try {
        pulled = Promise.resolve(this.source.pull?.(this.controller));
      } catch (error) {
        pulled = Promise.reject(error);
      }
      pulled.then(
        () => {
          this.pulling = false;
          const again = this.pullAgain;
          this.pullAgain = false;
          if (again) this.pull();
        },
        (error) => this.fail(error),
      );
    }
    enqueue(value) {
      if (this.state !== 'readable' || this.closing) throw new TypeError('the stream takes no more chunks');
      if (this.waiting.length) this.waiting.shift().resolve({ done: false, value });
      else this.queue.push({ value, size: this.size(value) });
      this.pull();
    }
    close() {
      if (this.state !== 'readable' || this.closing) throw new TypeError('the stream is closed already');
      this.closing = true;
      if (!this.queue.length) this.end();
    }
    end() {
      this.state = 'closed';
      for (const { resolve } of this.waiting.splice(0)) resolve({ done: true, value: undefined });
      this.reader?.settled.resolve();
    }
    fail(error) {
      if (this.state !== 'readable') return;
      this.state = 'errored';
      this.error = error;
      this.queue = [];
      for (const { reject } of this.waiting.splice(0)) reject(error);
      this.reader?.settled.reject(error);
    }
    read() {
      this.disturbed = true;
      if (this.state === 'errored') return Promise.reject(this.error);
      if (this.state === 'closed') return Promise.resolve({ done: true, value: undefined });
      if (this.queue.length) {
        const { value } = this.queue.shift();
        if (this.closing && !this.queue.length) this.end();
        else this.pull();
        return Promise.resolve({ done: false, value });
      }
      return new Promise((resolve, reject) => {
        this.waiting.push({ resolve, reject });
        this.pull();
      });
    }
    cancel(reason) {
      this.disturbed = true;
      if (this.state === 'errored') return Promise.reject(this.error);
      if (this.state === 'closed') return Promise.resolve();
      this.queue = [];
      this.end();
      try {
        return Promise.resolve(this.source.cancel?.(reason)).then(() => {});
      } catch (error) {
        return Promise.reject(error);
      }
    }
  }

  class ReadableStreamDefaultController {
    #core;
    constructor(core) {
      this.#core = core;
    }
    get desiredSize() {
      return this.#core.desiredSize;
    }
    enqueue(chunk) {
      this.#core.enqueue(chunk);
    }
    close() {
      this.#core.close();
    }
    error(reason) {
      this.#core.fail(reason);
    }
  }

  const RELEASED = 'the reader was released';

  class ReadableStreamDefaultReader {
    #core;
    constructor(core) {
      this.#core = core;
      this.closed = new Promise((resolve, reject) => (this.settled = { resolve, reject }));
      this.closed.catch(() => {});
      if (core.state === 'closed') this.settled.resolve();
      if (core.state === 'errored') this.settled.reject(core.error);
    }
    read() {
      return this.#core ? this.#core.read() : Promise.reject(new TypeError(RELEASED));
    }
    cancel(reason) {
      return this.#core ? this.#core.cancel(reason) : Promise.reject(new TypeError(RELEASED));
    }
    releaseLock() {
      if (!this.#core) return;
      for (const { reject } of this.#core.waiting.splice(0)) reject(new TypeError(RELEASED));
      this.#core.reader = null;
      this.#core = null;
    }
  }

  class ReadableStream {
    #core;
    constructor(source = {}, strategy = {}) {
      this.#core = new Core(source, strategy);
      this.#core.start();
    }
    get locked() {
      return this.#core.reader !== null;
    }
    getReader() {
      if (this.locked) throw new TypeError('the stream is locked');
      this.#core.reader = new ReadableStreamDefaultReader(this.#core);
      return this.#core.reader;
    }
    cancel(reason) {
      return this.locked ? Promise.reject(new TypeError('the stream is locked')) : this.#core.cancel(reason);
    }
    static disturbed(stream) {
      return Boolean(stream.#core.disturbed);
    }
  }

  host.isDisturbed = ReadableStream.disturbed;
  delete ReadableStream.disturbed;

  // Each message is a task of its own, and no timer: nothing throttles it.
  class MessagePort extends host.EventTarget {
    #other;
    #started = false;
    #closed = false;
    #waiting = [];

    static pair() {
      const ports = [new MessagePort(), new MessagePort()];
      [ports[0].#other, ports[1].#other] = [ports[1], ports[0]];
      return ports;
    }
    postMessage(data) {
      if (this.#closed || this.#other.#closed) return;
      const other = this.#other;
      if (other.#started) other.#deliver(data);
      else other.#waiting.push(data);
    }
    #deliver(data) {
      host.clock.add(0, 'message', () => {
        if (!this.#closed) host.fire(this, new MessageEvent('message', { data }));
      });
    }
    start() {
      if (this.#started) return;
      this.#started = true;
      for (const data of this.#waiting.splice(0)) this.#deliver(data);
    }
    close() {
      this.#closed = true;
    }
  }
  host.handlers(MessagePort.prototype, ['message']);
  const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage'),
    set(listener) {
      set.call(this, listener);
      this.start();
    },
  });

  class MessageChannel {
    constructor() {
      [this.port1, this.port2] = MessagePort.pair();
    }
  }

  host.onBoot(() => host.expose({ ReadableStream, MessageChannel, MessagePort }));
})();

// What goes over the wire: bytes. Messages of a test are written as a server writes them, and the EventSource reads them
// as WHATWG HTML says.
'use strict';

(() => {
  const lines = (name, text) =>
    String(text)
      .split('\n')
      .map((line) => name + ': ' + line + '\n')
      .join('');

  // 'text' | { data, event, id, retry } | { comment } | { text } | { bytes }: the last two are sent as they are
  host.wire = (message) => {
    if (message.bytes) return Uint8Array.from(message.bytes);
    return new TextEncoder().encode(written(message));
  };

  function written(message) {
    if (typeof message === 'string') return lines('data', message) + '\n';
    if (message.text !== undefined) return message.text;
    if (message.comment !== undefined) return ':' + message.comment + '\n';
    const { data, event, id, retry } = message;
    let text = '';
    if (event !== undefined) text += 'event: ' + event + '\n';
    if (id !== undefined) text += 'id: ' + id + '\n';
    if (retry !== undefined) text += 'retry: ' + retry + '\n';
    if (data !== undefined) text += lines('data', data);
    return text + '\n';
  }

  // One line at a time, with no thought of speed.
  host.StreamParser = class {
    constructor({ message, retry }) {
      this.told = message;
      this.toldRetry = retry;
      this.decoder = new TextDecoder();
      this.rest = '';
      this.afterReturn = false; // the LF that belongs to a CR may be yet to come
      this.id = '';
      this.clear();
    }
    clear() {
      this.data = '';
      this.type = '';
    }
    feed(bytes) {
      for (const char of this.decoder.decode(bytes, { stream: true })) {
        const second = char === '\n' && this.afterReturn;
        this.afterReturn = char === '\r';
        if (second) continue;
        if (char !== '\r' && char !== '\n') this.rest += char;
        else {
          const line = this.rest;
          this.rest = '';
          this.line(line);
        }
      }
    }
    line(text) {
      const at = text.indexOf(':');
      if (text === '') this.dispatch();
      if (text === '' || at === 0) return;
      const name = at < 0 ? text : text.slice(0, at);
      const value = at < 0 ? '' : text.slice(at + 1).replace(/^ /, '');
      if (name === 'event') this.type = value;
      else if (name === 'data') this.data += value + '\n';
      else if (name === 'id' && !value.includes('\0')) this.id = value;
      else if (name === 'retry' && /^[0-9]+$/.test(value)) this.toldRetry(Number(value));
    }
    dispatch() {
      const { data, type, id } = this;
      this.clear();
      this.told({ id, type: type || 'message', data: data === '' ? null : data.slice(0, -1) });
    }
  };
})();

// TextEncoder and TextDecoder (UTF-8), as the encoding standard has them.
'use strict';

(() => {
  const REPLACEMENT = 0xfffd;
  const BOM = 0xfeff;

  class TextEncoder {
    get encoding() {
      return 'utf-8';
    }
    encode(given = '') {
      const bytes = [];
      for (const char of String(given)) {
        let point = char.codePointAt(0);
        if (point >= 0xd800 && point <= 0xdfff) point = REPLACEMENT; // half of a pair
        if (point < 0x80) bytes.push(point);
        else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
        else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
        else {
          bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63));
          bytes.push(0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
        }
      }
      return Uint8Array.from(bytes);
    }
  }

  class TextDecoder {
    #goingOn = false; // the next call continues this one
    #begun = false; // something was decoded already: a BOM is one only at the beginning
    #keepsMark;
    #point = 0;
    #needed = 0;
    #lower = 0x80;
    #upper = 0xbf;

    constructor(label = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
      if (!/^\s*utf-?8\s*$/i.test(label) || fatal) throw new RangeError('not needed here');
      this.#keepsMark = ignoreBOM;
    }
    get encoding() {
      return 'utf-8';
    }
    decode(given = new Uint8Array(), { stream = false } = {}) {
      if (!this.#goingOn) {
        this.#begun = false;
        this.#forget();
      }
      this.#goingOn = stream;
      const points = [];
      const emit = (point) => {
        if (this.#begun || this.#keepsMark || point !== BOM) points.push(point);
        this.#begun = true;
      };
      const bytes = given instanceof ArrayBuffer ? new Uint8Array(given) : given;
      if (!(bytes instanceof Uint8Array)) throw new TypeError('not bytes');
      for (let at = 0; at < bytes.length; at++) if (!this.#take(bytes[at], emit)) at--;
      if (!stream && this.#needed) {
        this.#forget();
        emit(REPLACEMENT);
      }
      let text = '';
      for (let at = 0; at < points.length; at += 1000) text += String.fromCodePoint(...points.slice(at, at + 1000));
      return text;
    }
    #forget() {
      this.#point = 0;
      this.#needed = 0;
      this.#lower = 0x80;
      this.#upper = 0xbf;
    }
    // False if the byte has to be looked at again: it ends a character that is not complete.
    #take(byte, emit) {
      if (this.#needed) {
        if (byte < this.#lower || byte > this.#upper) {
          this.#forget();
          emit(REPLACEMENT);
          return false;
        }
        this.#lower = 0x80;
        this.#upper = 0xbf;
        this.#point = (this.#point << 6) | (byte & 63);
        if (--this.#needed === 0) {
          const point = this.#point;
          this.#forget();
          emit(point);
        }
      } else if (byte < 0x80) {
        emit(byte);
      } else if (byte >= 0xc2 && byte <= 0xdf) {
        this.#begin(1, byte & 0x1f);
      } else if (byte >= 0xe0 && byte <= 0xef) {
        if (byte === 0xe0) this.#lower = 0xa0;
        if (byte === 0xed) this.#upper = 0x9f;
        this.#begin(2, byte & 0xf);
      } else if (byte >= 0xf0 && byte <= 0xf4) {
        if (byte === 0xf0) this.#lower = 0x90;
        if (byte === 0xf4) this.#upper = 0x8f;
        this.#begin(3, byte & 7);
      } else {
        emit(REPLACEMENT);
      }
      return true;
    }
    #begin(needed, point) {
      this.#needed = needed;
      this.#point = point;
    }
  }

  host.onBoot(() => host.expose({ TextEncoder, TextDecoder }));
})();

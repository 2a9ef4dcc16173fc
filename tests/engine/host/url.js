// URL as far as a monitor and its clients need it.
'use strict';

(() => {
  const percent = (char) => '%' + char.charCodeAt(0).toString(16).toUpperCase();
  const encode = (text) => encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()~]/g, percent);
  const decode = (text) => decodeURIComponent(text.replace(/\+/g, ' '));

  class URLSearchParams {
    constructor(text = '', changed = () => {}) {
      this.changed = changed;
      this.pairs = text
        .replace(/^\?/, '')
        .split('&')
        .filter(Boolean)
        .map((pair) => {
          const at = pair.indexOf('=');
          return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
        });
    }
    get(name) {
      return this.pairs.find(([key]) => key === name)?.[1] ?? null;
    }
    has(name) {
      return this.pairs.some(([key]) => key === name);
    }
    append(name, value) {
      this.pairs.push([String(name), String(value)]);
      this.changed();
    }
    delete(name) {
      this.pairs = this.pairs.filter(([key]) => key !== name);
      this.changed();
    }
    set(name, value) {
      const at = this.pairs.findIndex(([key]) => key === name);
      this.pairs = this.pairs.filter(([key], index) => key !== name || index === at);
      if (at < 0) this.pairs.push([String(name), String(value)]);
      else this.pairs[this.pairs.findIndex(([key]) => key === name)][1] = String(value);
      this.changed();
    }
    toString() {
      return this.pairs.map(([key, value]) => encode(key) + '=' + encode(value)).join('&');
    }
  }

  const ABSOLUTE = /^([a-z][a-z0-9+.-]*:)\/\/([^/?#]+)([^?#]*)(\?[^#]*)?(#.*)?$/i;

  function resolve(segments) {
    const path = [];
    for (const segment of segments) {
      if (segment === '..') path.pop();
      else if (segment !== '.') path.push(segment);
    }
    if (segments.at(-1) === '..' || segments.at(-1) === '.') path.push('');
    return '/' + path.join('/');
  }

  class URL {
    constructor(given, base) {
      const text = String(given).trim();
      const whole = ABSOLUTE.exec(text);
      if (whole) {
        [, this.protocol, this.host] = whole;
        this.pathname = resolve((whole[3] || '/').slice(1).split('/'));
        this.search = whole[4] ?? '';
        this.hash = whole[5] ?? '';
      } else {
        if (base === undefined || /^[a-z][a-z0-9+.-]*:/i.test(text)) throw new TypeError('Invalid URL: ' + text);
        const from = new URL(base);
        const [, path, search, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(text);
        this.protocol = from.protocol;
        this.host = from.host;
        if (path.startsWith('/')) this.pathname = resolve(path.slice(1).split('/'));
        else if (path) this.pathname = resolve([...from.pathname.slice(1).split('/').slice(0, -1), ...path.split('/')]);
        else this.pathname = from.pathname;
        this.search = search ?? (path ? '' : from.search);
        this.hash = hash ?? '';
      }
      if (this.search === '?') this.search = '';
      this.searchParams = new URLSearchParams(this.search, () => {
        const query = this.searchParams.toString();
        this.search = query && '?' + query;
      });
    }
    get origin() {
      return this.protocol + '//' + this.host;
    }
    get href() {
      return this.origin + this.pathname + this.search + this.hash;
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  }

  // Going elsewhere is only recorded.
  class Location extends URL {
    get href() {
      return super.href;
    }
    set href(address) {
      this.assign(address);
    }
    assign(address) {
      host.visits.push(new URL(address, document.baseURI).href);
    }
    replace(address) {
      this.assign(address);
    }
    reload() {
      host.visits.push('reload');
    }
  }

  host.onBoot(() => {
    const here = new Location('https://page.test/app/');
    host.expose({ URL, URLSearchParams, location: here });
  });
})();

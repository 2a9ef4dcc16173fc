// The usual page of a test: an SSE element, a status element, and the client that the test is about.
'use strict';

(() => {
  // The element as each client wants it. `extra` may override attributes.
  host.sse = (id, path, extra = {}) => {
    if (host.client === 'htmx4') return host.element('div', { id, 'hx-sse:connect': path, ...extra });
    const element = host.element('div', { id, 'sse-connect': path, ...extra });
    if (host.client === 'htmx2') {
      element.setAttribute('hx-ext', 'sse');
      element.append(host.element('span', { 'sse-swap': 'message' }));
    }
    return element;
  };

  host.status = () => document.getElementById('status');

  // A document that is still being parsed; `host.page.loaded()` ends that.
  host.scene = (client, options) => {
    host.live = () => document.getElementById('live');
    host.client = client;
    host.settling = 0;
    host.clock.origin = 1000;
    document.readyState = 'loading';
    host[client](options);
    host.settled();
  };

  host.furnish = () => {
    document.body.append(host.sse('live', '/events'), host.element('p', { id: 'status' }));
  };
})();

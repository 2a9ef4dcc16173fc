/*
 * Counts the SSE connections of the page that are open: those of its monitors and of htmx, as elements come and go.
 *
 * One function expression, to which Rust appends the call.
 */
(function SSEConnectionCounter() {
  if (window.SSEConnectionCounter) return;

  const counter = (window.SSEConnectionCounter = {
    connections: new Map(), // key: the element's id, or the element itself where it has none

    add(elementId) {
      counter.connections.set(elementId, 'active');
      counter.updateCount();
    },

    remove(elementId) {
      counter.connections.delete(elementId);
      counter.updateCount();
    },

    updateCount() {
      document.dispatchEvent(
        new CustomEvent('sse:connectionCountChanged', { detail: { count: counter.getCount() } }),
      );
    },

    getCount() {
      return counter.connections.size;
    },

    // Count what was open before this script came.
    init() {
      document.querySelectorAll('*').forEach(check);
    },
  });

  const counted = new Map(); // element -> the key it was counted under

  function check(element) {
    const monitor = window.sseMonitors?.[element.id];
    const isOpen =
      element.isConnected &&
      (monitor
        ? monitor.state === 'connected'
        : element['htmx-internal-data']?.sseEventSource?.readyState === 1 || element._htmx?.sse?.reader);
    if (!isOpen === !counted.has(element)) return;
    const key = counted.get(element) ?? (element.id || element);
    if (isOpen) {
      counted.set(element, key);
      counter.add(key);
    } else {
      counted.delete(element);
      counter.remove(key);
    }
  }

  // These events tell what is about to happen as often as what has happened: look when they are over.
  function look(event) {
    queueMicrotask(() => [event?.target ?? document, ...counted.keys()].forEach(check));
  }

  [
    'sse:stateChanged',
    'htmx:sseOpen',
    'htmx:sseError',
    'htmx:sseClose',
    'htmx:sse:close',
    'htmx:sse:after:connection',
    'htmx:sse:before:connection',
  ].forEach((type) => document.addEventListener(type, look));

  // An element that the page's own code removes raises no event.
  setInterval(look, 10000);

  counter.init();
})

/*
 * Counts the SSE connections of the page that are open: whichever client holds them, as elements come and go.
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
      const detail = { count: counter.getCount() };
      document.dispatchEvent(new CustomEvent('sse:connectionCountChanged', { detail }));
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

  function isOpen(element) {
    return !!(
      element.isConnected &&
      (element['htmx-internal-data']?.sseEventSource?.readyState === 1 || // htmx 2
        element._htmx?.sse?.reader || // htmx 4
        window.sseMonitors?.[element.id]?.state === 'connected') // `eventsource`
    );
  }

  function check(element) {
    const open = isOpen(element);
    if (open === counted.has(element)) return;
    if (open) {
      counted.set(element, element.id || element);
      counter.add(counted.get(element));
    } else {
      const key = counted.get(element);
      counted.delete(element);
      counter.remove(key);
    }
  }

  for (const type of [
    'sse:stateChanged',
    'htmx:sseOpen',
    'htmx:sseError',
    'htmx:sseClose',
    'htmx:sse:after:connection',
    'htmx:sse:before:connection',
    'htmx:sse:close',
  ]) {
    // These events tell what is about to happen as often as what has happened: look when they are over.
    document.addEventListener(type, (event) => queueMicrotask(() => check(event.target)));
  }

  // A removed element raises no event. A timer and no MutationObserver, as in monitor.js.
  setInterval(() => counted.forEach((key, element) => check(element)), 250);

  counter.init();
})

// In each frame: counts what its scripts do, and tells the page around it twice a second. A page that hangs tells nothing.
(() => {
  const seen = { beats: 0, timers: 0, dispatched: 0, states: [], told: [] };

  const { setTimeout, setInterval } = window;
  const counted = (start) => (work, ...rest) =>
    start((...given) => {
      seen.timers++;
      work(...given);
    }, ...rest);
  window.setTimeout = counted(setTimeout);
  window.setInterval = counted(setInterval);

  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    seen.dispatched++;
    return dispatchEvent.call(this, event);
  };

  const written = (word) => (word instanceof NodeList ? [...word].map(({ outerHTML }) => outerHTML) : String(word));
  for (const level of ['warn', 'error']) {
    console[level] = (...words) => seen.told.push(words.map(written).join(' '));
  }
  document.addEventListener('sse:stateChanged', ({ detail }) => seen.states.push(detail.state));

  setInterval(() => {
    seen.beats++;
    const state = Object.values(window.sseMonitors ?? {})[0]?.state;
    parent.postMessage({ frame: window.name, ...seen, state }, '*');
  }, 500);
})();

// Writes down what a page does, for the scenario to read: every `sse:stateChanged`, every text painted in a status
// element, every call of a callback, every error that nobody caught. Loaded first, inline.
window.recorder = (() => {
  const entries = [];
  const note = (kind, detail) => entries.push({ at: Date.now(), kind, ...detail });

  addEventListener('error', (event) => note('uncaught', { text: event.message }));
  addEventListener('unhandledrejection', (event) => note('uncaught', { text: String(event.reason) }));

  document.addEventListener('sse:stateChanged', (event) => {
    const { state, previous = null, attempts, retryIn = null } = event.detail;
    note('state', { element: event.target.id ?? '#document', state, previous, attempts, retryIn });
  });

  document.addEventListener('sse:connectionCountChanged', (event) => note('count', { count: event.detail.count }));

  for (const type of ['online', 'offline', 'pageshow', 'pagehide']) addEventListener(type, () => note('page', { text: type }));
  document.addEventListener('visibilitychange', () => note('page', { text: document.visibilityState }));

  // Status elements may be swapped, so each change of the document is looked at.
  const shown = new Map();
  const look = () => {
    for (const element of document.querySelectorAll('[id^="status"]')) {
      const text = element.textContent;
      if ((shown.get(element.id) ?? '') === text) continue;
      shown.set(element.id, text);
      note('painted', { element: element.id, text });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });

  return {
    entries,
    callback: (name) => (state) => note('callback', { name, state }),
    note,
  };
})();

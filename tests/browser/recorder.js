// Writes down what a page does, for the scenario to read: every `sse:stateChanged` and `sse-recovered`, every text
// painted in a status element, every call of a callback, every warning, every error that nobody caught. Loaded first,
// inline.
window.recorder = (() => {
  const entries = [];
  const note = (kind, detail) => {
    const entry = { at: Date.now(), kind, ...detail };
    entries.push(entry);
    // For whoever asks when the page is gone.
    sessionStorage.setItem('recorded ' + sessionStorage.length, JSON.stringify(entry));
  };

  addEventListener('error', (event) => note('uncaught', { text: event.message }));
  addEventListener('unhandledrejection', (event) => note('uncaught', { text: String(event.reason) }));

  document.addEventListener('sse:stateChanged', (event) => {
    const { state, previous = null, attempts, retryIn = null, reason = null, status = null } = event.detail;
    note('state', { element: event.target.id ?? '#document', state, previous, attempts, retryIn, reason, status });
  });

  document.addEventListener('sse-recovered', ({ target, detail }) => {
    note('recovered', { element: target.id ?? '#document', ...detail });
  });

  for (const level of ['warn', 'error']) {
    const write = console[level];
    console[level] = (...words) => {
      note('warned', { text: words.map(String).join(' ') });
      write.apply(console, words);
    };
  }

  document.addEventListener('sse:connectionCountChanged', (event) => note('count', { count: event.detail.count }));

  for (const type of ['online', 'offline']) addEventListener(type, () => note('page', { text: type }));
  for (const type of ['pageshow', 'pagehide']) {
    addEventListener(type, (event) => note('page', { text: event.persisted ? type + ' persisted' : type }));
  }
  document.addEventListener('visibilitychange', () => note('page', { text: document.visibilityState }));

  // Each write, not only what it was in the end. Status elements may be swapped, so the whole document is watched.
  const look = (records) => {
    for (const { target, addedNodes } of records) {
      if (!target.id?.startsWith('status') || !addedNodes.length) continue;
      note('painted', { element: target.id, text: [...addedNodes].map((node) => node.textContent).join('') });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });

  return {
    entries,
    callback: (name) => (state) => note('callback', { name, state }),
    note,
  };
})();

// For the model: everything that happened, in one order, and what is the case now.
'use strict';

host.watch = () => {
  const events = [];
  const note = (kind, more) => events.push({ kind, at: host.clock.now, ...more });
  host.watchers.push((target, event) => {
    if (event.type === 'sse:stateChanged') note('change', { on: target.id ?? '#document', ...event.detail });
    if (event.type === 'sse-recovered') note('recovered', event.detail);
  });
  host.arrivals.push(() => note('request', {}));
  host.cuts.push(({ phase, said, begun }) => {
    const { now } = host.clock;
    // What is still on its way is no sign of life yet; what waits for a page that sleeps is one.
    const heard = said.findLast((at) => at + host.server.latency < now) ?? begun;
    note('cut', { phase, silence: now - heard, age: now - begun });
  });
  host.attributeWrites.push((element, name) => {
    if (name === 'data-sse-state') note('paint', { state: element.dataset.sseState });
  });

  const clientTimers = () => host.clock.entries.filter((entry) => entry.owner === 'client').length;

  // htmx 2 has a source that it has closed: nothing tells whether it will ever make another one.
  host.clientIsClosed = () => host.live()?.['htmx-internal-data']?.sseEventSource?.readyState === 2;

  // It will ask again, for whatever element.
  host.clientWaits = () => host.client === 'htmx2' && clientTimers() > 0;

  // What is on its way to the page.
  const arriving = () => host.clock.entries.filter((entry) => entry.owner === 'network').length;

  // Elements have come or gone, and the monitor has not looked for its own since.
  let unseen = false;
  host.moves.push((node) => {
    unseen ||= node instanceof Element;
  });
  const { getElementById } = document;
  document.getElementById = (id) => {
    if (id === 'live') unseen = false;
    return getElementById.call(document, id);
  };
  host.live = () => getElementById.call(document, 'live');
  host.unseen = () => unseen;

  host.observe = () => {
    const monitor = window.sseMonitors?.live;
    const status = host.status();
    const kinds = host.timerKinds();
    return {
      now: host.clock.now,
      events: events.splice(0),
      state: monitor?.state ?? null,
      attempts: monitor?.reconnectAttempts ?? 0,
      shown: status && (status.dataset.sseState ?? ''),
      text: status && status.textContent,
      live: host.server.live().length,
      streams: host.server.streams().length,
      peak: Math.max(0, ...host.server.peak.values()),
      arriving: arriving(),
      clientIsClosed: host.clientIsClosed() ?? false,
      unseen,
      clientTimers: clientTimers(),
      timers: kinds.length - 1, // one only looks
      twins: kinds.filter((kind, at) => kinds.indexOf(kind) !== at),
      errors: host.errors.splice(0),
    };
  };
};

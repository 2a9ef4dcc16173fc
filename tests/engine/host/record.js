// What a test looks at afterwards: the states told, the paints, the messages the page got, and what is left over.
'use strict';

(() => {
  const TOLD = /^sse:(?!stateChanged$|connectionCountChanged$)/;

  function message(event) {
    const { type, detail } = event;
    if (type === 'htmx:sseMessage') return { name: detail.type, data: detail.data };
    if (type === 'htmx:sse:after:message') {
      return { name: detail.message.event || 'message', data: detail.message.data };
    }
    if (TOLD.test(type) && !(detail instanceof Event)) return { name: type.slice(4), ...detail };
    return null;
  }

  // Functions of the page that a script might replace.
  function replaceable() {
    const found = { EventSource, fetch, setTimeout, clearTimeout };
    for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
      found['EventTarget.' + name] = EventTarget.prototype[name];
    }
    for (const [name, value] of Object.entries(window.htmx ?? {})) {
      if (typeof value === 'function') found['htmx.' + name] = value;
    }
    return found;
  }

  let originals;

  host.settled = () => {
    originals = replaceable();
  };

  const pageTimers = () => host.clock.entries.filter((entry) => entry.owner === 'page');

  host.census = () => ({
    window: host.listenersOf(window),
    document: host.listenersOf(document),
    elements: host.listeningTargets().filter((target) => target instanceof Element).length,
    sources: host.sources.filter((source) => source.readyState !== 2 && host.listenersOf(source).length > 0).length,
    timers: pageTimers().length,
    connections: host.server.live().length,
    patched: Object.entries(replaceable())
      .filter(([name, value]) => originals && originals[name] !== value)
      .map(([name]) => name),
  });

  // Two pending timers with one callback are two of a kind: the text of the callback tells, minified or not.
  host.timerKinds = () => pageTimers().map((entry) => String(entry.kind));

  host.onBoot(() => {
    originals = null;
    host.trace = [];
    host.recoveries = [];
    host.messages = [];
    host.order = []; // of messages and recoveries
    host.counts = [];
    host.calls = [];
    host.paints = [];
    host.marks = [];
    host.watchers.push((target, event) => {
      const at = host.clock.now;
      if (event.type === 'sse:stateChanged') {
        host.trace.push({ at, on: target === document ? '#document' : target.id, ...event.detail });
      } else if (event.type === 'sse-recovered') {
        host.recoveries.push({ at, on: target.id, ...event.detail });
        host.order.push('recovered');
      } else if (event.type === 'sse:connectionCountChanged') {
        host.counts.push(event.detail.count);
      } else if (event instanceof CustomEvent) {
        const got = message(event);
        if (!got) return;
        host.messages.push({ at, on: target.id, ...got });
        host.order.push(got.name + ':' + got.data);
      }
    });
    host.writes.push((element, content, how) => host.paints.push({ at: host.clock.now, id: element.id, content, how }));
    host.attributeWrites.push((element, name) => {
      if (name !== 'data-sse-state') return;
      host.marks.push({ at: host.clock.now, id: element.id, state: element.dataset.sseState });
    });
  });
})();

// What both pages of a pair do: the same work, in turns that the benchmark asks for. A turn gives its duration in ms.
'use strict';

window.load = (() => {
  const live = () => document.getElementById('live');
  const settings = { messages: 0 }; // in a turn

  // From the first message of a turn to the last.
  let turn = Promise.withResolvers();
  let left = 0;
  let from;

  function message() {
    if (!left) {
      left = settings.messages;
      from = performance.now();
    }
    left--;
    if (!left) turn.resolve(performance.now() - from);
  }

  // The next turn's messages are sent when this one's duration is known.
  async function messages() {
    const duration = await turn.promise;
    turn = Promise.withResolvers();
    return duration;
  }

  // Without htmx the page itself shows the message.
  function show(event) {
    live().textContent = event.detail.data;
    message();
  }

  // What the monitor does for an author without htmx, done by hand.
  function plain(url) {
    const source = new EventSource(url, { withCredentials: true });
    source.onmessage = ({ data, lastEventId }) => {
      live().dispatchEvent(new CustomEvent('sse:message', { bubbles: true, detail: { data, lastEventId } }));
    };
  }

  const channel = new MessageChannel();
  const task = () => new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });

  const list = document.createElement('ul');
  for (let entry = 0; 100 > entry; entry++) list.append(document.createElement('li'));

  // A list that changes as on a busy page: in each task some entries come at its end and as many go at its start.
  async function mutations(count) {
    if (!list.isConnected) document.body.append(list);
    const start = performance.now();
    for (let changes = 0; count > changes; ) {
      for (const last = changes + 40; last > changes; changes += 2) {
        const item = document.createElement('li');
        item.textContent = 'entry ' + changes;
        list.append(item);
        list.firstElementChild.remove();
      }
      await task();
    }
    return performance.now() - start;
  }

  document.addEventListener('htmx:sseMessage', message);
  document.addEventListener('htmx:sse:after:message', message);
  document.addEventListener('sse:message', show);
  return { settings, messages, mutations, plain };
})();

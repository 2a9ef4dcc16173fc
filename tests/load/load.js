// What both pages of a pair do: the same work, counted for the same time.
'use strict';

const DURATION = 600; // ms

window.load = (() => {
  let count = 0;
  let start = 0;
  let done;
  const messages = new Promise((resolve) => {
    done = resolve;
  });
  const live = () => document.getElementById('live');

  // One more message has been dealt with. The first one starts the clock.
  function message() {
    const now = performance.now();
    if (!start) {
      start = now;
      return;
    }
    count++;
    if (now - start >= DURATION || count === window.load.messagesAfterFirst) done((count / (now - start)) * 1000);
  }

  // Without htmx the page itself shows the message.
  function show(event) {
    live().textContent = event.detail.data;
    message();
  }

  // What the monitor does for an author without htmx, done by hand.
  function plain() {
    const source = new EventSource('/stream', { withCredentials: true });
    source.onmessage = ({ data, lastEventId }) => {
      live().dispatchEvent(new CustomEvent('sse:message', { bubbles: true, detail: { data, lastEventId } }));
    };
  }

  // A list that changes: entries come at its end and go at its start, some in each task, as a busy page does it.
  async function mutations() {
    const list = document.createElement('ul');
    document.body.append(list);
    const channel = new MessageChannel();
    const task = () => new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
    let changes = 0;
    const from = performance.now();
    while (performance.now() - from < DURATION) {
      for (let entries = 0; entries < 20; entries++) {
        const entry = document.createElement('li');
        entry.textContent = 'entry ' + changes;
        list.append(entry);
        changes++;
        if (list.childElementCount > 100) {
          list.firstElementChild.remove();
          changes++;
        }
      }
      await task();
    }
    return (changes / (performance.now() - from)) * 1000;
  }

  document.addEventListener('htmx:sseMessage', message);
  document.addEventListener('htmx:sse:after:message', message);
  document.addEventListener('sse:message', show);
  return { messages, messagesAfterFirst: 0, mutations, plain };
})();

// What both pages of a pair do: the same work, counted for the same time.
'use strict';

const WINDOW = 100; // ms
const WINDOWS = 11; // odd, so that one of them is the median

window.load = (() => {
  let done;
  const messages = new Promise((resolve) => {
    done = resolve;
  });
  const live = () => document.getElementById('live');

  // Counts work in windows of time. The rate is that of the median window: what the browser does now and then, such as
  // collecting what was removed, is in some of them and not in others.
  function counter() {
    const rates = [];
    let count = 0;
    let from = performance.now();
    return (more) => {
      count += more;
      const duration = performance.now() - from;
      if (WINDOW > duration) return undefined;
      rates.push((count / duration) * 1000);
      count = 0;
      from = performance.now();
      return rates.length === WINDOWS ? rates.sort((one, other) => one - other)[(WINDOWS - 1) / 2] : undefined;
    };
  }

  // One more message has been dealt with. The first one starts the clock.
  let counted;
  function message() {
    counted ??= counter();
    const rate = counted(1);
    if (!rate) return;
    done(rate);
    live().remove(); // which ends the stream
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
    const changed = counter();
    for (let entry = 0; ; ) {
      let changes = 0;
      for (const last = entry + 20; last > entry; entry++) {
        const item = document.createElement('li');
        item.textContent = 'entry ' + entry;
        list.append(item);
        changes++;
        if (list.childElementCount > 100) {
          list.firstElementChild.remove();
          changes++;
        }
      }
      await task();
      const rate = changed(changes);
      if (rate) return rate;
    }
  }

  document.addEventListener('htmx:sseMessage', message);
  document.addEventListener('htmx:sse:after:message', message);
  document.addEventListener('sse:message', show);
  return { messages, mutations, plain };
})();

// In the page around the frames: changes both, a little at a time. The same code for both, so that nothing but the
// monitor tells them apart.
'use strict';

window.mutations = (() => {
  const { port1, port2 } = new MessageChannel();

  // Timers are due as well.
  function turn() {
    return new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
  }

  function listIn(name, entries) {
    const { document } = window[name];
    const list = document.createElement('ul');
    for (let number = 0; entries > number; number++) list.append(document.createElement('li'));
    document.body.append(list);
    return list;
  }

  // New entries, `{}` is their number, come at the end and as many go at the start: the ms that it takes, until
  // whoever observes has been told.
  async function change(list, entry, entries) {
    const start = performance.now();
    for (let number = 0; entries > number; number++) {
      list.insertAdjacentHTML('beforeend', entry.replaceAll('{}', number));
      list.firstElementChild.remove();
    }
    await null;
    return performance.now() - start;
  }

  // Neither frame is always the first.
  async function rounds(lists, entry, entries, count) {
    const spent = [0, 0];
    for (let round = 0; count > round; round++) {
      for (const which of round % 2 ? [0, 1] : [1, 0]) {
        spent[which] += await change(lists[which], entry, entries);
        await turn();
      }
    }
    return spent;
  }

  // Entries that came or went, per second, in each of the frames.
  return async (names, entry, entries, warmUp, count) => {
    // To paint the frames would take longer than to change them.
    for (const frame of document.querySelectorAll('iframe')) frame.hidden = true;
    const lists = names.map((name) => listIn(name, entries));
    await rounds(lists, entry, entries, warmUp);
    const spent = await rounds(lists, entry, entries, count);
    return spent.map((ms) => (2 * entries * count * 1000) / ms);
  };
})();

// In the page around the frames: changes both, a little at a time. The same code for both, so that nothing but the
// monitor tells them apart.
'use strict';

window.mutations = (() => {
  const FRAMES = ['plain', 'monitored'];
  const ENTRIES = 100; // at a time

  function listIn(name) {
    const { document } = window[name];
    const list = document.createElement('ul');
    for (let entry = 0; ENTRIES > entry; entry++) list.append(document.createElement('li'));
    document.body.append(list);
    return list;
  }

  // New entries come at the end and as many go at the start: the ms that it takes, until whoever observes has been told.
  async function change(list) {
    const start = performance.now();
    for (let entry = 0; ENTRIES > entry; entry++) {
      list.insertAdjacentHTML('beforeend', window.entry.replaceAll('{}', entry));
      list.firstElementChild.remove();
    }
    await null;
    return performance.now() - start;
  }

  // Neither frame is always the first.
  async function rounds(lists, count) {
    const spent = [0, 0];
    for (let round = 0; count > round; round++) {
      for (const which of round % 2 ? [0, 1] : [1, 0]) {
        spent[which] += await change(lists[which]);
        await scheduler.postTask(() => {}); // timers are due as well
      }
    }
    return spent;
  }

  // Entries that came or went, per second: in the frame without a monitor, and in the one with it.
  return async (warmUp, count) => {
    // To paint the frames would take longer than to change them.
    for (const frame of document.querySelectorAll('iframe')) frame.hidden = true;
    const lists = FRAMES.map(listIn);
    await rounds(lists, warmUp);
    const spent = await rounds(lists, count);
    return spent.map((ms) => (2 * ENTRIES * count * 1000) / ms);
  };
})();

// In the page around the frames: changes both, a little at a time. The same code for both, so that nothing but the
// monitor tells them apart.
'use strict';

window.mutations = (() => {
  const ENTRIES = 100; // at a time

  function listIn(name) {
    const { document } = window[name];
    const list = document.createElement('ul');
    for (let number = 0; ENTRIES > number; number++) list.append(document.createElement('li'));
    document.body.append(list);
    return list;
  }

  // New entries, `{}` is their number, come at the end and as many go at the start: the ms that it takes, until
  // whoever observes has been told.
  async function change(list, entry) {
    const start = performance.now();
    for (let number = 0; ENTRIES > number; number++) {
      list.insertAdjacentHTML('beforeend', entry.replaceAll('{}', number));
      list.firstElementChild.remove();
    }
    await null;
    return performance.now() - start;
  }

  // Neither frame is always the first.
  async function rounds(lists, entry, count) {
    const spent = [0, 0];
    for (let round = 0; count > round; round++) {
      for (const which of round % 2 ? [0, 1] : [1, 0]) {
        spent[which] += await change(lists[which], entry);
        await scheduler.postTask(() => {}); // timers are due as well
      }
    }
    return spent;
  }

  // Entries that came or went, per second, in each of the frames.
  return async (names, entry, warmUp, count) => {
    // To paint the frames would take longer than to change them.
    for (const frame of document.querySelectorAll('iframe')) frame.hidden = true;
    const lists = names.map(listIn);
    await rounds(lists, entry, warmUp);
    const spent = await rounds(lists, entry, count);
    return spent.map((ms) => (2 * ENTRIES * count * 1000) / ms);
  };
})();

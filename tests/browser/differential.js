// Asks for the same streams with an EventSource and with a monitor, and gives what each of them has dispatched.
window.differential = (() => {
  const lanes = 6; // as many as a browser has connections

  function plain(url, names) {
    const events = [];
    const source = new EventSource(url);
    // A server may call an event `error`, too.
    const isMessage = (event) => event instanceof MessageEvent;
    for (const name of names) {
      source.addEventListener(name, (event) => {
        if (isMessage(event)) events.push([event.type, event.data, event.lastEventId]);
      });
    }
    return new Promise((resolve) => {
      source.addEventListener('error', (event) => {
        if (isMessage(event)) return;
        source.close();
        resolve(events);
      });
    });
  }

  function monitored(url, id, run) {
    const events = [];
    const element = document.createElement('div');
    element.id = id;
    element.setAttribute('sse-connect', url);
    return new Promise((resolve) => {
      // Whatever their names are.
      element.dispatchEvent = ({ type, detail }) => {
        if (type === 'sse:stateChanged') {
          if (detail.state === 'disconnected' || detail.state === 'closed') setTimeout(done);
        } else if (type !== 'sse-recovered') {
          events.push([type.replace(/^sse:/, ''), detail.data, detail.lastEventId]);
        }
        return true;
      };
      const done = () => {
        window.sseMonitors[id]?.destroy();
        element.remove();
        resolve(events);
      };
      document.body.append(element);
      run();
    });
  }

  // Hands each stream on in pieces, cut anywhere: a network joins what a server cuts.
  function cutStreams() {
    const { fetch } = window;
    window.fetch = async (url, options) => {
      const response = await fetch(url, options);
      const bytes = new Uint8Array(await response.arrayBuffer());
      let dice = bytes.length;
      const body = new ReadableStream({
        start(controller) {
          for (let at = 0; at < bytes.length; ) {
            dice = (dice * 1103515245 + 12345) % 2147483648;
            const end = at + 1 + (dice % 7 > 3 ? 0 : dice % 5);
            controller.enqueue(bytes.slice(at, end));
            at = end;
          }
          controller.close();
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
  }

  async function compare(from, count, names, script, withEventSource) {
    const found = [];
    let next = 0;
    const lane = async (id) => {
      const run = () => {
        const element = document.createElement('script');
        element.textContent = script.replace('"live"', JSON.stringify(id));
        document.body.append(element);
        element.remove();
      };
      while (next < count) {
        const nth = next++;
        const url = '/random?n=' + (from + nth);
        found[nth] = [await monitored(url, id, run), withEventSource ? await plain(url, names) : null];
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, nth) => lane('live' + nth)));
    return found;
  }

  return { compare, cutStreams };
})();

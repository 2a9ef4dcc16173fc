// A page with two streams: the monitor's, and beside it an EventSource as it is without one. Written down for the
// scenario: every message of both, the monitor's states, when it has received bytes, how many streams it has at once, and
// when the page itself did not run.
window.seen = { plain: [], monitored: [], states: [], bytes: [], stalls: [], streams: 0, mostStreams: 0, encoding: null };

{
  const { seen } = window;
  const { fetch } = window;

  // As a page's own wrapper would do it. The monitor reads a body with a reader, and ends it by the signal.
  window.fetch = async (url, options) => {
    const response = await fetch(url, options);
    if (options?.method === 'HEAD') return response; // no stream, though Chromium gives it a body
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
    seen.mostStreams = Math.max(seen.mostStreams, ++seen.streams);
    seen.encoding = response.headers.get('content-encoding');
    let open = true;
    const end = () => {
      if (open) seen.streams--;
      open = false;
    };
    options.signal.addEventListener('abort', end);
    const { body } = response;
    const getReader = body.getReader.bind(body);
    body.getReader = () => {
      const reader = getReader();
      const read = reader.read.bind(reader);
      reader.read = () =>
        read().then(
          (chunk) => {
            if (chunk.done) end();
            else seen.bytes.push(Date.now());
            return chunk;
          },
          (error) => {
            end();
            throw error;
          },
        );
      return reader;
    };
    return response;
  };

  document.addEventListener('sse:message', ({ detail }) => seen.monitored.push([Date.now(), +detail.data]));
  document.addEventListener('sse:stateChanged', ({ detail: { state, previous, reason, status } }) => {
    seen.states.push({ at: Date.now(), state, previous, reason, status });
  });

  // A hidden page is throttled, which is no stall.
  let ran = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (now - ran > 100 && !document.hidden) seen.stalls.push([ran, now]);
    ran = now;
  }, 50);

  window.listen = (url) => {
    window.source = new EventSource(url);
    window.source.onmessage = ({ data }) => seen.plain.push([Date.now(), +data]);
  };
}

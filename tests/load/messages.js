// In both frames: how long a turn's messages take.
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

  // The next turn's messages are sent when this one's duration, in ms, is known.
  async function messages() {
    const duration = await turn.promise;
    turn = Promise.withResolvers();
    return duration;
  }

  // Without htmx the page's own code gets the message. To show each of a thousand would be most of the work.
  function receive(event) {
    if (event.detail.data.length) message();
  }

  // What the monitor does for an author without htmx, done by hand.
  function plain(url) {
    const source = new EventSource(url, { withCredentials: true });
    source.onmessage = ({ data, lastEventId }) => {
      live().dispatchEvent(new CustomEvent('sse:message', { bubbles: true, detail: { data, lastEventId } }));
    };
  }

  document.addEventListener('htmx:sseMessage', message);
  document.addEventListener('htmx:sse:after:message', message);
  document.addEventListener('sse:message', receive);
  return { settings, messages, plain };
})();

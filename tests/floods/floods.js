// In the page: what it receives, and when.
window.floods = (() => {
  const floods = { received: 0, keys: 0, spent: 0, delay: 0, framesPerSecond, perSecond };
  let began;

  document.addEventListener('sse:begin', () => (began = performance.now()));
  document.addEventListener('sse:message', () => {
    floods.received++;
    floods.spent = performance.now() - began;
  });
  addEventListener('keydown', (event) => {
    floods.keys++;
    floods.delay = performance.now() - event.timeStamp;
  });

  function framesPerSecond() {
    return new Promise((resolve) => {
      const from = performance.now();
      let frames = 0;
      const frame = () => {
        frames++;
        if (performance.now() - from > 5000) resolve((frames * 1000) / (performance.now() - from));
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  }

  async function perSecond() {
    const before = floods.received;
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return ((floods.received - before) * 1000) / (performance.now() - from);
  }

  return floods;
})();

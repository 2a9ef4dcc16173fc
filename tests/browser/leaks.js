// Counts timers that are due and observers that watch. The listeners are counted by the browser itself.
window.leaks = (() => {
  const timers = new Set();
  const observers = new Set();

  const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
  window.setTimeout = (callback, ...rest) => {
    const timer = setTimeout(
      (...given) => {
        timers.delete(timer);
        callback(...given);
      },
      ...rest,
    );
    timers.add(timer);
    return timer;
  };
  window.setInterval = (...given) => {
    const timer = setInterval(...given);
    timers.add(timer);
    return timer;
  };
  const clear = (original) => (timer) => {
    timers.delete(timer);
    original(timer);
  };
  window.clearTimeout = clear(clearTimeout);
  window.clearInterval = clear(clearInterval);

  const { observe, disconnect } = MutationObserver.prototype;
  MutationObserver.prototype.observe = function (...given) {
    observers.add(this);
    return observe.apply(this, given);
  };
  MutationObserver.prototype.disconnect = function () {
    observers.delete(this);
    return disconnect.apply(this);
  };

  return { count: () => [timers.size, observers.size] };
})();

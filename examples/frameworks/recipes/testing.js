const real = window.fetch;

// From now on no attempt gets through, and this one does not either.
window.loseTheServer = () => {
  window.fetch = (url, options) =>
    url.endsWith("/events") ? Promise.reject(new TypeError("no network")) : real(url, options);
  window.sseMonitors["live"].reconnect();
};

window.findTheServer = () => {
  window.fetch = real;
};

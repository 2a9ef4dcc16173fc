window.app = {
  // htmx 4 asks its own origin only, and with headers that another one would have to allow first.
  prepare(url, options) {
    options.mode = "cors";
    options.credentials = "include";
    options.headers = { Accept: "text/event-stream" };
  },
};

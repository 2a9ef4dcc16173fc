window.app = {
  prepare(url, options) {
    options.headers.set("X-CSRF-Token", document.cookie.match(/csrf=(\w+)/)?.[1] ?? "");
  },
};

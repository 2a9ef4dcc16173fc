window.app = {
  async prepare(url, options) {
    const response = await fetch("/token/new", { method: "POST", signal: options.signal });
    if (!response.ok) throw new Error("no token: " + response.status); // this attempt has failed; the next one asks again
    options.headers.set("Authorization", "Bearer " + (await response.text()));
  },
};

window.app = {
  async prepare(url, options) {
    const response = await fetch("/token/new", { method: "POST", signal: options.signal });
    // Without a login there is no token. The stream's own 401 then ends it: `give_up_on`.
    if (response.status === 401) return;
    if (!response.ok) throw new Error("no token: " + response.status); // this attempt has failed; the next one asks again
    options.headers.set("Authorization", "Bearer " + (await response.text()));
  },
};

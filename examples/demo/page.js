// What the demo shows around the monitor, and its buttons. The monitor itself needs none of this.
"use strict";

(() => {
  const ROWS = 60;
  const byId = (id) => document.getElementById(id);
  const status = byId("status");
  const detail = byId("detail");
  const timeline = byId("timeline");
  const messages = byId("messages");

  const seconds = (ms) => (Math.max(0, ms) / 1000).toFixed(1) + " s";
  const names = {
    connecting: "Connecting",
    connected: "Connected",
    reconnecting: "Reconnecting",
    error: "Error",
    disconnected: "Disconnected",
    closed: "Closed",
  };

  // ---- the timeline: what the monitor did, and what you did to it ----

  function element(tag, text, className = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
  }

  // The reader's time, in every list: the server's messages tell the moment and leave the words to the page.
  const clock = (moment) => new Date(moment).toTimeString().slice(0, 8);

  function addRow(...parts) {
    const row = document.createElement("li");
    row.append(...parts, element("time", clock(Date.now())));
    timeline.prepend(row);
    while (timeline.children.length > ROWS) timeline.lastChild.remove();
    return row;
  }

  function addYours(what) {
    addRow(element("i", ""), element("span", "You: " + what)).className = "yours";
  }

  // The attempt that is waited for or under way: {number, due, what}.
  let attempt = null;
  let lost = 0; // when the outage began; 0 while there is none
  let outages = 0;

  const reasons = {
    ended: "the stream ended",
    network: "network error",
    silence: "not a byte for 6 s",
    timeout: "no answer",
    "not-a-stream": "no stream",
  };

  function why({ reason, status: code }) {
    return reason === "status" ? `status ${code}` : (reasons[reason] ?? reason);
  }

  function explain(change) {
    const { state, attempts, retryIn } = change;
    if (state === "reconnecting") return retryIn ? "" : `attempt ${attempts} under way`;
    if (state === "error") return why(change);
    if (state === "connected" && lost) return "after " + seconds(performance.now() - lost);
    if (state === "disconnected") return navigator.onLine ? "no attempt planned" : "the browser is offline";
    if (state === "closed") return "for good";
    return "";
  }

  document.addEventListener("sse:stateChanged", (event) => {
    const { state, previous, attempts, retryIn } = event.detail;
    if (state === "error") {
      outages += 1;
      byId("outages").textContent = outages;
      lost = performance.now();
    }
    if (attempt) {
      if (state === "connected") attempt.what.textContent = `attempt ${attempt.number} worked`;
      else if (state === previous) attempt.what.textContent = `attempt ${attempt.number}: ${why(event.detail)}`;
      else attempt.what.textContent = `attempt ${attempt.number} called off`;
      attempt = null;
    }

    const what = element("span", explain(event.detail), "what");
    const row = addRow(element("b", names[state]), what);
    row.dataset.sseState = state;
    row.classList.toggle("again", state === previous);

    if (state === "reconnecting") {
      attempt = retryIn
        ? { number: attempts + 1, due: performance.now() + retryIn, what }
        : { number: attempts, due: 0, what };
    }
    if (state === "connected") lost = 0;
    // Is it one of the faults, or is there no demo any more?
    if (state === "connected" || state === previous) order("GET");
    countDown(retryIn);
    showTime();
  });

  const bar = byId("countdown");
  let shrinking = null;

  function countDown(retryIn) {
    shrinking?.cancel();
    shrinking = retryIn ? bar.animate([{ transform: "none" }, { transform: "scaleX(0)" }], retryIn) : null;
  }

  // ---- messages, whichever client brings them ----

  let received = 0;
  let lastMessage = 0;

  new MutationObserver((changes) => {
    const added = changes.reduce((sum, change) => sum + change.addedNodes.length, 0);
    if (!added) return;
    for (const time of messages.querySelectorAll("time[data-moment]")) {
      time.textContent = clock(+time.dataset.moment);
    }
    received += added;
    lastMessage = performance.now();
    byId("received").textContent = received;
    while (messages.children.length > ROWS) messages.lastChild.remove();
    showTime();
  }).observe(messages, { childList: true });

  // Without htmx the page puts the message where it belongs.
  byId("live").addEventListener("sse:message", (event) => {
    messages.insertAdjacentHTML("afterbegin", event.detail.data);
  });

  document.addEventListener("sse:connectionCountChanged", (event) => {
    byId("connections").textContent = event.detail.count;
  });

  const reconnect = byId("reconnect");
  reconnect.addEventListener("click", () => {
    addYours("Reconnect now");
    // An attempt that was waited for begins now, and the count anew.
    if (attempt) Object.assign(attempt, { number: 1, due: 0 });
    countDown();
    window.sseMonitors["live"].reconnect();
  });

  // ---- the faults ----

  const unreachable = byId("unreachable");
  let fault = null; // the one that lasts: {name, end}

  async function order(method, path = "") {
    try {
      const response = await fetch("/faults" + path, { method });
      const { fault: name, left } = await response.json();
      fault = name ? { name, end: performance.now() + left } : null;
      unreachable.hidden = true;
    } catch {
      // A fault that was ordered may be why; what is known of it stands.
      unreachable.hidden = fault?.name === "refuse" && fault.end > performance.now();
    }
    showTime();
  }

  for (const button of document.querySelectorAll("[data-fault]")) {
    const name = button.dataset.fault;
    button.addEventListener("click", () => {
      const stop = fault?.name === name;
      addYours(button.firstChild.textContent + (stop ? ", stopped" : ""));
      if (stop) order("DELETE");
      else order("POST", "/" + name);
    });
  }
  order("GET");

  // ---- what changes with time alone ----

  function describeNow() {
    switch (status.dataset.sseState) {
      case "connecting":
        return "Waiting for the server's first answer";
      case "connected":
        return lastMessage ? `Last message ${seconds(performance.now() - lastMessage)} ago` : "No message yet";
      case "reconnecting":
        if (!attempt) return "";
        return attempt.due > performance.now()
          ? `Attempt ${attempt.number} in ${seconds(attempt.due - performance.now())}`
          : `Attempt ${attempt.number} under way`;
      case "disconnected":
        return navigator.onLine ? "No attempt is planned" : "The browser is offline";
      case "closed":
        return "The server ended it. Reload the page to start again.";
      default:
        return "";
    }
  }

  function showTime() {
    detail.textContent = describeNow();
    reconnect.disabled = status.dataset.sseState === "closed";
    if (attempt) {
      const left = attempt.due - performance.now();
      attempt.what.textContent = `attempt ${attempt.number} ` + (left > 0 ? "in " + seconds(left) : "under way");
    }
    if (fault && fault.end < performance.now()) fault = null;
    for (const button of document.querySelectorAll("[data-fault]")) {
      const on = fault?.name === button.dataset.fault;
      const stoppable = button.dataset.fault !== "refuse";
      button.classList.toggle("on", on);
      button.disabled = on && !stoppable;
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", on);
      const left = on ? Math.ceil((fault.end - performance.now()) / 1000) + " s left" : "";
      button.querySelector(".seconds").textContent = left;
      button.querySelector(".stop").textContent = on && stoppable ? ", press to stop" : "";
    }
  }
  setInterval(showTime, 100);
})();

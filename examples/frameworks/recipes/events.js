const told = {}; // how often each event has come
const names = ["htmx:sseOpen", "htmx:sseError", "htmx:sseBeforeMessage", "htmx:sseMessage", "sse:stateChanged", "sse-recovered"];

for (const name of names) {
  document.addEventListener(name, () => {
    told[name] = (told[name] ?? 0) + 1;
    document.getElementById("told").textContent = JSON.stringify(told, null, 2);
  });
}

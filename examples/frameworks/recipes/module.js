function show(state) {
  document.getElementById("shown").textContent = state;
}

document.addEventListener("sse:stateChanged", ({ detail }) => show(detail.state));
// A module runs late: what has happened before is not told again, but it can be asked for.
show(window.sseMonitors["live"].state);

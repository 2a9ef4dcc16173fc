document.addEventListener("sse:stateChanged", ({ detail: { state, reason, status } }) => {
  const refused = reason === "not-a-stream" || status === 401 || status === 403;
  const expired = state === "disconnected" && refused;
  document.getElementById("expired").hidden = !expired;
  // Or without a question: if (expired) location.assign("/login/form");
});

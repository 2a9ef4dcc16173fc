function toast(text) {
  const note = document.createElement("p");
  note.textContent = text;
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 5000);
}

let since; // when the outage began
document.addEventListener("sse:stateChanged", ({ detail: { state } }) => {
  if (state === "error") since = performance.now(); // once per outage, however many attempts fail
  if (state === "reconnecting" && performance.now() - since > 2000) {
    toast("The connection is lost. What you see may be old.");
    since = Infinity;
  }
  if (state === "connected" && since === Infinity) toast("Connected again.");
});

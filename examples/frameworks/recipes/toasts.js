function toast(text) {
  const note = document.createElement("p");
  note.textContent = text;
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 5000);
}

let timer; // of an outage
let isTold = false; // that there is one

window.app = {
  changed(state, { reason }) {
    if (state === "reconnecting" || state === "disconnected") {
      timer ??= setTimeout(() => {
        isTold = true;
        toast(`The connection is lost (${reason}). What you see may be old.`);
      }, 2000);
    } else if (state === "connected" || state === "closed") {
      clearTimeout(timer);
      timer = undefined;
      if (isTold && state === "connected") toast("Connected again.");
      isTold = false;
    }
  },
};

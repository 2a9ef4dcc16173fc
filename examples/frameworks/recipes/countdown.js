let due; // when the next attempt is
let timer;

function count() {
  const left = Math.ceil((due - performance.now()) / 1000);
  document.getElementById("countdown").textContent = left > 0 ? `Next attempt in ${left} s.` : "";
}

document.addEventListener("sse:stateChanged", ({ detail: { retryIn } }) => {
  clearInterval(timer); // an idle page is not woken up
  due = performance.now() + (retryIn ?? 0);
  if (retryIn) timer = setInterval(count, 250);
  count();
});

document.addEventListener("click", ({ target }) => {
  if (target.dataset.post) fetch(target.dataset.post, { method: "POST" });
});

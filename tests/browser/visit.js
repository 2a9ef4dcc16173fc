// Links as libraries like Turbo follow them: fetch, put the other body in place, run its scripts.
(() => {
  const visit = async (url) => {
    const html = await (await fetch(url)).text();
    const body = document.adoptNode(new DOMParser().parseFromString(html, 'text/html').body);
    for (const inert of body.querySelectorAll('script')) {
      const script = document.createElement('script');
      script.textContent = inert.textContent;
      inert.replaceWith(script);
    }
    document.body.replaceWith(body);
  };

  document.addEventListener('click', (event) => {
    const { href } = event.target;
    if (!href) return;
    event.preventDefault();
    history.pushState(null, '', href);
    visit(href);
  });
  addEventListener('popstate', () => visit(location.href));
})();

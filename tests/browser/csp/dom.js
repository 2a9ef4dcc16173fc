// A page without htmx has a policy of its own for the HTML of its messages.
const messages = trustedTypes.createPolicy('page', { createHTML: (html) => html });
document.addEventListener('sse:message', (event) => {
  event.target.insertAdjacentHTML('beforeend', messages.createHTML(event.detail.data));
});

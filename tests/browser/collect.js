// A page without htmx appends the messages itself, as its author would write it.
document.addEventListener('sse:message', (event) => event.target.insertAdjacentHTML('beforeend', event.detail.data));

// Writes down each violation of the page's policy. Loaded first, as a file of the page's own server.
window.violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
  window.violations.push(effectiveDirective + ' ' + blockedURI + ' ' + sample);
});

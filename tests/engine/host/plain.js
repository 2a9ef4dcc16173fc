// A page without htmx: elements come and go by the page's own script.
'use strict';

host.dom = () => {
  host.swapOuter = (old, fresh) => old.replaceWith(fresh);
  host.swapDelete = (old) => old.remove();
  host.swapAppend = (parent, fresh) => parent.append(fresh);
};

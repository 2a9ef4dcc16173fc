// The small part of the DOM that a monitor and its clients touch.
'use strict';

(() => {
  const { EventTarget } = host;

  class Node extends EventTarget {
    constructor() {
      super();
      this.parentNode = null;
      this.childNodes = [];
    }
    get parentElement() {
      return this.parentNode instanceof Element ? this.parentNode : null;
    }
    get isConnected() {
      return this.getRootNode() === document;
    }
    getRootNode() {
      let node = this;
      while (node.parentNode) node = node.parentNode;
      return node;
    }
    contains(other) {
      for (let node = other; node; node = node.parentNode) if (node === this) return true;
      return false;
    }
    get firstChild() {
      return this.childNodes[0] ?? null;
    }
    get nextSibling() {
      return this.parentNode?.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null;
    }
    insertBefore(node, before) {
      if (node.contains(this)) throw new Error('HierarchyRequestError');
      node.remove();
      const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
      if (at < 0) throw new Error('NotFoundError');
      this.childNodes.splice(at, 0, node);
      node.parentNode = this;
      moved(node);
      return node;
    }
    appendChild(node) {
      return this.insertBefore(node, null);
    }
    removeChild(node) {
      if (node.parentNode !== this) throw new Error('NotFoundError');
      this.childNodes.splice(this.childNodes.indexOf(node), 1);
      node.parentNode = null;
      moved(node);
      return node;
    }
    remove() {
      this.parentNode?.removeChild(this);
    }
    append(...nodes) {
      for (const node of nodes) this.appendChild(typeof node === 'string' ? new Text(node) : node);
    }
    replaceWith(...nodes) {
      const { parentNode } = this;
      if (!parentNode) return;
      for (const node of nodes) parentNode.insertBefore(node, this);
      this.remove();
    }
    replaceChildren(...nodes) {
      for (const node of [...this.childNodes]) node.remove();
      this.append(...nodes);
    }
    get children() {
      return this.childNodes.filter((node) => node instanceof Element);
    }
    // The descendants that pass, in tree order; with `one`, the first of them.
    find(passes, one, found = []) {
      for (const child of this.childNodes) {
        if (!child.attributeMap) continue;
        if (passes(child)) found.push(child);
        if (!(one && found.length)) child.find(passes, one, found);
        if (one && found.length) break;
      }
      return found;
    }
    querySelectorAll(selector) {
      return this.find(host.selector(selector), false);
    }
    querySelector(selector) {
      return this.find(host.selector(selector), true)[0] ?? null;
    }
    get textContent() {
      return this.childNodes.map((node) => node.textContent).join('');
    }
    set textContent(text) {
      this.fill(String(text), 'text');
    }
    // Both kinds of content become one text: what matters here is which way it was written.
    fill(content, how) {
      for (const node of [...this.childNodes]) node.remove();
      if (content !== '') this.append(new Text(content));
      for (const watch of host.writes) watch(this, content, how);
    }
  }

  class Text extends Node {
    constructor(data) {
      super();
      this.data = data;
    }
    get textContent() {
      return this.data;
    }
  }

  class Element extends Node {
    constructor(tag) {
      super();
      this.tagName = tag.toUpperCase();
      this.attributeMap = new Map();
      this.dataset = dataset(this);
    }
    get id() {
      return this.attributeMap.get('id') ?? '';
    }
    set id(value) {
      this.setAttribute('id', value);
    }
    get role() {
      return this.getAttribute('role');
    }
    set role(value) {
      this.setAttribute('role', value);
    }
    getAttribute(name) {
      return this.attributeMap.get(String(name).toLowerCase()) ?? null;
    }
    hasAttribute(name) {
      return this.attributeMap.has(String(name).toLowerCase());
    }
    getAttributeNames() {
      return [...this.attributeMap.keys()];
    }
    get attributes() {
      return [...this.attributeMap].map(([name, value]) => ({ name, value }));
    }
    setAttribute(name, value) {
      this.attributeMap.set(String(name).toLowerCase(), String(value));
      attributeChanged(this, String(name).toLowerCase());
    }
    removeAttribute(name) {
      if (this.attributeMap.delete(String(name).toLowerCase())) attributeChanged(this, name.toLowerCase());
    }
    toggleAttribute(name, force = !this.hasAttribute(name)) {
      if (force) this.setAttribute(name, '');
      else this.removeAttribute(name);
    }
    matches(selector) {
      return host.selector(selector)(this);
    }
    closest(selector) {
      for (let node = this; node instanceof Element; node = node.parentNode) if (node.matches(selector)) return node;
      return null;
    }
    get innerHTML() {
      return this.textContent;
    }
    set innerHTML(markup) {
      if (window.trustedTypes && !window.trustedTypes.isHTML(markup)) {
        throw new TypeError('This document requires a TrustedHTML assignment');
      }
      this.fill(String(markup), 'html');
    }
  }

  class Document extends Node {
    constructor() {
      super();
      this.readyState = 'complete';
      this.hidden = false;
      this.visibilityState = 'visible';
      this.baseURI = 'https://page.test/app/';
      this.documentElement = new Element('html');
    }
    get head() {
      return this.documentElement.children.find((child) => child.tagName === 'HEAD') ?? null;
    }
    get body() {
      return this.documentElement.children.find((child) => child.tagName === 'BODY') ?? null;
    }
    createElement(tag) {
      return new Element(tag);
    }
    createTextNode(data) {
      return new Text(data);
    }
    getElementById(id) {
      return this.find((element) => element.attributeMap.get('id') === id, true)[0] ?? null;
    }
  }

  const kebab = (key) => 'data-' + key.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());

  const dataset = (element) =>
    new Proxy(
      {},
      {
        get: (_, key) => (typeof key === 'string' ? (element.getAttribute(kebab(key)) ?? undefined) : undefined),
        set: (_, key, value) => {
          element.setAttribute(kebab(key), value);
          return true;
        },
        has: (_, key) => element.hasAttribute(kebab(key)),
        deleteProperty: (_, key) => {
          element.removeAttribute(kebab(key));
          return true;
        },
      },
    );

  function attributeChanged(element, attributeName) {
    for (const watch of host.attributeWrites) watch(element, attributeName);
  }

  // Came or went.
  function moved(node) {
    for (const watch of host.moves) watch(node);
  }

  // host.element('div', { id: 'live' }, child, 'text')
  host.element = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  // What a piece of markup becomes: a test says it, for nothing here reads HTML.
  host.parsed = (markup) => host.markup[markup]?.() ?? host.element('div', {}, markup);

  host.onBoot(() => {
    host.markup = {};
    host.writes = [];
    host.attributeWrites = [];
    host.moves = [];
    host.expose({ Node, Text, Element, HTMLElement: Element, Document });
    const page = new Document();
    host.expose({ document: page });
    page.append(page.documentElement);
    page.documentElement.append(page.createElement('head'), page.createElement('body'));
  });
})();

// Selectors as far as scripts about SSE elements need them: lists of tags, ids, attributes, and descendants.
'use strict';

(() => {
  const cache = new Map();
  const ATTRIBUTE = /^\[\s*((?:\\.|[\w-])+)\s*(?:([*^$~|]?=)\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*)?\]/;
  const unescape = (text) => text.replace(/\\(.)/g, '$1');

  function compound(text) {
    const tests = [];
    let rest = text;
    while (rest) {
      let found;
      if ((found = /^\*/.exec(rest))) {
        tests.push(() => true);
      } else if ((found = /^#((?:\\.|[\w-])+)/.exec(rest))) {
        const id = unescape(found[1]);
        tests.push((element) => element.id === id);
      } else if ((found = /^[a-zA-Z][\w-]*/.exec(rest))) {
        const tag = found[0].toUpperCase();
        tests.push((element) => element.tagName === tag);
      } else if ((found = ATTRIBUTE.exec(rest))) {
        tests.push(attribute(unescape(found[1]), found[2], found[3] ?? found[4] ?? found[5]));
      } else {
        throw new SyntaxError('selector not understood: ' + text);
      }
      rest = rest.slice(found[0].length);
    }
    return (element) => tests.every((test) => test(element));
  }

  function attribute(name, operator, wanted) {
    return (element) => {
      const value = element.getAttribute(name);
      if (value === null) return false;
      switch (operator) {
        case undefined:
          return true;
        case '=':
          return value === wanted;
        case '*=':
          return wanted !== '' && value.includes(wanted);
        case '^=':
          return wanted !== '' && value.startsWith(wanted);
        case '$=':
          return wanted !== '' && value.endsWith(wanted);
        case '~=':
          return value.split(/\s+/).includes(wanted);
        default:
          throw new SyntaxError('operator not understood: ' + operator);
      }
    };
  }

  // Splits at `separator` outside of brackets and quotes.
  function split(text, separator) {
    const parts = [''];
    let depth = 0;
    let quote = '';
    for (const char of text) {
      if (quote) {
        if (char === quote) quote = '';
      } else if (char === '"' || char === "'") {
        quote = char;
      } else if (char === '[') {
        depth++;
      } else if (char === ']') {
        depth--;
      } else if (depth === 0 && char === separator) {
        parts.push('');
        continue;
      }
      parts[parts.length - 1] += char;
    }
    return parts.map((part) => part.trim()).filter(Boolean);
  }

  function complex(text) {
    const chain = split(text, ' ').map(compound).reverse();
    return (element) => {
      if (!chain[0](element)) return false;
      let ancestor = element.parentElement;
      for (const test of chain.slice(1)) {
        while (ancestor && !test(ancestor)) ancestor = ancestor.parentElement;
        if (!ancestor) return false;
        ancestor = ancestor.parentElement;
      }
      return true;
    };
  }

  host.selector = (text) => {
    let test = cache.get(text);
    if (!test) {
      const choices = split(text, ',').map(complex);
      if (!choices.length) throw new SyntaxError('empty selector');
      test = (element) => choices.some((choice) => choice(element));
      cache.set(text, test);
    }
    return test;
  };
})();

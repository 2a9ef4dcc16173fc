import { parse } from 'acorn';
import { simple } from 'acorn-walk';

// Every declaration with `let`, because one word said often compresses better than two, and neighbours as one
// declaration unless a marker stands between them. (terser's `join_vars` joins them across the markers.)
export function declareTogether(code) {
  const declarations = [];
  const predecessors = new Map();
  const look = ({ body }) => {
    body.forEach((statement, index) => predecessors.set(statement, body[index - 1]));
  };
  simple(parse(code, { ecmaVersion: 'latest' }), {
    Program: look,
    BlockStatement: look,
    VariableDeclaration: (declaration) => declarations.push(declaration),
  });

  let result = code;
  for (const declaration of declarations.toSorted((a, b) => b.start - a.start)) {
    const before = predecessors.get(declaration);
    const joined = before?.type === 'VariableDeclaration' && !code.slice(before.end, declaration.start).trim();
    const from = joined ? before.end - 1 : declaration.start; // -1: its semicolon
    const to = joined ? declaration.declarations[0].start : declaration.start + declaration.kind.length;
    result = result.slice(0, from) + (joined ? ',' : 'let') + result.slice(to);
  }
  return result;
}

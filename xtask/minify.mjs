// Standard input: a JSON array of scripts. Standard output: a JSON array of their minified forms.
// With the argument `--keep-names`, local names are not shortened.

import { readFileSync } from 'node:fs';
import { minify } from 'terser';
import { declareTogether } from './declare-together.mjs';

const options = {
  // With the other compressions terser moves code across the markers, and a cut between them breaks the script.
  compress: { defaults: false, booleans: true },
  mangle: !process.argv.includes('--keep-names'),
  format: { ascii_only: true, comments: /^[{}]\w/ },
};

const scripts = JSON.parse(readFileSync(0, 'utf8'));
const minified = [];
for (const script of scripts) {
  try {
    minified.push(declareTogether((await minify(script, options)).code));
  } catch (error) {
    console.error(`${error.name}: ${error.message} (line ${error.line}, column ${error.col})`);
    process.exit(1);
  }
}
process.stdout.write(JSON.stringify(minified));

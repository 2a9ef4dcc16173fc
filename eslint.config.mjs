import js from '@eslint/js';
import globals from 'globals';

const strict = {
  'array-callback-return': 'error',
  'default-case-last': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-eval': 'error',
  'no-extend-native': 'error',
  'no-implicit-globals': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  // Left over when a local of the same name is gone, these would still be found, in the window.
  'no-restricted-globals': ['error', 'close', 'closed', 'event', 'find', 'name', 'open', 'status', 'stop'],
  'no-return-assign': 'error',
  'no-self-compare': 'error',
  'no-sequences': 'error',
  'no-shadow': 'error',
  'no-throw-literal': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unused-expressions': 'error',
  'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
  'no-useless-concat': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  radix: 'error',
};

export default [
  { ignores: ['**/target/', '**/node_modules/', '**/*.min.js'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { rules: strict },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'script',
      ecmaVersion: 2022,
      globals: { ...globals.browser, htmx: 'readonly' },
    },
  },
  {
    // A page for an engine that has none: every file adds to the global `host`, which runs the page's scripts.
    files: ['tests/engine/host/*.js'],
    languageOptions: { globals: { host: 'readonly' } },
    rules: { 'no-eval': ['error', { allowIndirect: true }], 'no-new-func': 'off' },
  },
  {
    // Each file is shown in docs/recipes.md as it is, and is the only script of its page.
    files: ['examples/frameworks/recipes/*.js'],
    rules: { 'no-implicit-globals': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  {
    // Each file is one function expression: the renderer appends the call to it.
    files: ['sse-monitor-core/js/*.js'],
    rules: {
      'no-unused-expressions': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program > :not(ExpressionStatement[expression.type=/FunctionExpression$/])',
          message: 'The file must be one function expression.',
        },
        {
          selector:
            ':not(Program) > ExpressionStatement:not([directive]) > ' +
            ':not(CallExpression, ChainExpression, AssignmentExpression, UpdateExpression, ' +
            'AwaitExpression, YieldExpression, UnaryExpression[operator="delete"])',
          message: 'This expression has no effect.',
        },
      ],
    },
  },
];

/** Lint: TypeScript's strict rules, the web component plug-ins, and the house's own rules (tools/eslint). Layout is Prettier's. */
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';
import { houseRules } from './tools/eslint/house-rules.mjs';
import { importDirection } from './tools/eslint/import-direction.mjs';

const gds = { rules: { ...houseRules, 'import-direction': importDirection } };

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out/',
      'storybook-static/',
      'node_modules/',
      'bench/node_modules/',
      'models/training/node_modules/',
      'models/training/.venv/',
      'test/fixtures/',
    ],
  },
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: ['error', 'smart'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-imports': ['error', { paths: [{ name: 'lucide', message: 'Import one icon: lucide/dist/esm/icons/NAME.mjs.' }] }],
    },
  },
  {
    files: ['src/**/*.ts', 'adapters/**/*.ts', 'server/**/*.ts', 'studio/**/*.ts'],
    plugins: { gds },
    rules: { 'gds/import-direction': ['error', { root: import.meta.dirname }], 'gds/update-origin': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended'], wc.configs['flat/best-practice']],
    plugins: { gds, 'lit-a11y': litA11y },
    settings: { litHtmlSources: true, wc: { elementBaseClasses: ['LitElement', 'GdsElement', 'GdsPart'] } },
    rules: {
      ...litA11y.configs.recommended.rules,
      'gds/no-template-style': 'error',
      'gds/no-decorator-define': 'error',
      'gds/no-globals-at-import': 'error',
      // The base classes are typed: the compiler knows which callbacks they have.
      'wc/guard-super-call': 'off',
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);

/** Writes custom-elements.json: every element with its properties, attributes, events, slots, parts and custom properties. */
import { gdsElements } from './tools/cem-plugin.mjs';

export default {
  globs: ['src/element/*.ts'],
  exclude: ['**/*.test.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [gdsElements()],
};

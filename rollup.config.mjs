/**
 * What is built, and how. `node scripts/build.mjs` uses the configurations by name; `npx rollup -c` builds all of them.
 *
 *   library   dist/{src,adapters,server}/**, one file per source file, packages left as bare specifiers
 *   workers   dist/workers/NAME.js, one self-contained file each; ONNX Runtime is loaded at run time and not inside
 *   server    dist/server/** and what it needs of the rest, the same way as the library
 *   studio    dist/studio/, the page of `npm start`: split so that Pixi, three and the adapters load when they are used
 */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import commonjs from '@rollup/plugin-commonjs';
import esbuild from 'rollup-plugin-esbuild';
import { wgsl } from './tools/wgsl-plugin.mjs';

const root = import.meta.dirname;

/** Workers by name, and the source of each without its ending. In the library each lies at the same place. */
export const WORKERS = {
  onnx: 'adapters/onnx/worker',
  inflate: 'adapters/inflate/worker',
  mesh: 'src/element/mesh-thumbnail/worker',
  picture: 'src/render/pictures/worker',
};

/** What a program may import from the package; `exports` in package.json names the same files. */
const ENTRIES = [
  'src/index',
  'src/define',
  ...['onnx', 'inflate', 'indexeddb', 'memory', 'metadata', 'comfyui', 'http', 'files'].map((name) => `adapters/${name}/index`),
];
const SERVER_ENTRIES = ['server/index', 'server/main', 'server/vite', 'server/inference/process'];

const compile = (minify) => esbuild({ target: 'es2022', tsconfig: join(root, 'tsconfig.json'), minify, legalComments: 'inline' });
const resolve = () =>
  nodeResolve({ browser: true, exportConditions: ['production', 'browser'], extensions: ['.mjs', '.js', '.ts', '.json'] });
const isBare = (id) => !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('\0');

/** `@gltf-transform/core` names Node's modules in a branch that only Node takes. */
const NODE_MODULES = [/^node:/];

/**
 * Circular imports inside a dependency are its own affair, and the states of the interaction chart lead to one another by nature.
 * Other circles are shown; every other
 * message stops the build.
 */
function onLog(level, log, handler) {
  if (log.code === 'CIRCULAR_DEPENDENCY' && log.ids?.every((id) => id.includes('node_modules') || id.includes('/src/interaction/'))) return;
  if (log.code === 'THIS_IS_UNDEFINED' && log.id?.includes('node_modules')) return;
  if (log.code === 'INVALID_ANNOTATION' && log.id?.includes('node_modules')) return;
  if (log.code === 'EMPTY_BUNDLE') return;
  handler(level === 'warn' && log.code !== 'CIRCULAR_DEPENDENCY' ? 'error' : level, log);
}

/** Copies the page's own files beside its bundle. */
const page = (from, to) => ({
  name: 'page',
  writeBundle() {
    mkdirSync(to, { recursive: true });
    for (const file of readdirSync(from).filter((name) => !name.endsWith('.ts'))) copyFileSync(join(from, file), join(to, file));
  },
});

/** Folders and files as in the sources; packages stay imports. */
const preserved = (entries) => ({
  input: Object.fromEntries(entries.map((entry) => [entry, join(root, `${entry}.ts`)])),
  external: isBare,
  onLog,
  plugins: [resolve(), wgsl(), compile(false)],
  output: {
    dir: join(root, 'dist'),
    format: 'es',
    preserveModules: true,
    preserveModulesRoot: root,
    entryFileNames: '[name].js',
    sourcemap: true,
  },
});

/** What is imported and what is run, in one go: both use files of `src/` and `adapters/`, and each alone would leave out what the other needs of them. */
export const library = preserved([...ENTRIES, ...SERVER_ENTRIES]);

export const workers = Object.entries(WORKERS).map(([name, source]) => ({
  input: join(root, `${source}.ts`),
  external: NODE_MODULES,
  onLog,
  plugins: [resolve(), commonjs(), wgsl(), compile(true)],
  output: { file: join(root, `dist/workers/${name}.js`), format: 'es', inlineDynamicImports: true, sourcemap: false },
}));

export const studio = {
  input: { studio: join(root, 'studio/main.ts') },
  external: NODE_MODULES,
  onLog,
  plugins: [resolve(), commonjs(), wgsl(), compile(true), page(join(root, 'studio'), join(root, 'dist/studio'))],
  output: {
    dir: join(root, 'dist/studio'),
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: false,
  },
};

export default [library, ...workers, studio];

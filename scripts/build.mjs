/**
 * Builds the parts of `dist/`: `node scripts/build.mjs [workers|library|server|types|studio|all]`, default `all`.
 *
 * Each part is built whole and gets a stamp file, which `npm start` compares with the sources (scripts/lib/stale.mjs).
 * Each worker is also copied into the library beside what starts it, where the literal `new URL('./worker.js', import.meta.url)` finds it.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import { library, studio, workers, WORKERS } from '../rollup.config.mjs';
import { stampOf } from './lib/stale.mjs';

const root = dirname(import.meta.dirname);

async function bundle(config) {
  const build = await rollup(config);
  await build.write(config.output);
  await build.close();
}

function copyWorkers() {
  for (const [name, source] of Object.entries(WORKERS)) {
    const file = join(root, `dist/${source}.js`);
    mkdirSync(dirname(file), { recursive: true });
    copyFileSync(join(root, `dist/workers/${name}.js`), file);
  }
}

const PARTS = {
  async workers() {
    for (const config of workers) await bundle(config);
    if (existsSync(join(root, 'dist/adapters'))) copyWorkers();
  },
  async studio() {
    rmSync(join(root, 'dist/studio'), { recursive: true, force: true });
    await bundle(studio);
  },
  async library() {
    for (const folder of ['src', 'adapters', 'server']) rmSync(join(root, 'dist', folder), { recursive: true, force: true });
    await bundle(library);
    copyWorkers();
  },
  /** The library without its workers; a build of that makes it along. */
  async server() {
    await bundle(library);
  },
  types() {
    rmSync(join(root, 'dist/types'), { recursive: true, force: true });
    const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('TypeScript could not write the type declarations; the messages above say where.');
  },
};

/** Order of a whole build: the library copies the workers. */
const ALL = ['workers', 'library', 'server', 'types', 'studio'];

/** Builds the named parts, in the order that they need. */
export async function build(parts = ALL) {
  const wanted = parts.includes('library') ? ['workers', ...parts] : parts;
  for (const part of ALL.filter((name) => wanted.includes(name))) {
    const start = performance.now();
    if (part !== 'server' || !wanted.includes('library')) await PARTS[part]();
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(stampOf(root, part), '');
    console.log(`built ${part} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => name !== 'all' && !Object.hasOwn(PARTS, name));
  if (unknown) {
    console.error(`"${unknown}" is not a part of the build. Parts: ${Object.keys(PARTS).join(', ')}, all.`);
    process.exit(2);
  }
  await build(names.length === 0 || names.includes('all') ? ALL : names);
}

/**
 * Suite `gpu`: GPU time per frame of the product's WebGPU painter, from timestamps, without a page, at 2560 × 1440: 10,000 and 100,000 nodes,
 * panned near, panned with all in view, zoomed. It runs on this machine's adapter, whose name stands beside the figures. Aims: at most 1 ms with
 * 10,000 nodes, 4 ms with 100,000. Needs `npm install --prefix bench`.
 *
 *   --bundle FOLDER  runs nothing; puts one plain module and the two native packages into FOLDER, for a machine that has Node and a GPU but
 *                    not this repository: `node FOLDER/gpu.mjs --out RESULTS`
 *   --font PATH      a font file, for a machine without fonts
 */
import { cpSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const NATIVE = ['webgpu', '@napi-rs/canvas'];

export default async function run({ quick, root, bundle, font, nodes }) {
  const folder = bundle ? resolve(bundle) : join(root, 'bench/dist');
  await build({
    entryPoints: [join(root, 'bench/gpu/main.mjs')],
    outfile: join(folder, 'gpu.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: NATIVE,
    loader: { '.wgsl': 'text' },
    logLevel: 'error',
  });
  if (bundle) {
    for (const { from, path } of nativeParts(root))
      cpSync(from, join(folder, 'node_modules', path), { recursive: true, dereference: true });
    console.log(`Bundled for ${process.platform} ${process.arch}. Run there: node ${join(bundle, 'gpu.mjs')} --out RESULTS`);
    process.exit(0);
  }
  const { measure } = await import(pathToFileURL(join(folder, 'gpu.mjs')).href);
  return measure({ quick, font, nodes });
}

/** The files that the two packages need to run on this platform, by package. */
function nativeParts(root) {
  const modules = join(root, 'bench/node_modules');
  const system = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  const canvases = readdirSync(join(modules, '@napi-rs')).filter((name) => name.startsWith('canvas'));
  return [
    ...['index.js', 'package.json', 'LICENSE.md', join('dist', system)].map((part) => join('webgpu', part)),
    ...canvases.map((name) => join('@napi-rs', name)),
  ].map((path) => ({ from: join(modules, path), path }));
}

/**
 * Suite `size`: gzip bytes of what a page has to load.
 *
 *   entry …                     the entry and everything it imports statically, bundled and minified with its packages
 *   worker …                    the self-contained worker
 *   first interactive canvas    all JavaScript and JSON that the studio requests until it is idle, before anyone touches it
 *   after the main job          the same after a run, with the mesh on screen (models and WASM apart)
 *
 * Entries are bundled by esbuild: chunks behind `import()` are not counted. The first canvas is a real page load in Chromium.
 * Peers are measured the same way where they are installed (`npm install --prefix bench`).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { row } from './lib/rows.mjs';
import { openStudio, pressRun } from '../scripts/lib/studio-page.mjs';
import { startStudio } from '../scripts/lib/studio-server.mjs';

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
const SUBJECT = 'gds-canvas';

/** Gzip bytes of an entry with its static imports; `code` is what a page would write. */
async function bundled(code, resolveDir, extra = {}) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir, loader: 'js' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: join(resolveDir, 'out'),
    write: false,
    metafile: true,
    platform: 'browser',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.IS_PREACT': '"false"' },
    loader: { '.wgsl': 'text', '.woff2': 'empty', '.css': 'empty' },
    logLevel: 'silent',
    ...extra,
  });
  const outputs = Object.entries(metafile.outputs);
  const byPath = new Map(outputs.map(([path, info], index) => [path, { ...info, bytes: outputFiles[index].contents }]));
  const [entry] = outputs.find(([, { entryPoint }]) => entryPoint === '<stdin>');
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path) || !byPath.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of byPath.get(path).imports) if (kind === 'import-statement') visit(next);
  };
  visit(entry);
  return [...seen].reduce((sum, path) => sum + gzip(byPath.get(path).bytes), 0);
}

const ENTRIES = {
  'gds-canvas/define': './src/define.ts',
  'gds-canvas': './src/index.ts',
  'gds-canvas/adapters/onnx': './adapters/onnx/index.ts',
  'gds-canvas/adapters/inflate': './adapters/inflate/index.ts',
  'gds-canvas/adapters/indexeddb': './adapters/indexeddb/index.ts',
  'gds-canvas/adapters/memory': './adapters/memory/index.ts',
  'gds-canvas/adapters/http': './adapters/http/index.ts',
  'gds-canvas/adapters/files': './adapters/files/index.ts',
};

const PEERS = {
  '@xyflow/react': {
    code: `export { ReactFlow } from '@xyflow/react'; export { createRoot } from 'react-dom/client';`,
    note: 'with React',
  },
  '@excalidraw/excalidraw': {
    code: `export { Excalidraw } from '@excalidraw/excalidraw'; export { createRoot } from 'react-dom/client';`,
    note: 'with React',
  },
  'litegraph.js': { code: `import lite from 'litegraph.js'; export default lite;`, note: '' },
};

export default async function size({ root }) {
  const rows = [];
  const server = await startStudio({ port: 0 });
  try {
    for (const [name, path] of Object.entries(ENTRIES)) {
      rows.push(row(SUBJECT, `entry ${name}`, 'gzip', 'bytes', [await bundled(`export * from '${path}';`, root)]));
    }
    for (const name of ['onnx', 'inflate', 'mesh', 'picture']) {
      rows.push(row(SUBJECT, `worker ${name}`, 'gzip', 'bytes', [gzip(readFileSync(join(root, `dist/workers/${name}.js`)))]));
    }
    rows.push(...(await loaded(server.url)));
  } finally {
    await server.close();
  }
  const bench = join(root, 'bench');
  for (const [name, { code, note }] of Object.entries(PEERS)) {
    const manifest = join(bench, 'node_modules', name, 'package.json');
    if (!existsSync(manifest)) continue;
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    rows.push(row(`${name} ${version}`, `entry${note && `, ${note}`}`, 'gzip', 'bytes', [await bundled(code, bench)]));
  }
  return rows;
}

/** What a real page loads: script by script, as the browser asks for it. */
async function loaded(url) {
  const studio = await openStudio('about:blank', { wait: false });
  const sizes = new Map();
  const pending = [];
  const take = (response) => {
    if (!/javascript|json/.test(response.headers()['content-type'] ?? '') || response.url().includes('/models/')) return;
    pending.push(response.body().then((body) => sizes.set(response.url(), gzip(body))));
  };
  studio.page.on('response', take);
  try {
    await studio.page.goto(url);
    await studio.page.waitForLoadState('networkidle');
    await Promise.all(pending);
    const sum = () => [...sizes.values()].reduce((total, bytes) => total + bytes, 0);
    const first = sum();
    await pressRun(studio.page);
    await studio.page.waitForTimeout(2000);
    await Promise.all(pending);
    return [
      row(SUBJECT, 'first interactive canvas', 'gzip', 'bytes', [first]),
      row(SUBJECT, 'after the main job (without models and WASM)', 'gzip', 'bytes', [sum()]),
    ];
  } finally {
    await studio.close();
  }
}

/**
 * Suite `inference`: text to image with gds-tiny-turbo, 4 steps, 256 × 256, in headless Chromium on WASM with two threads and with one, and
 * on onnxruntime-node with two. Everything is loaded first; then the subjects take turns, run by run, so that a busy moment of the
 * machine hits them alike.
 *
 *   time               from the call to the finished picture: in Chromium the encoded PNG back in the page, in Node the pixels
 *   session time       the part of the same runs spent inside ONNX Runtime
 *   pipeline overhead  (text encoder, steps and decoder − session time) / session time, run by run
 *   overhead           (time − session time) / session time, run by run: the aim is 5 % at most
 *   longest task       of the page's main thread while it generates; 0 means that none reached 50 ms
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';
import { build } from '../scripts/build.mjs';
import { staleParts } from '../scripts/lib/stale.mjs';
import { openPage } from './inference/page.mjs';
import { row } from './lib/rows.mjs';

const STEPS = 4;
const CASE = `text to image, ${STEPS} steps`;

const PIPELINE = ({ timings: { encode, denoise, decode, sessions } }) => ((encode + denoise + decode) / sessions - 1) * 100;
const FIGURES = [
  ['time', 'ms', ({ wall }) => wall],
  ['session time', 'ms', ({ timings }) => timings.sessions],
  ['pipeline overhead', '%', PIPELINE],
  ['overhead', '%', ({ wall, timings }) => (wall / timings.sessions - 1) * 100],
  ['text encoder', 'ms', ({ timings }) => timings.encode],
  ['U-Net', 'ms', ({ timings }) => timings.denoise],
  ['decoder', 'ms', ({ timings }) => timings.decode],
];

export default async function run({ quick, root }) {
  const runs = quick ? 3 : 9;
  const stale = staleParts(root, ['workers']);
  if (stale.length > 0) await build(stale);
  // Times mean something on a quiet machine only; the overhead, taken within each run, on any.
  const loadBefore = Number(loadavg()[0].toFixed(2));
  const subjects = [];
  try {
    for (const threads of [2, 1]) subjects.push(await openChromium(root, threads));
    subjects.push(await openNode(root, 2));
    for (const { once } of subjects) await once(0);
    for (let seed = 1; seed <= runs; seed++) for (const { once, found } of subjects) found.push(await once(seed));
    const rows = [];
    for (const { name, found, longest } of subjects) {
      for (const [metric, unit, pick] of FIGURES) rows.push(row(name, CASE, metric, unit, found.map(pick)));
      if (longest) rows.push(row(name, CASE, 'longest task', 'ms', [await longest()]));
    }
    return { rows, environment: { loadBefore } };
  } finally {
    for (const { close } of subjects) await close();
  }
}

async function openChromium(root, threads) {
  const { page, browser, close } = await openPage(root, join(root, 'bench/inference/entry.ts'));
  const wanted = `WASM, ${threads} thread${threads === 1 ? '' : 's'}`;
  const detail = await page.evaluate((count) => globalThis.bench.open(count), threads);
  if (detail !== wanted) throw new Error(`Chromium computes on "${detail}" instead of "${wanted}".`);
  return {
    name: `gds-canvas, Chromium ${browser.version().split('.')[0]}, ${wanted}`,
    found: [],
    once: (seed) => page.evaluate(([value, steps]) => globalThis.bench.once(value, steps), [seed, STEPS]),
    longest: () => page.evaluate(() => globalThis.bench.longest()),
    close,
  };
}

async function openNode(root, threads) {
  const unregister = register();
  const node = await import('./inference/node.ts');
  const subject = node.openNode(join(root, 'models'), threads);
  return {
    name: `onnxruntime-node, ${threads} threads`,
    found: [],
    once: (seed) => subject.once(seed, STEPS),
    close: async () => {
      await subject.close();
      await unregister();
    },
  };
}

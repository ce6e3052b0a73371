/**
 * Suite `inference`: text to image with gds-tiny-turbo, 4 steps, 256 × 256, in headless Chromium on WASM with two threads and with one, and
 * on onnxruntime-node.
 *
 *   time               from the call to the finished picture: in Chromium the encoded PNG back in the page, in Node the pixels
 *   session time       the part of the same runs spent inside ONNX Runtime
 *   overhead           what the pipeline adds: (total − session time) / session time, run by run; the aim is 5 % at most
 *   overhead with PNG and page   the same, with encoding and the way back to the page
 *   first run          with the worker, ONNX Runtime and the model loaded from a local server
 *   longest task       of the page's main thread while it generates; 0 means that none reached 50 ms
 */
import { join } from 'node:path';
import { register } from 'tsx/esm/api';
import { build } from '../scripts/build.mjs';
import { staleParts } from '../scripts/lib/stale.mjs';
import { openPage } from './inference/page.mjs';
import { row } from './lib/rows.mjs';

const STEPS = 4;
const CASE = `text to image, ${STEPS} steps`;

export default async function run({ quick, root }) {
  const runs = quick ? 3 : 9;
  const stale = staleParts(root, ['workers']);
  if (stale.length > 0) await build(stale);
  return [...(await inChromium(root, 2, runs)), ...(await inChromium(root, 1, runs)), ...(await inNode(root, runs))];
}

async function inChromium(root, threads, runs) {
  const { page, browser, close } = await openPage(root, join(root, 'bench/inference/entry.ts'));
  try {
    const subject = `gds-canvas, Chromium ${browser.version().split('.')[0]}, WASM, ${threads} thread${threads === 1 ? '' : 's'}`;
    const found = await page.evaluate(([count, times, steps]) => globalThis.measure(count, times, steps), [threads, runs, STEPS]);
    if (!subject.endsWith(found.detail)) throw new Error(`Measured "${found.detail}" instead of "${subject}".`);
    const over = (pick) => found.runs.map(pick);
    const inside = ({ timings }) => timings.encode + timings.denoise + timings.decode;
    return [
      row(
        subject,
        CASE,
        'time',
        'ms',
        over(({ wall }) => wall),
      ),
      row(
        subject,
        CASE,
        'session time',
        'ms',
        over(({ timings }) => timings.sessions),
      ),
      row(
        subject,
        CASE,
        'overhead',
        '%',
        over((one) => (inside(one) / one.timings.sessions - 1) * 100),
      ),
      row(
        subject,
        CASE,
        'overhead with PNG and page',
        '%',
        over(({ wall, timings }) => (wall / timings.sessions - 1) * 100),
      ),
      row(
        subject,
        CASE,
        'U-Net',
        'ms',
        over(({ timings }) => timings.denoise),
      ),
      row(
        subject,
        CASE,
        'decoder',
        'ms',
        over(({ timings }) => timings.decode),
      ),
      row(subject, CASE, 'first run', 'ms', [found.first.wall]),
      row(subject, CASE, 'longest task', 'ms', [found.longestTask]),
    ];
  } finally {
    await close();
  }
}

async function inNode(root, runs) {
  const unregister = register();
  const { measureNode } = await import('./inference/node.ts');
  const measured = await measureNode(join(root, 'models'), runs, STEPS);
  await unregister();
  return [
    row(
      'onnxruntime-node',
      CASE,
      'time',
      'ms',
      measured.map(({ total }) => total),
    ),
    row(
      'onnxruntime-node',
      CASE,
      'session time',
      'ms',
      measured.map(({ sessions }) => sessions),
    ),
    row(
      'onnxruntime-node',
      CASE,
      'overhead',
      '%',
      measured.map(({ total, sessions }) => (total / sessions - 1) * 100),
    ),
  ];
}

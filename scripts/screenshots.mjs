/**
 * `npm run screenshots`: the states that people meet, in both themes, as pictures in out/screenshots/.
 *
 *   start · running · done · node-selected · assets-open · palette-open · error · empty   1440 × 900
 *   narrow                                                                                390 × 844 at 2×
 *
 *   --renderer KIND  auto (default), webgpu, webgl or canvas
 *   --theme KIND     dark or light; left out: both
 *   --only NAMES     comma-separated
 *   --scale N        device pixels per CSS pixel of the wide pictures, default 1
 *
 * Every state comes about through the page's own controls, in one profile per theme; `error` is an honest failure (a graph that
 * lacks a connection), `running` is taken in the middle of a run. Look at the pictures: this script does not judge them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './lib/options.mjs';
import { button, clientPoint, openStudio, pressRun, until } from './lib/studio-page.mjs';
import { root, startStudio } from './lib/studio-server.mjs';

const values = readOptions({
  renderer: { type: 'string', default: 'auto' },
  theme: { type: 'string' },
  only: { type: 'string' },
  scale: { type: 'string', default: '1' },
  out: { type: 'string', default: join(root, 'out/screenshots') },
});
const wanted = values.only?.split(',');
mkdirSync(values.out, { recursive: true });

/** Camera moves, panels and toasts have come to rest after this many milliseconds. */
const REST = 700;

const server = await startStudio({ port: 0 });
try {
  for (const theme of values.theme ? [values.theme] : ['dark', 'light']) {
    await wide(theme);
    if (!wanted || wanted.includes('narrow')) await narrow(theme);
  }
} finally {
  await server.close();
}

async function take(page, name, theme) {
  if (wanted && !wanted.includes(name)) return;
  const path = join(values.out, `${name}-${theme}.png`);
  await page.screenshot({ path });
  console.log(path);
}

/** Selects a node by a click on its header. */
async function select(page, id) {
  const { x, y } = await page.evaluate((id) => document.querySelector('gds-canvas').graph.nodes.get(id), id);
  const at = await clientPoint(page, x + 120, y + 16);
  await page.mouse.click(at.x, at.y);
}

async function wide(theme) {
  const query = { theme, renderer: values.renderer };
  const studio = await openStudio(server.url, { theme, query, scale: Number(values.scale) });
  const { page } = studio;
  try {
    await page.waitForTimeout(REST);
    await take(page, 'start', theme);

    await button(page, 'Run').click();
    await until(page, isInTheMiddle, { what: 'a run with progress', seconds: 120 }).catch(() => undefined);
    await take(page, 'running', theme);
    await until(page, () => window.gdsLog.runs.length > 0, { what: 'the run to end', seconds: 240 });
    await page.waitForTimeout(REST * 2);
    await take(page, 'done', theme);

    await select(page, 'mesh');
    await page.waitForTimeout(REST * 3);
    await take(page, 'node-selected', theme);
    await page.keyboard.press('Escape');

    for (const [name, control] of [
      ['palette-open', 'Add node'],
      ['assets-open', 'Assets'],
    ]) {
      await button(page, control).first().click();
      await page.waitForTimeout(REST);
      await take(page, name, theme);
      await button(page, control).first().click();
    }
  } finally {
    await studio.close();
  }

  if (!wanted || wanted.includes('error')) await other(theme, 'error', brokenGraph());
  if (!wanted || wanted.includes('empty')) await other(theme, 'empty', { ...brokenGraph(), nodes: [], edges: [] });
}

/** A page of its own with another graph; one that has nodes is run. */
async function other(theme, name, graph) {
  const studio = await openStudio(server.url, {
    theme,
    query: { theme, renderer: values.renderer, project: `screenshot-${name}` },
    scale: Number(values.scale),
  });
  const { page } = studio;
  try {
    await page.evaluate((graph) => {
      const canvas = document.querySelector('gds-canvas');
      canvas.load(graph);
      canvas.fitView();
    }, graph);
    if (graph.nodes.length > 0) await pressRun(page).catch((error) => console.error(error.message));
    await page.waitForTimeout(REST * 2);
    await take(page, name, theme);
  } finally {
    await studio.close();
  }
}

async function narrow(theme) {
  const studio = await openStudio(server.url, { theme, query: { theme, renderer: values.renderer }, width: 390, height: 844, scale: 2 });
  try {
    await pressRun(studio.page);
    await studio.page.waitForTimeout(REST * 2);
    await take(studio.page, 'narrow', theme);
  } finally {
    await studio.close();
  }
}

/** True while some node reports a step that is neither the first nor the last. */
function isInTheMiddle() {
  const canvas = document.querySelector('gds-canvas');
  for (const id of canvas.graph.nodes.keys()) {
    const { status, progress } = canvas.executor.state(id);
    if (status === 'running' && progress?.step !== undefined && progress.step >= 2) return true;
  }
  return false;
}

/** Image to image with a prompt and no image: the run says which port to connect and to what. */
function brokenGraph() {
  return {
    format: 'gds-graph',
    version: 1,
    nodes: [
      { id: 'prompt', type: 'prompt', x: 0, y: 0, params: { text: 'a watercolour of a red apple' } },
      { id: 'image', type: 'image', x: 0, y: 190 },
      { id: 'redraw', type: 'model', x: 306, y: 0 },
      { id: 'preview', type: 'image-display', x: 612, y: 0 },
    ],
    edges: [
      { from: ['prompt', 'text'], to: ['redraw', 'prompt'] },
      { from: ['redraw', 'image'], to: ['preview', 'image'] },
    ],
    groups: [],
    notes: [],
    meta: {},
  };
}

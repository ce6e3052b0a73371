/** States that people meet in the studio, each brought about on one page by its own controls and keys. */
import { button, clientPoint, until } from '../../scripts/lib/studio-page.mjs';

const WIDE = { width: 1280, height: 800 };

/** Opens the studio anew, with the start graph and nothing kept from before, and brings it into `state`. */
export async function enter(page, url, { open, size = WIDE, query: own = {} }, query = {}) {
  await page.setViewportSize(size);
  const address = new URL(url);
  for (const [name, value] of Object.entries({ project: '', ...own, ...query })) address.searchParams.set(name, value);
  await page.goto(address.href);
  await until(page, () => window.gdsLog?.ready, { what: 'the canvas to be ready' });
  await page.keyboard.press('Tab');
  await open(page);
}

/** A node's header in client coordinates. */
const onHeader = async (page, id) => {
  const { x, y } = await page.evaluate((id) => document.querySelector('gds-canvas').graph.nodes.get(id), id);
  return clientPoint(page, x + 120, y + 16);
};
const select = (page, ...ids) => page.evaluate((ids) => document.querySelector('gds-canvas').select(ids), ids);
const command = (page, name) => page.evaluate((name) => document.querySelector('gds-canvas').command(name), name);
const focusOn = async (page, id) => {
  const at = await onHeader(page, id);
  await page.mouse.click(at.x, at.y);
};

async function runEnds(page) {
  const before = await page.evaluate(() => window.gdsLog.runs.length);
  await button(page, 'Run').click();
  await until(page, (count) => window.gdsLog.runs.length > count, { what: 'the run to end', seconds: 240, argument: before });
}

/** A picture to redraw that nothing gives: an honest failure. */
async function fails(page) {
  await page.evaluate(() => {
    const canvas = document.querySelector('gds-canvas');
    const node = (id, type, x, params) => ({ id, type, x, y: 0, ...(params && { params }) });
    canvas.load({
      format: 'gds-graph',
      version: 1,
      nodes: [node('prompt', 'prompt', 0, { text: 'a red apple' }), node('redraw', 'model', 306), node('preview', 'image-display', 612)],
      edges: [
        { from: ['prompt', 'text'], to: ['redraw', 'prompt'] },
        { from: ['redraw', 'image'], to: ['preview', 'image'] },
      ],
      groups: [],
      notes: [],
      meta: {},
    });
    canvas.fitView();
  });
  await runEnds(page);
}

/** What stands behind the status chip, once the server has answered or has not. */
async function openPlaces(page) {
  await until(
    page,
    () => document.querySelector('gds-canvas').inference.adapters.some(({ id, status }) => id === 'http' && status.status !== 'starting'),
    {
      what: 'the server to be known',
    },
  );
  await button(page, 'Where it is made').click();
}

/** Name, how it comes about, and the window if it is not the usual one. */
export const STATES = [
  { name: 'start', open: async () => {} },
  {
    name: 'files of the server',
    open: async (page) => {
      await button(page, 'Assets').click();
      await page.getByRole('tab', { name: 'Server', exact: true }).click();
      await page.getByText('Nothing made yet').waitFor();
    },
  },
  { name: 'places of work', open: openPlaces },
  {
    name: 'server not reachable',
    query: { server: 'http://localhost:1', 'inference-policy': 'remote-only' },
    open: async (page) => {
      await button(page, 'Assets').click();
      await page.getByRole('tab', { name: 'Server', exact: true }).click();
      await button(page, 'Try again').waitFor();
      await openPlaces(page);
    },
  },
  {
    name: 'empty canvas',
    open: (page) =>
      page.evaluate(() => {
        const canvas = document.querySelector('gds-canvas');
        canvas.load({ ...canvas.toJSON(), nodes: [], edges: [] });
      }),
  },
  {
    name: 'running',
    open: async (page) => {
      await button(page, 'Run').click();
      await until(page, () => window.gdsLog.starts.length > 0, { what: 'the run to begin' });
    },
  },
  { name: 'done', open: runEnds },
  { name: 'node selected', open: (page) => select(page, 'picture-model') },
  { name: 'several selected', open: (page) => select(page, 'prompt', 'picture-model', 'picture') },
  { name: 'add palette', open: (page) => page.keyboard.press('a') },
  { name: 'command palette', open: (page) => page.keyboard.press('ControlOrMeta+k') },
  {
    name: 'context menu',
    open: async (page) => {
      const at = await onHeader(page, 'picture-model');
      await page.mouse.click(at.x, at.y, { button: 'right' });
    },
  },
  {
    name: 'port in the tree',
    open: async (page) => {
      await focusOn(page, 'picture-model');
      await page.keyboard.press('p');
    },
  },
  {
    name: 'connect list of a port',
    open: async (page) => {
      await focusOn(page, 'picture-model');
      await page.keyboard.press('p');
      await page.keyboard.press('Enter');
    },
  },
  { name: 'shortcut sheet', open: (page) => page.keyboard.press('?') },
  {
    name: 'changing a key',
    open: async (page) => {
      await page.keyboard.press('?');
      await button(page, 'Change keys').click();
      await page.locator('gds-shortcuts').getByRole('button', { name: /Undo/ }).first().click();
    },
  },
  { name: 'error on a node', open: fails },
  {
    name: 'read-only',
    open: async (page) => {
      await page.evaluate(() => (document.querySelector('gds-canvas').readonly = true));
      await focusOn(page, 'picture-model');
    },
  },
  {
    name: 'subgraph entered',
    open: async (page) => {
      await select(page, 'prompt', 'picture-model');
      await command(page, 'collapse');
      await command(page, 'enter');
    },
  },
  { name: 'narrow', size: { width: 390, height: 844 }, open: async () => {} },
  { name: 'narrow, node selected', size: { width: 390, height: 844 }, open: (page) => focusOn(page, 'picture-model') },
  ...['Assets', 'Models', 'Canvases', 'History'].map((name) => ({
    name: `${name} open`,
    open: (page) => button(page, name).first().click(),
  })),
];

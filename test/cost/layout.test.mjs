/**
 * Rule K4 of docs/rules/canvas.md: while something is dragged, nothing is laid out and nothing is written; a drop is one transaction.
 * The built studio in real Chromium with a real pointer; layouts are counted by the browser itself.
 */
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { openStudio } from '../../scripts/lib/studio-page.mjs';
import { startStudio } from '../../scripts/lib/studio-server.mjs';
import { pairs } from './scenes.ts';

/** Movements of each gesture, and so frames. */
const STEPS = 12;
const PAIRS = 100;

describe('a gesture', () => {
  let server;
  let studio;
  let page;
  let devtools;

  before(async () => {
    server = await startStudio({ port: 0 });
    studio = await openStudio(server.url, { width: 900, height: 640 });
    page = studio.page;
    devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    await page.evaluate((graph) => {
      const canvas = document.querySelector('gds-canvas');
      canvas.load(graph);
      canvas.camera = { x: -300, y: -120, zoom: 0.5 };
      canvas.select([...canvas.graph.nodes.keys()]);
      // Writes to the document, and to the page below the element, in its own parts too.
      window.counted = { updates: 0, mutations: 0 };
      canvas.graph.ydoc.on('update', () => (window.counted.updates += 1));
      const watch = (root) => {
        const observer = new MutationObserver((records) => (window.counted.mutations += records.length));
        observer.observe(root, { subtree: true, childList: true, characterData: true });
        for (const element of root.querySelectorAll('*')) if (element.shadowRoot) watch(element.shadowRoot);
      };
      watch(canvas.shadowRoot);
    }, pairs(PAIRS));
    await atRest();
  });
  after(async () => {
    await studio?.close();
    server?.close();
  });

  const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

  async function counts() {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const layouts = metrics.find(({ name }) => name === 'LayoutCount').value;
    const own = await page.evaluate(() => ({ ...window.counted, frames: document.querySelector('gds-canvas').stats().frames }));
    return { layouts, ...own };
  }

  /** Waits until nothing happens any more: the panels of the selection have arrived. */
  async function atRest() {
    for (let last = '', now = 'unknown'; now !== last;) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      last = now;
      now = JSON.stringify(await counts());
    }
  }

  /** What `step` costs when it is done once for each of {@link STEPS} frames. */
  async function costOf(step) {
    const start = await counts();
    for (let index = 1; index <= STEPS; index += 1) {
      await step(index);
      await frame();
    }
    const end = await counts();
    return Object.fromEntries(Object.keys(end).map((name) => [name, end[name] - start[name]]));
  }

  /** Takes hold of the first of the selected nodes; what is measured begins once the drag is under way. */
  async function hold() {
    const { x, y } = await page.evaluate(() => {
      const canvas = document.querySelector('gds-canvas');
      const { x, y } = canvas.graph.nodes.get('a0');
      return canvas.canvasToClient(x + 60, y + 18);
    });
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let index = 1; index <= 3; index += 1) {
      await page.mouse.move(x + index * 4, y);
      await frame();
    }
    return (index) => page.mouse.move(x + 12 + index * 3, y + index * 2);
  }

  it(`that drags ${PAIRS * 2} nodes lays out nothing and writes nothing until the drop, which is one transaction and one undo step`, async () => {
    const move = await hold();
    const { frames, ...cost } = await costOf(move);
    expect(frames, 'the drag is seen').to.be.at.least(STEPS / 2);
    expect(cost).to.deep.equal({ layouts: 0, updates: 0, mutations: 0 });
    const x = () => page.evaluate(() => document.querySelector('gds-canvas').graph.nodes.get('a0').x);
    const before = await x();
    const { updates } = await counts();
    await page.mouse.up();
    await atRest();
    expect((await counts()).updates - updates, 'updates of the document on drop').to.equal(1);
    expect(await x()).to.be.above(before);
    await page.evaluate(() => document.querySelector('gds-canvas').undo());
    expect(await x(), 'one undo takes the drop back').to.equal(before);
    await atRest();
  });

  it('that drags is seen to cost when it writes or lays out: the control', async () => {
    const move = await hold();
    const { frames, ...cost } = await costOf(async (index) => {
      await move(index);
      await page.evaluate((index) => {
        const canvas = document.querySelector('gds-canvas');
        canvas.graph.moveNodes(['b0'], 1, 0);
        canvas.style.setProperty('padding-inline-start', `${index}px`);
        void canvas.offsetWidth;
      }, index);
    });
    await page.mouse.up();
    await page.evaluate(() => document.querySelector('gds-canvas').style.removeProperty('padding-inline-start'));
    expect(frames).to.be.above(0);
    expect(cost.updates).to.equal(STEPS);
    expect(cost.layouts).to.be.at.least(STEPS);
    expect(cost.mutations).to.be.above(0);
    await atRest();
  });

  it('that pans lays out nothing and renders no tool', async () => {
    await page.mouse.move(500, 400);
    await frame();
    const { frames, ...cost } = await costOf(() => page.mouse.wheel(5, 3));
    expect(frames).to.be.at.least(STEPS / 2);
    expect(cost).to.deep.equal({ layouts: 0, updates: 0, mutations: 0 });
  });

  /** The largest number that `read` gives for an event of the browser's own trace while `act` goes on; 0 where it gives none. */
  async function largest(act, read) {
    const figures = [];
    const collect = ({ value }) => figures.push(...value.map(read).filter((figure) => figure > 0));
    devtools.on('Tracing.dataCollected', collect);
    await devtools.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'] } });
    await act();
    const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
    await devtools.send('Tracing.end');
    await complete;
    devtools.off('Tracing.dataCollected', collect);
    return Math.max(0, ...figures);
  }
  /** The most elements that are styled anew at once. */
  const restyled = (act) => largest(act, ({ name, args }) => name === 'UpdateLayoutTree' && args.elementCount);
  /** The most boxes that one layout has to go through. */
  const laidOut = (act) => largest(act, ({ name, args }) => name === 'Layout' && args.beginData?.totalObjects);

  it('that hovers restyles the surface and what it draws on, and no line of the tree', async () => {
    const hover = async () => {
      const { x, y } = await page.evaluate(() => {
        const canvas = document.querySelector('gds-canvas');
        const { x, y } = canvas.graph.nodes.get('a0');
        canvas.camera = { x: x - 500, y: y - 500, zoom: 0.5 };
        return canvas.canvasToClient(x + 60, y + 70);
      });
      const cursors = new Set();
      for (const at of [y, y - 80, y, y - 80]) {
        await page.mouse.move(x, at);
        await frame();
        cursors.add(await page.evaluate(() => document.querySelector('gds-canvas').shadowRoot.querySelector('.surface').style.cursor));
      }
      expect(cursors.size, 'cursors').to.be.above(1);
    };
    const lines = await page.evaluate(() => document.querySelector('gds-canvas').shadowRoot.querySelectorAll('.line').length);
    expect(lines).to.be.above(100);
    await hover();
    expect(await restyled(hover)).to.be.within(1, 20);
    // The check can fail: lines that take the surface's cursor are styled with it.
    const take = (cursor) =>
      page.evaluate(
        (cursor) => document.querySelector('gds-canvas').shadowRoot.querySelector('.tree').style.setProperty('cursor', cursor),
        cursor,
      );
    await take('inherit');
    await frame();
    expect(await restyled(hover)).to.be.above(lines);
    await take('');
    await atRest();
  });

  const zoomTo = (zoom) =>
    page.evaluate((zoom) => {
      const canvas = document.querySelector('gds-canvas');
      canvas.camera = { ...canvas.camera, zoom };
    }, zoom);

  it('that zooms renders the figure in the toolbar, once a frame at most, and nothing else', async () => {
    const { frames, layouts, updates, mutations } = await costOf((index) => zoomTo(0.5 + index / 50));
    expect(frames).to.be.at.least(STEPS / 2);
    expect(updates).to.equal(0);
    expect(layouts).to.be.at.most(frames);
    expect(mutations).to.be.at.most(frames * 2);
  });

  it('that zooms lays out the figure and the rectangle of the minimap, and nothing around them', async () => {
    const zooms = async () => {
      for (const zoom of [0.5, 0.6, 0.7, 0.8, 0.9]) {
        await zoomTo(zoom);
        for (let wait = 0; wait < 4; wait += 1) await frame();
      }
    };
    expect(await laidOut(zooms)).to.be.within(1, 10);
    // The check can fail: a figure that is not contained has the page looked through.
    const contain = (how) =>
      page.evaluate((how) => {
        const { shadowRoot } = document.querySelector('gds-canvas').shadowRoot.querySelector('gds-toolbar');
        for (const part of shadowRoot.querySelectorAll('.figure, .figure > span')) part.style.setProperty('contain', how);
      }, how);
    await contain('none');
    await frame();
    expect(await laidOut(zooms)).to.be.above(100);
    await contain('');
    await atRest();
  });
});

/**
 * Rule I25 and what fingers do, on the built studio in real Chromium: touches and wheels go in where the browser takes them, so that it
 * decides itself whether the page scrolls. The canvas lies in the middle of a page that is taller than the window.
 */
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { clientPoint, openStudio, until } from '../../scripts/lib/studio-page.mjs';
import { startStudio } from '../../scripts/lib/studio-server.mjs';

const GRAPH = {
  format: 'gds-graph',
  version: 1,
  nodes: [
    { id: 'a', type: 'prompt', x: 0, y: 0, params: { text: 'one' } },
    { id: 'c', type: 'sdxl-turbo', x: 360, y: 0 },
  ],
  edges: [],
  groups: [],
  notes: [],
  meta: {},
};

describe('touch and wheel', () => {
  let server;
  let studio;
  let session;
  before(async () => {
    server = await startStudio({ port: 0 });
    studio = await openStudio(server.url, { width: 900, height: 600, query: { project: '' } });
    session = await studio.page.context().newCDPSession(studio.page);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
  });
  after(async () => {
    await studio?.close();
    await server?.close();
  });

  /** The page as it was, scrolled half-way, with focus nowhere. */
  async function fresh(wheel = 'cooperative') {
    await studio.page.evaluate(
      async ([graph, wheel]) => {
        const canvas = document.querySelector('gds-canvas');
        const set = (element, styles) => Object.entries(styles).forEach(([name, value]) => element.style.setProperty(name, value));
        for (const root of [document.documentElement, document.body])
          set(root, { height: 'auto', overflow: 'visible', position: 'static', 'overscroll-behavior': 'auto' });
        set(document.body, { 'padding-top': '800px', 'padding-bottom': '1200px', display: 'block' });
        set(canvas, { display: 'block', height: '520px', position: 'relative', width: '900px' });
        canvas.wheel = wheel;
        canvas.select([]);
        canvas.load(graph);
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        active?.blur();
        await canvas.updateComplete;
        canvas.camera = { x: -120, y: -60, zoom: 1 };
        // A finger of the test before may have left the page in flight: it rests once it stays where it is put.
        for (let rested = 0; rested < 3;) {
          rested = window.scrollY === 770 ? rested + 1 : 0;
          window.scrollTo(0, 770);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      },
      [GRAPH, wheel],
    );
  }

  const state = () =>
    studio.page.evaluate(() => {
      const canvas = document.querySelector('gds-canvas');
      const { x, y, zoom } = canvas.camera;
      return {
        scroll: window.scrollY,
        camera: { x, y, zoom },
        selected: [...canvas.selection],
        a: [canvas.graph.nodes.get('a').x, canvas.graph.nodes.get('a').y],
        edges: [...canvas.graph.edges.values()].map(({ from, to }) => [...from, ...to].join(' ')),
        hint: canvas.shadowRoot.querySelector('.gesture-hint.shown')?.textContent ?? '',
        menu: canvas.shadowRoot.querySelector('.node-menu')?.shadowRoot.querySelectorAll('[role="menuitem"]').length ?? 0,
        palette: canvas.shadowRoot.querySelector('.popup gds-add-palette') !== null,
      };
    });

  const touch = (type, points) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id, radiusX: 8, radiusY: 8 })) });

  /** Moves fingers from their first to their last places in steps, as hands do. */
  async function gesture(from, to, steps = 8) {
    await touch('touchStart', from);
    for (let step = 1; step <= steps; step += 1) {
      const at = from.map(([x, y], finger) => [x + ((to[finger][0] - x) * step) / steps, y + ((to[finger][1] - y) * step) / steps]);
      await touch('touchMove', at);
    }
    await touch('touchEnd', []);
    await studio.page.waitForTimeout(120);
  }
  async function tap(at) {
    await touch('touchStart', [at]);
    await touch('touchEnd', []);
    await studio.page.waitForTimeout(60);
  }
  const node = async (id, dx, dy) => {
    const [x, y] = await studio.page.evaluate((id) => {
      const { x, y } = document.querySelector('gds-canvas').graph.nodes.get(id);
      return [x, y];
    }, id);
    const at = await clientPoint(studio.page, x + dx, y + dy);
    return [at.x, at.y];
  };
  const port = async (id, name) => {
    const at = await studio.page.evaluate(
      ([id, name]) => {
        const canvas = document.querySelector('gds-canvas');
        const { x, y } = canvas.portPosition(id, name);
        return canvas.canvasToClient(x, y);
      },
      [id, name],
    );
    return [at.x, at.y];
  };
  const GROUND = [450, 380];

  it('one finger scrolls the page over a canvas that nobody has tapped, which says how it is moved', async () => {
    await fresh();
    const before = await state();
    await gesture([GROUND], [[450, 200]]);
    const now = await state();
    expect(now.scroll).to.be.greaterThan(before.scroll + 60);
    expect(now.camera).to.deep.equal(before.camera);
    expect(now.hint).to.contain('two fingers');
    await gesture([GROUND], [[450, 480]]);
    expect((await state()).scroll, 'and back: scrolling over it has not taken hold of it').to.be.below(now.scroll - 40);
  });

  it('two fingers move and zoom the canvas and never scroll the page', async () => {
    await fresh();
    const before = await state();
    await gesture(
      [
        [400, 300],
        [500, 300],
      ],
      [
        [350, 340],
        [550, 340],
      ],
    );
    const now = await state();
    expect(now.scroll).to.equal(before.scroll);
    expect(now.camera.zoom).to.be.closeTo(2, 0.15);
  });

  it('a tap selects and takes hold: then a finger drags the node, or the view where nothing lies, and the page stays', async () => {
    await fresh();
    const { scroll } = await state();
    await tap(await node('a', 60, 18));
    expect((await state()).selected).to.deep.equal(['a']);
    const from = await node('a', 60, 18);
    await gesture([from], [[from[0] + 10, from[1] + 180]]);
    const moved = await state();
    expect(moved.a[1]).to.be.closeTo(180, 8);
    expect(moved.scroll).to.equal(scroll);
    await gesture([[450, 480]], [[450, 420]]);
    const panned = await state();
    expect(panned.camera.y).to.be.greaterThan(moved.camera.y + 30);
    expect(panned.scroll).to.equal(scroll);
  });

  it('two taps connect two ports', async () => {
    await fresh();
    await tap(await port('a', 'text'));
    await tap(await port('c', 'prompt'));
    expect((await state()).edges).to.deep.equal(['a text c prompt']);
  });

  it('a finger that rests opens the menu of what lies there, and two taps on empty canvas the palette', async () => {
    await fresh();
    await touch('touchStart', [await node('a', 60, 18)]);
    await studio.page.waitForTimeout(700);
    await touch('touchEnd', []);
    await until(
      studio.page,
      () => document.querySelector('gds-canvas').shadowRoot.querySelector('.node-menu').shadowRoot.querySelector('[role="menuitem"]'),
      {
        what: 'the menu of a long press',
        seconds: 10,
      },
    );
    expect((await state()).selected).to.deep.equal(['a']);
    await fresh();
    await tap(GROUND);
    await studio.page.waitForTimeout(600);
    await tap(GROUND);
    await tap(GROUND);
    await until(studio.page, () => document.querySelector('gds-canvas').shadowRoot.querySelector('.popup gds-add-palette'), {
      what: 'the palette of a double tap',
      seconds: 10,
    });
    await studio.page.keyboard.press('Escape');
  });

  it('with wheel="capture" one finger moves the canvas at once', async () => {
    await fresh('capture');
    const before = await state();
    await gesture([GROUND], [[450, 300]]);
    const now = await state();
    expect(now.scroll).to.equal(before.scroll);
    expect(now.camera.y).to.be.greaterThan(before.camera.y + 50);
  });

  it('a plain wheel scrolls the page, which says how to zoom; Ctrl zooms at the pointer; a click takes hold', async () => {
    await fresh();
    const before = await state();
    await studio.page.mouse.move(...GROUND);
    await studio.page.mouse.wheel(0, 60);
    await studio.page.waitForTimeout(250);
    const scrolled = await state();
    expect(scrolled.scroll).to.be.greaterThan(before.scroll + 30);
    expect(scrolled.camera).to.deep.equal(before.camera);
    expect(scrolled.hint).to.contain('scroll to zoom');
    await studio.page.keyboard.down('Control');
    await studio.page.mouse.wheel(0, -100);
    await studio.page.keyboard.up('Control');
    await studio.page.waitForTimeout(250);
    const zoomed = await state();
    expect(zoomed.camera.zoom).to.be.greaterThan(before.camera.zoom);
    expect(zoomed.scroll).to.equal(scrolled.scroll);
    await studio.page.mouse.click(...GROUND);
    await studio.page.mouse.wheel(0, 100);
    await studio.page.waitForTimeout(250);
    const held = await state();
    expect(held.scroll).to.equal(scrolled.scroll);
    expect(held.camera.zoom).to.be.below(zoomed.camera.zoom);
  });
});

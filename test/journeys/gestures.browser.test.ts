// Rules I17 to I24 of docs/rules/interaction.md with real pointers on real pixels.
import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, sendMouse } from '@web/test-runner-commands';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { EMPTY, LOOSE, collect, drag, frames, mount, onNode, onPort, part, press, settled, stroke, unmountAll, until } from './support.js';

type At = [number, number];

/** prompt → turbo → output, with an output that has no wires. */
const CHAIN: GraphJSON = {
  ...EMPTY,
  nodes: [
    { id: 'p', type: 'prompt', x: 0, y: 0, params: { text: 'one' } },
    { id: 't', type: 'sdxl-turbo', x: 330, y: 0 },
    { id: 'o', type: 'output', x: 680, y: 0 },
    { id: 'n', type: 'output', x: 330, y: 200 },
  ],
  edges: [
    { id: 'pt', from: ['p', 'text'], to: ['t', 'prompt'] },
    { id: 'to', from: ['t', 'image'], to: ['o', 'image'] },
  ],
};

const client = (canvas: GdsCanvas, x: number, y: number): At => {
  const at = canvas.canvasToClient(x, y);
  return [Math.round(at.x), Math.round(at.y)];
};
const wires = (canvas: GdsCanvas): string[] =>
  [...canvas.graph.edges.values()].map(({ from, to }) => `${from.join('.')} ${to.join('.')}`).sort();
/** What was announced. */
const live = (canvas: GdsCanvas): string => canvas.shadowRoot!.querySelector('[role="status"].live')!.textContent!;

/** Through all the points with the button down; `during` before the release. */
async function path(
  points: readonly At[],
  { keys = [], button = 'left', during }: { keys?: readonly string[]; button?: 'left' | 'right'; during?: () => void | Promise<void> } = {},
) {
  for (const down of keys) await sendKeys({ down });
  await sendMouse({ type: 'move', position: points[0]! });
  await sendMouse({ type: 'down', button });
  for (const position of points.slice(1)) await sendMouse({ type: 'move', position });
  await during?.();
  await sendMouse({ type: 'up', button });
  for (const up of keys) await sendKeys({ up });
}

/** Counts document updates and undo steps from here on. */
function counted(canvas: GdsCanvas) {
  let updates = 0;
  canvas.graph.ydoc.on('update', () => (updates += 1));
  const before = canvas.graph.history().done.length;
  return { updates: () => updates, steps: () => canvas.graph.history().done.length - before };
}

describe('gestures', () => {
  afterEach(unmountAll);

  it('select by a lasso with Alt, take away with Control, and put the selection back on Escape', async () => {
    const canvas = await mount({ graph: LOOSE });
    const around = (id: string): At[] => {
      const { x, y } = canvas.graph.nodes.get(id)!;
      return [
        client(canvas, x - 15, y - 20),
        client(canvas, x + 255, y - 20),
        client(canvas, x + 255, y + 150),
        client(canvas, x - 15, y + 150),
      ];
    };
    await path(around('a'), { keys: ['Alt'] });
    expect([...canvas.selection]).to.deep.equal(['a']);
    await path(around('c'), { keys: ['Alt', 'Shift'] });
    expect([...canvas.selection]).to.have.members(['a', 'c']);
    await path([client(canvas, -15, -20), client(canvas, 255, 100)], { keys: ['Control'] });
    expect([...canvas.selection]).to.deep.equal(['c']);
    await path(around('b'), { keys: ['Alt'], during: () => sendKeys({ press: 'Escape' }) });
    expect([...canvas.selection]).to.deep.equal(['c']);
  });

  it('cut wires with Control, Alt and a drag: one step, announced, and the host may refuse', async () => {
    const canvas = await mount({ graph: CHAIN });
    const count = counted(canvas);
    const through = [client(canvas, 285, 30), client(canvas, 285, 170), client(canvas, 625, 170), client(canvas, 625, 30)];
    const asked = collect<{ edges: string[] }>(canvas, 'gds-before-delete');
    const refuse = (event: Event): void => event.preventDefault();
    canvas.addEventListener('gds-before-delete', refuse);
    await path(through, { keys: ['Control', 'Alt'] });
    expect(wires(canvas).length, 'refused').to.equal(2);
    canvas.removeEventListener('gds-before-delete', refuse);
    await path(through, { keys: ['Control', 'Alt'], during: () => expect(count.updates()).to.equal(0) });
    await settled(canvas);
    expect(asked[1]!.edges).to.have.members(['pt', 'to']);
    expect(wires(canvas)).to.deep.equal([]);
    expect([count.updates(), count.steps()]).to.deep.equal([1, 1]);
    expect(live(canvas)).to.contain('Cut 2 connections');
    canvas.undo();
    expect(wires(canvas).length).to.equal(2);
  });

  it('cut with Control and the secondary button, which opens no menu then, and opens it where nothing moved', async () => {
    const canvas = await mount({ graph: CHAIN });
    await path([client(canvas, 285, 30), client(canvas, 285, 170)], { keys: ['Control'], button: 'right' });
    await settled(canvas);
    expect(wires(canvas)).to.deep.equal(['t.image o.image']);
    const menu = part(canvas, '.node-menu');
    expect(menu.shadowRoot!.querySelector('[role="menuitem"]')).to.equal(null);
    await press(onNode(canvas, 'p'), 'right');
    await settled(canvas);
    expect(menu.shadowRoot!.querySelectorAll('[role="menuitem"]').length).to.be.greaterThan(3);
  });

  it('put a node into the wire it is dropped on, and take it out again with Alt: one step each', async () => {
    const canvas = await mount({ graph: CHAIN });
    const count = counted(canvas);
    await drag(onNode(canvas, 'n'), client(canvas, 630, 72), () => expect(count.updates()).to.equal(0));
    expect(wires(canvas)).to.deep.equal(['n.image o.image', 'p.text t.prompt', 't.image n.image']);
    expect(count.steps()).to.equal(1);
    await settled(canvas);
    expect(live(canvas)).to.contain('Inserted');
    const from = onNode(canvas, 'n');
    await path([from, [from[0], from[1] + 40], [from[0], from[1] + 120]], { keys: ['Alt'] });
    expect(wires(canvas)).to.deep.equal(['p.text t.prompt', 't.image o.image']);
    expect(count.steps()).to.equal(2);
    await settled(canvas);
    expect(live(canvas)).to.contain('Detached');
    canvas.undo();
    canvas.undo();
    expect(canvas.graph.nodes.get('n')!.y).to.equal(200);
  });

  it('put what is dropped from the palette on a wire into it', async () => {
    const canvas = await mount({ graph: CHAIN });
    const at = client(canvas, 625, 72);
    const data = new DataTransfer();
    data.setData('application/x-gds-node', 'output');
    const event = (type: string): DragEvent =>
      new DragEvent(type, { dataTransfer: data, clientX: at[0], clientY: at[1], bubbles: true, composed: true, cancelable: true });
    const surface = part(canvas, '.surface');
    surface.dispatchEvent(event('dragover'));
    surface.dispatchEvent(event('drop'));
    expect(canvas.graph.nodes.size).to.equal(5);
    const added = [...canvas.graph.nodes.keys()].find((id) => !CHAIN.nodes.some((node) => node.id === id))!;
    expect(wires(canvas)).to.include.members([`t.image ${added}.image`, `${added}.image o.image`]);
    canvas.undo();
    expect(wires(canvas).length, 'one step').to.equal(2);
  });

  it('bend a wire with Alt, and deleting the point leaves the wire whole', async () => {
    const canvas = await mount({ graph: CHAIN });
    await path([client(canvas, 625, 72), client(canvas, 625, 110), client(canvas, 625, 150)], { keys: ['Alt'] });
    const reroute = [...canvas.graph.nodes.values()].find(({ type }) => type === 'reroute')!;
    expect(reroute.y + 12).to.be.closeTo(150, 3);
    await sendKeys({ press: 'Delete' });
    expect(wires(canvas)).to.deep.equal(['p.text t.prompt', 't.image o.image']);
  });

  it('connect with two clicks and say so', async () => {
    const canvas = await mount({ graph: LOOSE });
    await press(onPort(canvas, 'a', 'text'));
    await settled(canvas);
    expect(live(canvas)).to.match(/Connecting text of Prompt. Choose an input; Escape ends./i);
    await press(onPort(canvas, 'c', 'prompt'));
    expect(wires(canvas)).to.deep.equal(['a.text c.prompt']);
    await press(onPort(canvas, 'b', 'text'));
    await sendKeys({ press: 'Escape' });
    await press(onPort(canvas, 'c', 'prompt'));
    await sendKeys({ press: 'Escape' });
    expect(wires(canvas)).to.deep.equal(['a.text c.prompt']);
  });

  it('take a tool by its key for one drag, also from the menu, and put it away with Escape', async () => {
    const canvas = await mount({ graph: CHAIN });
    part(canvas, '.surface').focus();
    await stroke('k');
    expect(canvas.commandState('knife').checked).to.equal(true);
    await sendKeys({ press: 'Escape' });
    expect(canvas.commandState('knife').checked).to.equal(false);
    await stroke('k');
    await path([client(canvas, 285, 30), client(canvas, 285, 170)]);
    expect(wires(canvas)).to.deep.equal(['t.image o.image']);
    await stroke('q');
    await path([client(canvas, -15, -20), client(canvas, 300, -20), client(canvas, 300, 160), client(canvas, -15, 160)]);
    expect([...canvas.selection]).to.deep.equal(['p']);
    canvas.readonly = true;
    await canvas.updateComplete;
    expect(canvas.commandState('knife').blocked).to.equal('This canvas is read-only');
    expect(canvas.command('lasso')).to.equal(true);
  });

  it('snap to the grid once that is switched on, by the key or the attribute', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    expect(canvas.snap).to.equal('guides');
    await stroke('g');
    await settled(canvas);
    expect(canvas.getAttribute('snap')).to.equal('grid guides');
    canvas.setAttribute('snap', 'grid');
    const from = onNode(canvas, 'b');
    await drag(from, [from[0] + 37, from[1] + 51]);
    const { x, y } = canvas.graph.nodes.get('b')!;
    expect([x % 14, y % 14]).to.deep.equal([0, 0]);
    expect(y).to.be.greaterThan(200);
  });

  it('scroll the view while a node is dragged to its edge: the node stays under the pointer, the document untouched', async () => {
    const canvas = await mount({ graph: LOOSE });
    const count = counted(canvas);
    const box = canvas.getBoundingClientRect();
    const before = canvas.camera;
    const from = onNode(canvas, 'b');
    await drag(from, [from[0], Math.round(box.bottom - 2)], async () => {
      await frames(40);
      expect(canvas.camera.y).to.be.greaterThan(before.y + 10);
      expect(count.updates()).to.equal(0);
      await sendMouse({ type: 'move', position: [from[0], Math.round(box.top + box.height / 2)] });
      const held = canvas.camera;
      await frames(20);
      expect(canvas.camera, 'rests').to.equal(held);
    });
    const [x, y] = onNode(canvas, 'b');
    expect(Math.hypot(x - from[0], y - (box.top + box.height / 2)), 'under the pointer').to.be.below(12);
    expect(count.updates()).to.equal(1);
  });

  it('keep the point under the pointer while the wheel zooms a drag', async () => {
    const canvas = await mount({ graph: LOOSE, before: (element) => (element.snap = '') });
    const from = onNode(canvas, 'a');
    const to: At = [from[0] + 60, from[1] + 120];
    await drag(from, to, async () => {
      await sendKeys({ down: 'Control' });
      part(canvas, '.surface').dispatchEvent(
        new WheelEvent('wheel', {
          deltaY: -100,
          ctrlKey: true,
          clientX: to[0],
          clientY: to[1],
          bubbles: true,
          composed: true,
          cancelable: true,
        }),
      );
      await sendKeys({ up: 'Control' });
    });
    const [x, y] = onNode(canvas, 'a');
    expect(Math.hypot(x - to[0], y - to[1])).to.be.below(3);
  });

  it('pan with Space held, from anywhere', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    const before = canvas.camera;
    await sendKeys({ down: 'Space' });
    const from = onNode(canvas, 'a');
    await drag(from, [from[0] + 40, from[1] + 20]);
    await sendKeys({ up: 'Space' });
    expect(canvas.camera.x).to.be.closeTo(before.x - 40 / before.zoom, 0.01);
    expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
  });
});

describe('gestures by touch', () => {
  afterEach(unmountAll);

  /** A fling of one finger on an engaged canvas. Events carry the time they are made at, so they are made first: then a busy machine cannot slow the finger. */
  function fling(canvas: GdsCanvas): void {
    const surface = part(canvas, '.surface');
    surface.focus();
    const box = surface.getBoundingClientRect();
    const touch = (type: string, x: number): PointerEvent =>
      new PointerEvent(type, {
        pointerId: 9,
        pointerType: 'touch',
        clientX: box.left + x,
        clientY: box.top + 470,
        bubbles: true,
        composed: true,
      });
    const events = [touch('pointerdown', 300)];
    for (let x = 350; x <= 600; x += 50) {
      for (const end = performance.now() + 4; performance.now() < end;);
      events.push(touch('pointermove', x));
    }
    events.push(touch('pointerup', 600));
    for (const event of events) surface.dispatchEvent(event);
  }

  it('coast after a fling, stop under the next finger, and rest under reduced motion', async () => {
    const canvas = await mount({ graph: LOOSE });
    fling(canvas);
    const released = canvas.camera;
    await until(() => canvas.camera.x < released.x - 5, 'the view to coast on');
    part(canvas, '.surface').dispatchEvent(
      new PointerEvent('pointerdown', { pointerId: 9, pointerType: 'touch', clientX: 500, clientY: 470, bubbles: true, composed: true }),
    );
    const held = canvas.camera;
    await frames(10);
    expect(canvas.camera, 'stopped').to.equal(held);
    part(canvas, '.surface').dispatchEvent(
      new PointerEvent('pointerup', { pointerId: 9, pointerType: 'touch', clientX: 500, clientY: 470, bubbles: true, composed: true }),
    );
    await emulateMedia({ reducedMotion: 'reduce' });
    try {
      fling(canvas);
      const still = canvas.camera;
      await frames(10);
      expect(canvas.camera, 'reduced motion').to.equal(still);
    } finally {
      await emulateMedia({ reducedMotion: 'no-preference' });
    }
  });

  it('comes to rest by itself', async () => {
    const canvas = await mount({ graph: LOOSE });
    fling(canvas);
    let before = canvas.camera;
    for (let tries = 0; tries < 300; tries += 1) {
      await frames(4);
      if (canvas.camera === before) break;
      before = canvas.camera;
    }
    await frames(10);
    expect(canvas.camera).to.equal(before);
  });

  it('ignores the palm, and everything but the pen while that is at work', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    const at = onNode(canvas, 'a');
    const event = (type: string, pointerType: string, more: PointerEventInit = {}): boolean =>
      part(canvas, '.surface').dispatchEvent(
        new PointerEvent(type, { pointerId: 4, pointerType, clientX: at[0], clientY: at[1], bubbles: true, composed: true, ...more }),
      );
    event('pointerdown', 'touch', { width: 120, height: 90 });
    event('pointerup', 'touch');
    expect([...canvas.selection]).to.deep.equal([]);
    event('pointermove', 'pen', { pointerId: 8 });
    event('pointerdown', 'touch');
    event('pointerup', 'touch');
    expect([...canvas.selection]).to.deep.equal([]);
    event('pointerdown', 'pen', { pointerId: 8 });
    event('pointerup', 'pen', { pointerId: 8 });
    expect([...canvas.selection]).to.deep.equal(['a']);
  });

  it('erases with the other end of a pen', async () => {
    const canvas = await mount({ graph: CHAIN });
    const pen = (type: string, [clientX, clientY]: At): boolean =>
      part(canvas, '.surface').dispatchEvent(
        new PointerEvent(type, {
          pointerId: 8,
          pointerType: 'pen',
          button: 5,
          buttons: 32,
          clientX,
          clientY,
          bubbles: true,
          composed: true,
        }),
      );
    pen('pointerdown', client(canvas, 285, 30));
    pen('pointermove', client(canvas, 285, 170));
    pen('pointerup', client(canvas, 285, 170));
    expect(wires(canvas)).to.deep.equal(['t.image o.image']);
    pen('pointerdown', onNode(canvas, 'n'));
    pen('pointerup', onNode(canvas, 'n'));
    expect(canvas.graph.nodes.has('n')).to.equal(false);
    canvas.undo();
    expect(canvas.graph.nodes.has('n')).to.equal(true);
  });
});

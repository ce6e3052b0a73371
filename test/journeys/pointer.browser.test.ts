// The pointer's way through the canvas: real mouse events on real pixels.
import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { LOOSE, button, collect, drag, frames, mount, onNode, onPort, part, press, settled, unmountAll } from './support.js';

describe('by pointer', () => {
  afterEach(unmountAll);

  it('selects by a click, adds with Shift, deselects on empty canvas', async () => {
    const canvas = await mount({ graph: LOOSE });
    const changes = collect<{ selected: string[] }>(canvas, 'gds-selection-change');
    await press(onNode(canvas, 'a'));
    expect([...canvas.selection]).to.deep.equal(['a']);
    await sendKeys({ down: 'Shift' });
    await press(onNode(canvas, 'b'));
    await sendKeys({ up: 'Shift' });
    expect([...canvas.selection]).to.have.members(['a', 'b']);
    const { x, y } = canvas.canvasToClient(330, 330);
    await press([Math.round(x), Math.round(y)]);
    expect([...canvas.selection]).to.deep.equal([]);
    expect(changes.map(({ selected }) => selected.length)).to.deep.equal([1, 2, 0]);
    expect(Object.isFrozen(changes[0])).to.equal(true);
  });

  it('moves the selection with one document update and one undo step, and none while dragging', async () => {
    const canvas = await mount({ graph: LOOSE });
    canvas.select(['a', 'b']);
    let updates = 0;
    canvas.graph.ydoc.on('update', () => (updates += 1));
    const steps = canvas.graph.history().done.length;
    const from = onNode(canvas, 'a');
    const zoom = canvas.camera.zoom;
    await drag(from, [from[0] + 80, from[1] + 40], () => {
      expect(updates, 'updates while dragging').to.equal(0);
      expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
    });
    expect(updates, 'updates of the whole drag').to.equal(1);
    expect(canvas.graph.history().done.length).to.equal(steps + 1);
    expect(canvas.graph.nodes.get('a')!.x).to.be.closeTo(80 / zoom, 1);
    expect(canvas.graph.nodes.get('b')!.y).to.be.closeTo(200 + 40 / zoom, 1);
    canvas.undo();
    expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
    expect(canvas.graph.nodes.get('b')!.y).to.equal(200);
  });

  it('leaves everything as it was when a drag is cancelled by Escape', async () => {
    const canvas = await mount({ graph: LOOSE });
    const from = onNode(canvas, 'a');
    await drag(from, [from[0] + 90, from[1]], () => sendKeys({ press: 'Escape' }));
    expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
  });

  it('connects port to port, refuses what does not fit, deletes the wire, and takes it all back', async () => {
    const canvas = await mount({ graph: LOOSE });
    await drag(onPort(canvas, 'a', 'text'), onPort(canvas, 'c', 'prompt'));
    expect([...canvas.graph.edges.values()].map(({ from, to }) => [...from, ...to])).to.deep.equal([['a', 'text', 'c', 'prompt']]);
    await drag(onPort(canvas, 'b', 'text'), onPort(canvas, 'a', 'text'));
    expect(canvas.graph.edges.size, 'output to output').to.equal(1);
    const ends = [canvas.portPosition('a', 'text'), canvas.portPosition('c', 'prompt')];
    const middle = canvas.canvasToClient((ends[0]!.x + ends[1]!.x) / 2, (ends[0]!.y + ends[1]!.y) / 2);
    await press([Math.round(middle.x), Math.round(middle.y)]);
    await sendKeys({ press: 'Delete' });
    expect(canvas.graph.edges.size, 'after Delete').to.equal(0);
    canvas.undo();
    expect(canvas.graph.edges.size, 'after undo').to.equal(1);
  });

  it('takes a connected wire off its input and drops it on empty canvas to remove it', async () => {
    const canvas = await mount({ graph: { ...LOOSE, edges: [{ id: 'e', from: ['a', 'text'], to: ['c', 'prompt'] }] } });
    const end = onPort(canvas, 'c', 'prompt');
    await drag(end, [end[0] - 10, end[1] + 150]);
    expect(canvas.graph.edges.size).to.equal(0);
    expect(canvas.shadowRoot!.querySelector('.popup')).to.equal(null);
  });

  it('asks a node for the port when a wire is dropped beside its ports, those of its parameters too', async () => {
    const number = { id: 'n', type: 'number', x: 0, y: 400, params: { value: 2 } };
    const canvas = await mount({ graph: { ...LOOSE, nodes: [...LOOSE.nodes, number] } });
    await drag(onPort(canvas, 'n', 'value'), onNode(canvas, 'c', 120, 60));
    await settled(canvas);
    const menu = part(canvas, 'gds-menu');
    const labels = [...menu.shadowRoot!.querySelectorAll('[role="menuitem"]')].map((item) => item.textContent!.trim());
    expect(labels).to.include.members(['Steps', 'Guidance', 'Seed']);
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    const ends = (): string[] => [...canvas.graph.edges.values()].map(({ from, to }) => [...from, ...to].join(' '));
    expect(ends()).to.have.length(1);
    expect(ends()[0]).to.match(/^n value c (steps|guidance|seed)$/);
    expect(canvas.portPosition('c', canvas.graph.edges.values().next().value!.to[1]).x, 'the port is there now').to.equal(360);
    await drag(onPort(canvas, 'n', 'value'), onNode(canvas, 'b', 120, 60));
    expect(ends(), 'a prompt takes no number').to.have.length(1);
    expect(part(canvas, 'gds-toasts').shadowRoot!.textContent).to.include('takes no number');
  });

  it('offers what fits when a wire is dropped on empty canvas, and joins the choice there', async () => {
    const canvas = await mount({ graph: LOOSE });
    const from = onPort(canvas, 'b', 'text');
    await drag(from, [from[0] + 60, from[1] + 100]);
    await settled(canvas);
    const palette = part<HTMLElement & { filter: unknown }>(canvas, '.popup gds-add-palette');
    expect(palette.filter).to.deep.equal({ type: 'string', direction: 'out' });
    await sendKeys({ press: 'Enter' });
    expect(canvas.graph.nodes.size).to.equal(4);
    const edge = [...canvas.graph.edges.values()][0]!;
    expect([...edge.from]).to.deep.equal(['b', 'text']);
    const before = canvas.graph.history().done.length;
    canvas.undo();
    expect(canvas.graph.nodes.size, 'one step for node and wire').to.equal(3);
    expect(canvas.graph.history().done.length).to.equal(before - 1);
  });

  it('selects by a marquee and pans with the middle button', async () => {
    const canvas = await mount({ graph: LOOSE });
    const start = canvas.canvasToClient(-30, -30);
    const end = canvas.canvasToClient(300, 340);
    await drag([Math.round(start.x), Math.round(start.y)], [Math.round(end.x), Math.round(end.y)]);
    expect([...canvas.selection]).to.have.members(['a', 'b']);
    const before = canvas.camera;
    await sendMouse({ type: 'move', position: [500, 250] });
    await sendMouse({ type: 'down', button: 'middle' });
    await sendMouse({ type: 'move', position: [560, 280] });
    await sendMouse({ type: 'up', button: 'middle' });
    expect(canvas.camera.x).to.be.closeTo(before.x - 60 / before.zoom, 0.01);
    expect(canvas.camera.y).to.be.closeTo(before.y - 30 / before.zoom, 0.01);
  });

  it('edits a field in place: typed text is one undo step, Escape keeps it', async () => {
    const canvas = await mount({ graph: LOOSE });
    const at = onNode(canvas, 'a', 60, 60);
    await press(at);
    await press(at);
    part(canvas, '.surface').dispatchEvent(new MouseEvent('dblclick', { clientX: at[0], clientY: at[1], bubbles: true }));
    const field = part<HTMLTextAreaElement>(canvas, '.inline-field');
    expect(canvas.shadowRoot!.activeElement).to.equal(field);
    const steps = canvas.graph.history().done.length;
    await sendKeys({ type: ' more' });
    expect(canvas.graph.nodes.get('a')!.params['text']).to.equal('one more');
    expect(canvas.graph.history().done.length).to.equal(steps + 1);
    await sendKeys({ press: 'Escape' });
    expect(canvas.graph.nodes.get('a')!.params['text']).to.equal('one more');
    canvas.undo();
    expect(canvas.graph.nodes.get('a')!.params['text']).to.equal('one');
    expect(canvas.shadowRoot!.querySelector('.inline-field')).to.equal(null);
  });

  it('zooms at the pointer with Ctrl and wheel; a plain wheel belongs to the page until the canvas has focus', async () => {
    const canvas = await mount({ graph: LOOSE });
    const surface = part(canvas, '.surface');
    const wheel = (init: WheelEventInit): WheelEvent => {
      const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, composed: true, clientX: 400, clientY: 200, ...init });
      surface.dispatchEvent(event);
      return event;
    };
    const before = canvas.camera;
    expect(wheel({ deltaY: 40 }).defaultPrevented, 'plain wheel without focus').to.equal(false);
    expect(canvas.camera).to.equal(before);
    const held = canvas.clientToCanvas(400, 200);
    expect(wheel({ deltaY: -100, ctrlKey: true }).defaultPrevented).to.equal(true);
    expect(canvas.camera.zoom).to.be.greaterThan(before.zoom);
    expect(canvas.clientToCanvas(400, 200).x).to.be.closeTo(held.x, 1e-6);
    surface.focus();
    expect(wheel({ deltaY: 8 }).defaultPrevented, 'plain wheel with focus').to.equal(true);
    surface.blur();
    canvas.wheel = 'capture';
    await canvas.updateComplete;
    expect(wheel({ deltaY: 8 }).defaultPrevented, 'capture').to.equal(true);
  });

  it('draws nothing while nothing changes', async () => {
    const canvas = await mount({ graph: LOOSE });
    await frames(20);
    const { frames: drawn } = canvas.stats();
    expect(drawn).to.be.greaterThan(0);
    await frames(60);
    expect(canvas.stats().frames).to.equal(drawn);
    canvas.camera = { ...canvas.camera, x: canvas.camera.x + 5 };
    await frames(3);
    expect(canvas.stats().frames, 'a change draws').to.equal(drawn + 1);
  });

  it('deletes and undoes by buttons and keys', async () => {
    const canvas = await mount({ graph: LOOSE });
    await press(onNode(canvas, 'a'));
    await sendKeys({ press: 'Delete' });
    expect(canvas.graph.nodes.has('a')).to.equal(false);
    await settled(canvas);
    button(canvas, 'Undo').click();
    expect(canvas.graph.nodes.has('a')).to.equal(true);
  });
});

describe('by touch', () => {
  afterEach(unmountAll);

  it('two fingers zoom and pan: what lies under them stays under them', async () => {
    const canvas = await mount({ graph: LOOSE });
    const surface = part(canvas, '.surface');
    const box = surface.getBoundingClientRect();
    const touch = (type: string, pointerId: number, x: number, y: number): void => {
      const init = { pointerId, pointerType: 'touch', clientX: box.left + x, clientY: box.top + y, isPrimary: pointerId === 1 };
      surface.dispatchEvent(new PointerEvent(type, { ...init, bubbles: true, composed: true, cancelable: true }));
    };
    const before = canvas.camera;
    touch('pointerdown', 1, 400, 250);
    touch('pointerdown', 2, 500, 250);
    const under = canvas.clientToCanvas(box.left + 450, box.top + 250);
    touch('pointermove', 1, 350, 270);
    touch('pointermove', 2, 550, 270);
    expect(canvas.camera.zoom).to.be.closeTo((before.zoom * Math.hypot(200, 0)) / 100, 0.02);
    const now = canvas.clientToCanvas(box.left + 450, box.top + 270);
    expect(now.x).to.be.closeTo(under.x, 1);
    expect(now.y).to.be.closeTo(under.y, 1);
    touch('pointerup', 2, 550, 270);
    touch('pointerup', 1, 350, 270);
    expect(canvas.graph.history().done.length).to.equal(1);
  });

  it('one finger taps to select, and a lost pointer leaves everything as it was', async () => {
    const canvas = await mount({ graph: LOOSE });
    const surface = part(canvas, '.surface');
    const touch = (type: string, x: number, y: number): boolean =>
      surface.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 5,
          pointerType: 'touch',
          clientX: x,
          clientY: y,
          bubbles: true,
          composed: true,
          cancelable: true,
        }),
      );
    const [x, y] = onNode(canvas, 'b');
    touch('pointerdown', x, y);
    touch('pointerup', x, y);
    expect([...canvas.selection]).to.deep.equal(['b']);
    touch('pointerdown', x, y);
    touch('pointermove', x + 60, y);
    touch('pointercancel', x + 60, y);
    expect(canvas.graph.nodes.get('b')!.x).to.equal(0);
  });
});

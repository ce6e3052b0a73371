// Frames, notes, sizes, locks, modes, wires and copies, by pointer and by keyboard.
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { LOOSE, collect, drag, linesOf, mount, onNode, onPort, part, press, settled, stroke, unmountAll, until } from './support.js';

const EDGE: GraphJSON = { ...LOOSE, edges: [{ id: 'e', from: ['a', 'text'], to: ['c', 'prompt'] }] };
const FRAMED: GraphJSON = {
  ...LOOSE,
  groups: [{ id: 'g', title: 'Prompts', x: -40, y: -60, width: 320, height: 420 }],
  notes: [{ id: 'n', text: 'Words', x: 360, y: 260, width: 200, height: 100 }],
};

/** Client position of a canvas point. */
const at = (canvas: GdsCanvas, x: number, y: number): [number, number] => {
  const point = canvas.canvasToClient(x, y);
  return [Math.round(point.x), Math.round(point.y)];
};
const field = (canvas: GdsCanvas) => part<HTMLTextAreaElement>(canvas, '.inline-field');
const double = (canvas: GdsCanvas, [clientX, clientY]: [number, number]) =>
  part(canvas, '.surface').dispatchEvent(new MouseEvent('dblclick', { clientX, clientY, bubbles: true }));
const toasts = (canvas: GdsCanvas): string => part(canvas, 'gds-toasts').shadowRoot!.textContent!.replace(/\s+/g, ' ');

async function focused(graph: GraphJSON, ids: readonly string[]): Promise<GdsCanvas> {
  const canvas = await mount({ graph });
  part(canvas, '.surface').focus();
  canvas.select(ids);
  return canvas;
}

describe('frames', () => {
  afterEach(unmountAll);

  it('go around the selection with Mod+G, are named at once, and go with Mod+Shift+G', async () => {
    const canvas = await focused(LOOSE, ['a', 'b']);
    await stroke('Control+g');
    const [frame] = [...canvas.graph.groups.values()];
    expect([...canvas.selection]).to.deep.equal([frame!.id]);
    await sendKeys({ type: 'Words' });
    await sendKeys({ press: 'Enter' });
    expect(canvas.graph.groups.get(frame!.id)!.title).to.equal('Words');
    expect(part(canvas, '.surface').contains(canvas.shadowRoot!.activeElement)).to.equal(true);
    await stroke('Control+Shift+G');
    expect(canvas.graph.groups.size).to.equal(0);
    expect([...canvas.selection]).to.have.members(['a', 'b']);
  });

  it('take what is inside along when their title is dragged, as one step', async () => {
    const canvas = await mount({ graph: FRAMED });
    const steps = canvas.graph.history().done.length;
    const from = at(canvas, -20, -75);
    await drag(from, [from[0] + 60, from[1] + 30]);
    const moved = canvas.graph.groups.get('g')!.x + 40;
    expect(moved).to.be.greaterThan(20);
    expect(canvas.graph.nodes.get('a')!.x).to.equal(moved);
    expect(canvas.graph.nodes.get('b')!.x).to.equal(moved);
    expect(canvas.graph.nodes.get('c')!.x, 'outside').to.equal(360);
    expect(canvas.graph.history().done.length).to.equal(steps + 1);
    canvas.undo();
    expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
  });

  it('are resized by a corner, with its cursor, as one step; Escape leaves them as they were', async () => {
    const canvas = await mount({ graph: FRAMED });
    canvas.select(['g']);
    const corner = at(canvas, 280, 360);
    await drag(corner, [corner[0] + 40, corner[1] + 20], () => {
      expect(part(canvas, '.surface').style.cursor).to.equal('nwse-resize');
      expect(canvas.graph.groups.get('g')!.width, 'not before the release').to.equal(320);
    });
    expect(canvas.graph.groups.get('g')!.width).to.be.greaterThan(340);
    canvas.undo();
    await drag(corner, [corner[0] + 40, corner[1] + 20], () => sendKeys({ press: 'Escape' }));
    expect(canvas.graph.groups.get('g')!.width).to.equal(320);
  });

  it('and notes are walked and named in the list of a screen reader', async () => {
    const canvas = await mount({ graph: FRAMED });
    const labels = linesOf(canvas).map(({ label }) => label);
    expect(labels).to.include('Frame “Prompts”, 2 things inside').and.include('Note: Words');
  });
});

describe('notes', () => {
  afterEach(unmountAll);

  it('are added with N, written at once, and edited again with Enter or a double click', async () => {
    const canvas = await focused(LOOSE, []);
    await sendKeys({ press: 'n' });
    await sendKeys({ type: 'First line' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: 'second' });
    const [note] = [...canvas.graph.notes.values()];
    expect(note!.text).to.equal('First line\nsecond');
    await stroke('Escape');
    expect(canvas.graph.notes.get(note!.id)!.text, 'Escape keeps what was written').to.equal('First line\nsecond');
    canvas.undo();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: 'Kept' });
    part(canvas, '.surface').focus();
    expect(canvas.graph.notes.get(note!.id)!.text).to.equal('Kept');
    double(canvas, at(canvas, note!.x + 30, note!.y + 30));
    expect(field(canvas).value).to.equal('Kept');
  });
});

describe('nodes', () => {
  afterEach(unmountAll);

  it('are renamed with F2 and by a double click on their header', async () => {
    const canvas = await focused(LOOSE, ['a']);
    await sendKeys({ press: 'F2' });
    await sendKeys({ type: 'Hero' });
    await sendKeys({ press: 'Enter' });
    expect(canvas.graph.nodes.get('a')!.title).to.equal('Hero');
    double(canvas, onNode(canvas, 'a'));
    expect(field(canvas).value).to.equal('Hero');
    await sendKeys({ type: 'Other' });
    await sendKeys({ press: 'Escape' });
    expect(canvas.graph.nodes.get('a')!.title).to.equal('Hero');
  });

  it('are muted, bypassed and locked by one key each, and what is locked says so when it is moved, edited or deleted', async () => {
    const canvas = await focused(LOOSE, ['a', 'b']);
    await sendKeys({ press: 'm' });
    expect(canvas.graph.nodes.get('a')!.mode).to.equal('muted');
    expect(canvas.graph.nodes.get('b')!.mode).to.equal('muted');
    await sendKeys({ press: 'b' });
    expect(canvas.graph.nodes.get('a')!.mode).to.equal('bypassed');
    await sendKeys({ press: 'b' });
    expect(canvas.graph.nodes.get('a')!.mode).to.equal('active');
    await sendKeys({ press: 'l' });
    expect(canvas.graph.nodes.get('a')!.locked).to.equal(true);
    await sendKeys({ press: 'ArrowRight' });
    await settled(canvas);
    expect(toasts(canvas)).to.contain('It is locked');
    expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
    const from = onNode(canvas, 'a');
    await drag(from, [from[0] + 60, from[1]]);
    expect(canvas.graph.nodes.get('a')!.x).to.equal(0);
    await sendKeys({ press: 'Delete' });
    expect(canvas.graph.nodes.size).to.equal(3);
    canvas.select(['a', 'b']);
    await sendKeys({ press: 'l' });
    expect(canvas.graph.nodes.get('a')!.locked).to.equal(undefined);
  });

  it('are resized by their corner and by Mod and arrows', async () => {
    const canvas = await focused(LOOSE, ['a']);
    await stroke('Control+ArrowRight');
    expect(canvas.graph.nodes.get('a')!.width).to.equal(250);
    await sendKeys({ press: 'Escape' });
    await settled(canvas);
    const minimap = part<HTMLElement & { nodes: Iterable<{ x: number; y: number; height: number }> }>(canvas, 'gds-minimap');
    const { height } = [...minimap.nodes].find(({ x, y }) => x === 0 && y === 0)!;
    const corner = at(canvas, 247, height - 3);
    await drag(corner, [corner[0] + 30, corner[1] + 30], () => {
      expect(part(canvas, '.surface').style.cursor).to.equal('nwse-resize');
    });
    expect(canvas.graph.nodes.get('a')!.width).to.be.greaterThan(260);
    expect(canvas.graph.nodes.get('a')!.height).to.be.greaterThan(height);
  });

  it('are aligned by Alt and a letter and spaced evenly; the bar above them does the same', async () => {
    const canvas = await focused(LOOSE, ['a', 'c']);
    await stroke('Alt+d');
    expect(canvas.graph.nodes.get('a')!.x).to.equal(360);
    canvas.undo();
    await settled(canvas);
    const bar = part(canvas, '.selection-bar');
    await until(() => bar.getBoundingClientRect().height > 0, 'the bar');
    const button = bar.shadowRoot!.querySelector<HTMLElement>('[aria-label="Align left"]')!;
    const box = button.getBoundingClientRect();
    await press([Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]);
    expect(canvas.graph.nodes.get('c')!.x).to.equal(0);
    expect(bar.shadowRoot!.querySelector('[aria-label="Distribute horizontally"]')!.getAttribute('title')).to.contain(
      'Select at least 3 things',
    );
  });

  it('are laid out by their connections with Shift+A, as one step', async () => {
    const canvas = await focused({ ...EDGE, nodes: EDGE.nodes.map((node) => ({ ...node, x: 0, y: 0 })) }, []);
    const steps = canvas.graph.history().done.length;
    await stroke('Shift+A');
    await until(() => canvas.graph.nodes.get('c')!.x > canvas.graph.nodes.get('a')!.x + 200, 'the layout');
    expect(canvas.graph.history().done.length).to.equal(steps + 1);
  });
});

describe('wires', () => {
  afterEach(unmountAll);

  it('are moved to another port by dragging them near that end', async () => {
    const canvas = await mount({ graph: EDGE });
    const ends = [canvas.portPosition('a', 'text'), canvas.portPosition('c', 'prompt')] as const;
    const near = at(canvas, ends[0].x + (ends[1].x - ends[0].x) * 0.7, ends[0].y + (ends[1].y - ends[0].y) * 0.7);
    await drag(near, onPort(canvas, 'c', 'negative_prompt'));
    expect([...canvas.graph.edges.values()].map(({ from, to }) => [...from, ...to])).to.deep.equal([['a', 'text', 'c', 'negative_prompt']]);
    expect(canvas.graph.history().done.at(-1)).to.not.equal('Connect');
  });

  it('get a reroute point by a double click, and lose it with Shift+Delete without being cut', async () => {
    const canvas = await mount({ graph: EDGE });
    const ends = [canvas.portPosition('a', 'text'), canvas.portPosition('c', 'prompt')] as const;
    double(canvas, at(canvas, (ends[0].x + ends[1].x) / 2, (ends[0].y + ends[1].y) / 2));
    const reroute = [...canvas.graph.nodes.values()].find(({ type }) => type === 'reroute');
    expect([...canvas.selection]).to.deep.equal([reroute!.id]);
    part(canvas, '.surface').focus();
    await stroke('Shift+Delete');
    expect([...canvas.graph.edges.values()].map(({ from, to }) => [...from, ...to])).to.deep.equal([['a', 'text', 'c', 'prompt']]);
  });

  it('say why they are refused', async () => {
    const canvas = await mount({ graph: { ...LOOSE, nodes: [...LOOSE.nodes, { id: 'o', type: 'output', x: 360, y: 220 }] } });
    await drag(onPort(canvas, 'a', 'text'), onPort(canvas, 'o', 'image'));
    await settled(canvas);
    expect(canvas.graph.edges.size).to.equal(0);
    expect(toasts(canvas)).to.contain('Not connected');
  });

  it('are all taken off with Shift+C', async () => {
    const canvas = await focused(EDGE, ['a']);
    await stroke('Shift+C');
    expect(canvas.graph.edges.size).to.equal(0);
  });
});

describe('copies', () => {
  afterEach(unmountAll);

  const clip = (canvas: GdsCanvas, type: string, data = new DataTransfer()): DataTransfer => {
    part(canvas, '.surface').dispatchEvent(new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true }));
    return data;
  };

  it('of frames bring what is inside; pasting puts all of it at the pointer under new ids', async () => {
    const canvas = await focused(FRAMED, ['g']);
    const data = clip(canvas, 'copy');
    const [x, y] = at(canvas, 500, 100);
    part(canvas, '.surface').dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y, bubbles: true }));
    clip(canvas, 'paste', data);
    await settled(canvas);
    expect(canvas.graph.groups.size, toasts(canvas)).to.equal(2);
    expect(canvas.graph.nodes.size).to.equal(5);
    expect(canvas.selection.size).to.equal(3);
    const copy = [...canvas.graph.groups.values()].find(({ id }) => id !== 'g')!;
    expect(copy.x + copy.width / 2).to.be.closeTo(500, 12);
    canvas.undo();
    expect(canvas.graph.nodes.size, 'one step').to.equal(3);
  });

  it('cut deletes, and undo brings back what was there and its selection', async () => {
    const canvas = await focused(FRAMED, ['a', 'n']);
    const data = clip(canvas, 'cut');
    expect(canvas.graph.nodes.has('a')).to.equal(false);
    expect(data.getData('text/plain')).to.contain('gds-graph');
    expect(canvas.selection.size).to.equal(0);
    canvas.undo();
    expect([...canvas.selection]).to.have.members(['a', 'n']);
  });

  it('are told to the host with a description', async () => {
    const canvas = await focused(LOOSE, ['a', 'b']);
    const changes = collect<{ label: string; origin: string; nodesAdded: string[] }>(canvas, 'gds-change');
    await stroke('Control+d');
    expect(changes.at(-1)).to.include({ label: 'Duplicate 2 nodes', origin: 'local' });
    expect(changes.at(-1)!.nodesAdded.length).to.equal(2);
  });
});

describe('every command', () => {
  afterEach(unmountAll);

  it('can be called by the host, and changes nothing in read-only mode', async () => {
    const canvas = await mount({ graph: FRAMED });
    canvas.select(['a', 'b']);
    expect(canvas.command('align', 'top')).to.equal(true);
    expect(canvas.graph.nodes.get('b')!.y).to.equal(0);
    expect(canvas.commandState('distribute').blocked).to.contain('3');
    canvas.readonly = true;
    await canvas.updateComplete;
    const before = JSON.stringify(canvas.toJSON());
    for (const name of ['delete', 'mute', 'group', 'collapse', 'note', 'rename', 'duplicate', 'undo', 'arrange', 'lock'] as const) {
      expect(canvas.command(name), name).to.equal(false);
      expect(canvas.commandState(name).blocked, name).to.equal('This canvas is read-only');
    }
    expect(JSON.stringify(canvas.toJSON())).to.equal(before);
  });
});

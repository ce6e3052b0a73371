// The tree that stands for the canvas: what it says, what can be done from it, and where focus is meanwhile.
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { MOST_LINES } from '../../src/element/canvas/mirror/lines.js';
import { EMPTY, LOOSE, REFERENCE, focusedLine, linesOf, mount, part, settled, stroke, unmountAll, until } from './support.js';

/** A click as assistive technology sends it: no pointer before it. */
async function click(canvas: GdsCanvas, label: string | RegExp): Promise<void> {
  const line = linesOf(canvas).find((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)));
  if (!line) throw new Error(`There is no line ${String(label)}`);
  line.element.click();
  await settled(canvas);
}
async function keys(canvas: GdsCanvas, ...names: string[]): Promise<void> {
  for (const name of names) {
    await (name.length > 1 && name.includes('+') ? stroke(name) : sendKeys({ press: name }));
    await settled(canvas);
  }
}
const spoken = (canvas: GdsCanvas): string[] => [...canvas.shadowRoot!.querySelectorAll('.live p')].map((one) => one.textContent!);
const finder = (canvas: GdsCanvas): string[] =>
  [...part(canvas, 'gds-connect-list').shadowRoot!.querySelectorAll('[role="option"] .name')].map((one) => one.textContent!.trim());
async function focused(graph: GraphJSON, ids: readonly string[] = []): Promise<GdsCanvas> {
  const canvas = await mount({ graph });
  part(canvas, '.surface').focus();
  canvas.select(ids);
  await settled(canvas);
  return canvas;
}

describe('the tree', () => {
  afterEach(unmountAll);

  it('says every node, port and wire, at its level and its place', async () => {
    const canvas = await mount({ graph: REFERENCE });
    const lines = linesOf(canvas).map(({ level, label, element }) => `${level} ${element.ariaPosInSet}/${element.ariaSetSize} ${label}`);
    expect(lines.slice(0, 3)).to.deep.equal([
      '1 1/5 Prompt, a 3d render of a red apple, goes to Text to image',
      '2 1/1 Output Text, text, connected to Text to image: Prompt',
      '3 1/1 Wire to Text to image: Prompt',
    ]);
    expect(lines.join('\n')).to.match(/2 .*Input Image, image, connected from Picture: Image/);
  });

  it('is one stop for Tab, on the line that has focus', async () => {
    const canvas = await focused(REFERENCE, ['t']);
    const stops = [...part(canvas, '.surface').querySelectorAll('[tabindex="0"]')];
    expect(stops.map((stop) => stop.ariaLabel)).to.deep.equal([focusedLine(canvas)]);
    expect(focusedLine(canvas)).to.match(/^Text to image/);
    const tree = part(canvas, '.tree');
    expect(getComputedStyle(tree).clipPath, 'the ring of the line is seen').to.equal('none');
  });

  it('leads into a node’s ports and wires, along a wire to its other end, and back out', async () => {
    const canvas = await focused(REFERENCE, ['p']);
    await keys(canvas, 'p');
    expect(focusedLine(canvas)).to.equal('Output Text, text, connected to Text to image: Prompt');
    await keys(canvas, 'ArrowRight');
    expect(focusedLine(canvas)).to.equal('Wire to Text to image: Prompt');
    expect(canvas.commandState('follow-wire').blocked).to.equal(undefined);
    await keys(canvas, 'Enter');
    expect(focusedLine(canvas)).to.equal('Input Prompt, text, connected from Prompt: Text');
    expect([...canvas.selection]).to.deep.equal(['t']);
    await keys(canvas, 'Escape');
    expect(focusedLine(canvas)).to.match(/^Text to image/);
    await keys(canvas, ']');
    expect(focusedLine(canvas)).to.match(/^Picture/);
    await keys(canvas, '[', '[');
    expect(focusedLine(canvas)).to.match(/^Prompt/);
    expect(canvas.graph.nodes.get('p')!.y, 'arrows among ports move nothing').to.equal(0);
  });

  it('connects from a port by typing a part of the other’s name, and says so', async () => {
    const canvas = await focused(LOOSE, ['a']);
    await keys(canvas, 'p', 'Enter');
    expect(finder(canvas)[0]).to.equal('Text to image: Prompt');
    await sendKeys({ type: 'negative' });
    await settled(canvas);
    expect(finder(canvas)).to.deep.equal(['Text to image: Negative prompt']);
    await keys(canvas, 'Enter');
    const [edge] = [...canvas.graph.edges.values()];
    expect(edge && [...edge.from, ...edge.to]).to.deep.equal(['a', 'text', 'c', 'negative_prompt']);
    expect(spoken(canvas)).to.include('Connected Prompt: Text to Text to image: Negative prompt');
    expect(focusedLine(canvas)).to.match(/^Output Text, text, connected to/);
  });

  it('offers a new node that fits, joined as it is added', async () => {
    const canvas = await focused({ ...LOOSE, nodes: LOOSE.nodes.slice(0, 1) }, ['a']);
    await keys(canvas, 'p', 'Enter');
    expect(finder(canvas)).to.deep.equal(['A new node…']);
    await keys(canvas, 'Enter');
    await settled(canvas);
    await sendKeys({ type: 'turbo' });
    await keys(canvas, 'Enter');
    expect([...canvas.graph.edges.values()].map(({ from, to }) => [from[0], from[1], to[1]])).to.deep.equal([['a', 'text', 'prompt']]);
  });

  it('takes wires away at a port and at the wire, and keeps its place', async () => {
    const canvas = await focused(REFERENCE, ['p']);
    await keys(canvas, 'p', 'ArrowRight', 'Delete');
    expect(canvas.graph.edges.has('e1')).to.equal(false);
    expect(focusedLine(canvas)).to.equal('Output Text, text, not connected');
    await keys(canvas, 'Control+z');
    expect(canvas.graph.edges.has('e1')).to.equal(true);
    canvas.select(['o']);
    await settled(canvas);
    await keys(canvas, 'p', 'Delete');
    expect(canvas.graph.edges.has('e2')).to.equal(false);
    expect(canvas.graph.nodes.has('o')).to.equal(true);
    expect(focusedLine(canvas)).to.equal('Input Image, image, required, not connected');
  });

  it('answers clicks that come without keys: the first goes there, the second acts', async () => {
    const canvas = await mount({ graph: LOOSE });
    await click(canvas, /^Text to image/);
    expect([...canvas.selection]).to.deep.equal(['c']);
    await click(canvas, /^Input Prompt/);
    expect(focusedLine(canvas)).to.match(/^Input Prompt/);
    await click(canvas, /^Input Prompt/);
    expect(finder(canvas)[0]).to.equal('Prompt: Text');
    await keys(canvas, 'Enter');
    await click(canvas, 'Wire from Prompt: Text');
    await click(canvas, 'Wire from Prompt: Text');
    expect(focusedLine(canvas)).to.match(/^Output Text, text, connected to Text to image: Prompt/);
    await click(canvas, /^Prompt, one/);
    await click(canvas, /^Prompt, one/);
    expect(canvas.shadowRoot!.querySelector('.inline-field'), 'edits').not.to.equal(null);
  });

  it('follows focus that assistive technology puts on a line', async () => {
    const canvas = await mount({ graph: LOOSE });
    linesOf(canvas)
      .find(({ label }) => label.startsWith('Input Prompt'))!
      .element.focus();
    await settled(canvas);
    expect([...canvas.selection]).to.deep.equal(['c']);
    expect(focusedLine(canvas)).to.match(/^Input Prompt/);
  });

  it('keeps focus when lines change their order, when what has it is deleted, and when that is taken back', async () => {
    const canvas = await focused(LOOSE, ['a']);
    canvas.graph.moveNodes(['a'], 0, 900);
    await settled(canvas);
    expect(focusedLine(canvas)).to.match(/^Prompt, one/);
    expect(
      linesOf(canvas)
        .filter(({ level }) => level === 1)
        .at(-1)!.label,
    ).to.match(/^Prompt, one/);
    await keys(canvas, 'Delete');
    expect(canvas.graph.nodes.has('a')).to.equal(false);
    expect(focusedLine(canvas), 'the one before').to.match(/^Prompt, two/);
    expect(canvas.selection.size, 'unselected').to.equal(0);
    await keys(canvas, 'Control+z');
    expect(focusedLine(canvas)).to.match(/^Prompt, one/);
    await keys(canvas, 'Control+a', 'Delete');
    expect(canvas.shadowRoot!.activeElement, 'the empty tree').to.equal(part(canvas, '.tree'));
    await keys(canvas, 'Control+z');
    expect(focusedLine(canvas)).not.to.equal(undefined);
  });

  it('keeps focus when the element is moved in the page, and does not take it from elsewhere', async () => {
    const canvas = await focused(LOOSE, ['b']);
    const holder = canvas.parentElement!;
    canvas.remove();
    holder.append(canvas);
    await canvas.ready;
    await settled(canvas);
    expect(focusedLine(canvas)).to.match(/^Prompt, two/);
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    canvas.select(['a']);
    canvas.graph.deleteNodes(['a']);
    await settled(canvas);
    expect(document.activeElement === input, 'the page’s own field has focus').to.equal(true);
    input.remove();
  });

  it('goes into a subgraph and comes back', async () => {
    const canvas = await focused(LOOSE, ['a', 'c']);
    await keys(canvas, 'Control+Shift+E');
    const subgraph = [...canvas.selection][0]!;
    await keys(canvas, 'Enter');
    expect(canvas.level).to.equal(subgraph);
    expect(part(canvas, '.surface').contains(canvas.shadowRoot!.activeElement)).to.equal(true);
    await keys(canvas, 'Tab');
    expect(focusedLine(canvas)).not.to.equal(undefined);
    await keys(canvas, 'Shift+Escape');
    expect(focusedLine(canvas)).to.match(/^Subgraph/);
  });

  it('lays the line that has focus over the thing itself, wherever the view is', async () => {
    const canvas = await focused(LOOSE);
    await keys(canvas, 'Tab');
    const over = (): void => {
      const line = (canvas.shadowRoot!.activeElement as HTMLElement).getBoundingClientRect();
      const node = canvas.graph.nodes.get('a')!;
      const corner = canvas.canvasToClient(node.x, node.y);
      expect(Math.abs(line.x - corner.x)).to.be.below(1.5);
      expect(Math.abs(line.y - corner.y)).to.be.below(1.5);
      expect(Math.abs(line.width - 240 * canvas.camera.zoom)).to.be.below(1.5);
    };
    over();
    canvas.camera = { x: -300, y: -120, zoom: 0.5 };
    over();
    await keys(canvas, 'ArrowRight');
    over();
    expect(getComputedStyle(canvas.shadowRoot!.activeElement!).outlineStyle).to.equal('solid');
  });

  it('holds a window of 200 lines at 10,000 nodes, around the focus', async () => {
    const nodes = Array.from({ length: 10_000 }, (_, index) => ({
      id: `n${index}`,
      type: 'prompt',
      x: (index % 100) * 300,
      y: Math.floor(index / 100) * 300,
    }));
    const canvas = await focused({ ...EMPTY, nodes }, ['n5050']);
    const tops = linesOf(canvas).filter(({ level }) => level === 1);
    expect(linesOf(canvas).length).to.be.within(MOST_LINES / 2, MOST_LINES);
    expect(tops[0]!.element.ariaSetSize).to.equal('10000');
    expect((canvas.shadowRoot!.activeElement as HTMLElement).dataset['node']).to.equal('n5050');
    await keys(canvas, 'Tab');
    expect((canvas.shadowRoot!.activeElement as HTMLElement).dataset['node']).to.equal('n5051');
    expect((canvas.shadowRoot!.activeElement as HTMLElement).ariaPosInSet).to.equal('5052');
    await keys(canvas, 'Alt+ArrowDown');
    expect([...canvas.selection]).to.deep.equal(['n5151']);
  });
});

describe('without a pointer', () => {
  afterEach(unmountAll);

  it('the selection grows by arrows, and single things leave and join it', async () => {
    const canvas = await focused(LOOSE, ['a']);
    await keys(canvas, 'Alt+Shift+ArrowRight');
    expect([...canvas.selection]).to.deep.equal(['a', 'c']);
    await keys(canvas, 'Alt+Shift+ArrowLeft', 'Alt+Shift+ArrowDown');
    expect([...canvas.selection]).to.have.members(['a', 'b', 'c']);
    expect(focusedLine(canvas)).to.match(/^Prompt, two/);
    await keys(canvas, 'Shift+Space');
    expect([...canvas.selection]).to.have.members(['a', 'c']);
    expect(focusedLine(canvas), 'stays').to.match(/^Prompt, two/);
    await until(() => spoken(canvas).includes('2 selected'), 'the count to be said');
  });

  it('a node is put into a wire, taken off it again, and a new one added there', async () => {
    const graph: GraphJSON = {
      ...EMPTY,
      nodes: [
        { id: 't', type: 'sdxl-turbo', x: 0, y: 0 },
        { id: 'o', type: 'output', x: 800, y: 0 },
        { id: 'r', type: 'output', x: 400, y: 300, title: 'Middle' },
      ],
      edges: [{ id: 'e', from: ['t', 'image'], to: ['o', 'image'] }],
    };
    const canvas = await focused(graph, ['r']);
    await keys(canvas, 'i');
    expect(finder(canvas)).to.deep.equal(['Text to image: Image to Picture: Image']);
    await keys(canvas, 'Enter');
    const ends = (): string[] => [...canvas.graph.edges.values()].map(({ from, to }) => `${from[0]}>${to[0]}`).sort();
    expect(ends()).to.deep.equal(['r>o', 't>r']);
    await keys(canvas, 'd');
    expect(ends()).to.deep.equal(['t>o']);
    canvas.select(['t']);
    await settled(canvas);
    await keys(canvas, 'p', 'ArrowUp', 'p');
    while (!focusedLine(canvas)!.startsWith('Wire to Picture')) await keys(canvas, 'ArrowDown');
    await keys(canvas, 'i');
    await settled(canvas);
    await sendKeys({ type: 'picture' });
    await keys(canvas, 'Enter');
    expect(ends()).to.have.length(2);
  });

  it('arrows move by the grid where things snap to it', async () => {
    const canvas = await focused(LOOSE, ['a']);
    canvas.snap = 'grid';
    canvas.graph.moveNodes(['a'], 3, 0);
    await keys(canvas, 'ArrowRight', 'ArrowRight', 'ArrowUp');
    expect([canvas.graph.nodes.get('a')!.x, canvas.graph.nodes.get('a')!.y]).to.deep.equal([28, -14]);
    await until(() => spoken(canvas).includes('Moved to 28, -14'), 'the place to be said');
    expect(
      spoken(canvas).filter((text) => text.startsWith('Moved')),
      'once, when it rests',
    ).to.have.length(1);
  });

  it('the view moves and zooms about the selection', async () => {
    const canvas = await focused(LOOSE, ['c']);
    const { x, zoom } = canvas.camera;
    const middle = (): { x: number; y: number } => canvas.canvasToClient(480, 100);
    await keys(canvas, 'Control+Shift+ArrowRight');
    await until(() => Math.abs(canvas.camera.x - x - 250 / zoom) < 1, 'the view to have moved by a quarter');
    const before = middle();
    await keys(canvas, '+');
    await until(() => Math.abs(canvas.camera.zoom - zoom * 1.25) < 0.001, 'the view to have zoomed');
    expect(Math.abs(middle().x - before.x)).to.be.below(12);
  });
});

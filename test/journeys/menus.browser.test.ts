// Context menus: what they offer for what lies there, by mouse, key and finger; where focus goes; and the palette of commands.
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import type { GdsMenu } from '../../src/element/gds-menu.js';
import { EMPTY, LOOSE, arrived, button, frames, mount, onNode, part, press, settled, stroke, unmountAll, until } from './support.js';

const menu = (canvas: GdsCanvas) => part<GdsMenu>(canvas, '.node-menu');
const items = (canvas: GdsCanvas): HTMLElement[] => [...menu(canvas).shadowRoot!.querySelectorAll<HTMLElement>('.item, .choice')];
const names = (canvas: GdsCanvas): string[] =>
  items(canvas).map((item) => item.getAttribute('aria-label') ?? item.querySelector('span')!.textContent!.trim());
const item = (canvas: GdsCanvas, name: string): HTMLElement => items(canvas)[names(canvas).indexOf(name)]!;
const focusedItem = (canvas: GdsCanvas): string => {
  const focused = menu(canvas).shadowRoot!.activeElement;
  return focused?.getAttribute('aria-label') ?? focused?.querySelector('span')?.textContent?.trim() ?? '';
};
const isOpen = (canvas: GdsCanvas): boolean => menu(canvas).open;

const EDGE = { ...LOOSE, edges: [{ id: 'e', from: ['a', 'text'] as [string, string], to: ['c', 'prompt'] as [string, string] }] };
const ITEMS = {
  ...LOOSE,
  groups: [{ id: 'g', title: 'Prompts', x: -40, y: -60, width: 320, height: 420, color: 'blue' }],
  notes: [{ id: 'n', text: 'Try other words', x: 360, y: 300, width: 200, height: 100 }],
};

describe('context menus', () => {
  afterEach(unmountAll);

  it('offer on a node what can be done with it, with keys, and carry it out', async () => {
    const canvas = await mount({ graph: LOOSE });
    await press(onNode(canvas, 'c'), 'right');
    await settled(canvas);
    expect([...canvas.selection]).to.deep.equal(['c']);
    expect(menu(canvas).label).to.equal('Node');
    expect(names(canvas)).to.include.members(['Run to this node', 'Rename', 'Connect…', 'Mute', 'Bypass', 'Lock', 'Duplicate', 'Delete']);
    expect(item(canvas, 'Duplicate').querySelector('kbd')!.textContent).to.equal('Ctrl+D');
    expect(item(canvas, 'Mute').getAttribute('role')).to.equal('menuitemcheckbox');
    item(canvas, 'Mute').click();
    await settled(canvas);
    expect(canvas.graph.nodes.get('c')!.mode).to.equal('muted');
    expect(isOpen(canvas)).to.equal(false);
    await press(onNode(canvas, 'c'), 'right');
    await settled(canvas);
    expect(item(canvas, 'Mute').getAttribute('aria-checked')).to.equal('true');
  });

  it('say why something is not possible now, and do not do it', async () => {
    const canvas = await mount({ graph: LOOSE });
    await press(onNode(canvas, 'a'), 'right');
    await settled(canvas);
    const disconnect = item(canvas, 'Disconnect');
    expect(disconnect.getAttribute('aria-disabled')).to.equal('true');
    expect(disconnect.title).to.equal('It has no connections');
    disconnect.click();
    expect(isOpen(canvas), 'stays open').to.equal(true);
    canvas.readonly = true;
    await sendKeys({ press: 'Escape' });
    await settled(canvas);
    await press(onNode(canvas, 'a'), 'right');
    await settled(canvas);
    expect(item(canvas, 'Delete').title).to.equal('This canvas is read-only');
    expect(item(canvas, 'Copy').getAttribute('aria-disabled'), 'copying changes nothing').to.equal(null);
  });

  it('open by Shift+F10 and the menu key beside the selection, walk by arrows, close by Escape, and give focus back', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    canvas.select(['b']);
    for (const keys of ['Shift+F10', 'ContextMenu']) {
      await stroke(keys);
      await settled(canvas);
      expect(isOpen(canvas), keys).to.equal(true);
      const first = focusedItem(canvas);
      await sendKeys({ press: 'ArrowDown' });
      expect(focusedItem(canvas)).to.not.equal(first);
      await sendKeys({ press: 'Escape' });
      await settled(canvas);
      expect(isOpen(canvas)).to.equal(false);
      expect(part(canvas, '.surface').contains(canvas.shadowRoot!.activeElement)).to.equal(true);
      expect([...canvas.selection], 'Escape closed the menu only').to.deep.equal(['b']);
    }
    await stroke('Shift+F10');
    await settled(canvas);
    await sendKeys({ type: 'dup' });
    await sendKeys({ press: 'Enter' });
    expect(canvas.graph.nodes.size).to.equal(4);
  });

  it('open for a finger that rests, and stay when it is lifted', async () => {
    const canvas = await mount({ graph: LOOSE });
    const [clientX, clientY] = onNode(canvas, 'a');
    const surface = part(canvas, '.surface');
    const touch = (type: string) =>
      surface.dispatchEvent(
        new PointerEvent(type, { pointerId: 5, pointerType: 'touch', clientX, clientY, bubbles: true, composed: true, isPrimary: true }),
      );
    touch('pointerdown');
    await until(() => isOpen(canvas), 'the menu', 2000);
    touch('pointerup');
    await frames(2);
    expect(isOpen(canvas)).to.equal(true);
    expect([...canvas.selection]).to.deep.equal(['a']);
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await settled(canvas);
    expect(isOpen(canvas), 'a press elsewhere closes it').to.equal(false);
  });

  it('paste and add at the place they were opened at', async () => {
    const canvas = await mount({ graph: LOOSE });
    const at = canvas.canvasToClient(420, 260);
    await press([Math.round(at.x), Math.round(at.y)], 'right');
    await settled(canvas);
    expect(menu(canvas).label).to.equal('Canvas');
    expect(names(canvas)).to.include.members([
      'Add node…',
      'Add note',
      'Paste here',
      'Run',
      'Select all',
      'Tidy up',
      'Undo',
      'Find a command',
    ]);
    item(canvas, 'Add note').click();
    await settled(canvas);
    const [note] = [...canvas.graph.notes.values()];
    expect(note!.x + note!.width / 2).to.be.closeTo(420, 2);
    expect(note!.y + note!.height / 2).to.be.closeTo(260, 2);
  });

  it('offer a wire a reroute point and an end', async () => {
    const canvas = await mount({ graph: EDGE });
    const ends = [canvas.portPosition('a', 'text'), canvas.portPosition('c', 'prompt')];
    const middle = canvas.canvasToClient((ends[0]!.x + ends[1]!.x) / 2, (ends[0]!.y + ends[1]!.y) / 2);
    await press([Math.round(middle.x), Math.round(middle.y)], 'right');
    await settled(canvas);
    expect(menu(canvas).label).to.equal('Connection');
    expect(names(canvas)).to.deep.equal(['Insert…', 'Add reroute point', 'Disconnect']);
    item(canvas, 'Add reroute point').click();
    await settled(canvas);
    expect([...canvas.graph.nodes.values()].filter(({ type }) => type === 'reroute').length).to.equal(1);
    expect(canvas.graph.edges.size).to.equal(2);
  });

  it('colour frames and notes by a row of swatches, walked sideways', async () => {
    const canvas = await mount({ graph: ITEMS });
    part(canvas, '.surface').focus();
    canvas.select(['n']);
    await stroke('Shift+F10');
    await settled(canvas);
    expect(menu(canvas).label).to.equal('Note');
    item(canvas, 'No colour').focus();
    expect(item(canvas, 'No colour').getAttribute('aria-checked')).to.equal('true');
    await sendKeys({ press: 'ArrowRight' });
    expect(focusedItem(canvas)).to.equal('Red');
    await sendKeys({ press: 'Enter' });
    expect(canvas.graph.notes.get('n')!.color).to.equal('red');
    canvas.select(['g']);
    await stroke('Shift+F10');
    await settled(canvas);
    expect(menu(canvas).label).to.equal('Frame');
    expect(item(canvas, 'Blue').getAttribute('aria-checked')).to.equal('true');
    item(canvas, 'Select content').click();
    expect([...canvas.selection]).to.have.members(['a', 'b']);
  });

  it('align several things by a row of icons', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    canvas.select(['a', 'b', 'c']);
    await stroke('Shift+F10');
    await settled(canvas);
    expect(menu(canvas).label).to.equal('3 items');
    item(canvas, 'Align left').click();
    expect([...canvas.graph.nodes.values()].map(({ x }) => x)).to.deep.equal([0, 0, 0]);
    expect(canvas.graph.history().done.at(-1)).to.contain('Align');
  });
});

describe('the whole canvas', () => {
  afterEach(unmountAll);

  it('is accessible with several things selected, with a menu open, and inside a subgraph', async () => {
    const canvas = await mount({ graph: ITEMS });
    part(canvas, '.surface').focus();
    canvas.select(['a', 'b', 'n']);
    await arrived(canvas);
    await expect(canvas).to.be.accessible();
    await stroke('Shift+F10');
    await arrived(canvas);
    await expect(canvas).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    canvas.select(['a', 'c']);
    canvas.command('collapse');
    canvas.command('enter');
    canvas.select(['c']);
    await arrived(canvas);
    await expect(canvas).to.be.accessible();
  });
});

describe('the palette of commands', () => {
  afterEach(unmountAll);

  it('finds a command by words, lists what is not possible last, and runs what is chosen', async () => {
    const canvas = await mount({ graph: LOOSE });
    part(canvas, '.surface').focus();
    canvas.select(['a', 'b']);
    await stroke('Control+k');
    await settled(canvas);
    await settled(canvas);
    await sendKeys({ type: 'frame' });
    await settled(canvas);
    const palette = part(canvas, '.commands');
    const rows = [...palette.shadowRoot!.querySelectorAll('.row')].map((row) => row.querySelector('.name')!.textContent!.trim());
    expect(rows[0]).to.equal('Frame the selection');
    expect(rows.at(-1)).to.contain('Select a frame first');
    await sendKeys({ press: 'Enter' });
    await settled(canvas);
    expect(canvas.graph.groups.size).to.equal(1);
    expect(canvas.shadowRoot!.querySelector('.commands')).to.equal(null);
  });

  it('closes by Escape and gives focus back', async () => {
    const canvas = await mount({ graph: EMPTY });
    part(canvas, '.surface').focus();
    await stroke('Control+k');
    await settled(canvas);
    await settled(canvas);
    await sendKeys({ press: 'Escape' });
    await settled(canvas);
    expect(canvas.shadowRoot!.querySelector('.commands')).to.equal(null);
    expect(part(canvas, '.surface').contains(canvas.shadowRoot!.activeElement)).to.equal(true);
    expect(button(canvas, 'Run').getAttribute('aria-disabled')).to.equal('true');
  });
});

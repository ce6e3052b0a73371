// Keys that the host or the person has changed: what they do, where they are shown, and what is remembered.
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { MemoryStorage } from '../../adapters/memory/index.js';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import { LOOSE, button, mount, part, settled, stroke, unmountAll, until } from './support.js';

async function focused(storage = new MemoryStorage()): Promise<GdsCanvas> {
  const canvas = await mount({ graph: LOOSE, project: 'keys', before: (element) => (element.storage = storage) });
  part(canvas, '.surface').focus();
  canvas.select(['a']);
  await settled(canvas);
  return canvas;
}

describe('shortcuts', () => {
  afterEach(unmountAll);

  it('of the host do what they say, in tooltips and the palette too, and what they replace does nothing', async () => {
    const canvas = await focused();
    canvas.shortcuts = { duplicate: ['F8'], undo: ['Mod+U'] };
    await settled(canvas);
    await stroke('Control+d');
    expect(canvas.graph.nodes.size).to.equal(3);
    await sendKeys({ press: 'F8' });
    expect(canvas.graph.nodes.size).to.equal(4);
    expect(button(canvas, 'Undo').title).to.equal('Undo (Ctrl+U)');
    expect(() => (canvas.shortcuts = { run: ['F8'], duplicate: ['F8'] })).to.throw('F8');
    expect(canvas.shortcuts, 'unchanged').to.deep.equal({ duplicate: ['F8'], undo: ['Mod+U'] });
  });

  it('of the person are changed in the sheet by the keyboard, and remembered', async () => {
    const storage = new MemoryStorage();
    const canvas = await focused(storage);
    await sendKeys({ press: '?' });
    await settled(canvas);
    const sheet = part(canvas, 'gds-shortcuts');
    const inside = (selector: string): HTMLElement => sheet.shadowRoot!.querySelector<HTMLElement>(selector)!;
    inside('.panel-header .button').click();
    await settled(canvas);
    inside('[data-name="duplicate"]').focus();
    await sendKeys({ press: 'Enter' });
    await stroke('Shift+F9');
    await settled(canvas);
    expect(inside('[data-name="duplicate"]').textContent).to.contain('F9');
    await until(async () => JSON.stringify(await storage.getSetting('shortcuts'))?.includes('Shift+F9'), 'the choice to be stored');
    await unmountAll();
    const again = await focused(storage);
    const before = again.graph.nodes.size;
    await stroke('Shift+F9');
    expect(again.graph.nodes.size).to.equal(before + 1);
  });

  it('go by the place of the key in Cyrillic, and leave composed text alone', async () => {
    const canvas = await focused();
    const tree = canvas.shadowRoot!.activeElement!;
    const key = (init: KeyboardEventInit): boolean =>
      tree.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init }));
    key({ key: 'в', code: 'KeyD', ctrlKey: true });
    expect(canvas.graph.nodes.size).to.equal(4);
    key({ key: 'я', code: 'KeyZ', ctrlKey: true });
    expect(canvas.graph.nodes.size).to.equal(3);
    key({ key: 'Delete', isComposing: true });
    expect(canvas.graph.nodes.size).to.equal(3);
  });
});

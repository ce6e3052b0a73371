// The small panels: models, canvases, history, shortcuts.
import { expect } from '@open-wc/testing';
import { GdsError } from '../errors.js';
import { GESTURES } from '../interaction/gestures.js';
import { SHORTCUTS } from '../interaction/shortcuts.js';
import type { GdsCanvasesPanel } from './gds-canvases-panel.js';
import type { GdsHistoryPanel } from './gds-history-panel.js';
import type { GdsModelsPanel, ModelEntry } from './gds-models-panel.js';
import type { GdsShortcuts } from './gds-shortcuts.js';
import { byName, caught, inside, itIsAccessible, mount, press } from '../../test/support/parts.js';

const model = (id: string, status: ModelEntry['status']): ModelEntry => ({
  info: { id, title: id, tasks: ['text-to-image'], bytes: 45e6 },
  status,
  adapter: 'onnx',
});
const models: readonly ModelEntry[] = [
  model('ready', { status: 'loaded' }),
  model('coming', { status: 'loading', loaded: 20e6, total: 45e6 }),
  model('idle', { status: 'idle' }),
  model('broken', { status: 'error', error: new GdsError('GDS_MODEL_HASH', 'The file is damaged. Load it again.') }),
];
const projects = [
  { id: 'p1', title: 'Frogs', createdAt: 0, updatedAt: 0, nodes: 5 },
  { id: 'p2', title: '', createdAt: 0, updatedAt: 0, nodes: 1 },
];
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

describe('<gds-models-panel>', () => {
  itIsAccessible<GdsModelsPanel>('gds-models-panel', { full: () => ({ models }), empty: () => ({ models: [] }) });

  it('says how far each is and loads on request', async () => {
    const part = await mount<GdsModelsPanel>('gds-models-panel', { models });
    const loads = caught(part, 'gds-model-load');
    expect(inside(part, '[role=progressbar]').getAttribute('aria-valuenow')).to.equal('44');
    expect(part.shadowRoot!.textContent).to.contain('Loading · 20 of 45\u00a0MB');
    expect(inside(part, '[role=alert]').textContent).to.equal('The file is damaged. Load it again.');
    byName(part, 'Load idle').click();
    byName(part, 'Retry broken').click();
    expect(loads).to.deep.equal([
      { model: 'idle', adapter: 'onnx' },
      { model: 'broken', adapter: 'onnx' },
    ]);
  });
});

describe('<gds-canvases-panel>', () => {
  itIsAccessible<GdsCanvasesPanel>('gds-canvases-panel', { full: () => ({ projects, current: 'p1' }), empty: () => ({ projects: [] }) });

  it('opens, starts, renames and deletes, but not the open one', async () => {
    const part = await mount<GdsCanvasesPanel>('gds-canvases-panel', { projects, current: 'p1' });
    const seen: unknown[] = [];
    for (const name of ['open', 'new', 'rename', 'delete'])
      part.addEventListener(`gds-project-${name}`, (event) => seen.push([name, { ...(event as CustomEvent<object>).detail }]));
    const [first, second] = part.shadowRoot!.querySelectorAll<HTMLElement>('.plain');
    first!.click();
    second!.click();
    byName(part, 'New canvas').click();
    byName(part, 'More for Untitled').click();
    await tick();
    const item = (index: number): HTMLElement => inside(part, 'gds-menu').shadowRoot!.querySelectorAll<HTMLElement>('.item')[index]!;
    item(1).click();
    await part.updateComplete;
    await tick();
    inside<HTMLInputElement>(part, '.entry input').value = 'Whales';
    press(inside(part, '.entry input'), 'Enter');
    await tick();
    byName(part, 'More for Untitled').click();
    await tick();
    item(2).click();
    byName(part, 'More for Frogs').click();
    await tick();
    expect(item(2).getAttribute('aria-disabled')).to.equal('true');
    item(2).click();
    expect(seen).to.deep.equal([
      ['open', { id: 'p2' }],
      ['new', {}],
      ['rename', { id: 'p2', title: 'Whales' }],
      ['delete', { id: 'p2' }],
    ]);
  });
});

describe('<gds-history-panel>', () => {
  itIsAccessible<GdsHistoryPanel>('gds-history-panel', {
    full: () => ({ done: ['Add Prompt', 'Connect'], undone: ['Move 2 nodes'] }),
    empty: () => ({}),
  });

  it('goes to any moment by a count of steps', async () => {
    const part = await mount<GdsHistoryPanel>('gds-history-panel', { done: ['one', 'two', 'three'], undone: ['four', 'five'] });
    const commands = caught(part, 'gds-command');
    const steps = [...part.shadowRoot!.querySelectorAll<HTMLElement>('.step')];
    expect(steps.map((step) => step.querySelector('span')!.textContent)).to.deep.equal(['five', 'four', 'three', 'two', 'one', 'Opened']);
    for (const step of steps) step.click();
    expect(commands).to.deep.equal([
      { command: 'redo', value: 2 },
      { command: 'redo', value: 1 },
      { command: 'undo', value: 1 },
      { command: 'undo', value: 2 },
      { command: 'undo', value: 3 },
    ]);
    expect(inside(part, '[aria-current]').textContent?.trim()).to.equal('three');
  });
});

describe('<gds-shortcuts>', () => {
  itIsAccessible<GdsShortcuts>('gds-shortcuts', {
    table: () => ({}),
    'changing keys': () => ({ editing: true, changed: new Set(['fit']) }),
  });

  it('lists the whole tables of keys and gestures', async () => {
    const part = await mount<GdsShortcuts>('gds-shortcuts', {});
    expect([...part.shadowRoot!.querySelectorAll('dt')].map((name) => name.textContent)).to.have.members(
      [...SHORTCUTS, ...GESTURES].map(({ title }) => title),
    );
  });

  it('gives a command the keys that are pressed next; Escape leaves it as it was, Backspace takes its keys away', async () => {
    const part = await mount<GdsShortcuts>('gds-shortcuts', { editing: true });
    const commands = caught(part, 'gds-command');
    const fit = inside(part, '[data-name="fit"]');
    fit.click();
    await part.updateComplete;
    expect(fit.textContent?.trim()).to.equal('Press keys');
    press(fit, 'Shift', { shiftKey: true });
    press(fit, 'F9', { shiftKey: true });
    fit.click();
    press(fit, 'Escape');
    fit.click();
    press(fit, 'Backspace');
    expect(commands).to.deep.equal([
      { command: 'bind-keys', value: { name: 'fit', keys: ['Shift+F9'] } },
      { command: 'bind-keys', value: { name: 'fit', keys: [] } },
    ]);
    expect(part.shadowRoot!.querySelector('[data-name="copy"]'), 'the browser’s').to.equal(null);
  });

  it('names the command that has the keys already, and takes them at a second word', async () => {
    const part = await mount<GdsShortcuts>('gds-shortcuts', { editing: true });
    const commands = caught(part, 'gds-command');
    const fit = inside(part, '[data-name="fit"]');
    fit.click();
    press(fit, 'd', { ctrlKey: true });
    await part.updateComplete;
    expect(inside(part, '[role="alert"]').textContent).to.contain('Ctrl+D is taken: Duplicate.');
    expect(commands).to.deep.equal([]);
    await expect(part).to.be.accessible();
    inside(part, '.take').click();
    expect(commands).to.deep.equal([{ command: 'bind-keys', value: { name: 'fit', keys: ['Mod+D'] } }]);
  });

  it('resets one command or all, and switches single keys off', async () => {
    const part = await mount<GdsShortcuts>('gds-shortcuts', { editing: true, changed: new Set(['fit']) });
    const commands = caught(part, 'gds-command');
    byName(part, 'Reset the keys of Fit').click();
    inside(part, '.options button').click();
    inside(part, 'input[type="checkbox"]').click();
    expect(commands).to.deep.equal([
      { command: 'reset-keys', value: 'fit' },
      { command: 'reset-keys' },
      { command: 'single-keys', value: false },
    ]);
  });

  it('closes on Escape and with its button', async () => {
    const part = await mount<GdsShortcuts>('gds-shortcuts', {});
    const commands = caught(part, 'gds-command');
    press(byName(part, 'Close'), 'Escape');
    byName(part, 'Close').click();
    expect(commands).to.deep.equal([
      { command: 'toggle-panel', value: 'shortcuts' },
      { command: 'toggle-panel', value: 'shortcuts' },
    ]);
  });
});

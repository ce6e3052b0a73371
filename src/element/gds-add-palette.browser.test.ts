import { expect } from '@open-wc/testing';
import { createDefaultRegistry } from '../registry/registry.js';
import type { GdsAddPalette } from './gds-add-palette.js';
import {
  caught,
  inside,
  itIsAccessible,
  mount,
  press,
  SAMPLE_DEFINITIONS as definitions,
  sampleRegistry as registry,
  type,
} from '../../test/support/parts.js';

const palette = (more: Partial<GdsAddPalette> = {}): Promise<GdsAddPalette> =>
  mount<GdsAddPalette>('gds-add-palette', { definitions, registry, ...more });
const names = (part: Element): string[] =>
  [...part.shadowRoot!.querySelectorAll('[role=option]')].map((option) => option.id.replace('node-', ''));
const active = (part: Element): string | null => inside(part, 'input').getAttribute('aria-activedescendant');

describe('<gds-add-palette>', () => {
  itIsAccessible<GdsAddPalette>('gds-add-palette', {
    all: () => ({ definitions, registry }),
    filtered: () => ({ definitions, registry, filter: { type: 'image', direction: 'out' } }),
    empty: () => ({ definitions, registry, query: 'zebra' }),
  });

  it('lists categories in the order of work', async () => {
    const part = await palette();
    expect([...part.shadowRoot!.querySelectorAll('[role=group]')].map((group) => group.getAttribute('aria-label'))).to.deep.equal([
      'Input',
      'Generate',
      'Models',
    ]);
    expect(names(part)).to.deep.equal(['prompt', 'sdxl-turbo', 'triposr']);
  });

  it('draws the icon and the ports of every type that comes with the package, and of one whose icon is markup', async () => {
    const all = createDefaultRegistry();
    all.register({ ...all.get('prompt')!, type: 'own', icon: '<circle cx="12" cy="12" r="9"/><path d="M3 12h18"/>' });
    const part = await palette({ definitions: all.list(), registry: all });
    const option = (id: string): Element => part.shadowRoot!.getElementById(`node-${id}`)!;
    for (const id of names(part)) expect(option(id).querySelectorAll('.icon > *').length, `shapes of ${id}`).to.be.above(0);
    expect([...option('own').querySelectorAll('.icon > *')].map(({ tagName }) => tagName)).to.deep.equal(['circle', 'path']);
    expect(option('sdxl-turbo').querySelectorAll('.ports [data-type], .ports i:not(.arrow)').length, 'two prompts and a picture').to.equal(
      3,
    );
  });

  it('finds by title, description and keyword', async () => {
    const part = await palette();
    for (const [query, found] of [
      ['3d', ['triposr']],
      ['image', ['triposr', 'sdxl-turbo']],
      ['diffusion', ['sdxl-turbo']],
      ['solid picture', ['triposr']],
    ] as const) {
      type(inside<HTMLInputElement>(part, 'input'), query, false);
      await part.updateComplete;
      expect(names(part), query).to.deep.equal(found);
      expect(active(part), query).to.equal(`node-${found[0]}`);
    }
  });

  it('moves with the arrows, wraps, and adds with Enter', async () => {
    const part = await palette();
    const added = caught(part, 'gds-add-node');
    const input = inside<HTMLInputElement>(part, 'input');
    press(input, 'ArrowUp');
    await part.updateComplete;
    expect(active(part)).to.equal('node-triposr');
    press(input, 'ArrowDown');
    press(input, 'ArrowDown');
    await part.updateComplete;
    expect(active(part)).to.equal('node-sdxl-turbo');
    expect(inside(part, '[aria-selected=true]').id).to.equal('node-sdxl-turbo');
    press(input, 'Enter');
    expect(added).to.deep.equal([{ type: 'sdxl-turbo' }]);
  });

  it('adds with a click and by drag', async () => {
    const part = await palette();
    const added = caught(part, 'gds-add-node');
    inside(part, '#node-prompt').click();
    expect(added).to.deep.equal([{ type: 'prompt' }]);
    const dataTransfer = new DataTransfer();
    inside(part, '#node-prompt').dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
    expect(dataTransfer.getData('application/x-gds-node')).to.equal('prompt');
  });

  it('shows what fits a wire and says so', async () => {
    const part = await palette({ filter: { type: 'image', direction: 'out' } });
    expect(names(part)).to.deep.equal(['triposr']);
    expect(inside(part, '.banner').textContent?.trim()).to.equal('Fits image output');
    part.filter = { type: 'image', direction: 'in' };
    await part.updateComplete;
    expect(names(part)).to.deep.equal(['sdxl-turbo']);
    expect(inside(part, '.banner').textContent?.trim()).to.equal('Fits image input');
  });

  it('teaches where nothing is found; Escape empties the box first, then closes', async () => {
    const part = await palette();
    const commands = caught(part, 'gds-command');
    const input = inside<HTMLInputElement>(part, 'input');
    type(input, 'zebra', false);
    await part.updateComplete;
    expect(inside(part, '.empty').textContent).to.contain('No node matches “zebra”');
    press(input, 'Enter');
    press(input, 'Escape');
    await part.updateComplete;
    expect(names(part)).to.have.length(3);
    expect(commands).to.have.length(0);
    press(input, 'Escape');
    expect(commands).to.deep.equal([{ command: 'toggle-panel', value: 'add' }]);
  });

  it('puts the caret into the search box', async () => {
    const part = await palette();
    part.focus();
    expect(part.shadowRoot!.activeElement).to.equal(inside(part, 'input'));
  });
});

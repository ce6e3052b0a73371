// The parts that offer commands: menu, bar of a selection, palette of commands, path of levels, list of results.
import { expect } from '@open-wc/testing';
import type { GdsBreadcrumbs } from './gds-breadcrumbs.js';
import type { GdsCommandPalette } from './gds-command-palette.js';
import type { GdsConnectList } from './gds-connect-list.js';
import type { GdsMenu, MenuItem, MenuRow } from './gds-menu.js';
import type { GdsResultList } from './gds-result-list.js';
import type { GdsSelectionBar } from './gds-selection-bar.js';
import { byName, caught, inside, itIsAccessible, mount, press, type } from '../../test/support/parts.js';

const ITEMS: readonly (MenuItem | MenuRow)[] = [
  { value: 'mute', label: 'Mute', icon: 'circle-slash', shortcut: 'M', checked: true, toggle: true },
  { value: 'lock', label: 'Lock', disabled: true, reason: 'It belongs to somebody else' },
  {
    label: 'Colour',
    separated: true,
    choices: [
      { value: 'color ', label: 'No colour', color: 'gray', checked: true },
      { value: 'color red', label: 'Red', color: 'red', checked: false },
      { value: 'color blue', label: 'Blue', color: 'blue', checked: false },
    ],
  },
  { value: 'delete', label: 'Delete', danger: true, separated: true },
];

async function opened(): Promise<GdsMenu> {
  const menu = await mount<GdsMenu>('gds-menu', { items: ITEMS, label: 'Node' });
  await menu.showAt(20, 20);
  return menu;
}
const focused = (part: Element): string =>
  part.shadowRoot!.activeElement?.getAttribute('aria-label') ?? part.shadowRoot!.activeElement?.querySelector('span')?.textContent ?? '';

describe('<gds-menu>', () => {
  it('reaches what is disabled and says why, and goes through rows sideways', async () => {
    const menu = await opened();
    const chosen = caught(menu, 'gds-menu-select');
    expect(focused(menu)).to.equal('Mute');
    press(menu.shadowRoot!.activeElement!, 'ArrowDown');
    expect(focused(menu)).to.equal('Lock');
    expect(menu.shadowRoot!.activeElement!.getAttribute('aria-description')).to.equal('It belongs to somebody else');
    press(menu.shadowRoot!.activeElement!, 'Enter');
    expect(chosen).to.deep.equal([]);
    press(menu.shadowRoot!.activeElement!, 'ArrowDown');
    expect(focused(menu)).to.equal('No colour');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) press(menu.shadowRoot!.activeElement!, key);
    expect(focused(menu), 'stays in the row').to.equal('Blue');
    press(menu.shadowRoot!.activeElement!, 'ArrowDown');
    expect(focused(menu)).to.equal('Delete');
    press(menu.shadowRoot!.activeElement!, 'ArrowUp');
    press(menu.shadowRoot!.activeElement!, 'ArrowLeft');
    press(menu.shadowRoot!.activeElement!, 'Enter');
    expect(chosen).to.deep.equal([{ value: 'color red' }]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(menu.open).to.equal(false);
  });

  it('is accessible while open', async () => {
    const menu = await opened();
    await expect(menu).to.be.accessible();
    menu.hide();
  });

  it('closes by a press elsewhere and when it leaves the page', async () => {
    const menu = await opened();
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    expect(menu.open).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(menu.open).to.equal(false);
    await menu.showAt(20, 20);
    menu.remove();
    expect(menu.open).to.equal(false);
  });
});

const reason = (): string => 'Select something first';

describe('<gds-selection-bar>', () => {
  itIsAccessible<GdsSelectionBar>('gds-selection-bar', { plain: () => ({}), blocked: () => ({ blocked: reason }) });

  it('sends commands with their variant, is one tab stop, and says why something is not possible', async () => {
    const bar = await mount<GdsSelectionBar>('gds-selection-bar', {
      blocked: (command) => (command === 'distribute' ? 'Select at least 3 things' : undefined),
    });
    const commands = caught(bar, 'gds-command');
    byName(bar, 'Align left').click();
    byName(bar, 'Distribute vertically').click();
    expect(commands).to.deep.equal([{ command: 'align', value: 'left' }]);
    expect(byName(bar, 'Distribute vertically').title).to.contain('Select at least 3 things');
    expect(bar.shadowRoot!.querySelectorAll('[tabindex="0"]').length).to.equal(1);
    byName(bar, 'Align left').focus();
    press(byName(bar, 'Align left'), 'ArrowRight');
    expect(focused(bar)).to.equal('Align centres');
    press(byName(bar, 'Align centres'), 'End');
    expect(focused(bar)).to.equal('Delete');
  });
});

describe('<gds-command-palette>', () => {
  itIsAccessible<GdsCommandPalette>('gds-command-palette', { plain: () => ({}), blocked: () => ({ blocked: reason }) });

  it('finds by every word and chooses with Enter; what is blocked cannot be chosen', async () => {
    const palette = await mount<GdsCommandPalette>('gds-command-palette', {
      blocked: (command) => (command === 'undo' ? 'There is nothing to undo' : undefined),
    });
    const chosen = caught(palette, 'gds-command-chosen');
    const input = inside<HTMLInputElement>(palette, 'input');
    type(input, 'align bottom', false);
    await palette.updateComplete;
    press(input, 'Enter');
    expect(chosen).to.deep.equal([{ command: 'align', value: 'bottom' }]);
    type(input, 'undo', false);
    await palette.updateComplete;
    press(input, 'Enter');
    expect(chosen.length).to.equal(1);
    expect(inside(palette, '.row').textContent).to.contain('There is nothing to undo');
    type(input, 'no such thing', false);
    await palette.updateComplete;
    expect(inside(palette, '.none').textContent).to.contain('no such thing');
  });
});

describe('<gds-connect-list>', () => {
  const name = 'A photograph of the harbour at dusk, with cranes and the ferry coming in: Negative prompt';
  const note = 'replaces Everything that is not to be in the picture';
  const find = () => [{ name, note }, { name: 'Short: Prompt' }, { name, reason: 'It would go in a circle' }];
  itIsAccessible<GdsConnectList>('gds-connect-list', { long: () => ({ find }) });

  it('shows long names whole, with what they replace below', async () => {
    const list = await mount<GdsConnectList>('gds-connect-list', { find });
    const rows = [...list.shadowRoot!.querySelectorAll<HTMLElement>('.row')];
    for (const text of list.shadowRoot!.querySelectorAll<HTMLElement>('.row .name, .row .note')) {
      const row = text.closest('.row')!.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        expect([left, top]).to.satisfy(([x, y]: number[]) => x! >= row.left && y! >= row.top, text.textContent!);
        expect([right, bottom]).to.satisfy(([x, y]: number[]) => x! <= row.right && y! <= row.bottom, text.textContent!);
      }
    }
    const [long, short] = rows.map((row) => row.getBoundingClientRect().height);
    expect(long).to.be.greaterThan(short!);
    expect(short).to.equal(34);
  });
});

describe('<gds-breadcrumbs>', () => {
  const path = [
    { id: '', title: 'Canvas' },
    { id: 'a', title: 'Frog' },
    { id: 'b', title: 'Eyes' },
  ];
  itIsAccessible<GdsBreadcrumbs>('gds-breadcrumbs', { plain: () => ({ path }) });

  it('goes to any level on the way, and shows nothing on the canvas itself', async () => {
    const part = await mount<GdsBreadcrumbs>('gds-breadcrumbs', { path });
    const commands = caught(part, 'gds-command');
    part.shadowRoot!.querySelectorAll('button')[0]!.click();
    expect(commands).to.deep.equal([{ command: 'show-level', value: '' }]);
    expect(inside(part, '[aria-current="page"]').textContent).to.equal('Eyes');
    part.path = path.slice(0, 1);
    await part.updateComplete;
    expect(part.shadowRoot!.querySelector('nav')).to.equal(null);
  });
});

describe('<gds-result-list>', () => {
  const items = ['red', 'green', 'blue'].map((label, index) => ({
    key: label,
    outputs: { text: `a ${label} frog` },
    axes: [{ source: 's', index, label }],
  }));
  itIsAccessible<GdsResultList>('gds-result-list', { words: () => ({ items }) });

  it('names each result by what led to it, and is walked by arrows', async () => {
    const list = await mount<GdsResultList>('gds-result-list', { items, chosen: 1 });
    const chosen = caught(list, 'gds-result-choose');
    const options = [...list.shadowRoot!.querySelectorAll<HTMLElement>('[role="option"]')];
    expect(options.map((option) => option.title)).to.deep.equal(['red', 'green', 'blue']);
    expect(options.map((option) => option.textContent!.trim())).to.deep.equal(['a red frog', 'a green frog', 'a blue frog']);
    options[1]!.focus();
    press(options[1]!, 'ArrowRight');
    options[0]!.click();
    expect(chosen).to.deep.equal([{ index: 2 }, { index: 0 }]);
  });
});

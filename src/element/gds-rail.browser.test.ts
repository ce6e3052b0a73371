import { expect } from '@open-wc/testing';
import type { GdsRail } from './gds-rail.js';
import { byName, caught, itIsAccessible, mount, press } from '../../test/support/parts.js';

describe('<gds-rail>', () => {
  itIsAccessible<GdsRail>('gds-rail', { plain: () => ({}), open: () => ({ open: 'assets' }), compact: () => ({ compact: true }) });

  it('names its buttons and asks for panels', async () => {
    const part = await mount<GdsRail>('gds-rail', { open: 'assets' });
    const commands = caught(part, 'gds-command');
    const names = [...part.shadowRoot!.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'));
    expect(names).to.deep.equal(['Add node', 'Assets', 'Models', 'Canvases', 'History', 'Shortcuts']);
    byName(part, 'Add node').click();
    expect(commands).to.deep.equal([{ command: 'toggle-panel', value: 'add' }]);
    expect(byName(part, 'Assets').getAttribute('aria-pressed')).to.equal('true');
    expect(byName(part, 'Models').getAttribute('aria-pressed')).to.equal('false');
  });

  it('is one tab stop; arrows, Home and End move in it', async () => {
    const part = await mount<GdsRail>('gds-rail', {});
    const stops = (): string[] =>
      [...part.shadowRoot!.querySelectorAll('button[tabindex="0"]')].map((button) => button.getAttribute('aria-label')!);
    expect(stops()).to.deep.equal(['Add node']);
    byName(part, 'Add node').focus();
    for (const [key, name] of [
      ['ArrowDown', 'Assets'],
      ['End', 'Shortcuts'],
      ['ArrowDown', 'Add node'],
      ['ArrowUp', 'Shortcuts'],
      ['Home', 'Add node'],
    ] as const) {
      press(part.shadowRoot!.activeElement!, key);
      await part.updateComplete;
      expect(part.shadowRoot!.activeElement?.getAttribute('aria-label')).to.equal(name);
      expect(stops()).to.deep.equal([name]);
    }
  });

  it('turns the arrows round in right-to-left text', async () => {
    const part = await mount<GdsRail>('gds-rail', { compact: true });
    part.dir = 'rtl';
    byName(part, 'Add node').focus();
    press(part.shadowRoot!.activeElement!, 'ArrowLeft');
    expect(part.shadowRoot!.activeElement?.getAttribute('aria-label')).to.equal('Assets');
  });

  it('does not add nodes in read-only mode', async () => {
    const part = await mount<GdsRail>('gds-rail', { readonly: true });
    const commands = caught(part, 'gds-command');
    byName(part, 'Add node').click();
    expect(commands).to.have.length(0);
  });

  it('lies down when compact', async () => {
    const part = await mount<GdsRail>('gds-rail', { compact: true });
    const [first, second] = [...part.shadowRoot!.querySelectorAll('button')].map((button) => button.getBoundingClientRect());
    expect(second!.top).to.equal(first!.top);
    expect(second!.left).to.be.greaterThan(first!.left);
  });
});

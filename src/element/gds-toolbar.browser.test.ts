import { expect } from '@open-wc/testing';
import type { GdsToolbar } from './gds-toolbar.js';
import { byName, caught, inside, itIsAccessible, mount, press } from '../../test/support/parts.js';

const button = (part: Element, text: string): HTMLButtonElement => {
  const found = [...part.shadowRoot!.querySelectorAll('button')].find((candidate) => candidate.textContent?.trim() === text);
  if (!found) throw new Error(`no button ${text}`);
  return found;
};

describe('<gds-toolbar>', () => {
  itIsAccessible<GdsToolbar>('gds-toolbar', {
    idle: () => ({ canUndo: true }),
    running: () => ({ running: true, fraction: 0.5, progressLabel: '2 of 4 steps' }),
    'nothing to run': () => ({ disabledReason: 'Add a node first' }),
  });

  it('sends each command', async () => {
    const part = await mount<GdsToolbar>('gds-toolbar', { canUndo: true, canRedo: true });
    const commands = caught<{ command: string }>(part, 'gds-command');
    button(part, 'Run').click();
    for (const name of ['Undo', 'Redo', 'Zoom out', 'Zoom in', 'Fit']) byName(part, name).click();
    expect(commands.map(({ command }) => command)).to.deep.equal(['run', 'undo', 'redo', 'zoom-out', 'zoom-in', 'fit']);
  });

  it('turns Run into Cancel while it runs and reads progress out', async () => {
    const part = await mount<GdsToolbar>('gds-toolbar', { running: true, fraction: 0.5, progressLabel: 'Loading model · 12 of 45 MB' });
    const commands = caught<{ command: string }>(part, 'gds-command');
    button(part, 'Cancel').click();
    expect(commands).to.deep.equal([{ command: 'cancel' }]);
    expect(inside(part, '[role=status]').textContent).to.equal('Loading model · 12 of 45 MB');
    expect(inside(part, '.ring').style.getPropertyValue('--fraction')).to.equal('0.5');
  });

  it('keeps undo and redo off while there is nothing, and in read-only mode', async () => {
    const part = await mount<GdsToolbar>('gds-toolbar', {});
    expect((byName(part, 'Undo') as HTMLButtonElement).disabled).to.equal(true);
    part.canUndo = true;
    await part.updateComplete;
    expect((byName(part, 'Undo') as HTMLButtonElement).disabled).to.equal(false);
    part.readonly = true;
    await part.updateComplete;
    expect((byName(part, 'Undo') as HTMLButtonElement).disabled).to.equal(true);
  });

  it('says why Run does nothing, stays focusable, and sends nothing then', async () => {
    const part = await mount<GdsToolbar>('gds-toolbar', { disabledReason: 'Add a node first' });
    const commands = caught(part, 'gds-command');
    const run = button(part, 'Run');
    run.focus();
    run.click();
    expect(part.shadowRoot!.activeElement).to.equal(run);
    expect(run.title).to.equal('Add a node first');
    expect(run.getAttribute('aria-disabled')).to.equal('true');
    expect(commands).to.have.length(0);
  });

  it('writes the figure of a zoom without rendering anything', async () => {
    const part = await mount<GdsToolbar>('gds-toolbar', { zoom: 1 });
    const opener = inside<HTMLButtonElement>(part, '.zoom');
    let renders = 0;
    const update = part.requestUpdate.bind(part);
    part.requestUpdate = (...of: Parameters<typeof update>) => {
      renders += 1;
      update(...of);
    };
    part.zoom = 0.25;
    expect(opener.textContent!.trim()).to.equal('25\u00a0%');
    expect(opener.getAttribute('aria-label')).to.equal('Zoom, 25\u00a0%');
    expect(renders).to.equal(0);
    // The check can fail: what is not the figure renders.
    part.canUndo = !part.canUndo;
    expect(renders).to.equal(1);
  });

  it('offers zoom steps in a menu: arrows, letters, Enter, and focus comes back', async () => {
    const part = await mount<GdsToolbar>('gds-toolbar', { zoom: 1 });
    const commands = caught(part, 'gds-command');
    const opener = inside<HTMLButtonElement>(part, '.zoom');
    expect(opener.textContent?.trim()).to.equal('100\u00a0%');
    opener.focus();
    opener.click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const menu = inside(part, 'gds-menu');
    const items = [...menu.shadowRoot!.querySelectorAll<HTMLElement>('.item')];
    expect(items.map((item) => item.querySelector('span')!.textContent)).to.deep.equal(
      ['Fit', '10 %', '25 %', '50 %', '75 %', '100 %', '150 %', '200 %', '400 %'].map((text) => text.replace(' ', '\u00a0')),
    );
    const current = (): string | undefined => menu.shadowRoot!.activeElement?.querySelector('span')?.textContent?.replace('\u00a0', ' ');
    expect(current(), 'opens on the zoom of now').to.equal('100 %');
    press(menu.shadowRoot!.activeElement!, 'ArrowDown');
    expect(current()).to.equal('150 %');
    press(menu.shadowRoot!.activeElement!, 'End');
    press(menu.shadowRoot!.activeElement!, 'ArrowDown');
    expect(current(), 'wraps').to.equal('Fit');
    press(menu.shadowRoot!.activeElement!, '7');
    expect(current()).to.equal('75 %');
    press(menu.shadowRoot!.activeElement!, 'Enter');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(commands).to.deep.equal([{ command: 'zoom-to', value: 0.75 }]);
    expect(menu.shadowRoot!.querySelector('.menu')).to.equal(null);
    expect(part.shadowRoot!.activeElement).to.equal(opener);
  });

  it('closes the menu on Escape and does not let the key out', async () => {
    const part = await mount<GdsToolbar>('gds-toolbar', {});
    const opener = inside<HTMLButtonElement>(part, '.zoom');
    let escaped = 0;
    part.addEventListener('keydown', () => escaped++);
    opener.click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    press(inside(part, 'gds-menu').shadowRoot!.activeElement!, 'Escape');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(escaped).to.equal(0);
    expect(opener.getAttribute('aria-expanded')).to.equal('false');
    expect(part.shadowRoot!.activeElement).to.equal(opener);
  });

  it('brings its own tokens when it stands alone and inherits those around it', async () => {
    const alone = await mount<GdsToolbar>('gds-toolbar', {});
    expect(getComputedStyle(inside(alone, '.run')).backgroundColor).to.match(/oklch\(0\.8/);
    const holder = document.createElement('div');
    holder.style.setProperty('--gds-surface', 'white');
    holder.style.setProperty('--gds-accent', 'rgb(1, 2, 3)');
    document.body.append(holder);
    holder.append(alone);
    await alone.updateComplete;
    expect(getComputedStyle(inside(alone, '.run')).backgroundColor).to.equal('rgb(1, 2, 3)');
    holder.remove();
  });
});

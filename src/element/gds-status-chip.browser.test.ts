import { expect } from '@open-wc/testing';
import { GdsError } from '../errors.js';
import type { SaveState } from '../persistence/types.js';
import type { GdsStatusChip } from './gds-status-chip.js';
import { caught, inside, itIsAccessible, mount } from '../../test/support/parts.js';

const error = new GdsError('GDS_STORAGE_REFUSED', 'This browser refuses storage. Allow it for this site, then press Retry.');
const ready = { label: 'This device', detail: 'WASM, 2 threads', state: 'ready' } as const;

describe('<gds-status-chip>', () => {
  itIsAccessible<GdsStatusChip>('gds-status-chip', {
    ready: () => ({ backend: ready, save: { status: 'saved', at: 0 } }),
    loading: () => ({ backend: { label: 'This device', state: 'loading', loaded: 45, total: 100 }, save: { status: 'saving' } }),
    broken: () => ({ backend: { label: 'This device', state: 'error', error }, save: { status: 'error', error } }),
    memory: () => ({ backend: ready, save: { status: 'memory', error } }),
  });

  it('says where work is computed', async () => {
    const part = await mount<GdsStatusChip>('gds-status-chip', { backend: ready });
    expect(inside(part, '.who').textContent).to.equal('This device · WASM, 2 threads');
    part.backend = { label: 'This device', state: 'loading', loaded: 45, total: 100 };
    await part.updateComplete;
    expect(inside(part, '.who').textContent).to.equal('Loading model · 45\u00a0%');
    part.backend = {
      label: 'This device',
      state: 'error',
      error: new GdsError('GDS_WORKER', 'The worker stopped. Press Run to start it again.'),
    };
    await part.updateComplete;
    expect(inside(part, '.who').textContent).to.equal('This device · The worker stopped');
    expect(inside(part, '.who').title).to.contain('Press Run to start it again.');
  });

  it('explains the renderer, and why a better one is not in use', async () => {
    const part = await mount<GdsStatusChip>('gds-status-chip', {
      backend: ready,
      renderer: { kind: 'webgl', adapter: 'ANGLE', fallback: false, reason: 'WebGPU is not there.' },
    });
    expect(inside(part, '.who').title).to.contain('WebGL (ANGLE)').and.contain('WebGPU is not there.');
    part.renderer = { kind: 'none', adapter: '', fallback: false, reason: 'WebGL is switched off. Switch on hardware acceleration.' };
    await part.updateComplete;
    expect(inside(part, '.who').title).to.contain('cannot be drawn').and.contain('Switch on hardware acceleration.');
  });

  it('tells the truth of what is kept', async () => {
    const part = await mount<GdsStatusChip>('gds-status-chip', { backend: ready });
    const states: readonly (readonly [SaveState, string, boolean])[] = [
      [{ status: 'saving' }, 'Saving…', false],
      [{ status: 'saved', at: Date.now() }, 'Saved', false],
      [{ status: 'off' }, 'Not kept', false],
      [{ status: 'memory', error }, 'Not kept', true],
      [{ status: 'error', error }, 'Save failed', true],
    ];
    for (const [save, words, retry] of states) {
      part.save = save;
      await part.updateComplete;
      expect(inside(part, '.save').textContent, save.status).to.equal(words);
      expect(part.shadowRoot!.querySelector('.retry') !== null, save.status).to.equal(retry);
    }
    expect(inside(part, '.save').title).to.contain('refuses storage');
    const commands = caught(part, 'gds-command');
    inside(part, '.retry').click();
    expect(commands).to.deep.equal([{ command: 'retry-save' }]);
  });

  it('chooses a theme', async () => {
    const part = await mount<GdsStatusChip>('gds-status-chip', { theme: 'light' });
    const commands = caught(part, 'gds-command');
    inside(part, '[aria-label="Theme: Light"]').click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const items = [...inside(part, 'gds-menu').shadowRoot!.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
    expect(items.map((item) => [item.querySelector('span')!.textContent, item.getAttribute('aria-checked')])).to.deep.equal([
      ['System', 'false'],
      ['Light', 'true'],
      ['Dark', 'false'],
    ]);
    items[2]!.click();
    expect(commands).to.deep.equal([{ command: 'theme', value: 'dark' }]);
  });
});

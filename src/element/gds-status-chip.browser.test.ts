import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { GdsError } from '../errors.js';
import type { SaveState } from '../persistence/types.js';
import type { GdsBackends } from './gds-backends.js';
import type { GdsStatusChip } from './gds-status-chip.js';
import { caught, inside, itIsAccessible, mount } from '../../test/support/parts.js';

const error = new GdsError('GDS_STORAGE_REFUSED', 'This browser refuses storage. Allow it for this site, then press Retry.');
const ready = { label: 'This device', detail: 'WASM, 2 threads', state: 'ready' } as const;

const server = { label: 'gpu.example', place: 'remote', backend: 'cuda', detail: 'cuda', state: 'ready' } as const;
const down = new GdsError('GDS_REMOTE_UNREACHABLE', 'gpu.example does not answer. Check that it runs.', { retryable: true });
const refused = new GdsError('GDS_REMOTE_AUTH', 'gpu.example asks for a token. Give one that it knows.');

describe('<gds-status-chip>', () => {
  itIsAccessible<GdsStatusChip>('gds-status-chip', {
    ready: () => ({ backend: ready, save: { status: 'saved', at: 0 } }),
    loading: () => ({ backend: { label: 'This device', state: 'loading', loaded: 45, total: 100 }, save: { status: 'saving' } }),
    broken: () => ({ backend: { label: 'This device', state: 'error', error }, save: { status: 'error', error } }),
    memory: () => ({ backend: ready, save: { status: 'memory', error } }),
    server: () => ({ backend: { ...server, backends: [server, ready] } }),
    'server down': () => ({
      backend: {
        ...ready,
        insteadOf: { ...server, state: 'error', error: down },
        backends: [ready, { ...server, state: 'error', error: down }],
      },
    }),
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

  it('says which server works, how busy it is, and that another stands in', async () => {
    const part = await mount<GdsStatusChip>('gds-status-chip', { backend: server });
    const states: readonly (readonly [GdsStatusChip['backend'], string, string])[] = [
      [server, 'gpu.example · CUDA', 'ready'],
      [{ ...server, waiting: 3 }, 'gpu.example · busy, 3 waiting', 'busy'],
      [{ ...server, state: 'starting' }, 'gpu.example · connecting', 'starting'],
      [{ ...server, state: 'error', error: down }, 'gpu.example · not reachable', 'error'],
      [{ ...server, state: 'error', error: refused }, 'gpu.example · token needed', 'warning'],
      [{ ...ready, insteadOf: { ...server, state: 'error', error: down } }, 'This device · gpu.example not reachable', 'warning'],
      [{ ...ready, insteadOf: { ...server, state: 'error', error: refused } }, 'This device · gpu.example token needed', 'warning'],
    ];
    for (const [backend, words, tone] of states) {
      part.backend = backend;
      await part.updateComplete;
      expect(inside(part, '.who').textContent).to.equal(words);
      expect(inside(part, '.dot').classList.contains(tone), words).to.equal(true);
    }
    expect(inside(part, '.who').title).to.contain('gpu.example asks for a token. Give one that it knows.');
  });

  it('opens what stands behind it, and closes it with Escape', async () => {
    const backends = [{ ...server, waiting: 1 }, ready];
    const part = await mount<GdsStatusChip>('gds-status-chip', { backend: { ...server, backends } });
    const opener = inside<HTMLButtonElement>(part, '.places');
    opener.focus();
    opener.click();
    const card = inside<GdsBackends>(part, 'gds-backends');
    await waitUntil(() => card.shadowRoot!.querySelector('.card')?.matches(':popover-open'), 'the card opens');
    const lines = [...card.shadowRoot!.querySelectorAll('li')].map((line) => [
      line.querySelector('b')!.textContent,
      line.querySelector('p')!.textContent,
    ]);
    expect(lines).to.deep.equal([
      ['gpu.example', 'Computes with CUDA. 1 task waits there.'],
      ['This device', 'Computes with WASM, 2 threads.'],
    ]);
    await expect(card).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !card.open, 'the card closes');
    expect(part.shadowRoot!.activeElement === opener, 'focus is back').to.equal(true);
    part.backend = ready;
    await part.updateComplete;
    expect(part.shadowRoot!.querySelector('.places') === null, 'nothing is behind this device alone').to.equal(true);
  });

  it('lets the person look again or give the token', async () => {
    const lost = { ...server, state: 'error', error: down } as const;
    const part = await mount<GdsStatusChip>('gds-status-chip', {
      backend: { ...ready, insteadOf: lost, backends: [ready, lost] },
      takesToken: true,
    });
    const commands = caught(part, 'gds-command');
    const card = inside<GdsBackends>(part, 'gds-backends');
    inside(part, '.places').click();
    await waitUntil(() => card.shadowRoot!.querySelector('.button'), 'the card opens');
    card.shadowRoot!.querySelector<HTMLElement>('.button')!.click();
    const closed = { ...server, state: 'error', error: refused } as const;
    part.backend = { ...ready, insteadOf: closed, backends: [ready, closed] };
    await part.updateComplete;
    await card.updateComplete;
    const input = card.shadowRoot!.querySelector('input')!;
    expect(input.type).to.equal('password');
    input.focus();
    await sendKeys({ type: ' s3cret ' });
    await sendKeys({ press: 'Enter' });
    expect(commands).to.deep.equal([{ command: 'server-look' }, { command: 'server-token', value: 's3cret' }]);
    part.takesToken = false;
    inside(part, '.places').click();
    await waitUntil(() => card.shadowRoot!.querySelector('.button'), 'the card opens');
    expect(card.shadowRoot!.querySelector('input') === null, 'the page gives the token itself').to.equal(true);
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

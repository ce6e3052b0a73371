import { expect } from '@open-wc/testing';
import { GdsError } from '../errors.js';
import type { NodeRecord } from '../graph/types.js';
import type { NodeRunState } from '../execution/types.js';
import type { GdsNodePanel } from './gds-node-panel.js';
import { caught, inside, itIsAccessible, mount, press, SAMPLE_DEFINITIONS } from '../../test/support/parts.js';

const definition = SAMPLE_DEFINITIONS[1]!;
const node: NodeRecord = { id: 'a', type: 'sdxl-turbo', x: 0, y: 0, params: { steps: 4 }, title: '', mode: 'active' };
const done: NodeRunState = {
  status: 'complete',
  ms: 1620,
  fresh: true,
  outputs: { image: { kind: 'image', blob: new Blob(), hash: 'h', width: 256, height: 128 } },
  info: { adapter: 'onnx', model: 'm', modelLabel: 'gds-tiny-turbo', backend: 'wasm', seed: 42, timings: { total: 1620 } },
};
const failed: NodeRunState = { status: 'error', error: new GdsError('GDS_INPUT_MISSING', 'Connect an image to “Image”.') };
const running: NodeRunState = { status: 'running', progress: { stage: 'denoise', label: 'Drawing', step: 2, total: 4, fraction: 0.62 } };

async function picture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(8, 4);
  canvas.getContext('2d')!.fillRect(0, 0, 8, 4);
  return canvas.convertToBlob();
}
const panel = (more: Partial<GdsNodePanel> = {}): Promise<GdsNodePanel> =>
  mount<GdsNodePanel>('gds-node-panel', { node, definition, ...more });
const button = (part: Element, text: string): HTMLButtonElement =>
  [...part.shadowRoot!.querySelectorAll('button')].find((candidate) => candidate.textContent?.trim() === text)!;
const facts = (part: Element): Record<string, string> =>
  Object.fromEntries(
    [...part.shadowRoot!.querySelectorAll('dl div')].map((row) => [
      row.querySelector('dt')!.textContent!,
      row.querySelector('dd')!.textContent!,
    ]),
  );

describe('<gds-node-panel>', () => {
  itIsAccessible<GdsNodePanel>('gds-node-panel', {
    idle: () => ({ node, definition }),
    done: () => ({ node, definition, runState: done, assetName: 'red frog' }),
    running: () => ({ node, definition, runState: running }),
    failed: () => ({ node, definition, runState: failed }),
    'unknown type': () => ({ node: { ...node, type: 'mystery' }, definition: undefined }),
    'read-only': () => ({ node, definition, readonly: true }),
  });

  it('shows how the result came to be', async () => {
    const image = await picture();
    const part = await panel({ runState: done, media: { image }, assetName: 'red frog' });
    expect(facts(part)).to.deep.equal({
      Model: 'gds-tiny-turbo',
      'Made on': 'This device · WASM',
      Time: '1.6\u00a0s',
      Size: `256 × 128 · ${image.size}\u00a0B`,
      Seed: '42',
      'Stored as': 'red frog',
    });
    const shown = inside<HTMLImageElement>(part, '.media img');
    await shown.decode();
    expect([shown.naturalWidth, shown.naturalHeight]).to.deep.equal([8, 4]);
  });

  it('says where and with what it was made, and why there', async () => {
    const info = {
      ...done.info!,
      backend: 'cuda',
      server: 'https://gpu.example:8443',
      sampler: 'euler',
      schedule: 'karras',
      rng: 'torch-cpu',
      guidance: 7.5,
      modelSha256: 'ab'.repeat(32),
      fallback: 'This device does not have the model “big”.',
    };
    const part = await panel({ runState: { ...done, info } });
    expect(facts(part)).to.include({
      'Made on': 'gpu.example:8443 · CUDA',
      Guidance: '7.5',
      Sampler: 'euler, karras',
      Noise: 'torch-cpu',
      'Model SHA-256': 'ab'.repeat(32),
    });
    expect(inside(part, '.elsewhere').textContent).to.contain('does not have the model “big”. Made on a server.');
    const stale = await panel({ runState: { ...done, info, fresh: false } });
    expect(inside(stale, '.state').textContent).to.equal('Stand-in');
  });

  it('revokes the picture when it goes and shows it again when it comes back', async () => {
    const part = await panel({ media: { image: await picture() } });
    const first = inside<HTMLImageElement>(part, 'img').src;
    const parent = part.parentElement!;
    part.remove();
    let gone = false;
    await fetch(first).catch(() => (gone = true));
    expect(gone).to.equal(true);
    parent.append(part);
    await part.updateComplete;
    await inside<HTMLImageElement>(part, 'img').decode();
  });

  it('says what it is doing, in figures, and offers Cancel', async () => {
    const part = await panel({ runState: running });
    expect(inside(part, '.state').textContent).to.equal('62\u00a0%');
    expect(inside(part, '.progress span').textContent).to.equal('Drawing · 2 of 4 steps');
    expect(inside(part, '[role=progressbar]').getAttribute('aria-valuenow')).to.equal('62');
    const commands = caught(part, 'gds-command');
    button(part, 'Cancel').click();
    expect(commands).to.deep.equal([{ command: 'cancel' }]);
    part.runState = { status: 'running', progress: { stage: 'download', label: 'Loading model', bytes: { loaded: 12e6, total: 45e6 } } };
    await part.updateComplete;
    expect(inside(part, '.progress span').textContent).to.equal('Loading model · 12 of 45\u00a0MB');
  });

  it('draws the preview of a run', async () => {
    const data = new Uint8ClampedArray(4 * 4 * 4).fill(255);
    data[0] = 7;
    const part = await panel({
      runState: { status: 'running', progress: { stage: 'denoise', label: 'Drawing', preview: { width: 4, height: 4, data } } },
    });
    const canvas = inside<HTMLCanvasElement>(part, 'canvas');
    expect(canvas.width).to.equal(4);
    expect(canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data[0]).to.equal(7);
  });

  it('shows the error with what to do and its code', async () => {
    const part = await panel({ runState: failed });
    expect(inside(part, '[role=alert]').textContent).to.contain('Connect an image to “Image”.').and.contain('GDS_INPUT_MISSING');
    expect(inside(part, '.state').textContent).to.equal('Failed');
  });

  it('keeps a node of an unknown type and says why it cannot run', async () => {
    const part = await panel({ node: { ...node, type: 'mystery' }, definition: undefined });
    expect(inside(part, '[role=alert]').textContent).to.contain('mystery');
    expect(button(part, 'Run node')).to.equal(undefined);
  });

  it('runs, downloads, duplicates and deletes', async () => {
    const part = await panel({ runState: done, media: { image: await picture() } });
    const commands = caught(part, 'gds-command');
    button(part, 'Run node').click();
    button(part, 'Download').click();
    inside(part, '[aria-label="Node menu"]').click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const items = inside(part, 'gds-menu').shadowRoot!.querySelectorAll<HTMLElement>('.item');
    items[1]!.click();
    expect(commands).to.deep.equal([
      { command: 'run-node', value: 'a' },
      { command: 'download', value: 'a' },
      { command: 'delete', value: 'a' },
    ]);
  });

  it('has nothing to download before there is a result', async () => {
    const part = await panel();
    expect(button(part, 'Download').disabled).to.equal(true);
  });

  it('renames on Enter, and not on Escape', async () => {
    const part = await panel();
    const titles = caught(part, 'gds-title');
    const input = inside<HTMLInputElement>(part, '.title');
    expect(input.placeholder).to.equal('Text to image');
    input.focus();
    input.value = 'Hero';
    press(input, 'Escape');
    expect(input.value).to.equal('');
    input.focus();
    input.value = ' Hero ';
    input.dispatchEvent(new Event('change', { bubbles: true }));
    expect(titles).to.deep.equal([{ title: 'Hero' }]);
  });

  it('lets the events of its editor out', async () => {
    const part = await panel();
    const events = caught(part, 'gds-param');
    const editor = inside(part, 'gds-parameter-editor');
    const slider = inside<HTMLInputElement>(editor, '#p-steps');
    slider.value = '2';
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    expect(events).to.deep.equal([{ name: 'steps', value: 2, final: true }]);
  });

  it('says when a result is out of date or came from the cache', async () => {
    const part = await panel({ runState: { ...done, fresh: false } });
    expect(inside(part, '.state').textContent).to.equal('Out of date');
    part.runState = { ...done, cached: true };
    await part.updateComplete;
    expect(inside(part, '.state').textContent).to.equal('From cache');
  });
});

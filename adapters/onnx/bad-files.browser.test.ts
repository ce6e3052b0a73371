/** Model and worker files that are missing, cut short or wrong: a clear error each time, and the next good run works. */
import { expect } from '@open-wc/testing';
import { DEFAULT_MANIFESTS, OnnxAdapter, type ModelFile, type ModelManifest } from './index.js';
import { controls, rejection } from './testing/pictures.js';

const BASE = '/gds-assets/';
const turbo = DEFAULT_MANIFESTS[0]!;
const config = turbo.files.find(({ role }) => role === 'tokenizer_config')!;

/** The turbo model under another name, with one of its files changed. */
function altered(id: string, change: Partial<ModelFile>): ModelManifest {
  const files = turbo.files.map((file) => (file.role === 'tokenizer_config' ? { ...file, ...change } : file));
  return { ...turbo, id, base: new URL(`${BASE}models/gds-tiny-turbo/`, location.href).href, files };
}

describe('bad files', () => {
  const run = (adapter: OnnxAdapter, model: string) =>
    adapter.run('text-to-image', model, { prompt: 'a red apple', seed: 1, steps: 1 }, controls());
  let half: Blob;
  // A file that is in the cache is not asked for again.
  beforeEach(() => caches.delete('gds-canvas-models'));
  before(async () => {
    const text = await (await fetch(`${BASE}models/gds-tiny-turbo/${config.path}`)).blob();
    half = text.slice(0, Math.floor(text.size / 2));
  });

  const cases: [string, string, () => Partial<ModelFile>, RegExp][] = [
    [
      'missing',
      'GDS_MODEL_MISSING',
      () => ({ path: 'nowhere/tokenizer_config.json' }),
      /nowhere\/tokenizer_config\.json is not there.*404.*asset-base/,
    ],
    ['truncated', 'GDS_MODEL_TRUNCATED', () => ({ path: URL.createObjectURL(half) }), /ended after \d+ of \d+ bytes/],
    ['of the wrong hash', 'GDS_MODEL_HASH', () => ({ sha256: '0'.repeat(64) }), /SHA-256 differs/],
    ['longer than it should be', 'GDS_MODEL_HASH', () => ({ bytes: 10, sha256: '1'.repeat(64) }), /longer than the 10 bytes/],
  ];
  for (const [name, code, change, message] of cases) {
    it(`a model file that is ${name}`, async () => {
      const adapter = new OnnxAdapter({ assetBase: BASE, models: [altered('bad', change()), turbo] });
      const error = await rejection(run(adapter, 'bad'));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message);
      const state = adapter.status.models.get('bad')!;
      expect(state.status === 'error' && state.error.code).to.equal(code);
      expect(await run(adapter, 'gds-tiny-turbo')).to.include({ width: 256 });
      adapter.dispose();
    });
  }

  it('a model file that is no ONNX graph: the worker is given up, the next run has a new one', async () => {
    const unet = new Blob([new Uint8Array(1000)]);
    const digest = await crypto.subtle.digest('SHA-256', await unet.arrayBuffer());
    const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const files = turbo.files.map((file) =>
      file.role === 'unet' ? { ...file, path: URL.createObjectURL(unet), bytes: 1000, sha256 } : file,
    );
    const base = new URL(`${BASE}models/gds-tiny-turbo/`, location.href).href;
    const adapter = new OnnxAdapter({ assetBase: BASE, models: [{ ...turbo, id: 'bad', base, files }, turbo] });
    const error = await rejection(run(adapter, 'bad'));
    expect(error.code).to.equal('GDS_INFERENCE');
    expect(await run(adapter, 'gds-tiny-turbo')).to.include({ width: 256 });
    adapter.dispose();
  });

  it('a damaged entry in the cache is downloaded anew', async () => {
    const cache = await caches.open('gds-canvas-models');
    await cache.put(`https://models.invalid/${config.sha256}`, new Response('damaged'));
    const adapter = new OnnxAdapter({ assetBase: BASE });
    expect(await run(adapter, 'gds-tiny-turbo')).to.include({ width: 256 });
    expect((await (await cache.match(`https://models.invalid/${config.sha256}`))!.blob()).size).to.equal(config.bytes);
    adapter.dispose();
  });

  it('no worker at its address', async () => {
    const adapter = new OnnxAdapter({ assetBase: BASE, workerUrl: `${BASE}workers/nowhere.js` });
    expect((await rejection(run(adapter, 'gds-tiny-turbo'))).code).to.equal('GDS_WORKER_LOST');
    expect(adapter.status.status).to.equal('error');
  });

  it('no ONNX Runtime at its address', async () => {
    const adapter = new OnnxAdapter({ assetBase: '/nowhere/', workerUrl: `${BASE}workers/onnx.js` });
    const error = await rejection(run(adapter, 'gds-tiny-turbo'));
    expect(error.code).to.equal('GDS_ORT_MISSING');
    expect(error.message).to.match(/nowhere\/ort\/ort\.\w+\.min\.mjs.*asset-base/);
  });

  it('a worker that stays silent is given up', async () => {
    const silent = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
    const adapter = new OnnxAdapter({ assetBase: BASE, workerUrl: silent, stallTimeoutMs: 100 });
    const error = await rejection(run(adapter, 'gds-tiny-turbo'));
    expect(error.code).to.equal('GDS_WORKER_LOST');
    expect(error.message).to.match(/has not answered/);
  });
});

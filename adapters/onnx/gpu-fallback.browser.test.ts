/**
 * WebGPU that is there and then fails: `auto` goes on with WASM, says so, and the result is what WASM gives.
 *
 * The device, ONNX Runtime, models and worker are real. What is arranged is the browser around the worker: its (software) adapter passes
 * for a graphics card, and then its device is refused for want of a limit, or is lost.
 */
import { expect } from '@open-wc/testing';
import type { AdapterStatus } from '../../src/inference/types.js';
import type { ImageResult, Progress, TextToImageInput } from '../../src/registry/tasks.js';
import { OnnxAdapter, type OnnxAdapterOptions } from './index.js';
import { difference } from './testing/golden.js';
import { controls, pixelsOf, rejection } from './testing/pictures.js';

const BASE = '/gds-assets/';
const APPLE: TextToImageInput = { prompt: 'a red apple', seed: 42, steps: 1 };

/** A graphics card by its name. */
const CARD = `
  Object.defineProperty(GPUAdapterInfo.prototype, 'description', { get: () => 'Test card' });
  Object.defineProperty(GPUAdapterInfo.prototype, 'architecture', { get: () => 'test' });
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
  const request = GPUAdapter.prototype.requestDevice;`;
/** No adapter has this many bytes: the browser refuses the device. */
const WANTS_TOO_MUCH = `GPUAdapter.prototype.requestDevice = function (wanted) {
    return request.call(this, { ...wanted, requiredLimits: { ...wanted?.requiredLimits, maxBufferSize: Number.MAX_SAFE_INTEGER } });
  };`;
/** The device goes before the first session is made, as when a driver crashes. */
const LOST_AT_ONCE = `GPUAdapter.prototype.requestDevice = async function (wanted) {
    const device = await request.call(this, wanted);
    device.destroy();
    return device;
  };`;

/** The worker with `prelude` run before it; messages that come early wait for it. */
function workerAfter(prelude: string): Worker {
  const worker = new URL(`${BASE}workers/onnx.js`, location.href).href;
  const script = `${prelude}
    const early = [];
    const keep = (event) => early.push(event.data);
    addEventListener('message', keep);
    await import(${JSON.stringify(worker)});
    removeEventListener('message', keep);
    for (const data of early) dispatchEvent(new MessageEvent('message', { data }));`;
  return new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), { type: 'module' });
}

function adapterWith(failure: string, options: OnnxAdapterOptions = {}) {
  const workers: Worker[] = [];
  const createWorker = () => {
    workers.push(workerAfter(CARD + failure));
    return workers.at(-1)!;
  };
  const adapter = new OnnxAdapter({ assetBase: BASE, createWorker, threads: 2, ...options });
  const told: AdapterStatus[] = [];
  adapter.subscribe((status) => told.push(status));
  return { adapter, workers, told };
}

describe('a GPU that fails', () => {
  let wanted: ImageResult;
  before(async () => {
    const wasm = new OnnxAdapter({ assetBase: BASE, provider: 'wasm', threads: 2 });
    wanted = await wasm.run('text-to-image', 'gds-tiny-turbo', APPLE, controls());
    wasm.dispose();
  });

  for (const [name, failure] of [
    ['refuses a limit that is needed', WANTS_TOO_MUCH],
    ['is lost before the first session', LOST_AT_ONCE],
  ] as const) {
    it(`${name}: the same run goes on with WASM, says so, and gives the picture of WASM`, async () => {
      const { adapter, workers, told } = adapterWith(failure);
      const progress: Progress[] = [];
      const result = await adapter.run(
        'text-to-image',
        'gds-tiny-turbo',
        APPLE,
        controls((one) => progress.push(one)),
      );
      expect(difference((await pixelsOf(result.blob)).data, (await pixelsOf(wanted.blob)).data)).to.equal(0);
      expect(result.info.backend).to.equal('wasm');

      expect(
        told.some(({ backend, detail }) => backend === 'webgpu' && detail === 'WebGPU, Test card'),
        'it tried',
      ).to.equal(true);
      expect(adapter.status).to.include({ status: 'ready', backend: 'wasm', detail: 'WASM, 2 threads (WebGPU failed)' });
      expect(progress.map(({ label }) => label)).to.include('WebGPU failed, going on without it');
      const fractions = progress.flatMap(({ fraction }) => fraction ?? []);
      expect(fractions, 'the bar never goes back').to.deep.equal([...fractions].sort((a, b) => a - b));
      expect(workers, 'one with the GPU, one without').to.have.length(2);

      await adapter.run('text-to-image', 'gds-tiny-turbo', APPLE, controls());
      expect(workers, 'the GPU is not tried again').to.have.length(2);
      adapter.dispose();
    });
  }

  it('is an error where WebGPU was demanded', async () => {
    const { adapter } = adapterWith(WANTS_TOO_MUCH, { provider: 'webgpu' });
    const error = await rejection(adapter.run('text-to-image', 'gds-tiny-turbo', APPLE, controls()));
    expect(error.code).to.equal('GDS_INFERENCE');
    expect(adapter.status.backend).to.equal('webgpu');
    adapter.dispose();
  });

  it('falls back while a model is loaded ahead, too', async () => {
    const { adapter, told } = adapterWith(WANTS_TOO_MUCH);
    await adapter.load('gds-tiny-turbo', controls());
    expect(told.some(({ backend }) => backend === 'webgpu')).to.equal(true);
    expect(adapter.status.models.get('gds-tiny-turbo')!.status).to.equal('loaded');
    expect(adapter.status.detail).to.equal('WASM, 2 threads (WebGPU failed)');
    adapter.dispose();
  });
});

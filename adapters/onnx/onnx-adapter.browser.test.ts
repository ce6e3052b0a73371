/** The adapter with its real worker, ONNX Runtime and models, in Chromium on WASM. */
import { expect } from '@open-wc/testing';
import type { AdapterStatus } from '../../src/inference/types.js';
import type { ImageResult, Progress, TextToImageInput } from '../../src/registry/tasks.js';
import { OnnxAdapter, type OnnxAdapterOptions } from './index.js';
import { controls, meanColour, pixelsOf, rejection } from './testing/pictures.js';
import { difference } from './testing/golden.js';

const BASE = '/gds-assets/';
const APPLE: TextToImageInput = { prompt: 'a red apple', seed: 42 };

/** Counts the workers it makes and keeps the last one, to be ended from outside. */
function tracked(options: OnnxAdapterOptions = {}) {
  const workers: Worker[] = [];
  const createWorker = () => {
    const worker = new Worker(`${BASE}workers/onnx.js`, { type: 'module' });
    workers.push(worker);
    return worker;
  };
  return { adapter: new OnnxAdapter({ assetBase: BASE, createWorker, ...options }), workers };
}

describe('OnnxAdapter', () => {
  const { adapter, workers } = tracked();
  let apple: ImageResult;
  const draw = (onProgress?: (progress: Progress) => void, signal?: AbortSignal, input = APPLE) =>
    adapter.run('text-to-image', 'gds-tiny-turbo', input, controls(onProgress, signal));
  after(() => adapter.dispose());

  it('starts no worker before it is used', () => {
    expect(workers).to.have.length(0);
    expect(adapter.status.status).to.equal('ready');
    expect(adapter.models.map(({ id, tasks }) => [id, tasks[0]])).to.deep.equal([
      ['gds-tiny-turbo', 'text-to-image'],
      ['gds-tiny-sd', 'image-to-image'],
    ]);
  });

  it('draws a red apple on a light ground, and says how far it is', async () => {
    const progress: Progress[] = [];
    const states: string[] = [];
    const unsubscribe = adapter.subscribe(({ models }) => states.push(models.get('gds-tiny-turbo')!.status));
    let whileDrawing: string | undefined;
    apple = await draw((one) => {
      progress.push(one);
      if (one.step === 0) whileDrawing = adapter.status.models.get('gds-tiny-turbo')!.status;
    });
    unsubscribe();
    const picture = await pixelsOf(apple.blob);
    expect([picture.width, picture.height, apple.width, apple.height]).to.deep.equal([256, 256, 256, 256]);
    expect(apple.blob.type).to.equal('image/png');
    const [red, green, blue] = meanColour(picture, 96, 110, 64);
    expect(red).to.be.above(150);
    expect(red - Math.max(green, blue)).to.be.above(60);
    for (const [x, y] of [
      [0, 0],
      [240, 0],
      [0, 240],
      [240, 240],
    ] as const)
      expect(Math.min(...meanColour(picture, x, y, 16))).to.be.above(200);

    const fractions = progress.map(({ fraction }) => fraction!);
    expect(fractions).to.deep.equal([...fractions].sort((a, b) => a - b));
    const bytes = progress.flatMap((one) => (one.bytes ? [one.bytes] : []));
    expect(bytes.at(-1)!.loaded).to.equal(bytes.at(-1)!.total);
    expect(bytes.at(-1)!.total).to.equal(adapter.models[0]!.bytes);
    const steps = progress.filter(({ preview }) => preview);
    expect(steps.map(({ step, total }) => [step, total])).to.deep.equal([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    const last = steps.at(-1)!.preview!;
    expect([last.width, last.height]).to.deep.equal([32, 32]);
    for (const { preview } of steps) expect(preview!.data.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).to.equal(true);
    const middle = last.data.slice((17 * 32 + 16) * 4, (17 * 32 + 16) * 4 + 3);
    expect(middle[0]! - Math.max(middle[1]!, middle[2]!)).to.be.above(60);

    expect(states).to.include.members(['loading', 'loaded']);
    expect(whileDrawing, 'nothing is loading while it draws').to.equal('loaded');
    const drawing = progress.findIndex(({ stage }) => stage === 'denoise');
    expect(progress[drawing]).to.include({ label: 'Drawing', step: 0, total: 4 });
    expect(progress.slice(drawing).some(({ bytes }) => bytes)).to.equal(false);
    expect(adapter.status.backend).to.equal('wasm');
    expect(adapter.status.detail).to.match(/^WASM, [2-4] threads$/);
    expect(apple.info).to.include({
      model: 'gds-tiny-turbo',
      backend: 'wasm',
      seed: 42,
      steps: 4,
      guidance: 0,
      sampler: 'ddim',
      prompt: 'a red apple',
    });
    expect(apple.info.timings).to.include.keys('load', 'encode', 'denoise', 'decode', 'sessions', 'total');
  });

  it('gives the same picture for the same seed, and another for another', async () => {
    expect(difference((await pixelsOf((await draw()).blob)).data, (await pixelsOf(apple.blob)).data)).to.equal(0);
    const other = await draw(undefined, undefined, { ...APPLE, prompt: 'a blue cat', seed: 1 });
    expect(difference((await pixelsOf(other.blob)).data, (await pixelsOf(apple.blob)).data)).to.be.above(50);
  });

  it('stops between steps when cancelled, in the worker it has', async () => {
    const abort = new AbortController();
    const reason = new DOMException('Cancelled by the test', 'AbortError');
    const steps: number[] = [];
    const error = await rejection(
      draw(
        ({ step }) => {
          if (step) steps.push(step);
          if (step === 1) abort.abort(reason);
        },
        abort.signal,
        { ...APPLE, steps: 8 },
      ),
    );
    expect(error).to.equal(reason);
    expect(steps).to.deep.equal([1]);
    expect(await draw()).to.include({ width: 256 });
    expect(workers).to.have.length(1);
  });

  it('refuses a signal that is aborted already', async () => {
    expect((await rejection(draw(undefined, AbortSignal.abort()))).name).to.equal('AbortError');
  });

  it('ends the worker when a cancelled step does not end in time, and starts another', async () => {
    const { adapter: hasty, workers: made } = tracked({ cancelGraceMs: 0 });
    const abort = new AbortController();
    const run = hasty.run(
      'text-to-image',
      'gds-tiny-turbo',
      { ...APPLE, steps: 8 },
      controls(({ stage }) => stage === 'denoise' && abort.abort(), abort.signal),
    );
    expect((await rejection(run)).name).to.equal('AbortError');
    expect(await hasty.run('text-to-image', 'gds-tiny-turbo', { ...APPLE, steps: 1 }, controls())).to.include({ width: 256 });
    expect(made).to.have.length(2);
    hasty.dispose();
  });

  it('notices that its worker was killed during a run, and draws again with a new one', async () => {
    const made = workers.length;
    const run = draw(({ step }) => step === 1 && workers.at(-1)!.terminate(), undefined, { ...APPLE, steps: 8 });
    const error = await rejection(run);
    expect(error.code).to.equal('GDS_WORKER_LOST');
    expect(error.message).to.match(/Run again/);
    expect(adapter.status.status).to.equal('error');
    expect(adapter.status.models.get('gds-tiny-turbo')!.status).to.equal('idle');
    expect(difference((await pixelsOf((await draw()).blob)).data, (await pixelsOf(apple.blob)).data)).to.equal(0);
    expect(adapter.status.status).to.equal('ready');
    expect(workers).to.have.length(made + 1);
  });

  it('starts anew after dispose', async () => {
    const made = workers.length;
    adapter.dispose();
    expect(adapter.status.status).to.equal('ready');
    expect(adapter.status.models.get('gds-tiny-turbo')!.status).to.equal('idle');
    await adapter.load('gds-tiny-turbo', controls());
    expect(adapter.status.models.get('gds-tiny-turbo')!.status).to.equal('loaded');
    expect(workers).to.have.length(made + 1);
  });

  it('redraws a picture with image to image, and shares the files of both models', async () => {
    const progress: Progress[] = [];
    const input = { prompt: 'a 3d render of a green apple', seed: 11, image: apple.blob, strength: 0.8, steps: 5, guidance: 4 };
    const result = await adapter.run(
      'image-to-image',
      'gds-tiny-sd',
      input,
      controls((one) => progress.push(one)),
    );
    expect([result.width, result.height]).to.deep.equal([256, 256]);
    expect(progress.filter(({ preview }) => preview).map(({ step, total }) => `${step}/${total}`)).to.deep.equal([
      '1/4',
      '2/4',
      '3/4',
      '4/4',
    ]);
    expect(difference((await pixelsOf(result.blob)).data, (await pixelsOf(apple.blob)).data)).to.be.above(30);
    const redness = async (blob: Blob) => {
      const [red, green] = meanColour(await pixelsOf(blob), 96, 110, 64);
      return red - green;
    };
    expect(await redness(result.blob)).to.be.below((await redness(apple.blob)) - 60);
    // Five files of turbo, and a U-Net and an encoder more for the other: nothing is there twice.
    expect(await (await caches.open('gds-canvas-models')).keys()).to.have.length(7);
  });

  it('refuses a picture that cannot be read, then works', async () => {
    const image = new Blob(['not a picture'], { type: 'image/png' });
    const error = await rejection(adapter.run('image-to-image', 'gds-tiny-sd', { ...APPLE, image, strength: 0.5 }, controls()));
    expect(error.code).to.equal('GDS_IMAGE_DECODE');
    expect(error.message).to.match(/PNG, JPEG or WebP/);
    expect(await draw()).to.include({ width: 256 });
  });

  it('says what is wrong with a request', async () => {
    const made = workers.length;
    const code = async (input: Partial<TextToImageInput>) => (await rejection(draw(undefined, undefined, { ...APPLE, ...input }))).code;
    expect(await code({ sampler: 'dpmpp_sde' })).to.equal('GDS_SAMPLER_UNSUPPORTED');
    expect(await code({ steps: 0 })).to.equal('GDS_STEPS');
    expect(await code({ width: 100 })).to.equal('GDS_SIZE');
    expect(await code({ seed: -1 })).to.equal('GDS_SEED');
    const image = apple.blob;
    expect((await rejection(adapter.run('image-to-image', 'gds-tiny-sd', { ...APPLE, image, strength: 0.01 }, controls()))).code).to.equal(
      'GDS_STRENGTH',
    );
    expect(
      (await rejection(adapter.run('image-to-image', 'gds-tiny-turbo', { ...APPLE, image, strength: 0.5 }, controls()))).code,
    ).to.equal('GDS_TASK_UNSUPPORTED');
    expect((await rejection(adapter.run('text-to-image', 'nothing', APPLE, controls()))).code).to.equal('GDS_MODEL_UNKNOWN');
    expect(workers, 'none of this costs the worker').to.have.length(made);
  });

  it('leaves a software WebGPU adapter alone in "auto"', async () => {
    const gpu = await navigator.gpu.requestAdapter();
    expect(gpu, 'there is an adapter to refuse').to.not.equal(null);
    expect(`${gpu!.info.architecture} ${gpu!.info.description}`).to.match(/swiftshader/i);
    const auto = new OnnxAdapter({ assetBase: BASE, provider: 'auto' });
    await auto.load('gds-tiny-turbo', controls());
    expect(auto.status.backend).to.equal('wasm');
    auto.dispose();
  });

  it('says where it will compute before there is a worker', async () => {
    const { adapter: early, workers: made } = tracked({ threads: 2 });
    const told = await new Promise<AdapterStatus>((resolve) => early.subscribe(resolve));
    expect(told).to.include({ status: 'ready', backend: 'wasm', detail: 'WASM, 2 threads' });
    expect(made).to.have.length(0);
    await early.load('gds-tiny-turbo', controls());
    expect(early.status).to.include({ backend: told.backend, detail: told.detail });
    early.dispose();
  });

  it('gives the same picture on one thread', async () => {
    const single = new OnnxAdapter({ assetBase: BASE, threads: 1 });
    const result = await single.run('text-to-image', 'gds-tiny-turbo', APPLE, controls());
    expect(single.status.detail).to.equal('WASM, 1 thread');
    expect(difference((await pixelsOf(result.blob)).data, (await pixelsOf(apple.blob)).data)).to.be.at.most(2);
    single.dispose();
  });
});

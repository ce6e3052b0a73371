/** A request as a whole, on onnxruntime-node: settings, progress, cancelling, files loaded once. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import ort from 'onnxruntime-node';
import type { Progress, TextToImageInput } from '../../src/registry/tasks.js';
import { generate, type GenerateOptions } from './generate.js';
import { Lock } from './lock.js';
import { modelSha256 } from './manifest.js';
import { DEFAULT_MANIFESTS } from './manifests.js';
import { nodeModelHost } from './node.js';
import type { InferenceRequest } from './protocol.js';

const [turbo, sd] = DEFAULT_MANIFESTS as [(typeof DEFAULT_MANIFESTS)[number], (typeof DEFAULT_MANIFESTS)[number]];
const host = nodeModelHost(ort, new URL('../../models', import.meta.url).pathname);
const options = (onProgress: (progress: Progress) => void = () => {}, signal = new AbortController().signal): GenerateOptions => ({
  host,
  backend: 'cpu',
  signal,
  onProgress,
  onBytes: () => {},
  decodeImage: () => Promise.resolve({ width: 32, height: 32, data: new Uint8ClampedArray(32 * 32 * 4).fill(200) }),
  encodeImage: (pixels) => Promise.resolve(new Blob([pixels.data as Uint8ClampedArray<ArrayBuffer>])),
});
const text = (input: Partial<TextToImageInput> = {}): InferenceRequest => ({
  task: 'text-to-image',
  input: { prompt: 'a red apple', seed: 1, ...input },
});

describe('generate', () => {
  it('takes what the model card says where the request says nothing', async () => {
    const { info } = await generate(turbo, text(), options());
    expect(info).to.include({ model: 'gds-tiny-turbo', steps: 4, guidance: 0, sampler: 'ddim', schedule: 'normal', rng: 'torch-cpu' });
    expect(info.modelSha256).to.equal(await modelSha256(turbo));
  });
  it('holds guidance at none for a model that has it built in', async () => {
    const { info } = await generate(turbo, text({ guidance: 7, steps: 1 }), options());
    expect(info.guidance).to.equal(0);
  });
  it('has defaults of its own for image to image', async () => {
    const request: InferenceRequest = {
      task: 'image-to-image',
      input: { prompt: 'a red apple', seed: 1, image: new Blob(), strength: 0.1 },
    };
    const progress: Progress[] = [];
    const { info } = await generate(
      sd,
      request,
      options((one) => progress.push(one)),
    );
    expect(info).to.include({ steps: 20, guidance: 4, sampler: 'dpmpp_2m' });
    expect(progress.filter(({ preview }) => preview)).to.have.length(2);
  });
  it('reports a bar that only rises, from the start once all is loaded', async () => {
    const progress: Progress[] = [];
    await generate(
      turbo,
      text(),
      options((one) => progress.push(one)),
    );
    const fractions = progress.map(({ fraction }) => fraction!);
    expect(fractions[0]).to.equal(0);
    expect(fractions).to.deep.equal([...fractions].sort((a, b) => a - b));
    expect(progress.flatMap(({ step, total }) => (step === undefined ? [] : [`${step}/${total}`]))).to.deep.equal([
      '0/4',
      '1/4',
      '2/4',
      '3/4',
      '4/4',
    ]);
    expect(progress.map(({ stage }) => stage)).to.deep.equal(['encode', 'denoise', 'denoise', 'denoise', 'denoise', 'denoise', 'decode']);
  });
  it('draws an empty prompt, and any size that is a multiple of 8', async () => {
    expect(await generate(turbo, text({ prompt: '', steps: 1, width: 128, height: 192 }), options())).to.include({
      width: 128,
      height: 192,
    });
  });
  it('stops after the step in which it was cancelled, and works again', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    let steps = 0;
    const run = generate(
      turbo,
      text({ steps: 8 }),
      options(({ preview }) => preview && ++steps === 2 && abort.abort(reason), abort.signal),
    );
    expect(await run.catch((error: unknown) => error)).to.equal(reason);
    expect(steps).to.equal(2);
    expect(await generate(turbo, text({ steps: 1 }), options())).to.include({ width: 256 });
  });
});

describe('Lock', () => {
  it('runs one at a time in the order of the calls, past failures', async () => {
    const lock = new Lock();
    const log: string[] = [];
    const task = (name: string, milliseconds: number) =>
      lock.run(async () => {
        log.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        log.push(`${name} out`);
        if (name === 'b') throw new Error('b');
      });
    const results = await Promise.allSettled([task('a', 20), task('b', 1), task('c', 5)]);
    expect(log).to.deep.equal(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
  });
});

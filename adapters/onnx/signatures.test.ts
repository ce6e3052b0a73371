/**
 * One small network, exported with different signatures: the pipelines read types, ranks and batch sizes from the session, so all of them
 * give the same numbers.
 */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import ort from 'onnxruntime-node';
import { denoise, type Embeddings } from './pipelines/common.js';
import { encodeImage } from './pipelines/image-to-image.js';
import { noiseSource } from './pipelines/noise.js';
import type { DiffusionModel } from './pipelines/model.js';
import type { Scheduler } from './schedulers/scheduler.js';
import { ortSessions } from './session-ort.js';
import type { Session } from './session.js';
import { difference } from './testing/golden.js';
import { readBytes, readJson } from './testing/read-fixture.js';
import { fixtureModel } from './testing/fixture-model.js';

interface UnetCase {
  readonly name: 'unet';
  readonly sample: number[];
  readonly timestep: number;
  readonly context: number[];
  readonly out: number[];
}
interface EncoderCase {
  readonly name: 'vae_encoder';
  readonly sample: number[];
  readonly out: number[];
}
const FOLDER = 'test/fixtures/diffusers/variants/';
const { tolerance, cases } = readJson<{ tolerance: { float32: number; float16: number }; cases: (UnetCase | EncoderCase)[] }>(
  `${FOLDER}cases.json`,
);
const create = ortSessions(ort);
const open = (name: string): Promise<Session> => create(Uint8Array.from(readBytes(`${FOLDER}${name}.onnx`)));

/** Hands on what the U-Net gave. */
const passThrough = (timestep: number): Scheduler => ({
  timesteps: [timestep],
  initialScale: 1,
  scaleInput: (latents) => latents,
  addNoise: (clean) => clean,
  step: (output) => ({ latents: output, denoised: output }),
});

describe('U-Net signatures', () => {
  const unet = cases.find((one): one is UnetCase => one.name === 'unet')!;
  const row = Float32Array.from(unet.context);
  const call = (session: Session, rows: Float32Array[], guidance: number) => {
    const embeddings: Embeddings = { rows, tokens: 77, width: row.length / 77 };
    const start = Float32Array.from(unet.sample);
    return denoise(
      session,
      { scheduler: passThrough(unet.timestep), begin: 0, start, embeddings, guidance, latentWidth: 8, latentHeight: 8, noise: () => start },
      {},
    );
  };
  const variants = [
    ['unet-int64-scalar', tolerance.float32],
    ['unet-fixed-batch-1', tolerance.float32],
    ['unet-float16-1', tolerance.float16],
  ] as const;
  for (const [name, limit] of variants) {
    it(`${name} gives torch's answer`, async () => {
      expect(difference(await call(await open(name), [row], 0), unet.out)).to.be.below(limit);
    });
    it(`${name} guides from a negative prompt, in one call or in two`, async () => {
      const session = await open(name);
      const negative = row.map((value, i) => value * (i % 3 ? 1 : -0.5));
      const [n, p] = [await call(session, [negative], 0), await call(session, [row], 0)];
      expect(difference(n, p), 'the negative prompt matters').to.be.above(0.01);
      expect(
        difference(
          await call(session, [negative, row], 3),
          n.map((value, i) => value + 3 * (p[i]! - value)),
        ),
      ).to.be.below(limit * 10);
    });
  }
});

describe('an encoder that gives means and log variances', () => {
  it('is sampled from with the seed, in half precision', async () => {
    const encoder = cases.find((one): one is EncoderCase => one.name === 'vae_encoder')!;
    const model: DiffusionModel = fixtureModel({ vae_encoder: await open('vae_encoder-optimum-fp16') });
    const data = new Uint8ClampedArray(64 * 64 * 4).fill(255);
    for (let i = 0; i < 64 * 64; i++)
      for (let channel = 0; channel < 3; channel++) data[i * 4 + channel] = (encoder.sample[channel * 4096 + i]! + 1) * 127.5;
    const image = { width: 64, height: 64, data };
    const zero = await encodeImage(model, image, () => new Float32Array(256));
    const mean = encoder.out.slice(0, 256);
    // The fixture's picture is not on 8 bits, so the encoder sees it rounded.
    expect(
      difference(
        zero.map((value) => value / model.manifest.scalingFactor),
        mean,
      ),
    ).to.be.below(0.1);
    const seeded = await encodeImage(model, image, noiseSource(5, 256));
    expect(await encodeImage(model, image, noiseSource(5, 256))).to.deep.equal(seeded);
    expect(difference(seeded, zero)).to.be.above(0.01);
  });
});

/**
 * Picture and prompt to picture: VAE encoder, noise as of a middle step, the remaining U-Net steps, VAE decoder.
 *
 * Order of draws from the seed, as in diffusers: the encoder's sample (only where the encoder gives a distribution), the noise, then
 * whatever the sampler draws.
 */
import { GdsError } from '../../../src/errors.js';
import type { Pixels } from '../../../src/registry/values.js';
import { createScheduler } from '../schedulers/index.js';
import {
  decodeLatents,
  denoise,
  encodePrompts,
  LATENT_CHANNELS,
  LATENT_STRIDE,
  type DiffusionSettings,
  type PipelineControls,
  type PipelineResult,
} from './common.js';
import type { DiffusionModel } from './model.js';
import { noiseSource } from './noise.js';
import { fitImage } from './resize.js';
import { checkSize } from './size.js';
import { floats, input, output, tensor } from './tensors.js';

export interface ImageToImageSettings extends DiffusionSettings {
  /** Any size; fitted to `width` × `height`: scaled to cover, cut at the centre, laid on white where it is transparent. */
  readonly image: Pixels;
  /** 0 to 1: share of the steps taken. */
  readonly strength: number;
}

/**
 * @throws GdsError `GDS_STRENGTH` when strength is not within 0 to 1 or leaves no step; the errors of `textToImage`; the signal's
 * reason once aborted.
 */
export async function imageToImage(
  model: DiffusionModel,
  settings: ImageToImageSettings,
  controls: PipelineControls = {},
): Promise<PipelineResult> {
  const { width, height, guidance, steps, strength } = settings;
  checkSize(width, height);
  const begin = firstStep(steps, strength);
  const scheduler = createScheduler(model.manifest.scheduler, settings.sampler, settings.schedule, steps);
  const [latentWidth, latentHeight] = [width / LATENT_STRIDE, height / LATENT_STRIDE];
  const noise = noiseSource(settings.seed, LATENT_CHANNELS * latentWidth * latentHeight, controls.noise);
  const times = [performance.now()];

  controls.signal?.throwIfAborted();
  controls.onStage?.('encode', steps - begin);
  const clean = await encodeImage(model, fitImage(settings.image, width, height), noise);
  const embeddings = await encodePrompts(model, guidance > 1 ? [settings.negativePrompt, settings.prompt] : [settings.prompt]);
  times.push(performance.now());

  controls.onStage?.('denoise', steps - begin);
  const start = scheduler.addNoise(clean, noise(), begin);
  const latents = await denoise(
    model.session('unet'),
    { scheduler, begin, start, embeddings, guidance, latentWidth, latentHeight, noise },
    controls,
  );
  times.push(performance.now());

  controls.onStage?.('decode', steps - begin);
  const pixels = await decodeLatents(model, latents, latentWidth, latentHeight);
  times.push(performance.now());
  return { pixels, timings: { encode: times[1]! - times[0]!, denoise: times[2]! - times[1]!, decode: times[3]! - times[2]! } };
}

/** Steps to leave out. Plain doubles, as in the reference: 10 × 0.29 leaves 2. */
export function firstStep(steps: number, strength: number): number {
  if (!(strength >= 0 && strength <= 1)) throw new GdsError('GDS_STRENGTH', `Strength ${strength} is not within 0 to 1.`);
  const taken = Math.min(Math.floor(steps * strength), steps);
  if (taken < 1) {
    const least = Math.ceil(1 / Math.max(strength, 0.01));
    throw new GdsError(
      'GDS_STRENGTH',
      `${steps} steps at strength ${strength} leave nothing to do. Raise the strength, or take ${least} steps or more.`,
    );
  }
  return steps - taken;
}

/** A picture of the model's size as scaled latents. An encoder with 8 channels gives means and log variances, to be sampled from. */
export async function encodeImage(model: DiffusionModel, image: Pixels, noise: () => Float32Array): Promise<Float32Array> {
  const session = model.session('vae_encoder');
  const sample = input(session, 'sample');
  const planeSize = image.width * image.height;
  const planes = new Float32Array(planeSize * 3);
  for (let i = 0; i < planeSize; i++) {
    for (let channel = 0; channel < 3; channel++) planes[channel * planeSize + i] = image.data[i * 4 + channel]! / 127.5 - 1;
  }
  const result = (await session.run({ [sample.name]: tensor(sample, planes, [1, 3, image.height, image.width]) }))[
    output(session, 'latent_sample').name
  ]!;
  const values = floats(result);
  const scale = model.manifest.scalingFactor;
  if (result.dims[1] !== LATENT_CHANNELS * 2) return values.map((value) => value * scale);
  const size = values.length / 2;
  const draw = noise();
  return draw.map((unit, i) => (values[i]! + Math.exp(0.5 * Math.min(20, Math.max(-30, values[size + i]!))) * unit) * scale);
}

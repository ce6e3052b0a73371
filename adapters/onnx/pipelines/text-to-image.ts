/** Prompt to picture: text encoder, U-Net steps from pure noise, VAE decoder. */
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
import { checkSize } from './size.js';

/** @throws GdsError `GDS_SIZE`, `GDS_STEPS`, `GDS_SEED`, `GDS_SAMPLER_UNSUPPORTED`, `GDS_MODEL_INVALID`; the signal's reason once aborted. */
export async function textToImage(
  model: DiffusionModel,
  settings: DiffusionSettings,
  controls: PipelineControls = {},
): Promise<PipelineResult> {
  const { width, height, guidance, steps } = settings;
  checkSize(width, height);
  const scheduler = createScheduler(model.manifest.scheduler, settings.sampler, settings.schedule, settings.steps);
  const [latentWidth, latentHeight] = [width / LATENT_STRIDE, height / LATENT_STRIDE];
  const noise = noiseSource(settings.seed, LATENT_CHANNELS * latentWidth * latentHeight, controls.noise);
  const times = [performance.now()];

  controls.signal?.throwIfAborted();
  controls.onStage?.('encode', steps);
  const embeddings = await encodePrompts(model, guidance > 1 ? [settings.negativePrompt, settings.prompt] : [settings.prompt]);
  times.push(performance.now());

  controls.onStage?.('denoise', steps);
  const start = noise().map((value) => value * scheduler.initialScale);
  const latents = await denoise(
    model.session('unet'),
    { scheduler, begin: 0, start, embeddings, guidance, latentWidth, latentHeight, noise },
    controls,
  );
  times.push(performance.now());

  controls.onStage?.('decode', steps);
  const pixels = await decodeLatents(model, latents, latentWidth, latentHeight);
  times.push(performance.now());
  return { pixels, timings: { encode: times[1]! - times[0]!, denoise: times[2]! - times[1]!, decode: times[3]! - times[2]! } };
}

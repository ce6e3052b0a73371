/**
 * The parts that text to image and image to image share: prompt to embeddings, the denoising loop, latents to picture.
 *
 * Plain functions over sessions. Each returns to the event loop between steps, so that a message that cancels can arrive even where a
 * session blocks its thread.
 */
import type { Pixels } from '../../../src/registry/values.js';
import type { SamplerName, ScheduleName } from '../../../src/registry/tasks.js';
import type { Session } from '../session.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import type { DiffusionModel } from './model.js';
import { floats, input, output, tensor, timestepTensor } from './tensors.js';

/** Everything is settled here: the caller has filled in the model's defaults. */
export interface DiffusionSettings {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seed: number;
  readonly steps: number;
  /** Above 1: two U-Net rows a step. */
  readonly guidance: number;
  readonly sampler: SamplerName;
  readonly schedule: ScheduleName;
  /** Pixels, multiples of 8. */
  readonly width: number;
  readonly height: number;
}

export interface StepReport {
  /** Steps done, from 1. */
  readonly step: number;
  readonly total: number;
  readonly latents: Float32Array;
  readonly denoised: Float32Array;
}

export interface PipelineControls {
  readonly signal?: AbortSignal;
  /** @param steps - U-Net steps of the whole run. */
  readonly onStage?: (stage: 'encode' | 'denoise' | 'decode', steps: number) => void;
  readonly onStep?: (report: StepReport) => void;
  /** Unit noise in place of the seed's, in the order it is drawn. For tests against recorded noise. */
  readonly noise?: readonly Float32Array[];
}

export interface PipelineResult {
  readonly pixels: Pixels;
  /** Milliseconds of each stage. */
  readonly timings: { readonly encode: number; readonly denoise: number; readonly decode: number };
}

export const LATENT_CHANNELS = 4;
/** Pixels to a latent cell, along each side. */
export const LATENT_STRIDE = 8;

/** One row of `[77, width]` embeddings for each prompt. */
export interface Embeddings {
  readonly rows: readonly Float32Array[];
  readonly tokens: number;
  readonly width: number;
}

export async function encodePrompts(model: DiffusionModel, prompts: readonly string[]): Promise<Embeddings> {
  const session = model.session('text_encoder');
  const ids = input(session, 'input_ids');
  const name = output(session, 'last_hidden_state').name;
  const tokens = model.tokenizer.maxLength;
  const result = (
    await session.run({
      [ids.name]: tensor(
        ids,
        prompts.flatMap((prompt) => model.tokenizer.encode(prompt)),
        [prompts.length, tokens],
      ),
    })
  )[name]!;
  const values = floats(result);
  const size = values.length / prompts.length;
  return { rows: prompts.map((_, row) => values.subarray(row * size, (row + 1) * size)), tokens, width: size / tokens };
}

export interface DenoiseRun {
  readonly scheduler: Scheduler;
  /** First step to take; later ones follow to the end. */
  readonly begin: number;
  readonly start: Float32Array;
  readonly embeddings: Embeddings;
  readonly guidance: number;
  readonly latentWidth: number;
  readonly latentHeight: number;
  readonly noise: () => Float32Array;
}

/** The latents after the last step, in the scale of the U-Net. */
export async function denoise(unet: Session, run: DenoiseRun, controls: PipelineControls): Promise<Float32Array> {
  const { scheduler, begin } = run;
  const total = scheduler.timesteps.length - begin;
  let latents = run.start;
  for (let index = begin; index < scheduler.timesteps.length; index++) {
    await nextTask();
    controls.signal?.throwIfAborted();
    const predicted = await predict(unet, run, scheduler.scaleInput(latents, index), scheduler.timesteps[index]!);
    const { latents: moved, denoised } = scheduler.step(predicted, index, latents, run.noise);
    latents = moved;
    controls.onStep?.({ step: index - begin + 1, total, latents, denoised });
  }
  await nextTask();
  controls.signal?.throwIfAborted();
  return latents;
}

/** The U-Net's answer, guided away from the negative prompt where there are two rows: e = n + g·(p − n) (Ho and Salimans 2022). */
async function predict(unet: Session, run: DenoiseRun, latents: Float32Array, timestep: number): Promise<Float32Array> {
  const { embeddings, guidance } = run;
  if (embeddings.rows.length === 1) return callUnet(unet, run, latents, timestep, embeddings.rows);
  const single = input(unet, 'sample').shape[0] === 1;
  const both = single
    ? concat([
        await callUnet(unet, run, latents, timestep, [embeddings.rows[0]!]),
        await callUnet(unet, run, latents, timestep, [embeddings.rows[1]!]),
      ])
    : await callUnet(unet, run, latents, timestep, embeddings.rows);
  const size = latents.length;
  const guided = new Float32Array(size);
  for (let i = 0; i < size; i++) guided[i] = both[i]! + guidance * (both[size + i]! - both[i]!);
  return guided;
}

async function callUnet(
  unet: Session,
  run: DenoiseRun,
  latents: Float32Array,
  timestep: number,
  rows: readonly Float32Array[],
): Promise<Float32Array> {
  const sample = input(unet, 'sample');
  const time = input(unet, 'timestep');
  const context = input(unet, 'encoder_hidden_states');
  const batch = rows.length;
  const result = await unet.run({
    [sample.name]: tensor(sample, concat(rows.map(() => latents)), [batch, LATENT_CHANNELS, run.latentHeight, run.latentWidth]),
    [time.name]: timestepTensor(time, timestep),
    [context.name]: tensor(context, concat(rows), [batch, run.embeddings.tokens, run.embeddings.width]),
  });
  return floats(result[output(unet, 'out_sample').name]!);
}

/** Latents to an opaque picture. Rounds halves to even, as the reference does. */
export async function decodeLatents(
  model: DiffusionModel,
  latents: Float32Array,
  latentWidth: number,
  latentHeight: number,
): Promise<Pixels> {
  const session = model.session('vae_decoder');
  const sample = input(session, 'latent_sample');
  const unscaled = latents.map((value) => value / model.manifest.scalingFactor);
  const feeds = { [sample.name]: tensor(sample, unscaled, [1, LATENT_CHANNELS, latentHeight, latentWidth]) };
  const planes = floats((await session.run(feeds))[output(session, 'sample').name]!);
  const width = latentWidth * LATENT_STRIDE;
  const height = latentHeight * LATENT_STRIDE;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let channel = 0; channel < 3; channel++) {
    const plane = planes.subarray(channel * width * height);
    // A clamped array rounds halves to even and clamps by itself.
    for (let i = 0; i < width * height; i++) data[i * 4 + channel] = (plane[i]! * 0.5 + 0.5) * 255;
  }
  return { width, height, data };
}

export function concat(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Lets messages and timers through. A message channel has no minimum delay, unlike a timer. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

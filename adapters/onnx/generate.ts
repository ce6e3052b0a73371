/**
 * One request from start to end: load what is missing, run the pipeline, say how far it is.
 *
 * Fills in the model card's values for whatever the request leaves open. Knows neither workers nor image formats: decoding and encoding
 * are handed in.
 */
import type { GenerationInfo, ImageResult, Progress } from '../../src/registry/tasks.js';
import type { Pixels } from '../../src/registry/values.js';
import { modelSha256, type ModelManifest } from './manifest.js';
import { rolesFor, type ModelHost } from './model-host.js';
import { metered } from './metered.js';
import { LATENT_STRIDE, type DiffusionSettings, type PipelineControls, type StepReport } from './pipelines/common.js';
import { imageToImage } from './pipelines/image-to-image.js';
import { previewLatents } from './pipelines/preview.js';
import { textToImage } from './pipelines/text-to-image.js';
import { ProgressSpan } from './progress.js';
import type { InferenceRequest } from './protocol.js';

export interface GenerateOptions {
  readonly host: ModelHost;
  readonly backend: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onBytes: (loaded: number, total: number) => void;
  readonly decodeImage: (blob: Blob) => Promise<Pixels>;
  readonly encodeImage: (pixels: Pixels) => Promise<Blob>;
}

/** Where all noise comes from: rng/torch-cpu.ts. */
const NOISE = 'torch-cpu';
/** Share of the whole bar that loading takes when there is something to load. */
const LOAD_SHARE = 0.4;

export async function generate(manifest: ModelManifest, request: InferenceRequest, options: GenerateOptions): Promise<ImageResult> {
  const { host, signal, onProgress } = options;
  const settings = settingsOf(manifest, request);
  const started = performance.now();
  // Bad pictures are refused before anything is downloaded.
  const image = request.task === 'image-to-image' ? await options.decodeImage(request.input.image) : undefined;
  const roles = rolesFor(request.task);
  const span = new ProgressSpan(host.has(manifest, roles) ? 0 : LOAD_SHARE, settings.guidance > 1 ? 2 : 1);
  const model = await host.prepare(manifest, roles, {
    signal,
    onProgress: (loaded, total) => {
      options.onBytes(loaded, total);
      onProgress(span.load(loaded, total));
    },
  });
  const loaded = performance.now();
  const meter = metered(model);
  const controls: PipelineControls = {
    signal,
    onStage: (stage, steps) => onProgress(span.stage(stage, steps)),
    onStep: (report) => onProgress({ ...span.step(report.step, report.total), preview: preview(manifest, settings, report) }),
  };
  const { pixels, timings } =
    request.task === 'image-to-image'
      ? await imageToImage(meter.model, { ...settings, image: image!, strength: request.input.strength }, controls)
      : await textToImage(meter.model, settings, controls);
  const blob = await options.encodeImage(pixels);
  const info: GenerationInfo = {
    adapter: 'onnx',
    model: manifest.id,
    modelLabel: manifest.title,
    modelSha256: await modelSha256(manifest),
    backend: options.backend,
    seed: settings.seed,
    steps: settings.steps,
    guidance: settings.guidance,
    sampler: settings.sampler,
    schedule: settings.schedule,
    rng: NOISE,
    prompt: settings.prompt,
    timings: { load: loaded - started, ...timings, sessions: meter.milliseconds(), total: performance.now() - started },
  };
  return { blob, width: pixels.width, height: pixels.height, info };
}

function settingsOf(manifest: ModelManifest, { task, input }: InferenceRequest): DiffusionSettings {
  const defaults = { ...manifest.defaults, ...(task === 'image-to-image' ? manifest.taskDefaults?.[task] : {}) };
  return {
    prompt: input.prompt,
    negativePrompt: input.negativePrompt ?? '',
    seed: input.seed,
    steps: input.steps ?? defaults.steps,
    // A model with guidance distilled in is held at none: more of it only spoils the picture.
    guidance: manifest.guided ? (input.guidance ?? defaults.guidance) : 0,
    sampler: input.sampler ?? defaults.sampler,
    schedule: input.schedule ?? defaults.schedule,
    width: input.width ?? defaults.width,
    height: input.height ?? defaults.height,
  };
}

function preview(manifest: ModelManifest, { width, height }: DiffusionSettings, { denoised }: StepReport): Pixels {
  return previewLatents(denoised, width / LATENT_STRIDE, height / LATENT_STRIDE, manifest.preview);
}

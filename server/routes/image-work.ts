/** Requests for a picture as work for the queue. */
import { copyFile, constants, rm } from 'node:fs/promises';
import { GdsError } from '../../src/errors.js';
import type { TextToImageInput } from '../../src/registry/tasks.js';
import type { InstalledModel } from '../inference/catalogue.js';
import type { Pool } from '../inference/pool.js';
import type { Outcome } from '../inference/protocol.js';
import { writeResult } from '../inference/results.js';
import type { Job, JobResult } from '../jobs/job.js';
import { seconds } from '../jobs/job.js';
import type { Work } from '../jobs/queue.js';
import { sayingHowMade, type Asked } from './made-by.js';
import { pythonFloat } from './python-numbers.js';
import { Problem } from '../problem.js';
import { samplerOf, scheduleOf } from './samplers.js';

export interface ImageFields {
  readonly positive_prompt: string;
  readonly negative_prompt: string;
  readonly seed: bigint;
  readonly steps?: number | undefined;
  readonly cfg?: number | undefined;
  readonly sampler_name?: string | undefined;
  readonly scheduler?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly priority: number;
}

export interface ImageRequest {
  readonly fields: ImageFields;
  readonly model: InstalledModel;
  /** With a picture to start from. */
  readonly from?: { readonly file: string; readonly denoise: number };
  readonly key?: string | undefined;
}

/** Steps the run will be asked for: the request's, or the model card's. */
export function stepsOf(model: InstalledModel, task: 'image-to-image' | 'text-to-image', steps: number | undefined): number {
  const { defaults, taskDefaults } = model.manifest;
  return steps ?? (task === 'image-to-image' ? taskDefaults?.['image-to-image']?.steps : undefined) ?? defaults.steps;
}

/** @throws Problem 400 in the original's words where no step would be left. */
export function checkEffectiveSteps(steps: number, denoise: number): void {
  const effective = Math.trunc(steps * denoise);
  if (effective >= 1) return;
  throw new Problem(
    400,
    'GDS_REQUEST_INVALID',
    `Invalid parameter combination: steps=${steps} × denoise=${pythonFloat(denoise)} = ${effective} effective steps. ` +
      'Need at least 1. Try increasing steps (≥10) or denoise (≥0.1).',
  );
}

export function imageWork(request: ImageRequest, pool: Pool, output: string): Work {
  const { fields, model, from, key } = request;
  return {
    type: from ? 'img2img' : 'txt2img',
    priority: fields.priority,
    ...(key === undefined ? {} : { key }),
    release: () => (from ? rm(from.file, { force: true }) : Promise.resolve()),
    async run(job, signal) {
      const began = performance.now();
      const place = { manifest: model.manifest, folder: model.folder };
      const input = inputOf(request);
      const steps = stepsOf(model, from ? 'image-to-image' : 'text-to-image', fields.steps);
      const task = from
        ? { kind: 'image-to-image' as const, model: place, input: { ...input, file: from.file, strength: strengthOf(from.denoise) } }
        : { kind: 'text-to-image' as const, model: place, input };
      const outcome = await pool.run(task, signal, (progress) => {
        // `total` is what was asked for, though only a share of it runs: the original's count.
        if (progress.stage === 'denoise' && progress.step) tellStep(job, progress.step, steps);
        else if (progress.stage === 'download' && job.progress.current === 0)
          job.advance({ current: 0, total: steps, percent: 0, stage: 'load' });
        if (progress.preview) job.show(progress.preview);
      });
      const image = outcome as Extract<Outcome, { kind: 'image' }>;
      const bytes = await sayingHowMade(image.bytes, askedBy(request, image), image.info);
      return saved({ ...image, bytes }, fields.seed, from ? 'img2img' : 'txt2img', output, began);
    },
  };
}

/** With what was filled in by the model's card. */
function askedBy({ fields, from }: ImageRequest, { width, info }: Extract<Outcome, { kind: 'image' }>): Asked {
  const { prompt, seed, steps, guidance, sampler, schedule } = info;
  const params = { prompt, negative_prompt: fields.negative_prompt || undefined, seed, steps, sampler };
  return from
    ? { node: 'model', params: { ...params, denoise: from.denoise, cfg: guidance, schedule }, from: from.file }
    : { node: 'sdxl-turbo', params: { ...params, guidance, size: width } };
}

/** Moves an upload's bytes to where nothing else will delete them. */
export function copyInput(from: string, to: string): Promise<void> {
  return copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}

function tellStep(job: Job, current: number, total: number): void {
  job.advance({ current, total, percent: (current / total) * 100, stage: 'denoise' });
}

function strengthOf(denoise: number): number {
  if (denoise <= 1) return denoise;
  throw new GdsError('GDS_STRENGTH', `The value of strength should in [0.0, 1.0] but is ${pythonFloat(denoise)}`);
}

function inputOf({ fields }: ImageRequest): TextToImageInput {
  const { steps, cfg, width, height } = fields;
  const sampler = fields.sampler_name === undefined ? undefined : samplerOf(fields.sampler_name);
  return {
    prompt: fields.positive_prompt,
    negativePrompt: fields.negative_prompt,
    seed: seedOf(fields.seed),
    ...(steps === undefined ? {} : { steps }),
    // Not a number, or 1 and less: without guidance.
    ...(cfg === undefined ? {} : { guidance: cfg > 1 ? cfg : 0 }),
    ...(sampler === undefined ? {} : { sampler }),
    ...(fields.scheduler === undefined ? {} : { schedule: scheduleOf(fields.scheduler, sampler ?? 'euler') }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
}

/** PyTorch's generator on the CPU takes 64 bits and uses the lower half. Negative: any. */
function seedOf(seed: bigint): number {
  if (seed < 0n) return Math.floor(Math.random() * 2 ** 32);
  if (seed >= 1n << 64n) throw new GdsError('GDS_SEED', 'Overflow when unpacking long long');
  return Number(BigInt.asUintN(32, seed));
}

async function saved(
  { bytes, width, height, info }: Extract<Outcome, { kind: 'image' }>,
  seed: bigint,
  prefix: string,
  output: string,
  began: number,
): Promise<JobResult> {
  const name = await writeResult(output, `${prefix}_${seconds()}_${seed}.png`, bytes);
  return {
    status: 'success',
    image: null,
    time_taken: (performance.now() - began) / 1000,
    width,
    height,
    output_path: `data/output/${name}`,
    image_path: `/data/output/${name}`,
    info,
  };
}

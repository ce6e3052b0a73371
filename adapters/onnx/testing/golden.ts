/**
 * Holds a model against its own `reference/` folder: embeddings, latents after each step, the picture. The same check runs in Node and in
 * Chromium, where only the way to read a file differs.
 */
import type { Pixels } from '../../../src/registry/values.js';
import type { ModelManifest } from '../manifest.js';
import { rolesFor, type ModelHost } from '../model-host.js';
import { encodePrompts } from '../pipelines/common.js';
import { encodeImage, imageToImage } from '../pipelines/image-to-image.js';
import { textToImage } from '../pipelines/text-to-image.js';

interface TensorFile {
  readonly file: string;
}
export interface GoldenCase {
  readonly name: string;
  readonly sampler: 'ddim' | 'euler' | 'dpmpp2m';
  readonly prompt: string;
  readonly negative_prompt: string;
  readonly steps: number;
  readonly guidance_scale: number;
  readonly strength: number;
  readonly token_ids: { readonly negative: readonly number[]; readonly prompt: readonly number[] };
  readonly sigmas: readonly number[];
  readonly noise: TensorFile;
  readonly embeddings: TensorFile;
  readonly latents: TensorFile;
  readonly image: string;
  readonly init_image?: string;
  readonly init_latent?: TensorFile;
}

/** Largest absolute differences. */
export interface GoldenDifference {
  readonly tokens: boolean;
  readonly embeddings: number;
  /** Largest over all steps, relative to 1 or the largest latent of the step. */
  readonly latents: number;
  readonly encoded: number;
  /** Grey levels. */
  readonly picture: number;
}

export interface GoldenFiles {
  floats(file: string): Promise<Float32Array>;
  picture(file: string): Promise<Pixels>;
}

export async function compareGolden(
  host: ModelHost,
  manifest: ModelManifest,
  golden: GoldenCase,
  files: GoldenFiles,
): Promise<GoldenDifference> {
  const task = golden.init_image ? 'image-to-image' : 'text-to-image';
  const model = await host.prepare(manifest, rolesFor(task));
  const { rows } = await encodePrompts(model, [golden.negative_prompt, golden.prompt]);
  const embeddings = await files.floats(golden.embeddings.file);
  const size = embeddings.length / 2;

  const multistep = golden.sampler === 'dpmpp2m';
  // The reference starts DPM++ at σ·noise; in the sampler's own scale that is a little less than unit noise.
  const startScale = multistep ? golden.sigmas[0]! / Math.hypot(golden.sigmas[0]!, 1) : 1;
  const noise = (await files.floats(golden.noise.file)).map((value) => value * startScale);
  const wanted = await files.floats(golden.latents.file);
  let latents = 0;
  const settings = {
    ...manifest.defaults,
    prompt: golden.prompt,
    negativePrompt: golden.negative_prompt,
    seed: 0,
    steps: golden.steps,
    guidance: golden.guidance_scale,
    sampler: multistep ? ('dpmpp_2m' as const) : (golden.sampler as 'ddim' | 'euler'),
  };
  const controls = {
    noise: [noise],
    onStep: ({ step, latents: found }: { step: number; latents: Float32Array }) => {
      const scale = multistep ? Math.hypot(golden.sigmas[step]!, 1) : 1;
      const expected = wanted.subarray((step - 1) * found.length, step * found.length);
      const largest = Math.max(1, ...expected.map(Math.abs));
      latents = Math.max(
        latents,
        difference(
          found.map((value) => value * scale),
          expected,
        ) / largest,
      );
    },
  };
  const init = golden.init_image ? await files.picture(golden.init_image) : undefined;
  const result = init
    ? await imageToImage(model, { ...settings, image: init, strength: golden.strength }, controls)
    : await textToImage(model, settings, controls);
  const encoded = init ? difference(await encodeImage(model, init, () => noise), await files.floats(golden.init_latent!.file)) : 0;
  return {
    tokens:
      same(model.tokenizer.encode(golden.prompt), golden.token_ids.prompt) &&
      same(model.tokenizer.encode(golden.negative_prompt), golden.token_ids.negative),
    embeddings: Math.max(difference(rows[0]!, embeddings.subarray(0, size)), difference(rows[1]!, embeddings.subarray(size))),
    latents,
    encoded,
    picture: difference(result.pixels.data, (await files.picture(golden.image)).data),
  };
}

export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const gap = Math.abs(a[i]! - b[i]!);
    // Written so that NaN counts as a difference.
    if (!(gap <= largest)) largest = Number.isNaN(gap) ? Infinity : gap;
  }
  return largest;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

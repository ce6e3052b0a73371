/**
 * What a model package says about itself: `models/<id>/manifest.json`, made by `models/make-manifests.mjs`.
 *
 * Everything a run needs that cannot be read from the ONNX graphs sits here; tensor names, types and shapes do not, those come
 * from the sessions. Sizes and hashes let a download be checked and shared: two models that name the same hash share one file.
 */
import { sha256Hex } from '../../src/hash.js';
import type { SamplerName, ScheduleName } from '../../src/registry/tasks.js';
import type { ModelInfo } from '../../src/inference/types.js';
import type { SchedulerConfig } from './schedulers/config.js';

/** Part of the pipeline a file plays. */
export type FileRole = 'text_encoder' | 'unet' | 'vae_decoder' | 'vae_encoder' | 'tokenizer' | 'tokenizer_config';
export type SessionRole = 'text_encoder' | 'unet' | 'vae_decoder' | 'vae_encoder';

export interface ModelFile {
  readonly role: FileRole;
  /** Relative to the manifest's `base`, or an absolute URL. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the whole file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

export interface ModelManifest {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly tasks: readonly ('text-to-image' | 'image-to-image')[];
  /** Layout of the parts. `stable-diffusion`: one text encoder, one U-Net, one VAE. */
  readonly family: 'stable-diffusion';
  /** URL the paths are relative to. Left out: `${assetBase}models/<id>/`. */
  readonly base?: string;
  /** Between the VAE's latents and the U-Net's: multiply after encoding, divide before decoding. */
  readonly scalingFactor: number;
  readonly scheduler: SchedulerConfig;
  /** Latent (4 channels) to RGB for previews: three rows of four weights and a bias, on 0 to 1. */
  readonly preview: readonly (readonly number[])[];
  /** What the model card recommends. */
  readonly defaults: {
    readonly sampler: SamplerName;
    readonly schedule: ScheduleName;
    readonly steps: number;
    readonly guidance: number;
    /** Pixels. */
    readonly width: number;
    readonly height: number;
  };
  /** Other step counts for single tasks. */
  readonly taskDefaults?: {
    readonly 'image-to-image'?: { readonly steps?: number; readonly guidance?: number; readonly sampler?: SamplerName };
  };
  /** False where guidance above 1 is wrong, because it was distilled in: it is then held at 0. */
  readonly guided: boolean;
  readonly files: readonly ModelFile[];
}

/** The part of a manifest that the model list shows. */
export function modelInfo(manifest: ModelManifest): ModelInfo {
  return {
    id: manifest.id,
    title: manifest.title,
    tasks: manifest.tasks,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    licence: manifest.licence,
    description: manifest.description,
  };
}

/** One name for what all files of a model hold: SHA-256 of the lines `HASH  ROLE`, sorted, as `sha256sum` writes them. */
export function modelSha256({ files }: Pick<ModelManifest, 'files'>): Promise<string> {
  const lines = files.map(({ role, sha256 }) => `${sha256}  ${role}\n`).sort();
  return sha256Hex(new TextEncoder().encode(lines.join('')));
}

/**
 * Inference tasks: what a node may ask for, whoever carries it out.
 *
 * They sit in the registry because a node's `execute` names them; the manager and the adapters (`src/inference`, `adapters/`)
 * fulfil them. See docs/decisions/0002-task-types.md.
 */
import type { Pixels } from './values.js';

/** Sampler names as people know them from Stable Diffusion front ends. */
export type SamplerName = 'ddim' | 'euler' | 'euler_ancestral' | 'dpmpp_2m' | 'dpmpp_2m_sde' | 'dpmpp_sde' | 'lcm' | 'unipc';
/** How time steps are spread. `normal` is the model's own spacing. */
export type ScheduleName = 'normal' | 'karras' | 'exponential' | 'sgm_uniform' | 'simple';

export interface TextToImageInput {
  readonly prompt: string;
  /** Ignored where `guidance` is 0 or 1. */
  readonly negativePrompt?: string;
  /** Unsigned integer below 2^32: the seed of PyTorch's CPU generator. */
  readonly seed: number;
  /** Number of U-Net steps, 1 or more. Left out: the model card's. */
  readonly steps?: number;
  /** Classifier-free guidance scale; 0 or 1 runs without. Left out: the model card's. */
  readonly guidance?: number;
  /** Pixels, multiples of 8. Left out: the model's own size. */
  readonly width?: number;
  readonly height?: number;
  readonly sampler?: SamplerName;
  readonly schedule?: ScheduleName;
}

export interface ImageToImageInput extends TextToImageInput {
  /** Encoded picture (PNG, JPEG, WebP). Fitted to the model's size: scaled to cover, cut at the centre. */
  readonly image: Blob;
  /** 0 to 1: how much is drawn anew. `floor(steps × strength)` must be at least 1. */
  readonly strength: number;
}

export interface ImageToMeshInput {
  readonly image: Blob;
  /** Cells along the longest side of the surface grid, 64 to 512. */
  readonly resolution?: number;
  /** Share of the square that the subject fills, 0.5 to 1. */
  readonly foregroundRatio?: number;
  /** Cut the subject out; false takes the picture's own alpha as it is. */
  readonly removeBackground?: boolean;
  /** Edge of the baked texture in pixels, or 0 for vertex colours. */
  readonly textureSize?: number;
}

/** How a result came to be: enough to make it again. */
export interface GenerationInfo {
  readonly adapter: string;
  /** Origin of the server that made it; absent where this device did. */
  readonly server?: string;
  readonly model: string;
  /** What a person reads: `gds-tiny-turbo` or `Inflate (no model loaded)`. */
  readonly modelLabel: string;
  /** Names the model's content: SHA-256 as 64 hex digits, of its one file or of the list of its files' own. */
  readonly modelSha256?: string;
  /** `wasm`, `webgpu`, `cpu`, … */
  readonly backend: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly guidance?: number;
  readonly sampler?: string;
  /** How the time steps were spread: `normal`, `karras`, … */
  readonly schedule?: string;
  /** Where the noise came from, for example `torch-cpu`: the same seed with another generator gives another picture. */
  readonly rng?: string;
  readonly prompt?: string;
  /** Why it was not made where the policy wanted it, for a person to read. */
  readonly fallback?: string;
  /**
   * Milliseconds by stage, for example `{load, encode, denoise, decode, total}`. `sessions` is the part of them spent inside the inference
   * runtime; it runs across the stages.
   */
  readonly timings: Readonly<Record<string, number>>;
}

export interface ImageResult {
  /** PNG. */
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
  readonly info: GenerationInfo;
}

export interface MeshResult {
  /** GLB. */
  readonly blob: Blob;
  readonly vertices: number;
  readonly faces: number;
  readonly info: GenerationInfo;
}

/** Every task with what goes in and what comes out. Hosts extend it by declaration merging. */
export interface TaskMap {
  'text-to-image': { input: TextToImageInput; output: ImageResult };
  'image-to-image': { input: ImageToImageInput; output: ImageResult };
  'image-to-mesh': { input: ImageToMeshInput; output: MeshResult };
}
export type TaskName = keyof TaskMap;

export interface Progress {
  /** Machine name of the stage: `queue`, `download`, `load`, `encode`, `denoise`, `decode`, `cutout`, `inflate`, `write`, … */
  readonly stage: string;
  /** What a person reads, without the figure: `Loading model`, `Refining surface`. */
  readonly label: string;
  /** Steps done and to do. */
  readonly step?: number;
  readonly total?: number;
  /** Bytes loaded and to load, in the stage `download`. */
  readonly bytes?: { readonly loaded: number; readonly total: number };
  /** Where a node runs once for every item of a list: the item this is about, from 1, and how many there are. */
  readonly item?: { readonly index: number; readonly total: number };
  /** 0 to 1 over the whole task; never goes back. */
  readonly fraction?: number;
  /** A small picture of the state so far. */
  readonly preview?: Pixels;
}

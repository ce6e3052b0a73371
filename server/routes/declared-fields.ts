/** The fields of each route, in the original's order, ours behind them. */
import { SIZE_RANGE } from '../../adapters/onnx/pipelines/size.js';
import { bigInteger, boolean, file, finite, float, integer, sha256, text } from './fields.js';

/** Of every route that starts a job. */
const OURS = {
  model: text.optional,
  priority: integer(-10, 10).or(0),
  image_sha256: sha256.optional,
};

const side = integer(SIZE_RANGE.min, SIZE_RANGE.max).optional;

/** Steps, guidance, sampler and schedule that are left out are those of the model's card. */
const PICTURE = {
  positive_prompt: text.required,
  negative_prompt: text.or(''),
  seed: bigInteger.or(42n),
  steps: integer().optional,
  cfg: float.optional,
  sampler_name: text.optional,
  scheduler: text.optional,
};

const DENOISE = { denoise: finite.or(0.75) };

export const TXT2IMG = { ...PICTURE, width: side, height: side, model: OURS.model, priority: OURS.priority };
export const IMG2IMG = { image: file, ...PICTURE, ...DENOISE, width: side, height: side, ...OURS };
export const IMG2IMG_BASE64 = { image_base64: text.required, ...PICTURE, ...DENOISE, width: side, height: side, ...OURS };

/** Below it the original has nothing to draw a surface from. */
const LEAST_RESOLUTION = 3;

export const TRIPOSR = {
  image: file,
  foreground_ratio: finite.or(0.85),
  mc_resolution: integer(LEAST_RESOLUTION).or(256),
  remove_bg: boolean.or(true),
  chunk_size: integer().or(8192),
  bake_texture: boolean.or(false),
  texture_resolution: integer().or(2048),
  render_video: boolean.or(false),
  render_n_views: integer().or(30),
  render_resolution: integer().or(256),
  ...OURS,
};

export const MODEL_LOAD = { model_path: text.required };
export const TRIPOSR_LOAD = { chunk_size: integer().or(8192) };

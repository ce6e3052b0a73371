/**
 * Parameters of our picture nodes as widgets of ComfyUI's and back. Ranges are those of `src/registry/nodes`; a test holds them equal.
 *
 * ComfyUI allows more than our nodes do. What is outside is taken as the nearest that fits, and said so.
 */
import type { ParamValue } from '../../src/graph/types.js';
import { asText, type Json } from './json.js';

export type FoldKind = 'sdxl-turbo' | 'model';
export type Role = 'checkpoint' | 'positive' | 'negative' | 'latent' | 'sampler' | 'decode';

export interface Reading {
  readonly value: ParamValue;
  /** It says the same as the file. */
  readonly exact: boolean;
}

export interface ParamMapping {
  readonly param: string;
  readonly role: Role;
  /** All of them change together. */
  readonly widgets: readonly string[];
  read(values: readonly Json[]): Reading;
  write(value: ParamValue): readonly Json[];
}

export const PROMPT_LENGTH = 4_000;
const SEEDS = 2 ** 32;

/** Theirs, ours. */
const SAMPLERS: readonly (readonly [string, string])[] = [
  ['euler', 'euler'],
  ['euler_ancestral', 'euler_ancestral'],
  ['dpmpp_2m', 'dpmpp_2m'],
  ['dpmpp_2m_sde', 'dpmpp_2m_sde'],
  ['dpmpp_sde', 'dpmpp_sde'],
  ['ddim', 'ddim'],
  ['lcm', 'lcm'],
  ['uni_pc', 'unipc'],
];
const SCHEDULES = ['normal', 'karras', 'exponential', 'sgm_uniform', 'simple'].map((name) => [name, name] as const);
const AFTER = ['fixed', 'increment', 'decrement', 'randomize'].map((name) => [name, name] as const);

const same = (value: ParamValue): readonly Json[] => [value as Json];

function range(param: string, role: Role, widget: string, min: number, max: number, initial: number, whole = false): ParamMapping {
  const read = ([value]: readonly Json[]): Reading => {
    const number = typeof value === 'number' && Number.isFinite(value) ? value : initial;
    const near = Math.min(max, Math.max(min, whole ? Math.round(number) : number));
    return { value: near, exact: near === value };
  };
  return { param, role, widgets: [widget], read, write: same };
}

function choice(param: string, widget: string, pairs: readonly (readonly [string, string])[], initial: string): ParamMapping {
  const read = ([value]: readonly Json[]): Reading => {
    // Files of early 2023 have a switch in the place of the word.
    const word = value === true ? 'randomize' : value === false ? 'fixed' : value;
    const pair = pairs.find(([theirs]) => theirs === word);
    return { value: pair?.[1] ?? initial, exact: pair !== undefined };
  };
  const write = (value: ParamValue): readonly Json[] => [pairs.find(([, ours]) => ours === value)?.[0] ?? asText(value as Json)];
  return { param, role: 'sampler', widgets: [widget], read, write };
}

const SEED: ParamMapping = {
  param: 'seed',
  role: 'sampler',
  widgets: ['seed'],
  read([value]) {
    const whole = typeof value === 'number' && Number.isInteger(value) ? Math.abs(value) : 0;
    const near = whole % SEEDS;
    return { value: near, exact: near === value };
  },
  write: same,
};

/** Ours are square and of few sizes. */
const SIZE: ParamMapping = {
  param: 'size',
  role: 'latent',
  widgets: ['width', 'height'],
  read: ([width, height]) => ({ value: TURBO_SIZE, exact: width === TURBO_SIZE && height === TURBO_SIZE }),
  write: (value) => [value as Json, value as Json],
};
const TURBO_SIZE = 256;

const text = (param: string, role: Role): ParamMapping => ({
  param,
  role,
  widgets: ['text'],
  read: ([value]) => ({ value: asText(value ?? null), exact: true }),
  write: same,
});

const COMMON: readonly ParamMapping[] = [
  SEED,
  choice('seed_after', 'control_after_generate', AFTER, 'fixed'),
  text('prompt', 'positive'),
  text('negative_prompt', 'negative'),
];

export const FOLD_PARAMS: Readonly<Record<FoldKind, readonly ParamMapping[]>> = {
  'sdxl-turbo': [
    range('steps', 'sampler', 'steps', 1, 8, 4, true),
    SIZE,
    range('guidance', 'sampler', 'cfg', 0, 2, 0),
    choice('sampler', 'sampler_name', [SAMPLERS[5]!, SAMPLERS[0]!], 'ddim'),
    ...COMMON,
  ],
  model: [
    range('steps', 'sampler', 'steps', 1, 50, 20, true),
    range('denoise', 'sampler', 'denoise', 0, 1, 0.6),
    range('cfg', 'sampler', 'cfg', 0, 20, 4),
    choice('sampler', 'sampler_name', SAMPLERS, 'dpmpp_2m'),
    choice('schedule', 'scheduler', SCHEDULES, 'normal'),
    ...COMMON,
  ],
};

/** What a chain says that our node has no parameter for, and the value at which that makes no difference. */
export const UNSHOWN: Readonly<Record<FoldKind, readonly (readonly [role: Role, widget: string, neutral: readonly Json[]])[]>> = {
  'sdxl-turbo': [
    ['sampler', 'scheduler', ['normal', 'simple', 'sgm_uniform']],
    ['sampler', 'denoise', [1]],
    ['latent', 'batch_size', [1]],
  ],
  model: [],
};

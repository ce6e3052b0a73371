/** Parameters that the picture models share. */
import type { SamplerName, ScheduleName } from '../tasks.js';
import type { ParameterSpec, PortSpec } from '../types.js';

export const PROMPT_LENGTH = 4_000;

export const PROMPT: ParameterSpec = {
  kind: 'textarea',
  name: 'prompt',
  title: 'Prompt',
  default: '',
  placeholder: 'What you want to see',
  maxLength: PROMPT_LENGTH,
  port: 'prompt',
  group: 'Prompt',
};

export const NEGATIVE_PROMPT: ParameterSpec = {
  kind: 'textarea',
  name: 'negative_prompt',
  title: 'Negative prompt',
  default: '',
  placeholder: 'What to keep out',
  maxLength: PROMPT_LENGTH,
  port: 'negative_prompt',
  group: 'Prompt',
};

export const SEED: ParameterSpec = { kind: 'seed', name: 'seed', title: 'Seed', default: 42, port: 'seed' };

/** Inputs for numbers that are parameters otherwise, for sweeps above all. */
export function numberInputs(titles: Readonly<Record<string, string>>): PortSpec[] {
  return Object.entries(titles).map(([id, title]) => ({ id, title, type: 'number', quiet: true }));
}

type Options<T> = readonly { readonly value: T; readonly title: string }[];

/** Those marked (server) need an adapter that has them; the built-in one answers `GDS_SAMPLER_UNSUPPORTED`. */
export const SAMPLERS: Options<SamplerName> = [
  { value: 'dpmpp_2m', title: 'DPM++ 2M' },
  { value: 'euler', title: 'Euler' },
  { value: 'ddim', title: 'DDIM' },
  { value: 'euler_ancestral', title: 'Euler ancestral' },
  { value: 'dpmpp_2m_sde', title: 'DPM++ 2M SDE' },
  { value: 'dpmpp_sde', title: 'DPM++ SDE (server)' },
  { value: 'lcm', title: 'LCM' },
  { value: 'unipc', title: 'UniPC' },
];

export const SCHEDULES: Options<ScheduleName> = [
  { value: 'normal', title: 'Normal' },
  { value: 'karras', title: 'Karras' },
  { value: 'exponential', title: 'Exponential' },
  { value: 'sgm_uniform', title: 'SGM uniform' },
  { value: 'simple', title: 'Simple' },
];

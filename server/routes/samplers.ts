/** The original's names of samplers and schedules to the pipelines'. What is unknown counts as Euler and as the model's own spacing. */
import type { SamplerName, ScheduleName } from '../../src/registry/tasks.js';

const SAMPLERS: Readonly<Record<string, SamplerName>> = {
  ddim: 'ddim',
  euler: 'euler',
  euler_a: 'euler_ancestral',
  euler_ancestral: 'euler_ancestral',
  dpmpp_2m: 'dpmpp_2m',
  dpmpp_2m_sde: 'dpmpp_2m_sde',
  // One solver, and so one picture, in the original too.
  dpmpp_sde: 'dpmpp_2m_sde',
  lcm: 'lcm',
  uni_pc: 'unipc',
  unipc: 'unipc',
};
const SCHEDULES: ReadonlySet<string> = new Set(['karras', 'exponential', 'sgm_uniform', 'simple'] satisfies ScheduleName[]);
/** These two spread σ, which only some samplers go by; with the others they are passed over, as the original does. */
const OF_SIGMA: ReadonlySet<string> = new Set(['karras', 'exponential'] satisfies ScheduleName[]);
const BY_SIGMA: ReadonlySet<SamplerName> = new Set(['euler', 'dpmpp_2m', 'dpmpp_2m_sde', 'unipc']);

export const samplerOf = (name: string): SamplerName => (Object.hasOwn(SAMPLERS, name) ? SAMPLERS[name]! : 'euler');

export function scheduleOf(name: string, sampler: SamplerName): ScheduleName {
  if (!SCHEDULES.has(name) || (OF_SIGMA.has(name) && !BY_SIGMA.has(sampler))) return 'normal';
  return name as ScheduleName;
}

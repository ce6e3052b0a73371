/** Sampler and schedule by name. */
import { GdsError } from '../../../src/errors.js';
import type { SamplerName, ScheduleName } from '../../../src/registry/tasks.js';
import type { SchedulerConfig } from './config.js';
import { ddim } from './ddim.js';
import { dpmpp2m } from './dpmpp-2m.js';
import { euler, eulerAncestral } from './euler.js';
import { lcm } from './lcm.js';
import type { Scheduler } from './scheduler.js';
import { unipc } from './unipc.js';

type Maker = (config: SchedulerConfig, steps: number, schedule: ScheduleName) => Scheduler;

const SAMPLERS: Readonly<Partial<Record<SamplerName, Maker>>> = {
  ddim,
  euler,
  euler_ancestral: eulerAncestral,
  dpmpp_2m: dpmpp2m,
  dpmpp_2m_sde: (config, steps, schedule) => dpmpp2m(config, steps, schedule, true),
  lcm,
  unipc,
};
/** The samplers that take a spread of σ; the others go by time steps alone. */
const BY_SIGMA: ReadonlySet<SamplerName> = new Set(['euler', 'dpmpp_2m', 'dpmpp_2m_sde', 'unipc']);

export const SUPPORTED_SAMPLERS = Object.keys(SAMPLERS) as SamplerName[];

/**
 * @throws GdsError `GDS_SAMPLER_UNSUPPORTED` for a sampler that is not there or a schedule it cannot take, `GDS_STEPS` for a number of
 * steps that is not whole or not within 1 to the model's training steps (50 for `lcm`).
 */
export function createScheduler(config: SchedulerConfig, sampler: SamplerName, schedule: ScheduleName, steps: number): Scheduler {
  const make = SAMPLERS[sampler];
  if (!make) {
    throw new GdsError(
      'GDS_SAMPLER_UNSUPPORTED',
      `The sampler "${sampler}" does not run on this device. Choose one of ${SUPPORTED_SAMPLERS.join(', ')}.`,
    );
  }
  if ((schedule === 'karras' || schedule === 'exponential') && !BY_SIGMA.has(sampler)) {
    throw new GdsError(
      'GDS_SAMPLER_UNSUPPORTED',
      `The schedule "${schedule}" does not go with the sampler "${sampler}". Choose "normal", or one of ${SUPPORTED_SAMPLERS.filter((name) => BY_SIGMA.has(name)).join(', ')}.`,
    );
  }
  const most = sampler === 'lcm' ? 50 : config.trainSteps;
  if (!Number.isInteger(steps) || steps < 1 || steps > most) {
    throw new GdsError('GDS_STEPS', `${steps} steps do not work with "${sampler}". Choose a whole number from 1 to ${most}.`);
  }
  // "sgm_uniform" and "simple" end at the noisiest time step: diffusers' `trailing`.
  const trailing = schedule === 'sgm_uniform' || schedule === 'simple';
  return make(trailing ? { ...config, spacing: 'trailing' } : config, steps, schedule);
}

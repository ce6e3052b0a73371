/** What the multistep samplers (DPM++, UniPC) share: which σ they visit, and σ in the unit-variance scale. After diffusers. */
import type { ScheduleName } from '../../../src/registry/tasks.js';
import type { SchedulerConfig } from './config.js';
import {
  exponentialSigmas,
  karrasSigmas,
  noiseSchedule,
  pickMultistepTimesteps,
  roundHalfEven,
  sigmaAt,
  timestepAt,
} from './noise-schedule.js';

/** Karras and exponential run over the whole table, whatever the spacing; the first rounds time steps, the second cuts them off. */
export function multistepSigmas(config: SchedulerConfig, steps: number, schedule: ScheduleName): { timesteps: number[]; sigmas: number[] } {
  const table = noiseSchedule(config).sigmas;
  if (schedule === 'karras' || schedule === 'exponential') {
    const spread = schedule === 'karras' ? karrasSigmas : exponentialSigmas;
    const whole = schedule === 'karras' ? roundHalfEven : Math.trunc;
    const sigmas = spread(table.at(-1)!, table[0]!, steps);
    return { timesteps: sigmas.map((sigma) => whole(timestepAt(table, sigma))), sigmas };
  }
  const timesteps = pickMultistepTimesteps(config, steps);
  return { timesteps, sigmas: timesteps.map((timestep) => sigmaAt(table, timestep)) };
}

/** Weights of picture and noise at a σ, and half the log of their ratio squared; λ is infinite at σ = 0. */
export function scaleOf(sigma: number): { alpha: number; sigma: number; lambda: number } {
  const alpha = 1 / Math.sqrt(sigma * sigma + 1);
  return { alpha, sigma: sigma * alpha, lambda: -Math.log(sigma) };
}

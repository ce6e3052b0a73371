/**
 * Euler's method on the probability flow (Karras et al. 2022, algorithm 2 without churn), and its ancestral sibling, which goes further
 * down at each step and adds fresh noise. In the scale x0 + σ·noise. After diffusers' EulerDiscrete and EulerAncestralDiscrete.
 */
import type { ScheduleName } from '../../../src/registry/tasks.js';
import type { SchedulerConfig } from './config.js';
import { exponentialSigmas, karrasSigmas, noiseSchedule, pickTimesteps, sigmaAt, timestepAt } from './noise-schedule.js';
import { fill, type Scheduler } from './scheduler.js';

export function euler(config: SchedulerConfig, steps: number, schedule: ScheduleName): Scheduler {
  return make(config, steps, schedule, false);
}

/** Ancestral steps draw noise at every step, the last one included, where it counts nothing: so does the reference. */
export function eulerAncestral(config: SchedulerConfig, steps: number): Scheduler {
  return make(config, steps, 'normal', true);
}

function make(config: SchedulerConfig, steps: number, schedule: ScheduleName, ancestral: boolean): Scheduler {
  const table = noiseSchedule(config).sigmas;
  const { timesteps, sigmas } = select(config, steps, schedule, table);
  const max = Math.max(...sigmas);
  const velocity = config.prediction === 'v_prediction';
  return {
    timesteps,
    initialScale: config.spacing === 'leading' ? Math.sqrt(max * max + 1) : max,
    scaleInput(latents, index) {
      const scale = 1 / Math.sqrt(sigmas[index]! ** 2 + 1);
      return fill(latents.length, (i) => latents[i]! * scale);
    },
    addNoise: (clean, noise, index) => fill(clean.length, (i) => clean[i]! + sigmas[index]! * noise[i]!),
    step(output, index, latents, noise) {
      const sigma = sigmas[index]!;
      const next = sigmas[index + 1] ?? 0;
      const up = ancestral ? Math.sqrt(Math.max(0, (next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2)) : 0;
      const down = ancestral ? Math.sqrt(Math.max(0, next ** 2 - up ** 2)) : next;
      const fresh = ancestral ? noise() : undefined;
      const [vOut, vIn] = [-sigma / Math.sqrt(sigma ** 2 + 1), 1 / (sigma ** 2 + 1)];
      const denoised = new Float32Array(latents.length);
      const moved = fill(latents.length, (i) => {
        const x = latents[i]!;
        const x0 = velocity ? vOut * output[i]! + vIn * x : x - sigma * output[i]!;
        denoised[i] = x0;
        return x + ((x - x0) / sigma) * (down - sigma) + (fresh ? fresh[i]! * up : 0);
      });
      return { latents: moved, denoised };
    },
  };
}

/** Karras and exponential spread σ between the ends of the model's own selection; the time steps follow and stay fractions. */
function select(config: SchedulerConfig, steps: number, schedule: ScheduleName, table: Float64Array) {
  const timesteps = pickTimesteps(config, steps);
  const own = timesteps.map((timestep) => sigmaAt(table, timestep));
  if (schedule !== 'karras' && schedule !== 'exponential') return { timesteps, sigmas: own };
  const spread = schedule === 'karras' ? karrasSigmas : exponentialSigmas;
  const sigmas = spread(own[0]!, own.at(-1)!, steps);
  return { timesteps: sigmas.map((sigma) => timestepAt(table, sigma)), sigmas };
}

/**
 * DPM-Solver++(2M) and its stochastic form (Lu et al. 2022): two-step, in the unit-variance scale. After diffusers'
 * DPMSolverMultistepScheduler with `dpmsolver++` or `sde-dpmsolver++`, midpoint, final σ 0.
 */
import type { ScheduleName } from '../../../src/registry/tasks.js';
import type { SchedulerConfig } from './config.js';
import { multistepSigmas, scaleOf } from './multistep.js';
import { fill, type Scheduler } from './scheduler.js';

export function dpmpp2m(config: SchedulerConfig, steps: number, schedule: ScheduleName, stochastic = false): Scheduler {
  const { timesteps, sigmas } = multistepSigmas(config, steps, schedule);
  const velocity = config.prediction === 'v_prediction';
  /** Foreseen picture and log signal-to-noise ratio of the step before. */
  let before: { denoised: Float32Array; lambda: number } | undefined;
  return {
    timesteps,
    initialScale: 1,
    scaleInput: (latents) => latents,
    addNoise(clean, noise, index) {
      const { alpha, sigma } = scaleOf(sigmas[index]!);
      return fill(clean.length, (i) => alpha * clean[i]! + sigma * noise[i]!);
    },
    step(output, index, latents, noise) {
      const now = scaleOf(sigmas[index]!);
      const next = scaleOf(sigmas[index + 1] ?? 0);
      const denoised = fill(latents.length, (i) => {
        return velocity ? now.alpha * latents[i]! - now.sigma * output[i]! : (latents[i]! - now.sigma * output[i]!) / now.alpha;
      });
      const h = next.lambda - now.lambda;
      // The first step has no past; the last one goes to σ = 0, where the second order is not defined.
      const slope = before && next.sigma > 0 ? (h / (now.lambda - before.lambda)) * 0.5 : 0;
      const past = before?.denoised;
      const keep = stochastic ? (next.sigma / now.sigma) * Math.exp(-h) : next.sigma / now.sigma;
      const gain = next.alpha * (stochastic ? -Math.expm1(-2 * h) : -Math.expm1(-h));
      const fresh = stochastic ? noise() : undefined;
      const spread = stochastic ? next.sigma * Math.sqrt(-Math.expm1(-2 * h)) : 0;
      const moved = fill(latents.length, (i) => {
        const target = past && slope ? denoised[i]! + slope * (denoised[i]! - past[i]!) : denoised[i]!;
        return keep * latents[i]! + gain * target + (fresh ? spread * fresh[i]! : 0);
      });
      before = { denoised, lambda: now.lambda };
      return { latents: moved, denoised };
    },
  };
}

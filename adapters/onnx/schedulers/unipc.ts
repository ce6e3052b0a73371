/**
 * UniPC of order 2 with B(h) = e^(−h) − 1 (Zhao et al. 2023): each step first corrects where the last one landed, then predicts the next.
 * In the unit-variance scale. After diffusers' UniPCMultistepScheduler with `bh2` and final σ 0.
 */
import type { ScheduleName } from '../../../src/registry/tasks.js';
import type { SchedulerConfig } from './config.js';
import { multistepSigmas, scaleOf } from './multistep.js';
import { fill, type Scheduler } from './scheduler.js';

/** Foreseen picture at one σ. */
interface Estimate {
  readonly denoised: Float32Array;
  readonly index: number;
}

export function unipc(config: SchedulerConfig, steps: number, schedule: ScheduleName): Scheduler {
  const { timesteps, sigmas } = multistepSigmas(config, steps, schedule);
  const velocity = config.prediction === 'v_prediction';
  const scale = (index: number) => scaleOf(sigmas[index] ?? 0);
  /** The last two estimates, newest first. */
  let past: Estimate[] = [];
  /** Where the last prediction started, and its order. */
  let last: { readonly latents: Float32Array; readonly order: number } | undefined;

  /** From estimate `from` to step `index`, up to the first-order term, with what both halves of the method need. */
  const expand = (latents: Float32Array, index: number, [from, older]: readonly Estimate[], order: number) => {
    const [now, next] = [scale(from!.index), scale(index)];
    const h = next.lambda - now.lambda;
    const gain = Math.expm1(-h);
    const base = fill(latents.length, (i) => (next.sigma / now.sigma) * latents[i]! - next.alpha * gain * from!.denoised[i]!);
    const ratio = order > 1 ? (scale(older!.index).lambda - now.lambda) / h : 1;
    const slope = (i: number) => (order > 1 ? (older!.denoised[i]! - from!.denoised[i]!) / ratio : 0);
    return { base, factor: next.alpha * gain, h, gain, ratio, slope };
  };

  const correct = (latents: Float32Array, index: number, denoised: Float32Array, order: number): Float32Array => {
    const { base, factor, h, gain, ratio, slope } = expand(latents, index, past, order);
    // Weights of the older slope and of the new one: the solution of the order conditions (eq. 8 of the paper).
    const first = gain / -h - 1;
    const b1 = first / gain;
    const b2 = ((first / -h - 0.5) * 2) / gain;
    const older = order > 1 ? (b1 - b2) / (1 - ratio) : 0;
    const newest = order > 1 ? b1 - older : 0.5;
    const from = past[0]!.denoised;
    return fill(latents.length, (i) => base[i]! - factor * (older * slope(i) + newest * (denoised[i]! - from[i]!)));
  };

  return {
    timesteps,
    initialScale: 1,
    scaleInput: (latents) => latents,
    addNoise(clean, noise, index) {
      const { alpha, sigma } = scale(index);
      return fill(clean.length, (i) => alpha * clean[i]! + sigma * noise[i]!);
    },
    step(output, index, latents) {
      const { alpha, sigma } = scale(index);
      const denoised = fill(latents.length, (i) =>
        velocity ? alpha * latents[i]! - sigma * output[i]! : (latents[i]! - sigma * output[i]!) / alpha,
      );
      const start = last ? correct(last.latents, index, denoised, last.order) : latents;
      past = [{ denoised, index }, ...past.slice(0, 1)];
      const order = Math.min(2, past.length, timesteps.length - index);
      last = { latents: start, order };
      const { base, factor, slope } = expand(start, index + 1, past, order);
      return { latents: order > 1 ? fill(base.length, (i) => base[i]! - factor * 0.5 * slope(i)) : base, denoised };
    },
  };
}

/**
 * The training noise schedule and the ways to pick n steps from it.
 *
 * Formulas and roundings follow diffusers 0.39 (`set_timesteps` of DDIM, EulerDiscrete and DPMSolverMultistep); test/fixtures/diffusers
 * holds its numbers.
 */
import type { SchedulerConfig } from './config.js';

export interface NoiseSchedule {
  /** ᾱ by time step: the share of the picture in the variance. Doubles of single-precision values. */
  readonly alphas: Float64Array;
  /** σ = √((1−ᾱ)/ᾱ) by time step, ascending. */
  readonly sigmas: Float64Array;
}

export function noiseSchedule(config: SchedulerConfig): NoiseSchedule {
  const { trainSteps, betaStart, betaEnd } = config;
  const alphas = new Float64Array(trainSteps);
  let product = 1;
  for (let i = 0; i < trainSteps; i++) {
    const root = Math.sqrt(betaStart) + (i / (trainSteps - 1)) * (Math.sqrt(betaEnd) - Math.sqrt(betaStart));
    product *= Math.fround(1 - Math.fround(root * root));
    alphas[i] = Math.fround(product);
  }
  return { alphas, sigmas: alphas.map((alpha) => Math.fround(Math.sqrt((1 - alpha) / alpha))) };
}

/** Rounds halves to even, as NumPy does. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** Descending time steps of the first-order samplers; `linspace` gives fractions. */
export function pickTimesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, stepsOffset, spacing } = config;
  if (spacing === 'trailing') return trailing(trainSteps, steps);
  if (spacing === 'leading') {
    const stride = Math.floor(trainSteps / steps);
    return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * stride + stepsOffset);
  }
  if (steps === 1) return [0];
  return Array.from({ length: steps }, (_, i) => Math.fround(((steps - 1 - i) * (trainSteps - 1)) / (steps - 1)));
}

/** Descending time steps of the multistep samplers: of n + 1 points the last, cleanest one is left out. */
export function pickMultistepTimesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, stepsOffset, spacing } = config;
  if (spacing === 'trailing') return trailing(trainSteps, steps);
  const stride = Math.floor(trainSteps / (steps + 1));
  return Array.from({ length: steps }, (_, i) => {
    const rank = steps - i;
    return spacing === 'leading' ? rank * stride + stepsOffset : roundHalfEven((rank * (trainSteps - 1)) / steps);
  });
}

function trailing(trainSteps: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => roundHalfEven(trainSteps - (i * trainSteps) / steps) - 1);
}

/** σ at a time step, which may be a fraction: linear in between. */
export function sigmaAt(sigmas: Float64Array, timestep: number): number {
  const low = Math.min(Math.floor(timestep), sigmas.length - 1);
  const high = Math.min(low + 1, sigmas.length - 1);
  const weight = timestep - low;
  return sigmas[low]! * (1 - weight) + sigmas[high]! * weight;
}

/**
 * Time step at a σ, a fraction: the inverse of the table, linear in log σ. The table's logarithms are single precision, as in the
 * reference: it decides whether the first of the exponential time steps is 999 or a little less.
 */
export function timestepAt(sigmas: Float64Array, sigma: number): number {
  const log = Math.log(Math.max(sigma, 1e-10));
  let low = 0;
  while (low < sigmas.length - 2 && Math.fround(Math.log(sigmas[low + 1]!)) <= log) low++;
  const from = Math.fround(Math.log(sigmas[low]!));
  const to = Math.fround(Math.log(sigmas[low + 1]!));
  const weight = Math.min(1, Math.max(0, (log - from) / (to - from)));
  return low + weight;
}

/** n values of σ from `max` down to `min`, denser at the clean end (Karras et al. 2022, eq. 5, ρ = 7). */
export function karrasSigmas(max: number, min: number, steps: number): number[] {
  const rho = 7;
  const from = max ** (1 / rho);
  const to = min ** (1 / rho);
  return ramp(steps).map((at) => (from + at * (to - from)) ** rho);
}

/** n values of σ from `max` down to `min`, evenly in log σ. */
export function exponentialSigmas(max: number, min: number, steps: number): number[] {
  return ramp(steps).map((at) => Math.exp(Math.log(max) + at * (Math.log(min) - Math.log(max))));
}

function ramp(steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => (steps === 1 ? 0 : i / (steps - 1)));
}

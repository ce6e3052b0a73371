/** DDIM (Song et al. 2020, η = 0): deterministic, in the unit-variance scale. After diffusers' DDIMScheduler without clipping. */
import type { SchedulerConfig } from './config.js';
import { noiseSchedule, pickTimesteps, roundHalfEven } from './noise-schedule.js';
import { fill, type Scheduler } from './scheduler.js';

export function ddim(config: SchedulerConfig, steps: number): Scheduler {
  const { alphas } = noiseSchedule(config);
  const timesteps = pickTimesteps(config, steps).map(roundHalfEven);
  const stride = Math.floor(config.trainSteps / steps);
  const velocity = config.prediction === 'v_prediction';
  return {
    timesteps,
    initialScale: 1,
    scaleInput: (latents) => latents,
    addNoise(clean, noise, index) {
      const alpha = alphas[timesteps[index]!]!;
      return fill(clean.length, (i) => Math.sqrt(alpha) * clean[i]! + Math.sqrt(1 - alpha) * noise[i]!);
    },
    step(output, index, latents) {
      const timestep = timesteps[index]!;
      const alpha = alphas[timestep]!;
      const next = timestep - stride;
      const nextAlpha = next >= 0 ? alphas[next]! : config.finalAlphaOne ? 1 : alphas[0]!;
      const [a, b] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
      const [nextA, nextB] = [Math.sqrt(nextAlpha), Math.sqrt(1 - nextAlpha)];
      const denoised = new Float32Array(latents.length);
      const moved = fill(latents.length, (i) => {
        const x = latents[i]!;
        const out = output[i]!;
        const x0 = velocity ? a * x - b * out : (x - b * out) / a;
        const noise = velocity ? a * out + b * x : out;
        denoised[i] = x0;
        return nextA * x0 + nextB * noise;
      });
      return { latents: moved, denoised };
    },
  };
}

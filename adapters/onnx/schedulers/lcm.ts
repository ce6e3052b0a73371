/**
 * Latent consistency sampling (Luo et al. 2023): foresee the picture, add fresh noise, repeat. For models trained for it. After diffusers'
 * LCMScheduler: 50 original steps, time steps scaled by 10, boundary weight σ_data = 0.5.
 */
import type { SchedulerConfig } from './config.js';
import { noiseSchedule } from './noise-schedule.js';
import { fill, type Scheduler } from './scheduler.js';

const ORIGINAL_STEPS = 50;
const TIMESTEP_SCALE = 10;
const SIGMA_DATA = 0.5;

/** @param steps - 50 at most: the original steps. */
export function lcm(config: SchedulerConfig, steps: number): Scheduler {
  const { alphas } = noiseSchedule(config);
  const stride = Math.floor(config.trainSteps / ORIGINAL_STEPS);
  const timesteps = Array.from({ length: steps }, (_, i) => (ORIGINAL_STEPS - Math.floor((ORIGINAL_STEPS * i) / steps)) * stride - 1);
  const velocity = config.prediction === 'v_prediction';
  return {
    timesteps,
    initialScale: 1,
    scaleInput: (latents) => latents,
    addNoise(clean, noise, index) {
      const alpha = alphas[timesteps[index]!]!;
      return fill(clean.length, (i) => Math.sqrt(alpha) * clean[i]! + Math.sqrt(1 - alpha) * noise[i]!);
    },
    step(output, index, latents, noise) {
      const timestep = timesteps[index]!;
      const [a, b] = [Math.sqrt(alphas[timestep]!), Math.sqrt(1 - alphas[timestep]!)];
      const scaled = timestep * TIMESTEP_SCALE;
      const skip = SIGMA_DATA ** 2 / (scaled ** 2 + SIGMA_DATA ** 2);
      const out = scaled / Math.sqrt(scaled ** 2 + SIGMA_DATA ** 2);
      const denoised = fill(latents.length, (i) => {
        const x0 = velocity ? a * latents[i]! - b * output[i]! : (latents[i]! - b * output[i]!) / a;
        return out * x0 + skip * latents[i]!;
      });
      if (index === timesteps.length - 1) return { latents: denoised, denoised };
      const nextAlpha = alphas[timesteps[index + 1]!]!;
      const fresh = noise();
      return { latents: fill(latents.length, (i) => Math.sqrt(nextAlpha) * denoised[i]! + Math.sqrt(1 - nextAlpha) * fresh[i]!), denoised };
    },
  };
}

/**
 * A sampler: how the latents move from noise to a picture, step by step. One object serves one run, as multistep samplers remember.
 *
 * Latents are in the sampler's own scale, as in diffusers: for `ddim`, `lcm` and DPM++ of unit variance, for the Euler family
 * x0 + σ·noise. Arithmetic is double precision, latents are stored in single precision.
 */
export interface Scheduler {
  /** Time steps for the U-Net, first to last; they may be fractions. */
  readonly timesteps: readonly number[];
  /** Unit noise times this is where text to image starts. */
  readonly initialScale: number;
  /** What the U-Net sees at step `index`. */
  scaleInput(latents: Float32Array, index: number): Float32Array;
  /** Clean latents with noise for step `index`: where image to image starts. */
  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array;
  /**
   * One step. `noise` draws unit noise of the latents' size; it is called only where the sampler's reference draws too, so that the
   * generator stays in step with it.
   */
  step(output: Float32Array, index: number, latents: Float32Array, noise: () => Float32Array): StepResult;
}

export interface StepResult {
  readonly latents: Float32Array;
  /** The picture as it is foreseen now, for previews. */
  readonly denoised: Float32Array;
}

/** `f(i)` for every element. */
export function fill(length: number, f: (i: number) => number): Float32Array {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = f(i);
  return out;
}

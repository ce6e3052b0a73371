/** Turns stages into one bar that never goes back. */
import type { Progress } from '../../src/registry/tasks.js';

/** Measured on WASM with the default models: the decoder costs about as much as three U-Net calls, the text encoder a tenth of one. */
const ENCODE_COST = 0.1;
const DECODE_COST = 3;

export class ProgressSpan {
  private fraction = 0;
  private steps = 1;

  /**
   * @param loadShare - Part of the bar for loading, 0 to 1.
   * @param stepCost - U-Net rows in a step.
   */
  constructor(
    private readonly loadShare: number,
    private readonly stepCost: number,
  ) {}

  load(loaded: number, total: number): Progress {
    const all = loaded >= total;
    const bytes = { loaded, total };
    return {
      stage: all ? 'load' : 'download',
      label: all ? 'Preparing model' : 'Loading model',
      bytes,
      fraction: this.reach(total ? (loaded / total) * this.loadShare : 0),
    };
  }

  /** Drawing begins with step 0 of `steps`, so that its count is there before the first step ends. */
  stage(stage: 'encode' | 'denoise' | 'decode', steps: number): Progress {
    this.steps = steps;
    if (stage === 'denoise') return this.step(0, steps);
    const labels = { encode: 'Reading the prompt', decode: 'Finishing' } as const;
    const done = { encode: 0, decode: ENCODE_COST + steps * this.stepCost }[stage];
    return { stage, label: labels[stage], fraction: this.work(done) };
  }

  step(step: number, total: number): Progress {
    this.steps = total;
    return { stage: 'denoise', label: 'Drawing', step, total, fraction: this.work(ENCODE_COST + step * this.stepCost) };
  }

  private work(done: number): number {
    return this.reach(this.loadShare + ((1 - this.loadShare) * done) / (ENCODE_COST + this.steps * this.stepCost + DECODE_COST));
  }

  private reach(fraction: number): number {
    return (this.fraction = Math.max(this.fraction, Math.min(1, fraction)));
  }
}

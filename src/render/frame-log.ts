/**
 * What frames cost: the figures behind `stats()`. Recording a frame allocates nothing; percentiles are worked out when asked for.
 */
import type { DrawResult, FrameStats, LongFrame, Percentiles } from './types.js';

/** Frames that percentiles look back on: four seconds at 60 per second. */
export const STATS_WINDOW = 240;
/** Milliseconds; one frame at 60 per second. */
export const LONG_FRAME_MS = 1000 / 60;
/** Long frames kept with their reasons. */
const LONG_FRAMES_KEPT = 16;
/** Reasons counted by name: labels of commands are among them, and a host may make up any number. */
const REASONS_KEPT = 64;
const OTHER = 'other';

/** The latest values, oldest out first. */
class Ring {
  readonly #values = new Float64Array(STATS_WINDOW);
  #count = 0;

  add(value: number): void {
    this.#values[this.#count % STATS_WINDOW] = value;
    this.#count += 1;
  }
  get empty(): boolean {
    return this.#count === 0;
  }

  /** By nearest rank: every figure is one that was measured. */
  percentiles(): Percentiles {
    const count = Math.min(this.#count, STATS_WINDOW);
    const sorted = this.#values.slice(0, count).sort();
    const at = (share: number): number => sorted[Math.max(0, Math.ceil(count * share) - 1)] ?? 0;
    return Object.freeze({ count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) });
  }
}

export class FrameLog {
  #frames = 0;
  readonly #cpu = new Ring();
  #gpu = new Ring();
  #longCount = 0;
  readonly #long: LongFrame[] = [];
  readonly #reasonCounts = new Map<string, number>();
  #last: DrawResult = { draws: 0, bytesUploaded: 0, submits: 0 };
  #lastMs = 0;
  #lastDpr = 1;
  /** Held until the next frame; the caller does not change it meanwhile. */
  #lastReasons: Iterable<string> = [];

  /** @param begun `performance.now()` before anything was done for the frame */
  add(drawn: DrawResult, begun: number, cpuMs: number, dpr: number, reasons: Iterable<string>): void {
    this.#frames += 1;
    this.#cpu.add(cpuMs);
    this.#last = drawn;
    this.#lastMs = cpuMs;
    this.#lastDpr = dpr;
    this.#lastReasons = reasons;
    for (const reason of reasons) {
      const name = this.#reasonCounts.has(reason) || this.#reasonCounts.size < REASONS_KEPT ? reason : OTHER;
      this.#reasonCounts.set(name, (this.#reasonCounts.get(name) ?? 0) + 1);
    }
    if (cpuMs <= LONG_FRAME_MS) return;
    this.#longCount += 1;
    this.#long.push(Object.freeze({ frame: this.#frames, at: begun, cpuMs, reasons: Object.freeze([...reasons]) }));
    if (this.#long.length > LONG_FRAMES_KEPT) this.#long.shift();
  }

  addGpu(ms: number): void {
    this.#gpu.add(ms);
  }
  /** Another renderer draws from now on: its GPU times are its own. */
  forgetGpu(): void {
    if (!this.#gpu.empty) this.#gpu = new Ring();
  }

  stats(timestamps: boolean, animationFrames: number, gpuBytes: number): FrameStats {
    const { draws, bytesUploaded, submits } = this.#last;
    return Object.freeze({
      frames: this.#frames,
      draws,
      bytesUploaded,
      submits,
      cpuMs: this.#lastMs,
      reasons: Object.freeze([...this.#lastReasons]),
      dpr: this.#lastDpr,
      window: STATS_WINDOW,
      cpu: this.#cpu.percentiles(),
      gpu: timestamps ? this.#gpu.percentiles() : null,
      longFrames: Object.freeze({ count: this.#longCount, threshold: LONG_FRAME_MS, last: Object.freeze([...this.#long]) }),
      reasonCounts: Object.freeze(Object.fromEntries(this.#reasonCounts)),
      animationFrames,
      gpuBytes,
    });
  }
}

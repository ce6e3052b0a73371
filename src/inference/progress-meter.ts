/**
 * The progress of one task as a person can follow it: told at most ten times a second, the first and the last always, and never
 * backwards, also where another adapter begins anew. A preview that comes in between is told with what comes next.
 */
import type { Progress } from '../registry/tasks.js';

/** Milliseconds between two tellings. */
export const PROGRESS_INTERVAL_MS = 100;

/** The time, for tests. */
export interface Clock {
  now(): number;
  /** Calls back after so many milliseconds; gives what takes the call back. */
  after(ms: number, call: () => void): () => void;
}

const REAL: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export class ProgressMeter {
  #told = -Infinity;
  #pending: Progress | undefined;
  #cancel: (() => void) | undefined;
  #ended = false;
  /** Of the whole, 0 to 1. */
  #fraction = 0;
  /** Where the adapter that works now began. */
  #base = 0;
  #suffix = '';

  constructor(
    private readonly tell: (progress: Progress) => void,
    private readonly clock: Clock = REAL,
  ) {}

  readonly report = (progress: Progress): void => {
    if (this.#ended) return;
    this.#pending = this.#forward(progress);
    const wait = this.#told + PROGRESS_INTERVAL_MS - this.clock.now();
    if (wait <= 0) this.#flush();
    else this.#cancel ??= this.clock.after(wait, () => this.#flush());
  };

  /** Another adapter goes on: what it does counts for what is left, and `who` stands beside what it says. */
  restart(who: string): void {
    this.#base = this.#fraction;
    this.#suffix = ` (${who})`;
  }

  /** Tells what was told last, where that is still due, and nothing any more. */
  finish(): void {
    this.#flush();
    this.#ended = true;
  }

  /** Tells nothing any more. */
  stop(): void {
    this.#pending = undefined;
    this.finish();
  }

  #forward(progress: Progress): Progress {
    const label = `${progress.label}${this.#suffix}`;
    const preview = progress.preview ?? this.#pending?.preview;
    const seen = { ...progress, label, ...(preview ? { preview } : {}) };
    if (progress.fraction === undefined) return seen;
    this.#fraction = Math.max(this.#fraction, this.#base + (1 - this.#base) * Math.min(1, progress.fraction));
    return { ...seen, fraction: this.#fraction };
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const progress = this.#pending;
    if (!progress) return;
    this.#pending = undefined;
    this.#told = this.clock.now();
    this.tell(progress);
  }
}

/**
 * The ways of hearing of a job, best first. One that did not get through is left for a while, longer each time, and then tried again: a
 * proxy that swallows WebSockets now may be gone when the laptop is elsewhere.
 */
import type { Transport } from './types.js';

export interface Rung {
  readonly name: 'websocket' | 'sse' | 'polling';
  readonly transport: Transport;
}

/** Times `stepUp` at most. */
const LONGEST = 10;

export class Ladder {
  readonly #failures = new Map<Rung, { count: number; until: number }>();
  readonly #proven = new Set<Rung>();

  constructor(
    private readonly rungs: readonly [Rung, ...Rung[]],
    private readonly stepUp: number,
  ) {}

  /** The best that is not left for now; the last where all are. */
  pick(now = performance.now()): Rung {
    return this.rungs.find((rung) => this.#open(rung, now)) ?? this.rungs.at(-1)!;
  }

  /** There is nothing below. */
  isLast(rung: Rung): boolean {
    return rung === this.rungs.at(-1);
  }

  /** True where a better one may be tried again. */
  hasBetter(rung: Rung, now = performance.now()): boolean {
    return this.pick(now) !== rung;
  }

  /** It has got through since it failed last. */
  isProven(rung: Rung): boolean {
    return this.#proven.has(rung);
  }

  failed(rung: Rung, now = performance.now()): void {
    this.#proven.delete(rung);
    const count = (this.#failures.get(rung)?.count ?? 0) + 1;
    this.#failures.set(rung, { count, until: now + this.stepUp * Math.min(2 ** (count - 1), LONGEST) });
  }

  worked(rung: Rung): void {
    this.#failures.delete(rung);
    this.#proven.add(rung);
  }

  /** Nothing gets through: the server is away, and no way of hearing it is to blame. */
  forgive(): void {
    this.#failures.clear();
  }

  #open(rung: Rung, now: number): boolean {
    const failure = this.#failures.get(rung);
    return failure === undefined || failure.until <= now;
  }
}

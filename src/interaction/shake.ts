/** Tells a shake from a drag: the pointer turns back several times in a short while. */
import type { CanvasPointer } from './chart.js';

export const SHAKE = {
  /** Screen pixels that it goes one way before a turn counts. */
  stroke: 28,
  turns: 4,
  /** Milliseconds within which the turns happen. */
  window: 900,
} as const;

export class Shake {
  /** Where it turned last, or how far it has got since. */
  #extreme: number | undefined;
  #way: -1 | 0 | 1 = 0;
  #turns: number[] = [];

  /** True once the pointer has been shaken. */
  add({ screen, time }: CanvasPointer): boolean {
    this.#extreme ??= screen.x;
    const distance = screen.x - this.#extreme;
    if (this.#way !== 0 && distance * this.#way > 0) this.#extreme = screen.x;
    else if (Math.abs(distance) >= SHAKE.stroke) {
      if (this.#way !== 0) this.#turns = [...this.#turns.filter((turn) => time - turn <= SHAKE.window), time];
      this.#way = distance > 0 ? 1 : -1;
      this.#extreme = screen.x;
    }
    return this.#turns.length >= SHAKE.turns;
  }
}

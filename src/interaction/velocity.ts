/** How fast a pointer was when it let go. */
import type { CanvasPointer } from './chart.js';

/** Milliseconds that are looked back on, and without a move after which the hand has come to rest. */
const WINDOW = 100;
const REST = 40;

export class Velocity {
  #samples: CanvasPointer[] = [];

  add(pointer: CanvasPointer): void {
    this.#samples = [...this.#samples.filter(({ time }) => pointer.time - time <= WINDOW), pointer];
  }

  /** CSS pixels per millisecond at `time`; zero after a rest. */
  at(time: number): { readonly x: number; readonly y: number } {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    const ms = first && last ? last.time - first.time : 0;
    if (!first || !last || ms <= 0 || time - last.time > REST) return { x: 0, y: 0 };
    return { x: (last.screen.x - first.screen.x) / ms, y: (last.screen.y - first.screen.y) / ms };
  }
}

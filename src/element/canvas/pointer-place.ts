/** Where something new goes: under the pointer while it is over the canvas, else where there is room. */
import type { Point } from '../../scene/types.js';

export interface PointerHost {
  toCanvas(x: number, y: number): Point;
  free(): Point;
}

export class PointerPlace {
  /** Client pixels. */
  #at: Point | undefined;
  /** Canvas units. */
  #pinned: Point | undefined;

  constructor(private readonly host: PointerHost) {}

  follow(surface: HTMLElement, signal: AbortSignal): void {
    surface.addEventListener(
      'pointermove',
      (event) => {
        this.#at = { x: event.clientX, y: event.clientY };
        this.#pinned = undefined;
      },
      { signal, passive: true },
    );
    surface.addEventListener('pointerleave', () => (this.#at = undefined), { signal, passive: true });
  }

  /** A menu was opened at a canvas point: what is chosen there goes there, until the pointer moves over the canvas again. */
  pin(at: Point): void {
    this.#pinned = at;
  }

  /** Canvas units. */
  place(): Point {
    if (this.#pinned) return this.#pinned;
    return this.#at ? this.host.toCanvas(this.#at.x, this.#at.y) : this.host.free();
  }
}

/** How large the canvas is in device pixels: what it should have at rest and while the view moves, and what its renderer has. */
import { MAX_PIXELS, withinPixels, type PixelSize } from './pixel-size.js';
import type { Renderer } from './types.js';

export class CanvasSize {
  atRest: PixelSize = { width: 0, height: 0, dpr: 1 };
  #inMotion = this.atRest;
  #applied: PixelSize | undefined;

  /** @param movingPixels  device pixels at most while the view moves */
  constructor(private readonly movingPixels: number) {}

  /** Whether a moving view has fewer pixels than a resting one. */
  get lowered(): boolean {
    return this.#inMotion !== this.atRest;
  }
  /** Device pixels per CSS pixel of what is drawn. */
  get dpr(): number {
    return this.#applied?.dpr ?? 1;
  }

  /** Takes over the container's size; `side` is the longest that the renderer can draw. An empty one changes nothing. */
  measure(container: PixelSize | undefined, side: number): void {
    if (!container || container.width === 0 || container.height === 0) return;
    this.atRest = withinPixels(container, MAX_PIXELS, side);
    this.#inMotion = withinPixels(this.atRest, this.movingPixels, side, 1);
  }

  /** A canvas loses its picture with its size, so call this only where it is drawn right after. */
  fit(renderer: Renderer, moving: boolean): void {
    const wanted = moving ? this.#inMotion : this.atRest;
    const { width, height, dpr } = wanted;
    const has = this.#applied;
    if (width === 0 || (has?.width === width && has.height === height && has.dpr === dpr)) return;
    this.#applied = wanted;
    renderer.resize(width, height, dpr);
  }

  /** Another canvas, which has no size yet. */
  reset(): void {
    this.#applied = undefined;
  }
}

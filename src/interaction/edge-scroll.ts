/**
 * Moves the view while something is dragged to its edge: the deeper the pointer is in the margin, the faster, whatever the frame
 * rate. It begins after a moment, so that passing the edge moves nothing, and ends as soon as the pointer comes back.
 */
import { panBy, type Size } from '../scene/camera.js';
import type { Point } from '../scene/types.js';
import type { CanvasPointer, ChartHost } from './chart.js';

export const EDGE_SCROLL = {
  /** CSS pixels inside the viewport's edge where it begins. */
  margin: 36,
  /** CSS pixels per second at the edge itself and beyond. */
  speed: 900,
  /** Milliseconds in the margin before it begins. */
  delay: 120,
  /** Milliseconds that one frame counts for at most: after a pause the view does not jump. */
  longestFrame: 64,
} as const;

/** How fast the view moves, CSS pixels per second on each axis; positive shows more of the right and the bottom. */
export function edgeSpeed(at: Point, { width, height }: Size): Point {
  const along = (position: number, length: number): number => {
    const margin = Math.min(EDGE_SCROLL.margin, length / 4);
    const depth = position < margin ? position - margin : Math.max(0, position - (length - margin));
    const share = Math.max(-1, Math.min(1, depth / margin));
    // Squared: fine control where it begins.
    return Math.sign(share) * share * share * EDGE_SCROLL.speed;
  };
  return { x: along(at.x, width), y: along(at.y, height) };
}

export class EdgeScroll {
  #pointer: CanvasPointer | undefined;
  #end: (() => void) | undefined;

  constructor(
    private readonly host: ChartHost,
    private readonly moved: () => void,
  ) {}

  /** The pointer of a drag is here now; undefined where nothing is dragged. */
  follow(pointer: CanvasPointer | undefined): void {
    this.#pointer = pointer;
    const speed = pointer && edgeSpeed(pointer.screen, this.host.viewport());
    if (!speed || (speed.x === 0 && speed.y === 0)) return this.stop();
    if (this.#end) return;
    let begun: number | undefined;
    let last = 0;
    this.#end = this.host.eachFrame((now) => {
      begun ??= now;
      const ms = Math.min(EDGE_SCROLL.longestFrame, now - Math.max(last, begun + EDGE_SCROLL.delay));
      last = now;
      if (ms > 0) this.#step(ms / 1000);
    });
  }

  stop(): void {
    this.#end?.();
    this.#end = undefined;
  }

  #step(seconds: number): void {
    if (!this.#pointer) return;
    const speed = edgeSpeed(this.#pointer.screen, this.host.viewport());
    this.host.setCamera(panBy(this.host.camera, -speed.x * seconds, -speed.y * seconds));
    this.moved();
  }
}

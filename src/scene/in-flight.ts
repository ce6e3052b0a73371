/** What the hand holds: items that are drawn elsewhere, or in another size, than the document has them. */
import type { Point, Rect } from './types.js';

export type Drag = { readonly ids: ReadonlySet<string>; readonly dx: number; readonly dy: number };
export type Resize = { readonly id: string; readonly rect: Rect };

export class InFlight {
  #drag: Drag | null = null;
  #resize: Resize | null = null;

  clear(): void {
    this.#drag = this.#resize = null;
  }

  /** Returns the items that are drawn elsewhere now. */
  setDrag(drag: Drag | null): Iterable<string> {
    const before = this.#drag;
    if (before === drag || (before && drag && before.ids === drag.ids && before.dx === drag.dx && before.dy === drag.dy)) return [];
    this.#drag = drag;
    return new Set([...(before?.ids ?? []), ...(drag?.ids ?? [])]);
  }
  /** Returns the items that have another size now. */
  setResize(resize: Resize | null): Iterable<string> {
    const before = this.#resize;
    if (before === resize) return [];
    this.#resize = resize;
    return new Set([before, resize].flatMap((one) => (one ? [one.id] : [])));
  }

  placed(id: string, at: Point): Point {
    if (this.#resize?.id === id) return this.#resize.rect;
    const drag = this.#drag?.ids.has(id) ? this.#drag : undefined;
    return drag ? { x: at.x + drag.dx, y: at.y + drag.dy } : at;
  }
  resized(id: string): Rect | undefined {
    return this.#resize?.id === id ? this.#resize.rect : undefined;
  }
}

/** What the hand holds: items that are drawn elsewhere, or in another size, than the document has them. */
import type { SceneElement } from './elements.js';
import type { Point, Rect } from './types.js';

export type Drag = { readonly ids: ReadonlySet<string>; readonly dx: number; readonly dy: number };
export type Resize = { readonly id: string; readonly rect: Rect };

export class InFlight {
  #drag: Drag | null = null;
  #resize: Resize | null = null;

  /** What is dragged, found once a drag: it is asked for with every move of the pointer. */
  #held: readonly SceneElement[] | undefined;

  get drag(): Drag | null {
    return this.#drag;
  }

  clear(): void {
    this.#drag = this.#resize = null;
    this.forget();
  }

  /** Elements may have come, gone or been replaced. */
  forget(): void {
    this.#held = undefined;
  }

  /** Returns the items that are drawn elsewhere now; undefined where none is. */
  setDrag(drag: Drag | null, find: (id: string) => SceneElement | undefined): readonly SceneElement[] | undefined {
    const before = this.#drag;
    if (before === drag || (before && drag && before.ids === drag.ids && before.dx === drag.dx && before.dy === drag.dy)) return undefined;
    this.#drag = drag;
    if (!before) this.#held = undefined;
    const ids = new Set<ReadonlySet<string>>([before, drag].flatMap((one) => (one ? [one.ids] : [])));
    if (ids.size > 1) {
      this.#held = undefined;
      return found(new Set([...before!.ids, ...drag!.ids]), find);
    }
    return (this.#held ??= found((drag ?? before)!.ids, find));
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

const found = (ids: Iterable<string>, find: (id: string) => SceneElement | undefined): SceneElement[] =>
  Array.from(ids, find).filter((element) => element !== undefined);

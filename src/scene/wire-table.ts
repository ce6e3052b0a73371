/**
 * Every wire of a level as numbers: what is asked of all of them, in each frame that moves something or with each move of the pointer,
 * costs a few nanoseconds a wire. Ends are rows and slots, so a drag changes no more than
 * the boxes, which are found anew for the first question after it.
 */
import type { SceneEdge } from './elements.js';
import type { Rows } from './rows.js';
import { slotX, slotY } from './slots.js';
import type { Rect } from './types.js';
import { handleFor } from './wire.js';

export class WireTable {
  readonly count: number;
  /** Rows of the output's and the input's node. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Slot of the output, slot of the input and colour, eight bits each from the lowest up. */
  readonly looks: Uint32Array;
  /** Left, top, right and bottom of each wire's box, canvas units, as they were at {@link #knownAt}. */
  readonly #known: Float64Array;
  #knownAt = -1;

  constructor(
    private readonly rows: Rows,
    readonly edges: readonly SceneEdge[],
  ) {
    this.count = edges.length;
    this.#known = new Float64Array(this.count * 4);
    this.from = Uint32Array.from(edges, ({ fromRow }) => fromRow);
    this.to = Uint32Array.from(edges, ({ toRow }) => toRow);
    this.looks = Uint32Array.from(edges, ({ fromSlot, toSlot, color }) => fromSlot | (toSlot << 8) | (color << 16));
  }

  /** Wires whose box touches `rect`. */
  within(rect: Rect): SceneEdge[] {
    const found: SceneEdge[] = [];
    for (let wire = 0; wire < this.count; wire += 1) if (this.touches(wire, rect)) found.push(this.edges[wire]!);
    return found;
  }

  /** Whether the wire's box touches `rect`. */
  touches(wire: number, rect: Rect): boolean {
    const boxes = this.#boxes();
    const at = wire * 4;
    return (
      boxes[at]! <= rect.x + rect.width && boxes[at + 1]! <= rect.y + rect.height && boxes[at + 2]! >= rect.x && boxes[at + 3]! >= rect.y
    );
  }

  #boxes(): Float64Array {
    const { exact, version } = this.rows;
    const boxes = this.#known;
    if (this.#knownAt === version) return boxes;
    this.#knownAt = version;
    for (let wire = 0; wire < this.count; wire += 1) {
      const a = this.from[wire]! * 4;
      const b = this.to[wire]! * 4;
      const look = this.looks[wire]!;
      const x0 = exact[a]! + slotX(look & 255, exact[a + 2]!, 'out');
      const y0 = exact[a + 1]! + slotY(look & 255, exact[a + 3]!);
      const x1 = exact[b]! + slotX((look >> 8) & 255, exact[b + 2]!, 'in');
      const y1 = exact[b + 1]! + slotY((look >> 8) & 255, exact[b + 3]!);
      const handle = handleFor(Math.abs(x1 - x0), Math.abs(y1 - y0));
      const at = wire * 4;
      boxes[at] = Math.min(x0, x1 - handle);
      boxes[at + 1] = Math.min(y0, y1);
      boxes[at + 2] = Math.max(x1, x0 + handle);
      boxes[at + 3] = Math.max(y0, y1);
    }
    return boxes;
  }
}

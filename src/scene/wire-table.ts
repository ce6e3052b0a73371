/**
 * Every wire of a level as numbers: what is asked of all of them, in each frame that moves something or with each move of the pointer,
 * costs a few nanoseconds a wire. Ends are rows and slots, so a drag changes nothing here.
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

  constructor(
    private readonly rows: Rows,
    readonly edges: readonly SceneEdge[],
  ) {
    this.count = edges.length;
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
    const { exact } = this.rows;
    const a = this.from[wire]! * 4;
    const b = this.to[wire]! * 4;
    const look = this.looks[wire]!;
    const y0 = exact[a + 1]! + slotY(look & 255, exact[a + 3]!);
    const y1 = exact[b + 1]! + slotY((look >> 8) & 255, exact[b + 3]!);
    if (Math.max(y0, y1) < rect.y || Math.min(y0, y1) > rect.y + rect.height) return false;
    const x0 = exact[a]! + slotX(look & 255, exact[a + 2]!, 'out');
    const x1 = exact[b]! + slotX((look >> 8) & 255, exact[b + 2]!, 'in');
    const handle = handleFor(Math.abs(x1 - x0), Math.abs(y1 - y0));
    return Math.max(x1, x0 + handle) >= rect.x && Math.min(x0, x1 - handle) <= rect.x + rect.width;
  }
}

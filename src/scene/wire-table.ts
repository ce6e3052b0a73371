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

/** Wires by the row that they begin or end at: those of a row lie from its start to that of the next. */
interface ByRow {
  readonly starts: Uint32Array;
  readonly wires: Uint32Array;
}

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
  readonly #one = new Float64Array(4);
  #byRow: ByRow | undefined;

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

  /** Writes which wires have a box that touches `rect` into `found`, which has room for all, and returns how many. Boxes are kept until a row moves. */
  touching({ x, y, width, height }: Rect, found: Uint32Array): number {
    const boxes = this.#boxes();
    const right = x + width;
    const bottom = y + height;
    let count = 0;
    for (let wire = 0, at = 0; wire < this.count; wire += 1, at += 4) {
      if (boxes[at]! <= right && boxes[at + 1]! <= bottom && boxes[at + 2]! >= x && boxes[at + 3]! >= y) found[count++] = wire;
    }
    return count;
  }

  /** Whether the wire's box touches `rect`. It is reckoned now. */
  meets(wire: number, rect: Rect): boolean {
    const box = this.boxOf(wire);
    return box[0]! <= rect.x + rect.width && box[1]! <= rect.y + rect.height && box[2]! >= rect.x && box[3]! >= rect.y;
  }

  /** Left, top, right and bottom of the wire's box, canvas units. Valid until the next call. */
  boxOf(wire: number): Float64Array {
    this.#reckon(wire, this.#one, 0);
    return this.#one;
  }

  /** Whether the wire of this number joins the same ports in the other table. */
  joins(wire: number, other: WireTable): boolean {
    const ends = 0xffff;
    return (
      wire < other.count &&
      this.from[wire] === other.from[wire] &&
      this.to[wire] === other.to[wire] &&
      (this.looks[wire]! & ends) === (other.looks[wire]! & ends)
    );
  }

  /** Wires that begin or end at the row. */
  ofRow(row: number): Uint32Array {
    const { starts, wires } = (this.#byRow ??= this.#sortByRow());
    return row + 1 < starts.length ? wires.subarray(starts[row], starts[row + 1]) : wires.subarray(0, 0);
  }

  #sortByRow(): ByRow {
    let rows = 0;
    for (let wire = 0; wire < this.count; wire += 1) rows = Math.max(rows, this.from[wire]! + 1, this.to[wire]! + 1);
    // Counted two places further on, so that filling in moves each start to where it belongs.
    const starts = new Uint32Array(rows + 2);
    const ends = [this.from, this.to];
    for (const rowOf of ends) for (const row of rowOf) starts[row + 2]! += 1;
    for (let row = 2; row < starts.length; row += 1) starts[row]! += starts[row - 1]!;
    const wires = new Uint32Array(this.count * 2);
    for (const rowOf of ends)
      for (let wire = 0; wire < this.count; wire += 1) {
        const row = rowOf[wire]!;
        wires[starts[row + 1]!] = wire;
        starts[row + 1]! += 1;
      }
    return { starts, wires };
  }

  #boxes(): Float64Array {
    const { version } = this.rows;
    const boxes = this.#known;
    if (this.#knownAt === version) return boxes;
    this.#knownAt = version;
    for (let wire = 0; wire < this.count; wire += 1) this.#reckon(wire, boxes, wire * 4);
    return boxes;
  }

  #reckon(wire: number, boxes: Float64Array, at: number): void {
    const { exact } = this.rows;
    const a = this.from[wire]! * 4;
    const b = this.to[wire]! * 4;
    const look = this.looks[wire]!;
    const x0 = exact[a]! + slotX(look & 255, exact[a + 2]!, 'out');
    const y0 = exact[a + 1]! + slotY(look & 255, exact[a + 3]!);
    const x1 = exact[b]! + slotX((look >> 8) & 255, exact[b + 2]!, 'in');
    const y1 = exact[b + 1]! + slotY((look >> 8) & 255, exact[b + 3]!);
    const handle = handleFor(Math.abs(x1 - x0), Math.abs(y1 - y0));
    boxes[at] = Math.min(x0, x1 - handle);
    boxes[at + 1] = Math.min(y0, y1);
    boxes[at + 2] = Math.max(x1, x0 + handle);
    boxes[at + 3] = Math.max(y0, y1);
  }
}

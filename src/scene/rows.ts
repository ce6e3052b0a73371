/**
 * Rectangles of nodes, notes and frames as a structure of arrays: one row each, free rows reused, dirty rows remembered.
 *
 * Positions are f64 in document units. The GPU's copy is f32 relative to an origin that moves with the camera, because f32 alone
 * jitters far from zero. Row 0 stands at that origin; rows 1 and 2 are the ends of the wire on its way.
 */
import type { Rect } from './types.js';

export interface DirtyRows {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Canvas units between camera and origin before the rows are based anew: f32 keeps 1/128 unit there. */
export const REBASE_DISTANCE = 100_000;

export const WORLD = 0;
export const DRAFT_FROM = 1;
export const DRAFT_TO = 2;
export const FIRST_NODE = 3;

export class Rows {
  /** x, y, width, height of each row; x and y with any drag in flight. */
  exact = new Float64Array(64 * 4);
  /** The same, relative to the origin: what the GPU reads. */
  relative = new Float32Array(64 * 4);
  /** One more than the highest row in use. */
  count = FIRST_NODE;
  originX = 0;
  originY = 0;
  /** Raised when a node's, note's or frame's rectangle changes. */
  version = 0;
  /** Raised when all rows are gone at once. */
  generation = 0;
  #free: number[] = [];
  /** Rows whose rectangle changed since {@link takeMoved}, each once. */
  #moved: number[] = [];
  #isMoved = new Uint8Array(64);
  #touching = new Int32Array(64);
  #from = 0;
  #to = FIRST_NODE;

  take(): number {
    const row = this.#free.pop() ?? this.count;
    if (row === this.count) {
      this.count += 1;
      if (this.count * 4 > this.exact.length) this.#grow();
    }
    return row;
  }

  /** Gives the row back; it takes no more room on the plane. */
  release(row: number): void {
    this.set(row, 0, 0, 0, 0);
    this.#free.push(row);
  }

  clear(): void {
    // Equal to no rectangle: a row that is taken again is always written, also after the origin has moved.
    this.exact.fill(NaN, FIRST_NODE * 4, this.count * 4);
    this.count = FIRST_NODE;
    this.generation += 1;
    this.takeMoved();
    this.#free = [];
    this.#from = 0;
    this.#to = FIRST_NODE;
  }

  /** Returns false, and marks nothing dirty, where the rectangle is the same as before. */
  set(row: number, x: number, y: number, width: number, height: number): boolean {
    const at = row * 4;
    const { exact } = this;
    if (exact[at] === x && exact[at + 1] === y && exact[at + 2] === width && exact[at + 3] === height) return false;
    exact[at] = x;
    exact[at + 1] = y;
    exact[at + 2] = width;
    exact[at + 3] = height;
    this.#derive(row);
    this.#touch(row);
    if (row >= FIRST_NODE) {
      this.version += 1;
      this.#move(row);
    }
    return true;
  }

  /** Moves the origin to the camera once it is far away. Returns true when it did. */
  rebase(x: number, y: number): boolean {
    if (Math.abs(x - this.originX) < REBASE_DISTANCE && Math.abs(y - this.originY) < REBASE_DISTANCE) return false;
    this.originX = Math.round(x);
    this.originY = Math.round(y);
    this.exact[WORLD * 4] = this.originX;
    this.exact[WORLD * 4 + 1] = this.originY;
    for (let row = 0; row < this.count; row += 1) this.#derive(row);
    this.#from = 0;
    this.#to = this.count;
    return true;
  }

  /** The range to upload; afterwards nothing is dirty. */
  takeDirty(): DirtyRows | null {
    if (this.#to <= this.#from) return null;
    const range = { from: this.#from, to: Math.min(this.#to, this.count) };
    this.#from = Infinity;
    this.#to = 0;
    return range;
  }

  /** How many {@link takeMoved} would give. */
  get moved(): number {
    return this.#moved.length;
  }

  /** Whether the row's rectangle has a point in common with `rect`. */
  touches(row: number, { x, y, width, height }: Rect): boolean {
    const at = row * 4;
    const { exact } = this;
    return (
      exact[at]! <= x + width && exact[at + 1]! <= y + height && exact[at]! + exact[at + 2]! >= x && exact[at + 1]! + exact[at + 3]! >= y
    );
  }

  /** Nodes, notes and frames that {@link touches} `rect`, by a scan of all. Holds until it is asked again. */
  touching(rect: Rect): Int32Array {
    if (this.#touching.length < this.count) this.#touching = new Int32Array(this.count * 2);
    const rows = this.#touching;
    const { exact, count } = this;
    const { x: left, y: top } = rect;
    const right = left + rect.width;
    const bottom = top + rect.height;
    let found = 0;
    for (let row = FIRST_NODE, at = FIRST_NODE * 4; row < count; row += 1, at += 4) {
      const x = exact[at]!;
      const y = exact[at + 1]!;
      if (x <= right && y <= bottom && x + exact[at + 2]! >= left && y + exact[at + 3]! >= top) rows[found++] = row;
    }
    return rows.subarray(0, found);
  }

  /** Nodes, notes and frames whose rectangle changed since it was asked last; those that are gone are empty. */
  takeMoved(): readonly number[] {
    const moved = this.#moved;
    for (const row of moved) this.#isMoved[row] = 0;
    this.#moved = [];
    return moved;
  }

  #move(row: number): void {
    if (this.#isMoved[row]) return;
    this.#isMoved[row] = 1;
    this.#moved.push(row);
  }

  #derive(row: number): void {
    const at = row * 4;
    const { exact, relative } = this;
    relative[at] = exact[at]! - this.originX;
    relative[at + 1] = exact[at + 1]! - this.originY;
    relative[at + 2] = exact[at + 2]!;
    relative[at + 3] = exact[at + 3]!;
  }

  #touch(row: number): void {
    this.#from = Math.min(this.#from, row);
    this.#to = Math.max(this.#to, row + 1);
  }

  #grow(): void {
    const exact = new Float64Array(this.exact.length * 2);
    exact.set(this.exact);
    this.exact = exact;
    const relative = new Float32Array(exact.length);
    relative.set(this.relative);
    this.relative = relative;
    const isMoved = new Uint8Array(exact.length / 4);
    isMoved.set(this.#isMoved);
    this.#isMoved = isMoved;
  }
}

/**
 * Boxes by number, found by where they lie: a grid of several shapes of cells.
 *
 * Each box lies in one cell, that of its top left corner, among those that are just as wide and as high as it or more, by powers of two. So
 * putting, moving and taking away a box are a few steps however many there are and however long it is, and a question about a point looks
 * into four cells of each shape in use. The boxes themselves are not kept: what it answers with may touch, and is to be looked at.
 */

/** Canvas units of the smallest cells: a node fits in one or two. */
const SMALLEST = 256;
/** Widths of cells, and as many heights. */
const SIZES = 32;
/** Cells in a row before their numbers begin anew: what is that far away may be answered too, and is sorted out as all else is. */
const WRAP = 2 ** 21;
/** Not in the grid. */
const NOWHERE = -1;

export class BoxGrid {
  /** First box of each bucket, one more than its number; 0 for none. Cells share buckets; there are as many as boxes, by powers of two. */
  #first = new Int32Array(0);
  // By box: its cell as a number, its bucket, and its neighbours there, one more than their numbers.
  #cell = new Float64Array(0);
  #bucket = new Int32Array(0);
  #next = new Int32Array(0);
  #before = new Int32Array(0);
  /** Boxes by shape of cell. */
  readonly #used = new Int32Array(SIZES * SIZES);
  /** Those that have any: few, where there could be a thousand. */
  readonly #shapes = new Set<number>();
  #count = 0;

  /** Empty, with room for boxes below this number; more take it by themselves. */
  clear(boxes = 0): void {
    this.#cell.fill(NOWHERE);
    this.#first.fill(0);
    this.#used.fill(0);
    this.#shapes.clear();
    this.#count = 0;
    if (boxes > this.#cell.length) this.#reserve(boxes);
  }

  /** Puts the box there, wherever it was before. */
  put(box: number, left: number, top: number, right: number, bottom: number): void {
    if (box >= this.#cell.length) this.#reserve(box + 1);
    const wide = sizeFor(right - left);
    const high = sizeFor(bottom - top);
    const x = Math.floor(left / (SMALLEST * 2 ** wide));
    const y = Math.floor(top / (SMALLEST * 2 ** high));
    const shape = high * SIZES + wide;
    const cell = cellOf(shape, x, y);
    if (this.#cell[box] === cell) return;
    this.take(box);
    this.#cell[box] = cell;
    this.#used[shape]! += 1;
    this.#shapes.add(shape);
    this.#count += 1;
    this.#link(box, this.#bucketOf(shape, x, y));
  }

  /** Takes the box out, where it is in. */
  take(box: number): void {
    const cell = this.#cell[box] ?? NOWHERE;
    if (cell === NOWHERE) return;
    const next = this.#next[box]!;
    const before = this.#before[box]!;
    if (before > 0) this.#next[before - 1] = next;
    else this.#first[this.#bucket[box]!] = next;
    if (next > 0) this.#before[next - 1] = before;
    this.#cell[box] = NOWHERE;
    const shape = cell % (SIZES * SIZES);
    this.#used[shape]! -= 1;
    if (this.#used[shape] === 0) this.#shapes.delete(shape);
    this.#count -= 1;
  }

  /** Boxes that may touch this part of the plane, in the order of their numbers. */
  near(left: number, top: number, right: number, bottom: number): number[] {
    const found: number[] = [];
    const across = (right - left) / SMALLEST + 2;
    const down = (bottom - top) / SMALLEST + 2;
    // More cells than boxes: all of them may touch.
    if (across * down > this.#count) {
      for (let box = 0; box < this.#cell.length; box += 1) if (this.#cell[box] !== NOWHERE) found.push(box);
      return found;
    }
    for (const shape of this.#shapes) {
      const width = SMALLEST * 2 ** (shape % SIZES);
      const height = SMALLEST * 2 ** Math.floor(shape / SIZES);
      // A box reaches one cell beyond its own at most.
      const [x0, x1] = [Math.floor(left / width) - 1, Math.floor(right / width)];
      const [y0, y1] = [Math.floor(top / height) - 1, Math.floor(bottom / height)];
      for (let y = y0; y <= y1; y += 1)
        for (let x = x0; x <= x1; x += 1) {
          const cell = cellOf(shape, x, y);
          for (let at = this.#first[this.#bucketOf(shape, x, y)]!; at > 0; at = this.#next[at - 1]!)
            if (this.#cell[at - 1] === cell) found.push(at - 1);
        }
    }
    return found.sort((a, b) => a - b);
  }

  #link(box: number, bucket: number): void {
    const next = this.#first[bucket]!;
    this.#bucket[box] = bucket;
    this.#next[box] = next;
    this.#before[box] = 0;
    if (next > 0) this.#before[next - 1] = box + 1;
    this.#first[bucket] = box + 1;
  }

  #bucketOf(shape: number, x: number, y: number): number {
    const mixed = Math.imul(wrapped(x), 0x9e3779b1) ^ Math.imul(wrapped(y), 0x85ebca6b) ^ Math.imul(shape, 0xc2b2ae35);
    return (mixed ^ (mixed >>> 15)) & (this.#first.length - 1);
  }

  #reserve(boxes: number): void {
    const size = 2 ** Math.ceil(Math.log2(Math.max(64, boxes)));
    const cells = new Float64Array(size).fill(NOWHERE);
    cells.set(this.#cell);
    this.#cell = cells;
    this.#bucket = new Int32Array(size);
    this.#next = new Int32Array(size);
    this.#before = new Int32Array(size);
    this.#first = new Int32Array(size);
    for (let box = 0; box < size; box += 1) {
      const cell = this.#cell[box]!;
      if (cell === NOWHERE) continue;
      const place = Math.floor(cell / (SIZES * SIZES));
      this.#link(box, this.#bucketOf(cell % (SIZES * SIZES), place % WRAP, Math.floor(place / WRAP)));
    }
  }
}

/** Which size of cells is as large as `length` or the next larger. */
const sizeFor = (length: number): number => {
  const cells = Math.min(2 ** 31, Math.ceil(length / SMALLEST));
  return cells <= 1 ? 0 : 32 - Math.clz32(cells - 1);
};

/** Below 2 ** 52. */
const cellOf = (shape: number, x: number, y: number): number => (wrapped(y) * WRAP + wrapped(x)) * (SIZES * SIZES) + shape;

const wrapped = (cell: number): number => cell - Math.floor(cell / WRAP) * WRAP;

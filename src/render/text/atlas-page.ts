/**
 * An atlas kept in memory: shelves with free room, and the bands of rows that changed since they were last uploaded.
 *
 * It starts low and doubles its height up to a limit; coordinates stay what they are, because they are texels from the top left.
 * Room is given back piece by piece and is empty (zero) then, so that nothing bleeds into what comes beside it. Which piece has to
 * go is not decided here.
 */
export interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rows to upload, `to` exclusive. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

interface Span {
  x: number;
  width: number;
}

interface Shelf {
  readonly y: number;
  readonly height: number;
  /** Pieces on it. */
  used: number;
  /** Sorted by x, never touching each other. */
  free: Span[];
}

/** Shelves come in heights of so many texels, so that letters of nearly one height share them. */
const STEP = 4;
/** A piece may stand on a shelf that is this much higher than it. */
const LOOSE = 1.3;
/** Rows of the page before anything is on it that needs more. */
const FIRST_HEIGHT = 256;
/** Bands with fewer clean rows between them are uploaded as one: every upload has a cost of its own. */
const NEAR = 64;

export class AtlasPage {
  data: Uint8Array<ArrayBuffer>;
  height: number;
  #shelves: Shelf[] = [];
  #dirty: Band[] = [];

  constructor(
    readonly width: number,
    private maxHeight: number,
    readonly channels: 1 | 4,
  ) {
    this.height = Math.min(FIRST_HEIGHT, maxHeight);
    this.data = new Uint8Array(width * this.height * channels);
  }

  /** Lowers the limit to what a device can hold; what is there already stays. */
  limit(maxHeight: number): void {
    this.maxHeight = Math.max(this.height, Math.min(this.maxHeight, maxHeight));
  }

  /** Room for `width` × `height` texels, or null where none is left. */
  place(width: number, height: number): Room | null {
    if (width > this.width) return null;
    const step = Math.ceil(height / STEP) * STEP;
    const shelf = this.#occupied(width, step) ?? this.#empty(step) ?? this.#append(step);
    if (!shelf) return null;
    const span = shelf.free.find((free) => free.width >= width)!;
    const room = { x: span.x, y: shelf.y, width, height };
    span.x += width;
    span.width -= width;
    if (span.width === 0) shelf.free.splice(shelf.free.indexOf(span), 1);
    shelf.used += 1;
    return room;
  }

  /** Gives room back. */
  release(room: Room): void {
    const index = this.#shelves.findIndex((shelf) => shelf.y === room.y);
    const shelf = this.#shelves[index]!;
    const { channels, data } = this;
    for (let row = room.y; row < room.y + room.height; row += 1) {
      const from = (row * this.width + room.x) * channels;
      data.fill(0, from, from + room.width * channels);
    }
    this.#mark(room.y, room.y + room.height);
    shelf.used -= 1;
    if (shelf.used > 0) give(shelf.free, room);
    else this.#merge(index);
  }

  /** Takes texels over: `channels` bytes each, row by row. */
  write(room: Room, texels: Uint8Array | Uint8ClampedArray): void {
    const { channels, width, data } = this;
    const line = room.width * channels;
    for (let row = 0; row < room.height; row += 1)
      data.set(texels.subarray(row * line, (row + 1) * line), ((room.y + row) * width + room.x) * channels);
    this.#mark(room.y, room.y + room.height);
  }

  clear(): void {
    this.#shelves = [];
    this.data.fill(0);
    this.markAll();
  }

  /** Everything is to be uploaded again, for a new texture. */
  markAll(): void {
    this.#dirty = [{ from: 0, to: this.height }];
  }

  /** What to upload; afterwards nothing is dirty. */
  takeDirty(): readonly Band[] {
    const bands = this.#dirty;
    this.#dirty = [];
    return bands;
  }

  /** The lowest shelf in use that is high enough and has room. */
  #occupied(width: number, height: number): Shelf | undefined {
    let best: Shelf | undefined;
    for (const shelf of this.#shelves) {
      if (shelf.used === 0 || shelf.height < height || shelf.height > height * LOOSE || (best && best.height <= shelf.height)) continue;
      if (shelf.free.some((free) => free.width >= width)) best = shelf;
    }
    return best;
  }

  /** Cuts a shelf out of one that has become empty. */
  #empty(height: number): Shelf | undefined {
    const index = this.#shelves.findIndex((shelf) => shelf.used === 0 && shelf.height >= height);
    const found = this.#shelves[index];
    if (!found) return undefined;
    const cut = this.#shelf(found.y, height);
    const rest = found.height - height;
    this.#shelves.splice(index, 1, cut, ...(rest > 0 ? [this.#shelf(found.y + height, rest)] : []));
    return cut;
  }

  #append(height: number): Shelf | undefined {
    const last = this.#shelves.at(-1);
    const top = last ? last.y + last.height : 0;
    while (top + height > this.height) {
      if (this.height >= this.maxHeight) return undefined;
      this.#grow();
    }
    const shelf = this.#shelf(top, height);
    this.#shelves.push(shelf);
    return shelf;
  }

  #grow(): void {
    this.height = Math.min(this.maxHeight, this.height * 2);
    const before = this.data;
    this.data = new Uint8Array(this.width * this.height * this.channels);
    this.data.set(before);
    this.markAll();
  }

  /** An empty shelf becomes one with empty neighbours, or free ground at the end. */
  #merge(index: number): void {
    let from = index;
    let to = index;
    if (this.#shelves[from - 1]?.used === 0) from -= 1;
    if (this.#shelves[to + 1]?.used === 0) to += 1;
    const { y } = this.#shelves[from]!;
    const end = this.#shelves[to]!;
    const last = to === this.#shelves.length - 1;
    this.#shelves.splice(from, to - from + 1, ...(last ? [] : [this.#shelf(y, end.y + end.height - y)]));
  }

  #shelf(y: number, height: number): Shelf {
    return { y, height, used: 0, free: [{ x: 0, width: this.width }] };
  }

  #mark(from: number, to: number): void {
    let start = from;
    let end = to;
    const apart: Band[] = [];
    for (const band of this.#dirty) {
      if (band.to + NEAR < start || band.from > end + NEAR) apart.push(band);
      else {
        start = Math.min(start, band.from);
        end = Math.max(end, band.to);
      }
    }
    this.#dirty = [...apart, { from: start, to: end }];
  }
}

/** Adds `room` to the free spans of its shelf. */
function give(free: Span[], { x, width }: Room): void {
  const at = free.findIndex((span) => span.x > x);
  const index = at === -1 ? free.length : at;
  const before = free[index - 1];
  const after = free[index];
  const joins = before !== undefined && before.x + before.width === x;
  const meets = after !== undefined && x + width === after.x;
  if (joins && meets) {
    before.width += width + after.width;
    free.splice(index, 1);
  } else if (joins) before.width += width;
  else if (meets) {
    after.x = x;
    after.width += width;
  } else free.splice(index, 0, { x, width });
}

/**
 * A square atlas kept in memory: shelves of free room and the band of rows that changed since it was last uploaded.
 *
 * It does not evict single entries. When it is full its owner clears it and starts a new generation: what is on screen is drawn
 * again, which takes a few milliseconds and happens after thousands of different letters.
 */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Shelf {
  readonly y: number;
  readonly height: number;
  x: number;
}

export class AtlasPage {
  readonly data: Uint8Array<ArrayBuffer>;
  #shelves: Shelf[] = [];
  #top = 0;
  #dirtyFrom = Infinity;
  #dirtyTo = 0;

  constructor(
    readonly size: number,
    readonly channels: 1 | 4,
  ) {
    this.data = new Uint8Array(size * size * channels);
  }

  /** Room for `width` × `height` texels, or null where none is left. */
  place(width: number, height: number): Place | null {
    const { size } = this;
    if (width > size) return null;
    const fitting = this.#shelves.find((shelf) => shelf.height >= height && shelf.height <= height * 1.4 && shelf.x + width <= size);
    if (fitting) {
      const place = { x: fitting.x, y: fitting.y };
      fitting.x += width;
      return place;
    }
    if (this.#top + height > size) return null;
    const shelf = { y: this.#top, height, x: width };
    this.#shelves.push(shelf);
    this.#top += height;
    return { x: 0, y: shelf.y };
  }

  write(place: Place, width: number, height: number, texels: ArrayLike<number>): void {
    const { channels, size, data } = this;
    const line = width * channels;
    for (let row = 0; row < height; row += 1) {
      const to = ((place.y + row) * size + place.x) * channels;
      for (let index = 0; index < line; index += 1) data[to + index] = texels[row * line + index]!;
    }
    this.#dirtyFrom = Math.min(this.#dirtyFrom, place.y);
    this.#dirtyTo = Math.max(this.#dirtyTo, place.y + height);
  }

  clear(): void {
    this.#shelves = [];
    this.#top = 0;
    this.data.fill(0);
    this.#dirtyFrom = 0;
    this.#dirtyTo = this.size;
  }

  /** Everything drawn so far is to be uploaded again, for a new texture (which is empty elsewhere). */
  markAll(): void {
    this.#dirtyFrom = 0;
    this.#dirtyTo = this.#top;
  }

  /** Rows to upload, `to` exclusive; afterwards nothing is dirty. */
  takeDirty(): { readonly from: number; readonly to: number } | null {
    if (this.#dirtyTo <= this.#dirtyFrom) return null;
    const band = { from: this.#dirtyFrom, to: this.#dirtyTo };
    this.#dirtyFrom = Infinity;
    this.#dirtyTo = 0;
    return band;
  }
}

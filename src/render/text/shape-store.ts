/**
 * Drawn shapes and their room in the atlas pages. Bounded: where a page is full, shapes that are not shown give way, the
 * least recently shown first. Nothing that is shown is ever taken from it.
 */
import type { AtlasPage, Room } from './atlas-page.js';
import type { Raster, RasterPart } from './rasteriser.js';

/** One textured rectangle, in ems from the start of the base line (icons: from the box's corner); atlas coordinates in texels. */
export interface ShapePart {
  readonly kind: 'glyph' | 'color';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly u0: number;
  readonly v0: number;
  readonly u1: number;
  readonly v1: number;
}

export interface Shape {
  readonly parts: readonly ShapePart[];
  /** False once its room was given away. */
  live: boolean;
  /** Turn that last showed it. */
  seen: number;
}

interface Entry extends Shape {
  readonly rooms: readonly { readonly page: AtlasPage; readonly room: Room }[];
}

/** Shapes kept at most, those without any ink included. */
const MOST = 16_384;
/** Share of what may go that goes at once. */
const BATCH = 1 / 8;

export class ShapeStore {
  /** Raised whenever a shape gave way. */
  evictions = 0;
  /** Counts what is gathered to be shown; entries of the present turn stay. */
  turn = 0;
  readonly #entries = new Map<string, Entry>();
  /** Turn in which each page had nothing left that may go. */
  readonly #full = new Map<AtlasPage, number>();

  constructor(
    readonly glyphs: AtlasPage,
    readonly colors: AtlasPage,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Shape | undefined {
    return this.#entries.get(key);
  }

  /** False when the page of that kind is known to be full of what is shown. */
  mayAdd(colored: boolean): boolean {
    return this.#full.get(colored ? this.colors : this.glyphs) !== this.turn;
  }

  /** Null where the page is full of what is shown. */
  add(key: string, raster: Raster): Shape | null {
    if (this.#entries.size >= MOST) this.#evict(() => true);
    const rooms: { page: AtlasPage; room: Room }[] = [];
    const parts: ShapePart[] = [];
    for (const part of raster.parts) {
      const page = part.kind === 'field' ? this.glyphs : this.colors;
      const room = this.#place(page, part);
      if (!room) {
        for (const { page: of, room: given } of rooms) of.release(given);
        return null;
      }
      page.write(room, part.texels);
      rooms.push({ page, room });
      parts.push(shapePart(part, room, raster.em));
    }
    const entry: Entry = { parts, rooms, live: true, seen: this.turn };
    this.#entries.set(key, entry);
    return entry;
  }

  clear(): void {
    for (const entry of this.#entries.values()) entry.live = false;
    this.#entries.clear();
    this.#full.clear();
    this.glyphs.clear();
    this.colors.clear();
    this.evictions += 1;
  }

  #place(page: AtlasPage, { width, height }: RasterPart): Room | null {
    for (;;) {
      const room = page.place(width, height);
      if (room) return room;
      if (!this.#evict((entry) => entry.rooms.some((held) => held.page === page))) {
        this.#full.set(page, this.turn);
        return null;
      }
    }
  }

  /** Lets the least recently shown of those that pass go; false where is shown all of them. */
  #evict(passes: (entry: Entry) => boolean): boolean {
    const idle = [...this.#entries].filter(([, entry]) => entry.seen < this.turn && passes(entry));
    if (idle.length === 0) return false;
    idle.sort(([, a], [, b]) => a.seen - b.seen);
    for (const [key, entry] of idle.slice(0, Math.ceil(idle.length * BATCH))) {
      entry.live = false;
      for (const { page, room } of entry.rooms) page.release(room);
      this.#entries.delete(key);
    }
    this.evictions += 1;
    return true;
  }
}

function shapePart(part: RasterPart, room: Room, em: number): ShapePart {
  const { before, after } = part;
  return {
    kind: part.kind === 'field' ? 'glyph' : 'color',
    x: (part.x + before) / em,
    y: part.y / em,
    width: (part.width - before - after) / em,
    height: part.height / em,
    u0: room.x + before,
    v0: room.y,
    u1: room.x + part.width - after,
    v1: room.y + part.height,
  };
}

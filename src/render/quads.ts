/**
 * Packs display items into the instances that the shaders read: twelve 32-bit words a quad.
 *
 *   0–3   area: x, y, width, height, canvas units relative to the node
 *   4–7   parameters by kind (radius, line width …) or texture coordinates (text: texels of the atlas)
 *   8     node row
 *   9     kind, a port's shape in the eight bits above, and {@link PINNED}
 *   10    palette index, second palette index, alpha of both (0 to 255)
 *   11    base line (text), layer and tier (pictures, see picture-quads.ts), offset (pinned) or shadow
 *         (raised boxes: how far down in 256ths of a unit, alpha above)
 *
 * WebGPU and WebGL draw the very same buffer.
 */
import { roughly } from '../scene/advances.js';
import type { BoxItem, Detail, ImageItem, Item } from '../scene/items.js';
import type { PortShape } from '../registry/types.js';
import { PALETTE } from '../scene/palette.js';
import { ARROW_AREA, cursorTag, RIM, TAG_BASELINE, TAG_RADIUS, TAG_TEXT } from './cursor.js';
import type { ShapePart } from './text/shape-store.js';
import type { Line, TextEngine } from './text/text-engine.js';

export const QUAD_WORDS = 12;
export const QUAD_BYTES = QUAD_WORDS * 4;

export const QuadKind = {
  box: 0,
  raised: 1,
  arc: 2,
  stripes: 3,
  checker: 4,
  port: 5,
  glyph: 6,
  color: 7,
  image: 8,
  guide: 9,
  cursor: 10,
} as const;
/** Added to a kind: the area's corner is a point in canvas units, offset from it and size are CSS pixels. */
export const PINNED = 1 << 16;
const SHAPES: readonly PortShape[] = ['circle', 'square', 'triangle', 'diamond', 'hexagon', 'ring'];

/** A quad that shows a node's picture, wherever that lies at the moment. */
export interface PictureQuad {
  /** Its number in the buffer. */
  readonly index: number;
  readonly row: number;
  readonly item: ImageItem;
}

export interface PackContext {
  readonly text: TextEngine;
  readonly detail: Detail;
}

/** Quads by number; `to` is exclusive. */
export interface QuadRange {
  readonly from: number;
  readonly to: number;
}
const NONE: QuadRange = { from: 0, to: 0 };

/** A growing buffer of quads. */
export class QuadBuffer {
  floats = new Float32Array(64 * QUAD_WORDS);
  words = new Uint32Array(this.floats.buffer);
  count = 0;
  /** Quads that are filled in by whoever knows where pictures are. */
  readonly pictures: PictureQuad[] = [];
  #from = Infinity;
  #to = 0;

  clear(): void {
    this.count = 0;
    this.pictures.length = 0;
    this.#from = Infinity;
    this.#to = 0;
  }

  /** These quads are to be uploaded. */
  touch(from: number, to: number): void {
    this.#from = Math.min(this.#from, from);
    this.#to = Math.max(this.#to, to);
  }

  /** The quads to upload; afterwards there are none. */
  takeTouched(): QuadRange {
    const range = this.#to > this.#from ? { from: this.#from, to: Math.min(this.#to, this.count) } : NONE;
    this.#from = Infinity;
    this.#to = 0;
    return range;
  }

  /** Appends quads `from` to `to` of another buffer, with their pictures as they are placed. */
  appendRange(other: QuadBuffer, from: number, to: number): void {
    this.#reserve(to - from);
    this.words.set(other.words.subarray(from * QUAD_WORDS, to * QUAD_WORDS), this.count * QUAD_WORDS);
    const { pictures } = other;
    for (let at = pictureFrom(pictures, from); at < pictures.length && pictures[at]!.index < to; at += 1) {
      const { index, row, item } = pictures[at]!;
      this.pictures.push({ index: this.count + index - from, row, item });
    }
    this.count += to - from;
  }

  /** Appends quads without pictures as those of another row; `words` are theirs. */
  appendAs(words: Uint32Array, row: number): void {
    const count = words.length / QUAD_WORDS;
    this.#reserve(count);
    const at = this.count * QUAD_WORDS;
    this.words.set(words, at);
    for (let quad = 0; quad < count; quad += 1) this.words[at + quad * QUAD_WORDS + 8] = row;
    this.count += count;
  }

  /** Puts other quads in the place of those from `start` to `end`; what lies behind moves along where they are more or fewer. */
  replace(start: number, end: number, { words, count, pictures }: QuadBuffer): void {
    const more = count - (end - start);
    if (more > 0) this.#reserve(more);
    if (more !== 0) this.words.copyWithin((start + count) * QUAD_WORDS, end * QUAD_WORDS, this.count * QUAD_WORDS);
    this.words.set(words.subarray(0, count * QUAD_WORDS), start * QUAD_WORDS);
    const first = pictureFrom(this.pictures, start);
    const after = pictureFrom(this.pictures, end);
    if (more !== 0) {
      for (let at = after; at < this.pictures.length; at += 1) {
        const { index, row, item } = this.pictures[at]!;
        this.pictures[at] = { index: index + more, row, item };
      }
    }
    const placed = pictures.map(({ index, row, item }) => ({ index: start + index, row, item }));
    if (placed.length > 0 || after > first) this.pictures.splice(first, after - first, ...placed);
    this.count += more;
    this.touch(start, more === 0 ? end : this.count);
  }

  push(
    area: readonly [number, number, number, number],
    params: readonly [number, number, number, number],
    row: number,
    kind: number,
    colors: number,
    extra = 0,
  ): void {
    this.#reserve(1);
    const at = this.count * QUAD_WORDS;
    const { floats, words } = this;
    // One by one: quicker than `set` for so few.
    floats[at] = area[0];
    floats[at + 1] = area[1];
    floats[at + 2] = area[2];
    floats[at + 3] = area[3];
    floats[at + 4] = params[0];
    floats[at + 5] = params[1];
    floats[at + 6] = params[2];
    floats[at + 7] = params[3];
    words[at + 8] = row;
    words[at + 9] = kind;
    words[at + 10] = colors;
    words[at + 11] = extra;
    this.count += 1;
  }

  /** A box without a border, from the node's corner on. */
  pushBox(width: number, height: number, radius: number, row: number, look: number): void {
    this.#reserve(1);
    const at = this.count * QUAD_WORDS;
    const { floats, words } = this;
    floats[at] = 0;
    floats[at + 1] = 0;
    floats[at + 2] = width;
    floats[at + 3] = height;
    floats[at + 4] = radius;
    floats[at + 5] = 0;
    floats[at + 6] = 0;
    floats[at + 7] = 0;
    words[at + 8] = row;
    words[at + 9] = QuadKind.box;
    words[at + 10] = look;
    words[at + 11] = 0;
    this.count += 1;
  }

  /** A quad of text whose base line the shader puts on a whole pixel. */
  pushText(area: readonly [number, number, number, number], part: ShapePart, row: number, colors: number, base: number): void {
    this.push(area, [part.u0, part.v0, part.u1, part.v1], row, QuadKind[part.kind], colors);
    this.floats[(this.count - 1) * QUAD_WORDS + 11] = base;
  }

  #reserve(more: number): void {
    const needed = (this.count + more) * QUAD_WORDS;
    if (needed <= this.floats.length) return;
    const floats = new Float32Array(Math.max(needed, this.floats.length * 2));
    floats.set(this.floats);
    this.floats = floats;
    this.words = new Uint32Array(floats.buffer);
  }
}

/** Place in the list, which is in the order of quads, of the first picture at `quad` or after. */
function pictureFrom(pictures: readonly PictureQuad[], quad: number): number {
  let low = 0;
  let high = pictures.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pictures[middle]!.index < quad) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bars that stand for text: height in ems, and how much of its ink they have. */
const BAR_HEIGHT = 0.46;
const BAR_ALPHA = 0.32;
/** Gaps in a line with less than this many ems between them are one: a space. */
const GAP_JOIN = 0.4;

const byte = (alpha: number): number => Math.round(Math.min(1, Math.max(0, alpha)) * 255);
/** Two palette indices with the alpha of each, 0 to 1, as the shaders unpack them. */
export const colors = (first: number, alpha: number, second = 0, secondAlpha = 0): number =>
  (first | (second << 8) | (byte(alpha) << 16) | (byte(secondAlpha) << 24)) >>> 0;

export function packBox(out: QuadBuffer, item: BoxItem, row: number): void {
  const line = item.border === undefined ? 0 : (item.borderWidth ?? 1);
  const { shadow } = item;
  out.push(
    areaOf(item),
    [item.radius, line, item.minBorder ?? 0, shadow ? shadow.blur : (item.minSize ?? 0)],
    row,
    shadow ? QuadKind.raised : QuadKind.box,
    colors(item.fill, item.alpha, item.border, line > 0 ? (item.borderAlpha ?? 1) : 0),
    shadow && Math.round(shadow.y * 256) | (byte(shadow.alpha) << 16),
  );
}

export function packItem(out: QuadBuffer, item: Item, row: number, context: PackContext): void {
  switch (item.kind) {
    case 'box':
      packBox(out, item, row);
      break;
    case 'arc':
      out.push(areaOf(item), [item.radius, item.line, item.fraction, 0], row, QuadKind.arc, colors(item.color, item.alpha));
      break;
    case 'stripes':
    case 'checker':
      out.push(areaOf(item), [item.radius, 0, 0, 0], row, QuadKind[item.kind], colors(item.color, item.alpha));
      break;
    case 'port': {
      const reach = item.size * 1.3 + 3;
      const shape = SHAPES.indexOf(item.shape);
      out.push(
        [item.x - reach, item.y - reach, 2 * reach, 2 * reach],
        [item.size, 0, 0, 0],
        row,
        QuadKind.port | (shape << 8),
        colors(item.color, item.alpha, PALETTE.surface, 1),
      );
      break;
    }
    case 'icon': {
      const { size, x, y } = item;
      const ink = colors(item.color, item.alpha);
      eachPart(context.text.icon(item.name), size, (part, left, top, width, height) =>
        out.pushText([x + left, y + top, width, height], part, row, ink, y),
      );
      break;
    }
    case 'text':
      packText(out, item, row, context);
      break;
    case 'image':
      out.pictures.push({ index: out.count, row, item });
      out.push(areaOf(item), [0, 0, 0, 0], row, QuadKind.image, colors(PALETTE.surfaceRaised, item.alpha));
      break;
    case 'line':
      out.push(
        [item.x1, item.y1, item.x2 - item.x1, item.y2 - item.y1],
        [item.pixels, item.dash, item.from, 0],
        row,
        QuadKind.guide,
        colors(item.color, item.alpha),
      );
      break;
    case 'cursor':
      packCursor(out, item, row, context);
  }
}

const areaOf = (item: { x: number; y: number; width: number; height: number }): [number, number, number, number] => [
  item.x,
  item.y,
  item.width,
  item.height,
];

function packText(out: QuadBuffer, item: Item & { kind: 'text' }, row: number, { text, detail }: PackContext): void {
  const { size, y, weight } = item;
  // Too small to read: a bar of the line's length and grey, as a printer's dummy text.
  const greek = detail >= 2 && !item.letters;
  const width = greek ? roughly(text.measure)(item.text, size, weight) : text.width(item.text, weight) * size;
  const left = item.align === 'end' ? item.x - width : item.x;
  const bar = (x: number, length: number): void => {
    const height = size * BAR_HEIGHT;
    out.push([x, y - height, length, height], [2, 0, 0, 0], row, QuadKind.box, colors(item.color, item.alpha * BAR_ALPHA));
  };
  if (greek) return bar(left, width);
  const line = text.line(item.text, weight);
  const ink = colors(item.color, item.alpha);
  eachPart(line, size, (part, x, top, partWidth, height) => out.pushText([left + x, y + top, partWidth, height], part, row, ink, y));
  eachGap(line, (x, length) => bar(left + x * size, length * size));
}

/** Calls `put` for each rectangle of the line's letters, in canvas units at `size` from its start. */
function eachPart(
  { pieces }: Line,
  size: number,
  put: (part: ShapePart, x: number, y: number, width: number, height: number) => void,
): void {
  for (const { shape, x } of pieces) {
    if (!shape) continue;
    for (const part of shape.parts) put(part, (x + part.x) * size, part.y * size, part.width * size, part.height * size);
  }
}

/** Calls `put` for what is not drawn yet, in ems; pieces side by side are one gap. */
function eachGap({ pieces }: Line, put: (x: number, width: number) => void): void {
  let from = 0;
  let to = -1;
  for (const { shape, x, width } of pieces) {
    if (shape) continue;
    if (to >= from && (Math.abs(x - to) < GAP_JOIN || Math.abs(x + width - from) < GAP_JOIN)) {
      from = Math.min(from, x);
      to = Math.max(to, x + width);
      continue;
    }
    if (to > from) put(from, to - from);
    from = x;
    to = x + width;
  }
  if (to > from) put(from, to - from);
}

/** A pinned quad's offset: sixteenths of a CSS pixel, two signed 16-bit numbers. */
const offset = (x: number, y: number): number => ((Math.round(x * 16) & 0xffff) | (Math.round(y * 16) << 16)) >>> 0;

function packCursor(out: QuadBuffer, item: Item & { kind: 'cursor' }, row: number, { text }: PackContext): void {
  const { x, y, color, alpha } = item;
  const { before, side } = ARROW_AREA;
  // The arrow's shader counts from the tip.
  const middle = side / 2 - before;
  const look = colors(color, alpha, PALETTE.surface, 1);
  const tag = cursorTag(item.name, text.measure);
  if (tag) {
    const area = [x, y, tag.width, tag.height] as const;
    const rim = [x, y, tag.width + 2 * RIM, tag.height + 2 * RIM] as const;
    const around = colors(PALETTE.surface, alpha);
    out.push(rim, [TAG_RADIUS + RIM, 0, 0, 0], row, QuadKind.box | PINNED, around, offset(tag.x - RIM, tag.y - RIM));
    out.push(area, [TAG_RADIUS, 0, 0, 0], row, QuadKind.box | PINNED, look, offset(tag.x, tag.y));
    // The ground's colour reads on every hue of its theme: dark on the light ones of the dark theme, and the other way round.
    const ink = colors(PALETTE.canvas, alpha);
    const { size, weight } = TAG_TEXT;
    eachPart(text.line(tag.text, weight), size, (part, left, top, width, height) => {
      const at = offset(tag.start + left, TAG_BASELINE + top);
      out.push([x, y, width, height], [part.u0, part.v0, part.u1, part.v1], row, QuadKind[part.kind] | PINNED, ink, at);
    });
  }
  out.push([x, y, side, side], [middle, middle, 0, 0], row, QuadKind.cursor | PINNED, look, offset(-before, -before));
}

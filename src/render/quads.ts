/**
 * Packs display items into the instances that the shaders read: twelve 32-bit words a quad.
 *
 *   0–3   area: x, y, width, height, canvas units relative to the node
 *   4–7   parameters by kind (radius, line width …) or texture coordinates
 *   8     node row
 *   9     kind, a port's shape in the eight bits above, and {@link PINNED}
 *   10    palette index, second palette index, alpha of both (0 to 255)
 *   11    base line (text), layer and tier (pictures, see picture-quads.ts) or offset (pinned)
 *
 * WebGPU and WebGL draw the very same buffer.
 */
import type { Detail, ImageItem, Item } from '../scene/items.js';
import type { PortShape } from '../registry/types.js';
import { PALETTE } from '../scene/palette.js';
import { ARROW_AREA, cursorTag, RIM, TAG_BASELINE, TAG_RADIUS, TAG_TEXT } from './cursor.js';
import type { Glyph, TextEngine } from './text/text-engine.js';

export const QUAD_WORDS = 12;
export const QUAD_BYTES = QUAD_WORDS * 4;

export const QuadKind = {
  box: 0,
  shadow: 1,
  arc: 2,
  stripes: 3,
  checker: 4,
  port: 5,
  glyph: 6,
  run: 7,
  color: 8,
  image: 9,
  guide: 10,
  cursor: 11,
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

/** A growing buffer of quads. */
export class QuadBuffer {
  floats = new Float32Array(64 * QUAD_WORDS);
  words = new Uint32Array(this.floats.buffer);
  count = 0;
  /** Quads that are filled in by whoever knows where pictures are. */
  readonly pictures: PictureQuad[] = [];

  clear(): void {
    this.count = 0;
    this.pictures.length = 0;
  }

  append(other: QuadBuffer): void {
    this.#reserve(other.count);
    this.words.set(other.words.subarray(0, other.count * QUAD_WORDS), this.count * QUAD_WORDS);
    for (const { index, row, item } of other.pictures) this.pictures.push({ index: this.count + index, row, item });
    this.count += other.count;
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
    this.floats.set(area, at);
    this.floats.set(params, at + 4);
    this.words[at + 8] = row;
    this.words[at + 9] = kind;
    this.words[at + 10] = colors;
    this.words[at + 11] = extra;
    this.count += 1;
  }

  /** A quad of text whose base line the shader puts on a whole pixel. */
  pushText(area: readonly [number, number, number, number], glyph: Glyph, row: number, colors: number, base: number): void {
    const kind = glyph.kind === 'glyph' ? QuadKind.glyph : glyph.kind === 'run' ? QuadKind.run : QuadKind.color;
    this.push(area, [glyph.u0, glyph.v0, glyph.u1, glyph.v1], row, kind, colors);
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

const byte = (alpha: number): number => Math.round(Math.min(1, Math.max(0, alpha)) * 255);
const colors = (first: number, alpha: number, second = 0, secondAlpha = 0): number =>
  (first | (second << 8) | (byte(alpha) << 16) | (byte(secondAlpha) << 24)) >>> 0;

export function packItem(out: QuadBuffer, item: Item, row: number, context: PackContext): void {
  switch (item.kind) {
    case 'box': {
      const line = item.border === undefined ? 0 : (item.borderWidth ?? 1);
      out.push(
        areaOf(item),
        [item.radius, line, item.minBorder ?? 0, item.minSize ?? 0],
        row,
        QuadKind.box,
        colors(item.fill, item.alpha, item.border, line > 0 ? (item.borderAlpha ?? 1) : 0),
      );
      break;
    }
    case 'shadow':
      out.push(areaOf(item), [item.radius, item.blur, 0, 0], row, QuadKind.shadow, colors(item.color, item.alpha));
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
      const glyph = context.text.icon(item.name);
      const { size } = item;
      if (!glyph) break;
      out.pushText(
        [item.x + glyph.x * size, item.y + glyph.y * size, glyph.width * size, glyph.height * size],
        glyph,
        row,
        colors(item.color, item.alpha),
        item.y,
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
  const line = text.line(item.text, item.weight);
  const { size } = item;
  const left = item.align === 'end' ? item.x - line.width * size : item.x;
  if (detail >= 2 && !item.letters) {
    // Too small to read: a bar of the line's length and grey, as a printer's dummy text.
    const height = size * 0.46;
    out.push([left, item.y - height, line.width * size, height], [2, 0, 0, 0], row, QuadKind.box, colors(item.color, item.alpha * 0.32));
    return;
  }
  const ink = colors(item.color, item.alpha);
  for (const glyph of line.glyphs) {
    out.pushText([left + glyph.x * size, item.y + glyph.y * size, glyph.width * size, glyph.height * size], glyph, row, ink, item.y);
  }
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
    for (const glyph of text.line(tag.text, weight).glyphs) {
      const kind = glyph.kind === 'glyph' ? QuadKind.glyph : glyph.kind === 'run' ? QuadKind.run : QuadKind.color;
      const at = offset(tag.start + glyph.x * size, TAG_BASELINE + glyph.y * size);
      out.push([x, y, glyph.width * size, glyph.height * size], [glyph.u0, glyph.v0, glyph.u1, glyph.v1], row, kind | PINNED, ink, at);
    }
  }
  out.push([x, y, side, side], [middle, middle, 0, 0], row, QuadKind.cursor | PINNED, look, offset(-before, -before));
}

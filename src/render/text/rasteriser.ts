/**
 * Draws pieces of text and icons with a 2D context and turns them into what the atlas keeps: distance fields for what takes the
 * text's colour, pictures for what has colours of its own. Wide pieces come in several parts side by side.
 *
 * It stays on the main thread: a worker's canvas does not see the fonts that the page has loaded.
 */
import type { FontWeight } from '../../scene/text.js';
import type { Context2D } from '../surface.js';
import { distanceField, FIELD_BUFFER } from './field.js';
import { drawIcon } from './draw-icon.js';
import type { Piece } from './script.js';

/** Texels of an em: letters, pieces with colours (a picture does not grow sharper by itself), icons. */
export const RASTER = { letters: 40, colored: 64, icon: 60 } as const;
/** Widest part, texels without the field around it. */
const PART = 1000;
/** Ems above and below the base line that are drawn: stacked marks beyond are cut, so that they cannot cover their neighbours. */
const ASCENT = 1.8;
const DESCENT = 1.2;
/** Icons' strokes may reach over their box by this many texels. */
const ICON_MARGIN = FIELD_BUFFER + 2;
/** The scratch canvas holds the largest part. */
export const SCRATCH = {
  width: PART + 2 * FIELD_BUFFER,
  height: Math.ceil((ASCENT + DESCENT) * RASTER.colored) + 2 * FIELD_BUFFER + 2,
} as const;

export interface RasterPart {
  /** `field`: one byte a texel; `picture`: RGBA, premultiplied. */
  readonly kind: 'field' | 'picture';
  /** Texels from the start of the base line to the part's top left texel. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly texels: Uint8Array | Uint8ClampedArray;
  /** Columns at the left and right that belong to a neighbouring part and are there for its field only. */
  readonly before: number;
  readonly after: number;
}

export interface Raster {
  /** Texels of an em. */
  readonly em: number;
  readonly parts: readonly RasterPart[];
}

export class Rasteriser {
  #font = '';

  constructor(
    private readonly context: Context2D,
    private readonly family: string,
  ) {}

  /** Ems. */
  width(text: string, weight: FontWeight): number {
    this.#setFont(weight, 100);
    return this.context.measureText(text).width / 100;
  }

  text({ text, rtl, colored }: Piece, weight: FontWeight): Raster {
    const { context } = this;
    const em = colored ? RASTER.colored : RASTER.letters;
    this.#setFont(weight, em);
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.direction = rtl ? 'rtl' : 'ltr';
    const metrics = context.measureText(text);
    const left = Math.floor(-metrics.actualBoundingBoxLeft) - FIELD_BUFFER;
    const right = Math.ceil(metrics.actualBoundingBoxRight) + FIELD_BUFFER;
    const top = -Math.min(Math.ceil(metrics.actualBoundingBoxAscent), Math.floor(ASCENT * em)) - FIELD_BUFFER;
    const bottom = Math.min(Math.ceil(metrics.actualBoundingBoxDescent), Math.floor(DESCENT * em)) + FIELD_BUFFER;
    const height = bottom - top;
    const parts: RasterPart[] = [];
    if (right - left <= 2 * FIELD_BUFFER || height <= 2 * FIELD_BUFFER) return { em, parts };
    for (let from = left; from < right; from += PART) {
      const before = from > left ? FIELD_BUFFER : 0;
      const after = from + PART < right ? FIELD_BUFFER : 0;
      const width = Math.min(PART, right - from) + before + after;
      const x = from - before;
      const draw = (color: string): Uint8ClampedArray => {
        context.clearRect(0, 0, width, height);
        context.fillStyle = color;
        context.fillText(text, -x, -top);
        return context.getImageData(0, 0, width, height).data;
      };
      const ink = draw('#000');
      const common = { x, y: top, width, height, before, after };
      const picture = colored ? takePicture(ink, draw('#fff')) : null;
      if (picture) parts.push({ kind: 'picture', ...common, texels: picture });
      if (!picture || ink.some((value, index) => index % 4 === 3 && value > 0))
        parts.push({ kind: 'field', ...common, texels: distanceField(ink, width, height) });
    }
    return { em, parts };
  }

  /** Its box has the side of an em; the part's place counts from the box's top left corner. */
  icon(name: string): Raster {
    const { context } = this;
    const em = RASTER.icon;
    const side = em + 2 * ICON_MARGIN;
    context.clearRect(0, 0, side, side);
    context.strokeStyle = '#000';
    drawIcon(context, name, ICON_MARGIN, ICON_MARGIN, em);
    const texels = distanceField(context.getImageData(0, 0, side, side).data, side, side);
    return { em, parts: [{ kind: 'field', x: -ICON_MARGIN, y: -ICON_MARGIN, width: side, height: side, before: 0, after: 0, texels }] };
  }

  #setFont(weight: FontWeight, size: number): void {
    const font = `${weight} ${size}px ${this.family}`;
    if (font === this.#font) return;
    this.#font = font;
    this.context.font = font;
  }
}

/** Colours this near each other when drawn in black and in white are the drawing's own; faint texels lose some precision. */
const OWN_COLOR = 128;

/**
 * Splits one drawing, made in black and in white, by what followed the colour and what did not: the latter is returned, premultiplied,
 * and cleared in `ink`. Null where all of it follows: a font without colours.
 */
function takePicture(ink: Uint8ClampedArray, white: Uint8ClampedArray): Uint8ClampedArray | null {
  let picture: Uint8ClampedArray | null = null;
  for (let at = 0; at < ink.length; at += 4) {
    const alpha = ink[at + 3]!;
    if (alpha === 0) continue;
    const change = Math.max(white[at]! - ink[at]!, white[at + 1]! - ink[at + 1]!, white[at + 2]! - ink[at + 2]!);
    if (change > OWN_COLOR) continue;
    picture ??= new Uint8ClampedArray(ink.length);
    for (let channel = 0; channel < 3; channel += 1) picture[at + channel] = (ink[at + channel]! * alpha) / 255;
    picture[at + 3] = alpha;
    ink[at + 3] = 0;
  }
  return picture;
}

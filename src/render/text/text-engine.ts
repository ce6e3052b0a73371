/**
 * Text for the GPU: letters and icons as signed distance fields made at run time (tiny-sdf), other scripts as drawn runs.
 *
 * One raster size serves every zoom. Lines are laid out once per text and weight, in ems, with the font's own kerning (each letter
 * sits where the browser measures the text before it to end).
 */
import TinySdf from '@mapbox/tiny-sdf';
import type { FontWeight, MeasureText } from '../../scene/text.js';
import { createCanvas, type Context2D } from '../surface.js';
import { AtlasPage } from './atlas-page.js';
import { iconContext } from './icon-context.js';
import { pieces, type Piece } from './script.js';

/** Texels of an em. Twice the largest text at zoom 1; the field keeps edges clean well beyond it. */
const RASTER = 40;
const BUFFER = 6;
/** Texels that the field's whole range covers, half of them inside. */
export const FIELD_REACH = 12;
const RUN_RASTER = 32;
const ICON_RASTER = 60;
const GLYPH_PAGE = 2048;
const RUN_PAGE = 1024;
/** Lines and widths kept before both caches start anew. */
const CACHE_LIMIT = 8000;

/** One textured rectangle of a line, in ems from the start of the base line; texture coordinates 0 to 1. */
export interface Glyph {
  readonly kind: 'glyph' | 'run' | 'color';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly u0: number;
  readonly v0: number;
  readonly u1: number;
  readonly v1: number;
}

export interface Line {
  readonly glyphs: readonly Glyph[];
  /** Ems. */
  readonly width: number;
}

/** The part of tiny-sdf that is used here. Its context is replaced once, to draw icons. */
interface FieldMaker {
  ctx: unknown;
  draw(text: string): {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
    readonly glyphTop: number;
    readonly glyphLeft: number;
  };
}
const makeField = (fontSize: number, fontFamily: string, fontWeight: string): FieldMaker =>
  new (TinySdf as new (options: object) => unknown)({
    fontSize,
    buffer: BUFFER,
    radius: FIELD_REACH,
    cutoff: 0.5,
    fontFamily,
    fontWeight,
  }) as FieldMaker;

type Shape = Omit<Glyph, 'x'> & { readonly left: number };

export class TextEngine {
  readonly glyphPage = new AtlasPage(GLYPH_PAGE, 1);
  readonly runPage = new AtlasPage(RUN_PAGE, 4);
  /** Raised when texture coordinates handed out before are void. */
  generation = 0;
  readonly #context: Context2D;
  readonly #sdf = new Map<FontWeight, FieldMaker>();
  #iconSdf: FieldMaker | undefined;
  readonly #shapes = new Map<string, Shape | null>();
  readonly #lines = new Map<string, Line>();
  readonly #widths = new Map<string, number>();

  constructor(private family: string) {
    this.#context = createCanvas(RUN_PAGE, RUN_RASTER * 2).context;
  }

  get font(): string {
    return this.family;
  }

  /** A new family, or the same one once its files have arrived: everything is drawn anew. */
  setFont(family: string): void {
    this.family = family;
    this.#sdf.clear();
    this.#widths.clear();
    this.reset();
  }

  /** Forgets every shape. */
  reset(): void {
    this.#shapes.clear();
    this.#lines.clear();
    this.glyphPage.clear();
    this.runPage.clear();
    this.generation += 1;
  }

  readonly measure: MeasureText = (text, size, weight) => this.#width(text, weight) * size;

  line(text: string, weight: FontWeight): Line {
    const key = `${weight}${text}`;
    const known = this.#lines.get(key);
    if (known) return known;
    if (this.#lines.size > CACHE_LIMIT) this.#lines.clear();
    const glyphs: Glyph[] = [];
    let before = '';
    for (const piece of pieces(text)) {
      const shape = piece.text.trim() === '' ? null : this.#shape(piece, weight);
      if (shape) glyphs.push({ ...shape, x: this.#width(before, weight) + shape.left });
      before += piece.text;
    }
    const line = { glyphs, width: this.#width(text, weight) };
    this.#lines.set(key, line);
    return line;
  }

  /** The icon in a square of one em whose top left corner is zero. */
  icon(name: string): Glyph | null {
    const shape = this.#remember(`icon${name}`, () => this.#drawIcon(name));
    return shape && { ...shape, x: shape.left };
  }

  #width(text: string, weight: FontWeight): number {
    if (text === '') return 0;
    const key = `${weight}${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      if (this.#widths.size > CACHE_LIMIT) this.#widths.clear();
      this.#context.font = `${weight} 100px ${this.family}`;
      width = this.#context.measureText(text).width / 100;
      this.#widths.set(key, width);
    }
    return width;
  }

  #shape(piece: Piece, weight: FontWeight): Shape | null {
    return this.#remember(`${piece.kind}${weight}${piece.text}`, () =>
      piece.kind === 'glyph' ? this.#drawGlyph(this.#tiny(weight), piece.text, RASTER) : this.#drawRun(piece.text, weight, piece.kind),
    );
  }

  /** A full page is cleared and filled again: at most once for one shape, or a page too small would turn for ever. */
  #remember(key: string, draw: () => Shape | null): Shape | null {
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    let shape = draw();
    if (!shape) {
      this.reset();
      shape = draw();
    }
    this.#shapes.set(key, shape);
    return shape;
  }

  #tiny(weight: FontWeight): FieldMaker {
    let tiny = this.#sdf.get(weight);
    if (!tiny) {
      tiny = makeField(RASTER, this.family, String(weight));
      this.#sdf.set(weight, tiny);
    }
    return tiny;
  }

  #drawGlyph(tiny: FieldMaker, text: string, em: number): Shape | null {
    const drawn = tiny.draw(text);
    const { width, height } = drawn;
    const place = this.glyphPage.place(width, height);
    if (!place) return null;
    this.glyphPage.write(place, width, height, drawn.data);
    const side = this.glyphPage.size;
    return {
      kind: 'glyph',
      left: (drawn.glyphLeft - BUFFER) / em,
      y: -(drawn.glyphTop + BUFFER) / em,
      width: width / em,
      height: height / em,
      u0: place.x / side,
      v0: place.y / side,
      u1: (place.x + width) / side,
      v1: (place.y + height) / side,
    };
  }

  #drawIcon(name: string): Shape | null {
    if (!this.#iconSdf) {
      this.#iconSdf = makeField(ICON_RASTER, 'sans-serif', '400');
      this.#iconSdf.ctx = iconContext(this.#iconSdf.ctx as Context2D, ICON_RASTER);
    }
    const shape = this.#drawGlyph(this.#iconSdf, name, ICON_RASTER);
    return shape && { ...shape, y: shape.y + 1 };
  }

  #drawRun(text: string, weight: FontWeight, kind: 'run' | 'color'): Shape | null {
    const context = this.#context;
    const width = Math.min(RUN_PAGE, Math.ceil(this.#width(text, weight) * RUN_RASTER) + 8);
    const height = RUN_RASTER * 2;
    const place = this.runPage.place(width, height);
    if (!place) return null;
    context.clearRect(0, 0, RUN_PAGE, height);
    context.font = `${weight} ${RUN_RASTER}px ${this.family}`;
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillStyle = '#fff';
    context.fillText(text, 4, RUN_RASTER * 1.4);
    const { data } = context.getImageData(0, 0, width, height);
    for (let index = 0; index < data.length; index += 4) {
      const alpha = data[index + 3]! / 255;
      for (let channel = 0; channel < 3; channel += 1) data[index + channel] = data[index + channel]! * alpha;
    }
    this.runPage.write(place, width, height, data);
    const side = this.runPage.size;
    return {
      kind,
      left: -4 / RUN_RASTER,
      y: -1.4,
      width: width / RUN_RASTER,
      height: height / RUN_RASTER,
      u0: place.x / side,
      v0: place.y / side,
      u1: (place.x + width) / side,
      v1: (place.y + height) / side,
    };
  }
}

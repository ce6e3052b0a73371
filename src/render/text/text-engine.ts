/**
 * Text for the GPU: lines of letters, words and icons as rectangles of two atlas pages, one of distance fields and one of pictures
 * for what has colours of its own.
 *
 * One raster size serves every zoom. Lines are laid out once per text and weight, in ems; each piece sits where the browser measures
 * the text before it to end, so kerning and widths are the font's own. Each frame makes only so many new shapes as
 * {@link TextEngine.budget} allows: the rest are bars until one of the next frames, which {@link TextEngine.waiting} asks for.
 */
import { advancesOf } from '../../scene/advances.js';
import { AgingMap } from '../../scene/aging-map.js';
import { isPlain, type FontWeight, type MeasureText } from '../../scene/text.js';
import { createCanvas, type Context2D } from '../surface.js';
import { AtlasPage } from './atlas-page.js';
import { RASTER, Rasteriser, SCRATCH } from './rasteriser.js';
import { linePieces, type Piece } from './script.js';
import { ShapeStore, type Shape } from './shape-store.js';

/** 16 MB at most: about 7,000 ideographs. */
const GLYPH_PAGE = { width: 2048, height: 8192 } as const;
/** 8 MB at most: about 300 emoji. */
const COLOR_PAGE = { width: 1024, height: 2048 } as const;
/** Lines and widths kept, twice as many at most. */
const LINES_KEPT = 4000;
const WIDTHS_KEPT = 16_000;
/**
 * Texels' worth of drawing and measuring in a frame: about 50 ideographs or 100 Latin letters. See docs/decisions/0140-text.md.
 */
export const FRAME_BUDGET = 100_000;
/** The first frame after a start or another font may take longer: nothing moves yet, and bars that become letters would flash. */
export const FIRST_BUDGET = 500_000;
/** Pieces that neither kern nor join with what is beside them: spaces, ideographs, kana and hangul. */
const SEPARATE = /^[\s\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const NOTHING = /(?!)/;
/** Texels' worth of measuring a text, and of each character in it that the browser has to find a font for. */
const MEASURE_COST = 200;
const NOVEL_COST = 2000;
const NOVEL = /[\u0590-\u1dff\u2e80-\ud7ff\uf900-\ufaff\u{10000}-\u{3ffff}]/u;
const NOVEL_KEPT = 32_000;
/** Ems by which the sum of a line's words may miss its width. */
const EXACT = 0.01;
/** Ems that a piece is taken to be high, and wide at least: each has costs beside its area. */
const HEIGHT = 1.3;
const MIN_COST = 0.5;

/** A piece of a line; without a shape it is not drawn yet, or the atlas has no room for it. */
export interface PlacedPiece {
  /** Ems from the line's left end. */
  readonly x: number;
  readonly width: number;
  readonly shape: Shape | undefined;
}

export interface Line {
  readonly pieces: readonly PlacedPiece[];
  /** Ems. */
  readonly width: number;
}

/** The lines that something was packed with. */
export interface TextUse {
  readonly lines: readonly Line[];
  readonly complete: boolean;
  readonly generation: number;
  evictions: number;
}

interface LinePiece extends PlacedPiece {
  /** Text, or the name of an icon. */
  readonly source: Piece | string;
  shape: Shape | undefined;
}

class KnownLine implements Line {
  /** All pieces have shapes. */
  whole = false;
  /** Evictions up to which the shapes are known to be there. */
  evictions = -1;
  /** Turn that last showed it. */
  turn = -1;

  constructor(
    readonly weight: FontWeight,
    readonly pieces: readonly LinePiece[],
    readonly width: number,
  ) {}
}

export interface TextEngineOptions {
  /** Makes the context to draw and measure with; `document` or `OffscreenCanvas` where not given. */
  readonly createContext?: (width: number, height: number) => Context2D;
}

export class TextEngine {
  readonly glyphPage = new AtlasPage(GLYPH_PAGE.width, GLYPH_PAGE.height, 1);
  readonly colorPage = new AtlasPage(COLOR_PAGE.width, COLOR_PAGE.height, 4);
  /** Raised when all that was handed out is void: another font. */
  generation = 0;
  /** Texels that a frame may draw. */
  budget = FRAME_BUDGET;
  /** Something of this frame is left for the next one. */
  waiting = false;
  /** Shapes drawn so far. */
  drawn = 0;
  /** Another function for each font. */
  measure: MeasureText;
  readonly #context: Context2D;
  readonly #store = new ShapeStore(this.glyphPage, this.colorPage);
  readonly #lines = new AgingMap<KnownLine>(LINES_KEPT);
  readonly #widths = new AgingMap<number>(WIDTHS_KEPT);
  readonly #met = new Set<string>();
  #rasteriser: Rasteriser;
  #left = FRAME_BUDGET;
  #used = new Set<KnownLine>();
  #complete = true;

  constructor(
    private family: string,
    { createContext = (width, height) => createCanvas(width, height).context }: TextEngineOptions = {},
  ) {
    this.#context = createContext(SCRATCH.width, SCRATCH.height);
    this.#rasteriser = new Rasteriser(this.#context, family);
    this.measure = this.#measure();
  }

  get font(): string {
    return this.family;
  }

  /** A new family, or the same one once its files have arrived: everything is measured and drawn anew. */
  setFont(family: string): void {
    this.family = family;
    this.#rasteriser = new Rasteriser(this.#context, family);
    this.#widths.clear();
    this.#lines.clear();
    this.#store.clear();
    this.generation += 1;
    this.measure = this.#measure();
  }

  /** A new frame with a new budget. */
  begin(): void {
    this.#left = this.#store.size === 0 ? Math.max(FIRST_BUDGET, this.budget) : this.budget;
    this.waiting = false;
  }

  /** A frame takes as long as it needs: {@link unhurried}. */
  get unlimited(): boolean {
    return this.budget === Infinity;
  }

  /** What is shown is gathered anew: whatever is not asked for from here on may give way. */
  turn(): void {
    this.#store.turn += 1;
  }

  /** The frame's budget is used up. */
  get spent(): boolean {
    return this.#left <= 0;
  }

  /** Text is left out for want of time: the next frame will have it. */
  postpone(): void {
    this.waiting = true;
    this.#complete = false;
  }

  /** Runs `draw` with all letters, whatever that takes: for pictures that must be whole. */
  unhurried<T>(draw: () => T): T {
    const { budget } = this;
    this.budget = Infinity;
    try {
      return draw();
    } finally {
      this.budget = budget;
    }
  }

  /** Runs `pack` and tells which lines it asked for, for {@link keeps}. */
  track(pack: () => void): TextUse {
    this.#used = new Set();
    this.#complete = true;
    pack();
    return { lines: [...this.#used], complete: this.#complete, generation: this.generation, evictions: this.#store.evictions };
  }

  /** True while all that `use` was packed with is whole and in place; counts as shown in this turn. */
  keeps(use: TextUse): boolean {
    if (!use.complete || use.generation !== this.generation) return false;
    const { evictions } = this.#store;
    const lines = use.lines as readonly KnownLine[];
    if (use.evictions !== evictions) {
      for (const line of lines) {
        if (line.evictions === evictions) continue;
        if (!line.pieces.every((piece) => piece.shape?.live)) return false;
        line.evictions = evictions;
      }
      use.evictions = evictions;
    }
    for (const line of lines) this.#show(line);
    return true;
  }

  /** Ems. */
  width(text: string, weight: FontWeight): number {
    if (text === '') return 0;
    const key = `${weight}${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = this.#rasteriser.width(text, weight);
      this.#left -= MEASURE_COST + this.#novelty(text) * NOVEL_COST;
      this.#widths.set(key, width);
    }
    return width;
  }

  line(text: string, weight: FontWeight): Line {
    const key = `${weight}${text}`;
    let line = this.#lines.get(key);
    if (!line) {
      line = this.#layOut(text, weight);
      this.#lines.set(key, line);
    }
    return this.#filled(line);
  }

  /** The icon in a square of one em whose top left corner is zero. */
  icon(name: string): Line {
    const key = `icon${name}`;
    let line = this.#lines.get(key);
    if (!line) {
      line = new KnownLine(400, [{ source: name, x: 0, width: 1, shape: undefined }], 1);
      this.#lines.set(key, line);
    }
    return this.#filled(line);
  }

  #measure(): MeasureText {
    return (text, size, weight) => this.width(text, weight) * size;
  }

  /** Characters beyond the alphabets of Europe that were never measured: the browser has to find a font for each of them. */
  #novelty(text: string): number {
    if (!NOVEL.test(text)) return 0;
    if (this.#met.size > NOVEL_KEPT) this.#met.clear();
    const before = this.#met.size;
    for (const character of text) if (NOVEL.test(character)) this.#met.add(character);
    return this.#met.size - before;
  }

  #layOut(text: string, weight: FontWeight): KnownLine {
    const { pieces, fromRight } = linePieces(text);
    const total = this.width(text, weight);
    // Characters or words are measured one by one, because other lines have them too; where the font knows more than that, the line is.
    let ends = isPlain(text) ? advancesOf(this.measure).ends(text, weight) : this.#ends(pieces, weight, SEPARATE);
    if (Math.abs((ends.at(-1) ?? 0) - total) > EXACT) ends = this.#ends(pieces, weight, NOTHING);
    const laid: LinePiece[] = [];
    pieces.forEach((piece, index) => {
      if (piece.text.trim() === '') return;
      const start = ends[index - 1] ?? 0;
      const end = ends[index]!;
      laid.push({ source: piece, x: fromRight ? total - end : start, width: end - start, shape: undefined });
    });
    return new KnownLine(weight, laid, total);
  }

  /** Where each piece ends, ems from the beginning, when those that match `separate` are measured apart from the others. */
  #ends(pieces: readonly Piece[], weight: FontWeight, separate: RegExp): number[] {
    let base = 0;
    let word = '';
    let end = 0;
    return pieces.map(({ text }) => {
      if (separate.test(text)) {
        base = end += this.width(text, weight);
        word = '';
      } else {
        word += text;
        end = base + this.width(word, weight);
      }
      return end;
    });
  }

  /** Draws what is missing, as far as budget and room allow. */
  #filled(line: KnownLine): Line {
    this.#used.add(line);
    // First what is there, so that it does not give way to what is missing.
    this.#show(line);
    if (!line.whole || line.evictions !== this.#store.evictions) {
      line.whole = true;
      for (const piece of line.pieces) {
        if (!piece.shape?.live) piece.shape = this.#shape(piece, line.weight);
        if (!piece.shape) line.whole = false;
      }
      line.evictions = this.#store.evictions;
    }
    if (!line.whole) this.#complete = false;
    return line;
  }

  #show(line: KnownLine): void {
    const { turn } = this.#store;
    if (line.turn === turn) return;
    line.turn = turn;
    for (const { shape } of line.pieces) if (shape) shape.seen = turn;
  }

  #shape({ source, width }: LinePiece, weight: FontWeight): Shape | undefined {
    const store = this.#store;
    const icon = typeof source === 'string';
    const key = icon ? `icon${source}` : `${source.rtl ? 'r' : 'l'}${weight}${source.text}`;
    const known = store.get(key);
    if (known) {
      known.seen = store.turn;
      return known;
    }
    const colored = !icon && source.colored;
    if (!store.mayAdd(colored)) return undefined;
    if (this.#left <= 0) {
      this.postpone();
      return undefined;
    }
    const em = icon ? RASTER.icon : colored ? RASTER.colored : RASTER.letters;
    this.#left -= Math.max(MIN_COST, width) * HEIGHT * em * em;
    this.drawn += 1;
    return store.add(key, icon ? this.#rasteriser.icon(source) : this.#rasteriser.text(source, weight)) ?? undefined;
  }
}

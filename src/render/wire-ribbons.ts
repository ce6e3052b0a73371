/**
 * How many straight pieces each wire is drawn with, and the wires sorted by that number: one draw for each class.
 *
 * A wire between neighbours seen from afar is one piece, a hairpin across the screen a hundred. One number for all would either show
 * kinks on the long ones or draw fifty times too many vertices for the others (docs/decisions/0120). They are sorted anew when the
 * zoom passes half an octave; while something is dragged, only when a wire needs more pieces than it has, so that most frames of a
 * drag upload nothing of the wires, and only wires whose ends have moved against each other are reckoned with.
 */
import type { Rows } from '../scene/rows.js';
import { slotX, slotY } from '../scene/slots.js';
import { handleFor } from '../scene/wire.js';

/** Words of a wire: row of the output, row of the input, slots with colour and state, pieces with {@link FLOWS}. */
export const WIRE_WORDS = 4;
/** In the last word: the wire feeds a node that runs. */
export const FLOWS = 256;

/** Pieces of a wire by class, coarse to fine. The last one is for wires far longer than the screen. */
export const SEGMENTS = [1, 4, 6, 8, 12, 24, 48, 96] as const;
const SQUARES = SEGMENTS.map((count) => count * count);
const LAST = SEGMENTS.length - 1;

/** CSS pixels that a ribbon may stray from its curve: from afar wires are pale hairlines. */
const TOLERANCE = { near: 0.25, far: 0.8 } as const;
/** Zoom from which on down the tolerance widens, until it is widest. */
const WIDENS = { from: 0.4, to: 0.11 } as const;
/** A backward wire's pieces are so placed (`curve_sample` in shaders/wire.wgsl) that it needs fewer than the bound says; measured. */
const BACKWARD = 0.75;
/** The others get a twentieth more than the bound says, as a margin. */
const FORWARD = 1.05;
/** Share of the curve's bend by which a single straight piece misses an even S. Exact for a level one: √3 / 18. */
const CHORD = 0.0963;

/** Below this zoom no wire is drawn at all: they would be a grey veil. */
export const HIDDEN_BELOW = 0.03;
/** Zooms between which crowded wires pale, and coverage (mean number of wires over a pixel) from which on they do. */
const PALES = { from: 0.2, to: 0.1, coverage: 0.3, least: 0.25 } as const;
/** Canvas units that a wire's ends may move against each other before its pieces are reckoned anew. */
const SAME_SPAN = 1 / 16;
/** Wires looked at to find how crowded they are. */
const SAMPLES = 512;

/** Wires by their place in `words`; `to` is exclusive. */
export interface WireRange {
  readonly from: number;
  readonly to: number;
}
const NONE: WireRange = { from: 0, to: 0 };

/** Wires to draw. */
export interface WireList {
  words: Uint32Array;
  count: number;
  /** Of each, what it is called in all lists of `table`. */
  numbers: Uint32Array;
  table: { readonly count: number };
  /** One more behind them: the wire on its way. */
  hasDraft: boolean;
}

/** Wires that are drawn with the same number of pieces. */
export interface WireRun {
  readonly segments: number;
  /** Of `words`, in wires. */
  readonly first: number;
  readonly count: number;
}

/**
 * Writes what the number of a wire's pieces hangs on, in canvas units, so that the zoom comes in as the tolerance alone: the tolerance from which on
 * one piece is enough, and the square of the pieces that a tolerance of one needs (half of it does for twice the tolerance).
 * `dx`, `dy`: from output to input.
 */
function writeBend(bends: Float32Array, at: number, dx: number, dy: number): void {
  const level = dx - 3 * handleFor(Math.abs(dx), Math.abs(dy));
  // Second difference of the control points: Wang's bound on flattening (de Boor, "Subdividing a Bézier curve": 3/4 of it over n²).
  const bend = Math.sqrt(level * level + dy * dy);
  const factor = dx < 0 ? BACKWARD : FORWARD;
  const need = 0.75 * bend * factor * factor;
  // From afar a short hairpin is a dot on a line.
  const hairpin = Math.max(bend * CHORD, need / SQUARES[1]!);
  bends[at] = dx < 0 ? hairpin : Math.min(Math.min(bend, Math.abs(dy)) * CHORD, hairpin);
  bends[at + 1] = need;
}

/** Class of a wire, as an index of {@link SEGMENTS}; `tolerance` in canvas units. */
function segmentClass(straight: number, need: number, tolerance: number): number {
  if (straight <= tolerance) return 0;
  let found = 1;
  while (found < LAST && SQUARES[found]! * tolerance < need) found += 1;
  return found;
}

/** CSS pixels. */
function toleranceAt(zoom: number): number {
  const share = Math.log(WIDENS.from / zoom) / Math.log(WIDENS.from / WIDENS.to);
  return TOLERANCE.near * (TOLERANCE.far / TOLERANCE.near) ** Math.min(1, Math.max(0, share));
}

export class WireRibbons {
  /** Sorted by class, within one as they were given; then the wire on its way. */
  words = new Uint32Array(64 * WIRE_WORDS);
  runs: readonly WireRun[] = [];
  /** The wire on its way. */
  draft: WireRun | null = null;
  /** Mean number of wires over a CSS pixel at zoom 1, were each one pixel wide. */
  #coverage = 0;
  /** Wires whose bend was reckoned since it was made: what tests count. */
  reckoned = 0;
  #classes = new Uint8Array(64);
  /** Of each wire as it was given, its place in `words`. */
  #places = new Uint32Array(64);
  #from = Infinity;
  #to = 0;
  /** Those whose numbers the following are by: they hold for wires that were out of sight meanwhile. */
  #table: WireList['table'] | undefined;
  /** Version of the rows at which each wire was looked at. */
  #seen = new Int32Array(0);
  /** From output to input, canvas units, as each wire was when its bend was reckoned. */
  #spans = new Float64Array(0);
  /** Of each wire, as {@link writeBend} puts it. */
  #bends = new Float32Array(0);
  #octave = NaN;

  /** Wires in `words`. */
  get count(): number {
    return this.runs.reduce((sum, { count }) => sum + count, 0) + (this.draft ? 1 : 0);
  }

  /** The wires to upload; afterwards there are none. */
  takeTouched(): WireRange {
    const range = this.#to > this.#from ? { from: this.#from, to: this.#to } : NONE;
    this.#from = Infinity;
    this.#to = 0;
    return range;
  }

  /** Gives one wire another look, the third of its words; `index` as it was given. */
  restate(index: number, look: number): void {
    const place = this.#places[index]!;
    this.words[place * WIRE_WORDS + 2] = look;
    this.#from = Math.min(this.#from, place);
    this.#to = Math.max(this.#to, place + 1);
  }

  /** Alpha of plain wires at this zoom. */
  alphaAt(zoom: number): number {
    const share = Math.min(1, Math.max(0, (PALES.from - zoom) / (PALES.from - PALES.to)));
    const crowded = this.#coverage / zoom / PALES.coverage;
    return crowded <= 1 ? 1 : 1 - share * (1 - Math.max(PALES.least, Math.sqrt(1 / crowded)));
  }

  /** Sorts the wires of the list. `changed`: they are others than last time; `moved`: rectangles are elsewhere. */
  update(wires: WireList, rows: Rows, zoom: number, changed: boolean, moved: boolean): void {
    const octave = Math.round(Math.log2(zoom) * 2);
    if (!changed && !moved && octave === this.#octave) return;
    const onlyMoved = !changed && octave === this.#octave;
    this.#octave = octave;
    if (changed || moved) this.#reckon(wires, rows);
    // The upper end of the step, so that no zoom within it shows more than was reckoned with.
    const renewed = this.#classify(wires, 2 ** ((octave + 0.5) / 2), onlyMoved);
    if (changed) this.#measure(wires, rows);
    if (renewed || changed) this.#sort(wires);
  }

  /** How the wires bend: those that were not asked for before, and whose ends have moved against each other since. */
  #reckon({ words, count, numbers, table }: WireList, { exact, version }: Rows): void {
    if (table !== this.#table) {
      this.#table = table;
      this.#seen = new Int32Array(table.count).fill(-1);
      this.#spans = new Float64Array(table.count * 2).fill(NaN);
      this.#bends = new Float32Array(table.count * 2);
    }
    const seen = this.#seen;
    const spans = this.#spans;
    for (let index = 0; index < count; index += 1) {
      const number = numbers[index]!;
      if (seen[number] === version) continue;
      seen[number] = version;
      const at = index * WIRE_WORDS;
      const a = words[at]! * 4;
      const b = words[at + 1]! * 4;
      const slots = words[at + 2]!;
      const out = slots & 255;
      const into = (slots >> 8) & 255;
      const dx = exact[b]! + slotX(into, exact[b + 2]!, 'in') - exact[a]! - slotX(out, exact[a + 2]!, 'out');
      const dy = exact[b + 1]! + slotY(into, exact[b + 3]!) - exact[a + 1]! - slotY(out, exact[a + 3]!);
      const pair = number * 2;
      if (Math.abs(dx - spans[pair]!) < SAME_SPAN && Math.abs(dy - spans[pair + 1]!) < SAME_SPAN) continue;
      spans[pair] = dx;
      spans[pair + 1] = dy;
      this.reckoned += 1;
      writeBend(this.#bends, pair, dx, dy);
    }
  }

  /** Returns whether a wire is in another class. */
  #classify({ count, numbers }: WireList, zoom: number, upwards: boolean): boolean {
    if (this.#classes.length < count) {
      this.#classes = new Uint8Array(count * 2);
      this.#places = new Uint32Array(count * 2);
    }
    const classes = this.#classes;
    const bends = this.#bends;
    const tolerance = toleranceAt(zoom) / zoom;
    let renewed = false;
    for (let index = 0; index < count; index += 1) {
      const pair = numbers[index]! * 2;
      const found = segmentClass(bends[pair]!, bends[pair + 1]!, tolerance);
      if (upwards ? classes[index]! < found : classes[index] !== found) {
        classes[index] = found;
        renewed = true;
      }
    }
    return renewed;
  }

  /** A counting sort: wires keep their order within a class. */
  #sort({ words, count, hasDraft }: WireList): void {
    const needed = (count + 1) * WIRE_WORDS;
    if (this.words.length < needed) this.words = new Uint32Array(needed * 2);
    const next = new Array<number>(SEGMENTS.length).fill(0);
    for (let index = 0; index < count; index += 1) next[this.#classes[index]!]! += 1;
    const runs: WireRun[] = [];
    let first = 0;
    SEGMENTS.forEach((segments, index) => {
      const length = next[index]!;
      if (length > 0) runs.push({ segments, first, count: length });
      next[index] = first;
      first += length;
    });
    for (let index = 0; index < count; index += 1) {
      const sort = this.#classes[index]!;
      this.#put(words, index, next[sort]!, SEGMENTS[sort]!);
      this.#places[index] = next[sort]!;
      next[sort]! += 1;
    }
    this.runs = runs;
    this.draft = null;
    this.#from = 0;
    this.#to = count + (hasDraft ? 1 : 0);
    if (!hasDraft) return;
    // It changes with every move of the hand, and it is one.
    const segments = SEGMENTS.at(-1)!;
    this.#put(words, count, count, segments);
    this.draft = { segments, first: count, count: 1 };
  }

  #put(source: Uint32Array, from: number, to: number, segments: number): void {
    const a = from * WIRE_WORDS;
    const b = to * WIRE_WORDS;
    this.words[b] = source[a]!;
    this.words[b + 1] = source[a + 1]!;
    this.words[b + 2] = source[a + 2]!;
    this.words[b + 3] = (source[a + 3]! & FLOWS) | segments;
  }

  /** From a sample: how long the wires are in all, over the area that their ends take. */
  #measure({ words, count }: WireList, { exact }: Rows): void {
    const step = Math.max(1, Math.floor(count / SAMPLES));
    let length = 0;
    let taken = 0;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let index = 0; index < count; index += step) {
      const a = words[index * WIRE_WORDS]! * 4;
      const b = words[index * WIRE_WORDS + 1]! * 4;
      length += Math.hypot(exact[b]! - exact[a]!, exact[b + 1]! - exact[a + 1]!);
      taken += 1;
      left = Math.min(left, exact[a]!, exact[b]!);
      right = Math.max(right, exact[a]!, exact[b]!);
      top = Math.min(top, exact[a + 1]!, exact[b + 1]!);
      bottom = Math.max(bottom, exact[a + 1]!, exact[b + 1]!);
    }
    if (taken === 0) return void (this.#coverage = 0);
    // A single wire crowds nobody, level or not: the area is at least a square of the mean length.
    const mean = Math.max(1, length / taken);
    this.#coverage = (mean * count) / (Math.max(mean, right - left) * Math.max(mean, bottom - top));
  }
}

/**
 * How far each character of plain text moves the pen, kerning with the one before it included: measured once for a font and weight, then
 * added up. A width costs a sum this way, where asking the browser costs a string to look it up by.
 */
import { isPlain, PLAIN, type FontWeight, type MeasureText } from './text.js';

const FIRST = PLAIN.first;
const COUNT = PLAIN.last - FIRST + 1;

export class Advances {
  /** The first character of a line by its code, then each pair; NaN where nobody asked yet. */
  readonly #steps = new Map<FontWeight, Float32Array>();

  constructor(private readonly measure: MeasureText) {}

  /** Ems. `text` must be plain ({@link isPlain}). Right but for ligatures, which the font may draw for three characters and more. */
  width(text: string, weight: FontWeight): number {
    const steps = this.#stepsOf(weight);
    let width = 0;
    let before = -1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index) - FIRST;
      width += this.#step(steps, before, code, weight);
      before = code;
    }
    return width;
  }

  /** Where each character ends, ems from the line's beginning. */
  ends(text: string, weight: FontWeight): number[] {
    const steps = this.#stepsOf(weight);
    const ends: number[] = [];
    let end = 0;
    let before = -1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index) - FIRST;
      end += this.#step(steps, before, code, weight);
      ends.push(end);
      before = code;
    }
    return ends;
  }

  #stepsOf(weight: FontWeight): Float32Array {
    let steps = this.#steps.get(weight);
    if (!steps) this.#steps.set(weight, (steps = new Float32Array(COUNT + COUNT * COUNT).fill(NaN)));
    return steps;
  }

  #step(steps: Float32Array, before: number, code: number, weight: FontWeight): number {
    const at = before < 0 ? code : COUNT + before * COUNT + code;
    const known = steps[at]!;
    if (!Number.isNaN(known)) return known;
    const character = String.fromCharCode(code + FIRST);
    if (before < 0) steps[at] = this.measure(character, 1, weight);
    else {
      const first = String.fromCharCode(before + FIRST);
      steps[at] = this.measure(first + character, 1, weight) - this.#step(steps, -1, before, weight);
    }
    return steps[at]!;
  }
}

const entries = new WeakMap<MeasureText, { readonly advances: Advances; readonly rough: MeasureText }>();
function entryOf(measure: MeasureText) {
  let entry = entries.get(measure);
  if (!entry) {
    const advances = new Advances(measure);
    const rough: MeasureText = (text, size, weight) => (isPlain(text) ? advances.width(text, weight) * size : measure(text, size, weight));
    entries.set(measure, (entry = { advances, rough }));
  }
  return entry;
}

/** The advances of what `measure` measures; the same for the same function. */
export const advancesOf = (measure: MeasureText): Advances => entryOf(measure).advances;

/** Measures plain text by its advances and other text as `measure` does: for what is drawn as a bar. */
export const roughly = (measure: MeasureText): MeasureText => entryOf(measure).rough;

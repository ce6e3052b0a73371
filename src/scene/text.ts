/**
 * Measuring and fitting text, with the measure injected: the page's own font metrics in a browser, an approximation in Node.
 */
import { AgingMap } from './aging-map.js';

export type FontWeight = 400 | 500 | 600;

/** Width of `text` in canvas units at `size`. */
export type MeasureText = (text: string, size: number, weight: FontWeight) => number;

/** Average widths of a sans-serif face: right within a few per cent for Latin, one em for wide scripts. For Node only. */
export const approximateMeasure: MeasureText = (text, size) => {
  let units = 0;
  for (const character of text) {
    if (/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/.test(character)) units += 1;
    else if (/[ilI.,:;'|!·]/.test(character)) units += 0.28;
    else if (/[mwMW@]/.test(character)) units += 0.87;
    else if (character === ' ') units += 0.28;
    else units += 0.57;
  }
  return units * size;
};

/** Codes of printable ASCII: text that is neither joined, stacked nor turned around. */
export const PLAIN = { first: 0x20, last: 0x7e } as const;

/** Whether `text` has nothing but printable ASCII. */
export function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < PLAIN.first || code > PLAIN.last) return false;
  }
  return true;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** What a person takes for one character. */
export const splitGraphemes = (text: string): string[] =>
  isPlain(text) ? text.split('') : Array.from(graphemes.segment(text), (part) => part.segment);

const FIRST_STRONG = /[\p{L}\u200e\u200f]/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** The direction that the first letter gives to the text, as `dir="auto"` has it. */
export const isRightToLeft = (text: string): boolean => !isPlain(text) && RIGHT_TO_LEFT.test(FIRST_STRONG.exec(text)?.[0] ?? '');

/** Controls that no font draws and that could turn the order of what follows; halves of surrogate pairs. */
const UNDRAWN = /[\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e]/g;
const HALVES = /\p{Surrogate}/gu;
const clean = (text: string): string => text.replace(UNDRAWN, '').replace(HALVES, '\ufffd');

/** Nothing narrower than an eighth of an em fits more than this many code units into a line: longer text is cut before it is measured. */
const mostUnits = (width: number, size: number): number => Math.ceil((width / size) * 8);

/** Fitted texts kept for each measure, twice as many at most. */
const KEPT = 4000;
const fitted = new WeakMap<MeasureText, AgingMap<readonly string[]>>();
function remembered(measure: MeasureText, key: string, make: () => readonly string[]): readonly string[] {
  let known = fitted.get(measure);
  if (!known) fitted.set(measure, (known = new AgingMap(KEPT)));
  let lines = known.get(key);
  if (!lines) known.set(key, (lines = make()));
  return lines;
}

/** `text`, or its longest beginning that fits into `width` with an ellipsis. */
export function ellipsize(text: string, width: number, size: number, weight: FontWeight, measure: MeasureText): string {
  const shown = text.slice(0, Math.max(200, mostUnits(width, size) * 4));
  // Most text needs nothing: neither cleaning nor a cut, nor a place to be remembered in.
  if (shown.length === text.length && isPlain(text) && !text.includes('  ') && measure(text, size, weight) <= width) return text;
  const [line] = remembered(measure, `${width} ${size} ${weight} ${text.length > shown.length} ${shown}`, () => {
    const whole = clean(shown).replace(/\s+/g, ' ');
    const fits = (candidate: string): boolean => measure(candidate, size, weight) <= width;
    return [text.length === shown.length && fits(whole) ? whole : cut(whole, fits)];
  });
  return line!;
}

/** The longest beginning of `line` that fits with an ellipsis. */
function cut(line: string, fits: (candidate: string) => boolean): string {
  const parts = splitGraphemes(line);
  const shortened = (count: number): string => `${parts.slice(0, count).join('').trimEnd()}…`;
  return shortened(mostThat(parts.length, (count) => fits(shortened(count))));
}

/** The largest number from 0 to `limit` that passes, found near the beginning in few tries; what passes is taken to pass below too. */
function mostThat(limit: number, passes: (count: number) => boolean): number {
  let low = 0;
  let step = 8;
  while (low < limit) {
    const next = Math.min(limit, low + step);
    if (!passes(next)) {
      let high = next - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (passes(middle)) low = middle;
        else high = middle - 1;
      }
      return low;
    }
    low = next;
    step *= 2;
  }
  return low;
}

/**
 * Breaks `text` into at most `maxLines` lines of `width`, where its script allows; the last one gets an ellipsis where there is more.
 * Lines of a right-to-left paragraph that begin otherwise carry a direction mark, and the other way round.
 */
export function wrap(
  text: string,
  width: number,
  maxLines: number,
  size: number,
  weight: FontWeight,
  measure: MeasureText,
): readonly string[] {
  // Twice what can be shown: enough to know that there is more.
  const shown = text.slice(0, mostUnits(width, size) * maxLines * 2);
  return remembered(measure, `${width} ${maxLines} ${size} ${weight} ${text.length > shown.length}\n${shown}`, () => {
    const fits = (candidate: string): boolean => measure(candidate.trimEnd(), size, weight) <= width;
    const lines: string[] = [];
    for (const paragraph of clean(shown).split(/\r?\n|[\r\u2028\u2029]/)) {
      const rtl = isRightToLeft(paragraph);
      for (const line of paragraphLines(paragraph.replace(/\s/g, ' '), maxLines + 1 - lines.length, fits))
        lines.push(line !== '' && isRightToLeft(line) !== rtl ? (rtl ? '\u200f' : '\u200e') + line : line);
      if (lines.length > maxLines) break;
    }
    if (lines.length <= maxLines && text.length === shown.length) return lines;
    const last = lines[maxLines - 1] ?? lines.pop() ?? '';
    return [...lines.slice(0, maxLines - 1), fits(`${last}…`) ? `${last}…` : cut(last, fits)];
  });
}

/** At most `most` lines. */
function paragraphLines(paragraph: string, most: number, fits: (candidate: string) => boolean): string[] {
  const units = breakable(paragraph);
  const lines: string[] = [];
  let at = 0;
  while (at < units.length && lines.length < most) {
    const count = mostThat(units.length - at, (some) => fits(units.slice(at, at + some).join('')));
    if (count > 0) {
      lines.push(
        units
          .slice(at, at + count)
          .join('')
          .trimEnd(),
      );
      at += count;
      // The space at a break belongs to neither line.
      if (at < units.length) units[at] = units[at]!.trimStart();
      continue;
    }
    // One unit is wider than the line: it breaks between characters, after one of them at least.
    const characters = splitGraphemes(units[at]!);
    const some = Math.max(
      1,
      mostThat(characters.length, (those) => fits(characters.slice(0, those).join(''))),
    );
    lines.push(characters.slice(0, some).join('').trimEnd());
    units[at] = characters.slice(some).join('');
    if (units[at] === '') at += 1;
  }
  return lines.length === 0 ? [''] : lines;
}

const IDEOGRAPH = '\\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff00-\\uffef\\u{20000}-\\u{3ffff}';
/** What must not begin a line, and what must not end one. */
const CLOSING = '、。，．・：；？！」』】〉》）］｝〕”’…ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ';
const OPENING = '「『【〈《（［｛〔“‘';
/** An ideograph with its marks and punctuation; a word with the space after it; space. */
const UNIT = new RegExp(
  `[${OPENING}]*[${IDEOGRAPH}][\\p{M}\\u200d]*[${CLOSING}\\p{M}]*\\s*|[${OPENING}]*[^\\s${IDEOGRAPH}]+\\s*|\\s+`,
  'gu',
);
/** Scripts that put no space between words: Thai, Lao, Myanmar, Khmer. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/;
let words: Intl.Segmenter | undefined;

/** Pieces between which a line may break. */
function breakable(text: string): string[] {
  const units = text.match(UNIT) ?? [];
  if (!UNSPACED.test(text)) return units;
  words ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const found = words;
  return units.flatMap((unit) => (UNSPACED.test(unit) ? Array.from(found.segment(unit), (part) => part.segment) : [unit]));
}

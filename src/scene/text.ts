/**
 * Measuring and fitting text, with the measure injected: the page's own font metrics in a browser, an approximation in Node.
 */
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

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** What a person takes for one character. */
export const splitGraphemes = (text: string): string[] => Array.from(graphemes.segment(text), (part) => part.segment);

const FIRST_STRONG = /[\p{L}\u200e\u200f]/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** The direction that the first letter gives to the text, as `dir="auto"` has it. */
export const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(FIRST_STRONG.exec(text)?.[0] ?? '');

/** `text`, or its longest beginning that fits into `width` with an ellipsis. */
export function ellipsize(text: string, width: number, size: number, weight: FontWeight, measure: MeasureText): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.length < 200 && measure(line, size, weight) <= width) return line;
  // Nothing narrower than an eighth of an em fits more than this, so very long text is cut before it is measured.
  const parts = splitGraphemes(line.slice(0, Math.ceil((width / size) * 8) * 4));
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${parts.slice(0, middle).join('').trimEnd()}…`, size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  if (low === parts.length && parts.join('') === line) return line;
  return `${parts.slice(0, low).join('').trimEnd()}…`;
}

/** Breaks `text` into at most `maxLines` lines of `width`, at word boundaries where there are any; the last one gets an ellipsis. */
export function wrap(text: string, width: number, maxLines: number, size: number, weight: FontWeight, measure: MeasureText): string[] {
  const lines: string[] = [];
  // Twice what can be shown: enough to know that there is more.
  const shown = text.slice(0, Math.ceil((width / size) * 8) * maxLines * 2);
  for (const paragraph of shown.split(/\r?\n/)) {
    let line = '';
    for (const word of breakable(paragraph)) {
      const candidate = line + word;
      if (measure(candidate.trimEnd(), size, weight) <= width) {
        line = candidate;
        continue;
      }
      if (line !== '') lines.push(line.trimEnd());
      line = word.trimStart();
      while (measure(line.trimEnd(), size, weight) > width && lines.length <= maxLines) {
        const fitting = fit(line, width, size, weight, measure);
        lines.push(fitting);
        line = line.slice(fitting.length);
      }
      if (lines.length > maxLines) break;
    }
    lines.push(line.trimEnd());
    if (lines.length > maxLines) break;
  }
  if (lines.length <= maxLines) return lines;
  const last = lines[maxLines - 1] ?? '';
  return [...lines.slice(0, maxLines - 1), ellipsize(`${last}……`, width, size, weight, measure).replace(/…+$/, '…')];
}

/** Words with the space after them; ideographs break anywhere. */
const breakable = (text: string): string[] => text.match(/[\u2e80-\u9fff\uac00-\ud7af]|[^\s\u2e80-\u9fff\uac00-\ud7af]+\s*|\s+/g) ?? [];

/** The beginning of a single long word that fits; at least one character. */
function fit(word: string, width: number, size: number, weight: FontWeight, measure: MeasureText): string {
  let result = '';
  for (const part of splitGraphemes(word)) {
    if (result !== '' && measure(result + part, size, weight) > width) break;
    result += part;
  }
  return result;
}

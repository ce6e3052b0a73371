/**
 * Which text a glyph atlas can show letter by letter, and which needs the browser's shaping: joined, reordered or stacked scripts,
 * text from right to left, and emoji. The latter become drawn runs.
 */
import { splitGraphemes } from '../../scene/text.js';

/** Combining marks, Hebrew and Arabic, Indic and South-East Asian scripts, joiners and direction marks, presentation forms. */
const NEEDS_SHAPING =
  /[\u0300-\u036f\u0590-\u109f\u1780-\u18af\u1900-\u1cff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ua840-\uabff\ufb1d-\ufdff\ufe00-\ufe0f\ufe20-\ufe2f\ufe70-\ufefe]/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]/;
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u{1f1e6}-\u{1f1ff}]{2}|[#*0-9]\ufe0f?\u20e3/u;

export type Piece =
  | { readonly kind: 'glyph'; readonly text: string }
  /** Tinted in the text's colour. */
  | { readonly kind: 'run'; readonly text: string }
  /** In its own colours. */
  | { readonly kind: 'color'; readonly text: string };

export const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/**
 * Cuts a line into pieces. A line with any right-to-left text is one run, because only the browser knows its order; emoji within
 * it are then tinted like the rest.
 */
export function pieces(line: string): Piece[] {
  if (RIGHT_TO_LEFT.test(line)) return [{ kind: 'run', text: line }];
  if (!NEEDS_SHAPING.test(line) && !EMOJI.test(line)) return splitGraphemes(line).map((text) => ({ kind: 'glyph', text }));
  const result: Piece[] = [];
  for (const text of splitGraphemes(line)) {
    const kind = EMOJI.test(text) ? 'color' : NEEDS_SHAPING.test(text) ? 'run' : 'glyph';
    const last = result.at(-1);
    if (kind === 'run' && last?.kind === 'run') result[result.length - 1] = { kind, text: last.text + text };
    else result.push({ kind, text });
  }
  return result;
}

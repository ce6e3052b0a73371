/**
 * Cuts a line into the pieces that are drawn and kept one by one: letters where letters stand for themselves, words where they join,
 * stack or change places, the whole line where writing directions mix, because only the browser knows its order then.
 */
import { isPlain, isRightToLeft, splitGraphemes } from '../../scene/text.js';

/** Scripts written from right to left. */
const RIGHT = '\\u0590-\\u08ff\\u200f\\ufb1d-\\ufdff\\ufe70-\\ufefe\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';
const RIGHT_TO_LEFT = new RegExp(`[${RIGHT}]`, 'u');
const LEFT_TO_RIGHT = new RegExp(`(?![${RIGHT}])[\\p{L}\\u200e]`, 'u');
const BIDI_CONTROL = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;
/** Scripts whose clusters join or reorder: Arabic and its like, India's, Tibetan, Myanmar, Khmer, Mongolian and their kin. */
const JOINED = new RegExp(
  `[${RIGHT}\\u0900-\\u0dff\\u0f00-\\u109f\\u1780-\\u18af\\u1900-\\u1cff\\ua840-\\uabff\\u{11000}-\\u{11fff}]`,
  'u',
);
/** What may have colours of its own, unless a variation selector asks for text. */
const COLORED = /(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[#*0-9]\ufe0f?\u20e3)(?!\ufe0e)/u;

export interface Piece {
  readonly text: string;
  /** Base direction it is drawn with. */
  readonly rtl: boolean;
  /** It may have colours of its own. */
  readonly colored: boolean;
}

export interface LinePieces {
  /** In reading order. */
  readonly pieces: readonly Piece[];
  /** Each piece ends where the one before begins, from the line's right end. */
  readonly fromRight: boolean;
}

export function linePieces(line: string): LinePieces {
  if (isPlain(line)) return { pieces: line.split('').map((text) => ({ text, rtl: false, colored: false })), fromRight: false };
  const right = RIGHT_TO_LEFT.test(line);
  if (BIDI_CONTROL.test(line) || (right && LEFT_TO_RIGHT.test(line)))
    return { pieces: [{ text: line, rtl: isRightToLeft(line), colored: COLORED.test(line) }], fromRight: false };
  const pieces: Piece[] = [];
  let joining = false;
  for (const text of splitGraphemes(line)) {
    const colored = COLORED.test(text);
    // A number or a sign within right-to-left text keeps to its word.
    const joins = !colored && text.trim() !== '' && (right || JOINED.test(text));
    const last = pieces.length - 1;
    if (joins && joining) pieces[last] = { text: pieces[last]!.text + text, rtl: right, colored: false };
    else pieces.push({ text, rtl: right, colored });
    joining = joins;
  }
  return { pieces, fromRight: right };
}

/**
 * The look of somebody else's pointer: an arrow and a name tag, in CSS pixels from its tip, the same at every zoom.
 *
 * Twins: shaders/cursor.wgsl and `cursorDistance` in pixi/glsl.ts hold the arrow's corners and the base line.
 */
import { ellipsize, type FontWeight, type MeasureText } from '../scene/text.js';

/** Corners of the arrow, clockwise from the tip; {@link ROUNDING} rounds them outwards. */
export const ARROW = [
  [0, 0],
  [14.5, 5.5],
  [7.6, 8.2],
  [4.6, 15],
] as const;
export const ROUNDING = 0.9;
/** Width of the line in the surface's colour around arrow and tag, so that they stand out from whatever they lie over. */
export const RIM = 1.5;
/** What the arrow covers, rim and smoothing included: from the tip to the left and top, and on each side. */
export const ARROW_AREA = { before: 4, side: 23 } as const;

export const TAG_TEXT = { size: 11, weight: 500 as FontWeight };
const TAG = { x: 12, y: 15, height: 20, padding: 7, longest: 160 } as const;
/** Base line of the name, down from the tip. */
export const TAG_BASELINE = 29;
export const TAG_RADIUS = 6;

export interface CursorTag {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The name, shortened where it is long. */
  readonly text: string;
  /** Where the text starts, right of the tip. */
  readonly start: number;
}

/** Null for a cursor without a name. */
export function cursorTag(name: string, measure: MeasureText): CursorTag | null {
  if (name.trim() === '') return null;
  const text = ellipsize(name, TAG.longest, TAG_TEXT.size, TAG_TEXT.weight, measure);
  const width = Math.ceil(measure(text, TAG_TEXT.size, TAG_TEXT.weight)) + 2 * TAG.padding;
  return { x: TAG.x, y: TAG.y, width, height: TAG.height, text, start: TAG.x + TAG.padding };
}

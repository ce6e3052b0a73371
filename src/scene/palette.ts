/**
 * The colours display items may name, by index. Items carry indices, never colours, so a change of theme uploads one small table
 * and rebuilds nothing.
 */
import { ITEM_COLORS } from '../graph/types.js';

export const PALETTE = {
  canvas: 0,
  gridDot: 1,
  surface: 2,
  surfaceRaised: 3,
  well: 4,
  border: 5,
  text: 6,
  muted: 7,
  accent: 8,
  running: 9,
  warning: 10,
  error: 11,
  shadow: 12,
} as const;

/** Frames and notes take theirs from here on, in the order of {@link ITEM_COLORS}. */
export const FIRST_ITEM_COLOR = 13;
export type ItemColor = (typeof ITEM_COLORS)[number];

/** Palette index of a frame's or note's colour; an unknown name reads as the neutral one. */
export const itemColor = (name: string): number => FIRST_ITEM_COLOR + Math.max(0, (ITEM_COLORS as readonly string[]).indexOf(name));

/** Port types take the indices from here on, in order of first use. */
export const FIRST_PORT_COLOR = FIRST_ITEM_COLOR + ITEM_COLORS.length;
/** Length of the table on the GPU; port types beyond it share the last colour. */
export const PALETTE_SIZE = 64;

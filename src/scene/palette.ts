/**
 * The colours display items may name, by index. Items carry indices, never colours, so a change of theme uploads one small table
 * and rebuilds nothing.
 */
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

/** Port types take the indices from here on, in order of first use. */
export const FIRST_PORT_COLOR = 16;
/** Length of the table on the GPU; port types beyond it share the last colour. */
export const PALETTE_SIZE = 64;

/** How many device pixels a canvas gets. */
export interface PixelSize {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly dpr: number;
}

/** Device pixels at rest; above, the ratio is lowered. 8.3 million is a 4K screen. */
export const MAX_PIXELS = 8_300_000;
/**
 * Device pixels while the view moves: 2560 × 1440. Above, what slows a machine down is filling pixels, and what moves is not read;
 * so the ratio is lowered until the view rests, but never below one device pixel per CSS pixel.
 */
export const MOVING_PIXELS = 3_700_000;
/** Milliseconds without a movement after which the view rests, at the earliest: it is drawn at its full ratio, and gets the text that a zoom left out. */
export const REST_MS = 150;

/** The same shape within `pixels` in all and `side` device pixels on its longer side, at a ratio that does not fall below `floor` for the former. */
export function withinPixels(size: PixelSize, pixels: number, side: number, floor = 0): PixelSize {
  const { width, height, dpr } = size;
  const area = Math.max(Math.sqrt(pixels / Math.max(1, width * height)), floor / dpr);
  const scale = Math.min(1, area, side / Math.max(1, width, height));
  return scale === 1 ? size : { width: Math.round(width * scale), height: Math.round(height * scale), dpr: dpr * scale };
}

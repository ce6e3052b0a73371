/**
 * Room for something new beside what lies there: the nearest free place around the one that is wished for.
 *
 * Pure geometry in canvas units; what lies there is given as rectangles.
 */
import { intersects } from '../../scene/rect.js';
import type { Rect } from '../../scene/types.js';

/** Free space around what is placed, and the distance between places that are tried. */
const GAP = 16;
const STEP = 32;
/** How far away a place is looked for. */
export const REACH = 1280;

const OFFSETS = offsets();

/**
 * `wished`, moved to the nearest place within {@link REACH} where nothing of `taken` is within {@link GAP}; of places equally near the one
 * to the right or below. Where all is full: to the right of everything.
 */
export function freePlace(wished: Rect, taken: readonly Rect[]): Rect {
  const room = (x: number, y: number): Rect => ({ x: x - GAP, y: y - GAP, width: wished.width + 2 * GAP, height: wished.height + 2 * GAP });
  for (const [dx, dy] of OFFSETS) {
    const place = { ...wished, x: wished.x + dx, y: wished.y + dy };
    const around = room(place.x, place.y);
    if (!taken.some((rect) => intersects(around, rect))) return place;
  }
  return { ...wished, x: Math.max(...taken.map(({ x, width }) => x + width)) + 2 * GAP };
}

function offsets(): readonly (readonly [number, number])[] {
  const steps = Math.floor(REACH / STEP);
  const all: [number, number][] = [];
  for (let y = steps; y >= -steps; y--) for (let x = steps; x >= -steps; x--) if (Math.hypot(x, y) <= steps) all.push([x * STEP, y * STEP]);
  return all.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
}

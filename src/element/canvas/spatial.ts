/**
 * What the arrows find: the nearest item in a direction, and from anywhere a way to everything.
 *
 * Around each item lie four quarters of the plane, each 45° to both sides of an arrow. An arrow leads to the item of its quarter whose
 * middle is nearest by Manhattan distance, so a neighbour straight ahead wins over one that is a little nearer but off to the side.
 *
 * Why everything can be reached: seen in axes turned by 45° the quarters are quadrants and the distance is the larger of the two
 * coordinates. Going to the nearest item of the quadrant that holds the goal never makes the distance to the goal larger, and where it
 * leaves it equal it brings the goal nearer to an axis; so going on towards a goal ends at it. (Quadrant graphs are known to be connected
 * this way: Yao, "On constructing minimum spanning trees in k-dimensional spaces", 1982, for the graph; the argument is ours.) Quarters
 * are half open, so that each item lies in exactly one of them, and items with the same middle are kept apart by their order.
 */
import type { Point, Rect } from '../../scene/types.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

export const OPPOSITE: Readonly<Record<Direction, Direction>> = { left: 'right', right: 'left', up: 'down', down: 'up' };

/** The quarter that a point lies in, seen from the origin; y points down. Of an item at the same place `later` decides. */
export function quarterOf(dx: number, dy: number, later: boolean): Direction {
  const u = dx + dy;
  const v = dx - dy;
  if (u > 0 && v >= 0) return 'right';
  if (u <= 0 && v > 0) return 'up';
  if (u < 0 && v <= 0) return 'left';
  if (u >= 0 && v < 0) return 'down';
  return later ? 'right' : 'left';
}

/** The item that an arrow leads to from `id`; undefined where there is none in that quarter. */
export function neighbour(rects: ReadonlyMap<string, Rect>, id: string, direction: Direction): string | undefined {
  const from = rects.get(id);
  if (!from) return undefined;
  const a = middle(from);
  let best: string | undefined;
  let bestDistance = Infinity;
  let bestAside = Infinity;
  let later = false;
  for (const [other, rect] of rects) {
    if (other === id) {
      later = true;
      continue;
    }
    const b = middle(rect);
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    if (quarterOf(dx, dy, later) !== direction) continue;
    const distance = Math.abs(dx) + Math.abs(dy);
    const aside = direction === 'left' || direction === 'right' ? Math.abs(dy) : Math.abs(dx);
    const nearer = distance < bestDistance || (distance === bestDistance && aside < bestAside);
    // Of several at one place: the next one after this item, the last one before it, so that going on passes all of them.
    const sameSpot = distance === 0 && bestDistance === 0 && direction === 'left';
    if (!nearer && !sameSpot) continue;
    best = other;
    bestDistance = distance;
    bestAside = aside;
  }
  return best;
}

const middle = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });

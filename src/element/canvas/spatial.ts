/**
 * What the arrows find: the nearest item in a direction, and from anywhere a way to everything.
 *
 * Around each item lie four quarters of the plane, each 45° to both sides of an arrow. An arrow leads to the item of its quarter whose
 * middle is nearest by Manhattan distance, so a neighbour straight ahead wins over one that is a little nearer but off to the side.
 *
 * Why everything can be reached: seen in axes turned by 45° the quarters are quadrants and the distance is the larger of the two
 * coordinates. Both the goal and the nearest item of the quadrant that holds it lie, in both coordinates, between nothing and the distance to
 * the goal; so going there brings the goal nearer. (Quadrant graphs are known to be connected this way: Yao, "On constructing minimum
 * spanning trees in k-dimensional spaces", 1982, for the graph; the argument is ours.) It fails where coordinates are equal: items could
 * lead around a goal in circles. So each item counts as moved by its place in the order times a distance that is smaller than any number,
 * and by a still smaller one in the other axis ("simulation of simplicity", Edelsbrunner and Mücke, 1990). Then no two coordinates are equal.
 */
import type { Point, Rect } from '../../scene/types.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

export const OPPOSITE: Readonly<Record<Direction, Direction>> = { left: 'right', right: 'left', up: 'down', down: 'up' };

/** The quarter that a point lies in, seen from the origin; y points down. `order` is its place in the order less that of the origin. */
export function quarterOf(dx: number, dy: number, order: number): Direction {
  const ahead = (dx + dy || order) > 0;
  return (dx - dy || order) > 0 ? (ahead ? 'right' : 'up') : ahead ? 'down' : 'left';
}

/** The item that an arrow leads to from `id`; undefined where there is none in that quarter. */
export function neighbour(rects: ReadonlyMap<string, Rect>, id: string, direction: Direction): string | undefined {
  const from = rects.get(id);
  if (!from) return undefined;
  const a = middle(from);
  const place = [...rects.keys()].indexOf(id);
  let best: string | undefined;
  let least: Distance = [Infinity, 0, 0];
  let order = -place - 1;
  for (const [other, rect] of rects) {
    order++;
    if (order === 0) continue;
    const b = middle(rect);
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    if (quarterOf(dx, dy, order) !== direction) continue;
    const distance = distanceTo(dx, dy, order);
    if (compare(distance, least) >= 0) continue;
    best = other;
    least = distance;
  }
  return best;
}

/** In document units, then in those of the smaller and of the smallest distance by which items count as moved. */
type Distance = readonly [number, number, number];

function distanceTo(dx: number, dy: number, order: number): Distance {
  const [u, v] = [dx + dy, dx - dy];
  const first: Distance = [Math.abs(u), u < 0 ? -order : u > 0 ? order : Math.abs(order), 0];
  const second: Distance = [Math.abs(v), 0, v < 0 ? -order : v > 0 ? order : Math.abs(order)];
  return compare(first, second) > 0 ? first : second;
}

const compare = (a: Distance, b: Distance): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

const middle = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });

/**
 * A closed path drawn by hand, and which points lie inside it. Pure.
 *
 * Inside is where the path's winding number is not zero, so that going round twice, either way, takes nothing out again. The number
 * adds up over the fan of triangles from the first point: each new point costs one triangle, not the whole path.
 */
import type { Point, Rect } from '../scene/types.js';

/** How often the closed path goes round `point`; an edge counts where it begins, not where it ends, so that fans add up exactly. */
export function winding(path: readonly Point[], point: Point): number {
  let turns = 0;
  let a = path.at(-1);
  for (const b of path) {
    if (a && a.y <= point.y !== b.y <= point.y) {
      const side = (b.x - a.x) * (point.y - a.y) - (point.x - a.x) * (b.y - a.y);
      if (b.y > a.y && side > 0) turns += 1;
      else if (b.y < a.y && side < 0) turns -= 1;
    }
    a = b;
  }
  return turns;
}

export class LassoPath {
  readonly points: Point[];
  readonly #turns = new Map<string, number>();

  constructor(start: Point) {
    this.points = [start];
  }

  /**
   * Goes on to `point`. `within` gives what may lie in a rectangle, with the point that stands for each: all whose point is in it
   * must be there, more may be.
   */
  add(point: Point, within: (rect: Rect) => Iterable<readonly [id: string, at: Point]>): void {
    const triangle = [this.points[0]!, this.points.at(-1)!, point];
    this.points.push(point);
    const x = Math.min(...triangle.map((corner) => corner.x));
    const y = Math.min(...triangle.map((corner) => corner.y));
    const right = Math.max(...triangle.map((corner) => corner.x));
    const bottom = Math.max(...triangle.map((corner) => corner.y));
    for (const [id, at] of within({ x, y, width: right - x, height: bottom - y })) {
      const turns = winding(triangle, at);
      if (turns !== 0) this.#turns.set(id, (this.#turns.get(id) ?? 0) + turns);
    }
  }

  /** What lies inside the path as it is closed now. */
  inside(): string[] {
    return [...this.#turns].flatMap(([id, turns]) => (turns === 0 ? [] : [id]));
  }
}

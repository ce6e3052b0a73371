/** Wires near a point, and wires that a stroke goes through. */
import type { Scene } from '../scene/scene.js';
import type { Point, Rect } from '../scene/types.js';
import { wireDistance, wirePoint } from '../scene/wire.js';

/** Chords that stand for a wire; the same number as for its distance. */
const CHORDS = 32;

/** The wire nearest to `point` within `reach` canvas units that `filter` lets pass. */
export function wireNear(scene: Scene, point: Point, reach: number, filter: (edgeId: string) => boolean): string | undefined {
  const box: Rect = { x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach };
  let best: string | undefined;
  let nearest = reach;
  for (const edge of scene.wiresIn(box)) {
    const { from, to } = scene.edgeEnds(edge);
    const distance = wireDistance(from, to, point, nearest);
    if (distance > nearest || !filter(edge.id)) continue;
    nearest = distance;
    best = edge.id;
  }
  return best;
}

/** Wires that the stroke from `a` to `b` goes through. */
export function wiresCrossing(scene: Scene, a: Point, b: Point): string[] {
  const box: Rect = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(b.x - a.x), height: Math.abs(b.y - a.y) };
  const crossed: string[] = [];
  for (const edge of scene.wiresIn(box)) {
    const { from, to } = scene.edgeEnds(edge);
    let start = from;
    for (let chord = 1; chord <= CHORDS; chord += 1) {
      const end = wirePoint(from, to, chord / CHORDS);
      if (segmentsCross(a, b, start, end)) {
        crossed.push(edge.id);
        break;
      }
      start = end;
    }
  }
  return crossed;
}

/** Whether two segments have a point in common; ends count. */
export function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  const between = (p: Point, q: Point, r: Point): boolean =>
    Math.min(p.x, q.x) <= r.x && r.x <= Math.max(p.x, q.x) && Math.min(p.y, q.y) <= r.y && r.y <= Math.max(p.y, q.y);
  return (
    (abc === 0 && between(a, b, c)) || (abd === 0 && between(a, b, d)) || (cda === 0 && between(c, d, a)) || (cdb === 0 && between(c, d, b))
  );
}

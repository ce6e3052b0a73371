/**
 * The shape of a wire: a cubic Bézier with level handles. The shaders hold twins of {@link handleLength}; keep them equal.
 */
import type { Point, Rect } from './types.js';

/** Canvas units. */
export const WIRE_WIDTH = 2.4;

/**
 * Length of the handles at both ends. Half the way across, so a forward wire is an even S and a backward one a loop without a
 * kink; never so short that a steep wire leaves its port with a corner.
 */
export const handleLength = (from: Point, to: Point): number => handleFor(Math.abs(to.x - from.x), Math.abs(to.y - from.y));

/** The same from the distances alone. */
export const handleFor = (dx: number, dy: number): number => Math.max(dx * 0.5, Math.min(56, 0.35 * dy + 0.15 * dx));

/** Point of the wire at `t`, 0 to 1. */
export function wirePoint(from: Point, to: Point, t: number): Point {
  const handle = handleLength(from, to);
  const s = 1 - t;
  const b1 = 3 * s * s * t;
  const b2 = 3 * s * t * t;
  const b3 = t * t * t;
  const b0 = s * s * s;
  return {
    x: b0 * from.x + b1 * (from.x + handle) + b2 * (to.x - handle) + b3 * to.x,
    y: (b0 + b1) * from.y + (b2 + b3) * to.y,
  };
}

/** A box that holds the wire. */
export function wireBounds(from: Point, to: Point): Rect {
  const handle = handleLength(from, to);
  const left = Math.min(from.x, to.x - handle);
  const right = Math.max(to.x, from.x + handle);
  const top = Math.min(from.y, to.y);
  return { x: left, y: top, width: right - left, height: Math.abs(to.y - from.y) };
}

/** Canvas units between the wire and the chords that stand for it when its distance is asked. */
const CHORD_ERROR = 0.1;

/**
 * Distance from `point` to the wire, to {@link CHORD_ERROR}: nearest of as many chords as the wire's bend asks for. Where it is more than
 * `within`, any number that is more may come out: only the part of the wire at the point's height is looked at.
 */
export function wireDistance(from: Point, to: Point, point: Point, within = Infinity): number {
  // A chord over 1/n of a curve leaves it by at most 1/8 of the second derivative over n²; that of a cubic is six times the larger second
  // difference of its control points, and both of ours are the same.
  const bend = Math.hypot(to.x - from.x - 3 * handleLength(from, to), to.y - from.y);
  const chords = Math.max(1, Math.ceil(Math.sqrt((6 * bend) / (8 * CHORD_ERROR))));
  const reach = within + CHORD_ERROR;
  const sides = [timeAtHeight(from, to, point.y - reach), timeAtHeight(from, to, point.y + reach)];
  const first = Math.floor(Math.min(...sides) * chords);
  const last = Math.ceil(Math.max(...sides) * chords);
  let nearest = Infinity;
  let a = wirePoint(from, to, first / chords);
  for (let index = first + 1; index <= last; index += 1) {
    const b = wirePoint(from, to, index / chords);
    nearest = Math.min(nearest, segmentDistance(a, b, point));
    a = b;
  }
  return nearest;
}

/**
 * Where the wire is at height `y`, 0 to 1; an end where it never is. With level handles the height runs through the wire as 3t² − 2t³,
 * always one way, whose inverse is that of the smoothstep function.
 */
function timeAtHeight(from: Point, to: Point, y: number): number {
  const way = to.y - from.y;
  if (way === 0) return y < from.y ? 0 : 1;
  const share = Math.min(1, Math.max(0, (y - from.y) / way));
  return 0.5 - Math.sin(Math.asin(1 - 2 * share) / 3);
}

function segmentDistance(a: Point, b: Point, p: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/**
 * The outline of a soft matte as smooth closed curves.
 *
 * Marching squares finds where the matte passes 0.5, below pixel size; the loops are then laid out in even steps and smoothed
 * by Taubin's two-step filter, which takes out the pixel staircase and does not shrink (Taubin, "A signal processing approach
 * to fair surface design", 1995). Loops keep the subject on their left with y up: outer loops run counterclockwise, holes clockwise.
 */
import { blur } from './resample.js';
import { isSimple } from './simple.js';

/** A closed curve: x, y, x, y, … without a repeated last point. */
export type Loop = Float64Array<ArrayBuffer>;

const LEVEL = 0.5;

/** Loops of `matte` (0 to 1, row by row from the top) in pixels, y down; outside the picture counts as 0. Pixel centres lie at .5. */
export function marchingSquares(matte: Float32Array, width: number, height: number): Loop[] {
  const columns = width + 2;
  const at = (x: number, y: number) => (x < 1 || y < 1 || x > width || y > height ? 0 : matte[(y - 1) * width + x - 1]!);
  const next = new Map<number, number>();
  const points = new Map<number, readonly [number, number]>();

  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      const v = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)] as const;
      const inside = v.map((value) => value > LEVEL);
      if (inside[0] === inside[1] && inside[1] === inside[2] && inside[2] === inside[3]) continue;
      const horizontal = (row: number) => 2 * (row * columns + x);
      const vertical = (column: number) => 2 * (y * columns + column) + 1;
      const edges = [horizontal(y), vertical(x + 1), horizontal(y + 1), vertical(x)];
      const leaving: number[] = [];
      const entering: number[] = [];
      for (let k = 0; k < 4; k++) {
        if (inside[k] === inside[(k + 1) % 4]) continue;
        (inside[k] ? leaving : entering).push(k);
        if (points.has(edges[k]!)) continue;
        const a = v[k]!;
        const t = Math.min(0.999, Math.max(0.001, (LEVEL - a) / (v[(k + 1) % 4]! - a)));
        const from = CORNERS[k]!;
        const to = CORNERS[(k + 1) % 4]!;
        points.set(edges[k]!, [x + from[0] + (to[0] - from[0]) * t - 0.5, y + from[1] + (to[1] - from[1]) * t - 0.5]);
      }
      // Two crossings that leave and two that enter: the middle of the cell decides which corners hang together.
      const joined = leaving.length === 1 || (v[0] + v[1] + v[2] + v[3]) / 4 > LEVEL;
      for (const out of leaving) next.set(edges[out]!, edges[joined ? nextSide(entering, out, 1) : nextSide(entering, out, -1)]!);
    }
  }

  const loops: Loop[] = [];
  for (const start of next.keys()) {
    if (!points.has(start)) continue;
    const loop: number[] = [];
    for (let edge = start; points.has(edge); edge = next.get(edge)!) {
      loop.push(...points.get(edge)!);
      points.delete(edge);
    }
    loops.push(Float64Array.from(loop));
  }
  return loops;
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** The first of `sides` (0 to 3 around a cell) met from `from` in the direction given. */
function nextSide(sides: readonly number[], from: number, direction: 1 | -1): number {
  const turns = (side: number) => ((side - from) * direction + 4) % 4;
  return sides.reduce((best, side) => (turns(side) < turns(best) ? side : best));
}

/** Area inside, positive when the loop runs counterclockwise with y up. */
export function signedArea(loop: Loop): number {
  let sum = 0;
  for (let i = 0, j = loop.length - 2; i < loop.length; j = i, i += 2) sum += loop[j]! * loop[i + 1]! - loop[i]! * loop[j + 1]!;
  return sum / 2;
}

/** The same curve in equal steps of about `step`, at least eight of them. */
export function resampleLoop(loop: Loop, step: number): Loop {
  const count = loop.length / 2;
  const lengths = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    lengths[i + 1] = lengths[i]! + Math.hypot(loop[j * 2]! - loop[i * 2]!, loop[j * 2 + 1]! - loop[i * 2 + 1]!);
  }
  const total = lengths[count]!;
  const steps = Math.max(8, Math.round(total / step));
  const out = new Float64Array(steps * 2);
  for (let k = 0, i = 0; k < steps; k++) {
    const target = (total * k) / steps;
    while (lengths[i + 1]! < target && i < count - 1) i++;
    const j = (i + 1) % count;
    const t = (target - lengths[i]!) / (lengths[i + 1]! - lengths[i]! || 1);
    out[k * 2] = loop[i * 2]! + (loop[j * 2]! - loop[i * 2]!) * t;
    out[k * 2 + 1] = loop[i * 2 + 1]! + (loop[j * 2 + 1]! - loop[i * 2 + 1]!) * t;
  }
  return out;
}

/** Taubin smoothing of evenly spaced points. */
export function smoothLoop(loop: Loop, rounds: number): Loop {
  let current = loop;
  const n = loop.length;
  const relax = (factor: number) => {
    const out = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const middle = (current[(i + n - 2) % n]! + current[(i + 2) % n]!) / 2;
      out[i] = current[i]! + (middle - current[i]!) * factor;
    }
    current = out;
  };
  for (let i = 0; i < rounds; i++) {
    relax(0.5);
    relax(-0.52);
  }
  return current;
}

export interface Outline {
  /** In cells, y up, origin at the middle of the subject's bounding box. */
  readonly loops: readonly Loop[];
  /** Middle of the bounding box in pixels of the matte, y down. */
  readonly centre: readonly [number, number];
  /** Cells per pixel. */
  readonly scale: number;
}

/** Rounds of smoothing and step in cells, from the usual to the gentlest. */
const TRIES = [
  [24, 1],
  [8, 1],
  [3, 0.5],
  [0, 0.5],
] as const;

/**
 * The subject's outline with points one cell apart, `resolution` cells along its longest side. Loops below `minArea` square
 * pixels (specks and pinholes) are left out. Where smoothing would make thin parts cross themselves, it is done more gently.
 * An empty list of loops means an empty matte.
 */
export function traceOutline(matte: Float32Array, width: number, height: number, resolution: number, minArea = 3): Outline {
  const soft = blur(matte, width, height, 0.7);
  let raw = marchingSquares(soft, width, height)
    .map((loop) => loop.map((value, i) => (i % 2 ? -value : value)))
    .filter((loop) => Math.abs(signedArea(loop)) >= minArea);
  if (raw.length === 0) return { loops: [], centre: [width / 2, height / 2], scale: 1 };
  if (raw.reduce((sum, loop) => sum + signedArea(loop), 0) < 0) raw = raw.map(reversed);
  const xs = raw.flatMap((loop) => [...loop].filter((_, i) => i % 2 === 0));
  const ys = raw.flatMap((loop) => [...loop].filter((_, i) => i % 2 === 1));
  const [left, right] = range(xs);
  const [bottom, top] = range(ys);
  const scale = resolution / Math.max(right - left, top - bottom);
  const centre = [(left + right) / 2, (bottom + top) / 2] as const;
  const inCells = (loop: Loop) => loop.map((value, i) => (value - centre[i % 2]!) * scale);
  const outline = (loops: Loop[]): Outline => ({ loops, centre: [centre[0], -centre[1]], scale });
  // Smoothing works at half a pixel, where the staircase is, whatever the cells.
  for (const [rounds, step] of TRIES) {
    const loops = raw.map((loop) => resampleLoop(inCells(smoothLoop(resampleLoop(loop, 0.5), rounds)), step));
    if (isSimple(loops)) return outline(loops);
  }
  return outline(raw.map(inCells));
}

function range(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

function reversed(loop: Loop): Loop {
  return loop.map((_, i) => loop[loop.length - 2 - (i - (i % 2)) + (i % 2)]!);
}

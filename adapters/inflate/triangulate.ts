/**
 * Fills an outline with triangles whose border is exactly the outline.
 *
 * Points inside lie on triangular lattices that get coarser away from the rim (1, 2, 4, 8 cells), because an inflated surface
 * bends most at its rim; a constrained Delaunay triangulation joins them with the outline. Edges that cut across from outline to outline
 * get a point in the middle, otherwise both halves of the solid would share them there and pinch to nothing.
 */
import Delaunator from 'delaunator';
import Constrainautor from '@kninnug/constrainautor';
import type { Loop } from './contour.js';

export interface Flat {
  /** x, y of every vertex; the outline's come first, loop after loop. */
  readonly points: Float64Array;
  /** Vertex triples, counterclockwise with y up. */
  readonly triangles: Uint32Array;
  /** Vertices below this index lie on the outline. */
  readonly rim: number;
}

/** Distance from the outline (cells) from which a lattice of 2^level cells is used. */
const BANDS = [0.75, 2.2, 5.5, 14, Infinity] as const;

export function triangulate(loops: readonly Loop[]): Flat {
  const outline = Float64Array.from(loops.flatMap((loop) => [...loop]));
  const rim = outline.length / 2;
  const box = bounds(outline);
  const inner = latticePoints(loops, outline, box);
  const margin = Math.max(box.right - box.left, box.top - box.bottom) + 8;
  // Four far corners keep the outline off the hull, so that every outline edge has a triangle on either side.
  const far = [
    box.left - margin,
    box.bottom - margin,
    box.right + margin,
    box.bottom - margin,
    box.right + margin,
    box.top + margin,
    box.left - margin,
    box.top + margin,
  ];
  const points = Float64Array.from([...outline, ...inner]);
  const delaunay = new Delaunator(Float64Array.from([...points, ...far]));
  const constraints = new Constrainautor(delaunay);
  const directed = new Set<number>();
  const count = points.length / 2 + 4;
  let first = 0;
  for (const loop of loops) {
    const n = loop.length / 2;
    for (let i = 0; i < n; i++) {
      const a = first + i;
      const b = first + ((i + 1) % n);
      constraints.constrainOne(a, b);
      directed.add(a * count + b);
    }
    first += n;
  }
  const kept = insideTriangles(delaunay.triangles, delaunay.halfedges, delaunay.coords, directed, count);
  return splitChords({ points, triangles: kept, rim }, directed, count);
}

/** Flood from the left side of the outline's edges, never across them. */
function insideTriangles(
  triangles: Uint32Array,
  halfedges: Int32Array,
  coords: ArrayLike<number>,
  outline: ReadonlySet<number>,
  count: number,
): Uint32Array {
  const inside = new Uint8Array(triangles.length / 3);
  const ccw = orientation(coords, triangles[0]!, triangles[1]!, triangles[2]!) > 0;
  const to = (e: number) => triangles[e % 3 === 2 ? e - 2 : e + 1]!;
  const isOutline = (e: number) => outline.has(triangles[e]! * count + to(e)) || outline.has(to(e) * count + triangles[e]!);
  const stack: number[] = [];
  for (let e = 0; e < triangles.length; e++) {
    const key = ccw ? triangles[e]! * count + to(e) : to(e) * count + triangles[e]!;
    if (outline.has(key)) stack.push(Math.floor(e / 3));
  }
  const out: number[] = [];
  while (stack.length > 0) {
    const t = stack.pop()!;
    if (inside[t]) continue;
    inside[t] = 1;
    const [a, b, c] = [triangles[t * 3]!, triangles[t * 3 + 1]!, triangles[t * 3 + 2]!];
    out.push(...(ccw ? [a, b, c] : [a, c, b]));
    for (let e = t * 3; e < t * 3 + 3; e++) if (halfedges[e]! >= 0 && !isOutline(e)) stack.push(Math.floor(halfedges[e]! / 3));
  }
  return Uint32Array.from(out);
}

function splitChords(flat: Flat, outline: ReadonlySet<number>, count: number): Flat {
  return splitEdges(flat, (a, b) =>
    a < flat.rim && b < flat.rim && !outline.has(a * count + b) && !outline.has(b * count + a) ? 0.5 : undefined,
  ).flat;
}

/**
 * Puts one point on every edge for which `where` gives a share (0 to 1, from `a` to `b`); asked once an edge, with a < b.
 * `parents` lists, for each new vertex, the edge and the share.
 */
export function splitEdges(
  flat: Flat,
  where: (a: number, b: number) => number | undefined,
): { flat: Flat; parents: { a: number; b: number; t: number }[] } {
  const count = flat.points.length / 2;
  const made = new Map<number, number>();
  const parents: { a: number; b: number; t: number }[] = [];
  const middle = (u: number, v: number): number => {
    const a = Math.min(u, v);
    const b = Math.max(u, v);
    const key = a * count + b;
    const known = made.get(key);
    if (known !== undefined) return known;
    const t = where(a, b);
    const vertex = t === undefined ? -1 : count + parents.length;
    if (t !== undefined) parents.push({ a, b, t });
    made.set(key, vertex);
    return vertex;
  };
  const out: number[] = [];
  const { points, triangles } = flat;
  const x = (v: number) => (v < count ? points[v * 2]! : mix(points, parents[v - count]!, 0));
  const y = (v: number) => (v < count ? points[v * 2 + 1]! : mix(points, parents[v - count]!, 1));
  const square = (u: number, v: number) => (x(u) - x(v)) ** 2 + (y(u) - y(v)) ** 2;
  for (let i = 0; i < triangles.length; i += 3) {
    const v = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!] as const;
    const m = [middle(v[0], v[1]), middle(v[1], v[2]), middle(v[2], v[0])] as const;
    const cuts = m.filter((vertex) => vertex >= 0).length;
    if (cuts === 0) out.push(...v);
    else if (cuts === 3) out.push(v[0], m[0], m[2], m[0], v[1], m[1], m[2], m[1], v[2], m[0], m[1], m[2]);
    else if (cuts === 1) {
      const k = m.findIndex((vertex) => vertex >= 0);
      out.push(v[k]!, m[k]!, v[(k + 2) % 3]!, m[k]!, v[(k + 1) % 3]!, v[(k + 2) % 3]!);
    } else {
      // Both cut edges meet in one corner: that corner's triangle and a quadrangle, cut along its shorter diagonal.
      const k = (m.findIndex((vertex) => vertex < 0) + 2) % 3;
      const [corner, p, q] = [v[k]!, v[(k + 1) % 3]!, v[(k + 2) % 3]!];
      const [mp, mq] = [m[k]!, m[(k + 2) % 3]!];
      out.push(corner, mp, mq);
      if (square(mp, q) <= square(p, mq)) out.push(mp, p, q, mp, q, mq);
      else out.push(mp, p, mq, p, q, mq);
    }
  }
  const extra = parents.flatMap((parent) => [mix(points, parent, 0), mix(points, parent, 1)]);
  return { flat: { points: Float64Array.from([...points, ...extra]), triangles: Uint32Array.from(out), rim: flat.rim }, parents };
}

function mix(points: Float64Array, { a, b, t }: { a: number; b: number; t: number }, axis: 0 | 1): number {
  return points[a * 2 + axis]! * (1 - t) + points[b * 2 + axis]! * t;
}

function orientation(p: ArrayLike<number>, a: number, b: number, c: number): number {
  return (p[b * 2]! - p[a * 2]!) * (p[c * 2 + 1]! - p[a * 2 + 1]!) - (p[b * 2 + 1]! - p[a * 2 + 1]!) * (p[c * 2]! - p[a * 2]!);
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

function bounds(points: Float64Array): Box {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]!);
    right = Math.max(right, points[i]!);
    bottom = Math.min(bottom, points[i + 1]!);
    top = Math.max(top, points[i + 1]!);
  }
  return { left, right, bottom, top };
}

function latticePoints(loops: readonly Loop[], outline: Float64Array, box: Box): number[] {
  const distance = distanceField(outline, box);
  const out: number[] = [];
  for (let level = 0; level < BANDS.length - 1; level++) {
    const step = 2 ** level;
    const height = (step * Math.sqrt(3)) / 2;
    for (let row = Math.ceil(box.bottom / height); row * height <= box.top; row++) {
      const y = row * height;
      const crossings = rowCrossings(loops, y);
      const shift = row % 2 === 0 ? 0 : step / 2;
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        for (let x = Math.ceil((crossings[k]! - shift) / step) * step + shift; x < crossings[k + 1]!; x += step) {
          const d = distance(x, y);
          if (d >= BANDS[level]! && d < BANDS[level + 1]!) out.push(x, y);
        }
      }
    }
  }
  return out;
}

/** Where the line at height `y` passes the loops, from left to right. */
function rowCrossings(loops: readonly Loop[], y: number): number[] {
  const out: number[] = [];
  for (const loop of loops) {
    for (let i = 0, j = loop.length - 2; i < loop.length; j = i, i += 2) {
      const a = loop[j + 1]!;
      const b = loop[i + 1]!;
      if (a > y !== b > y) out.push(loop[j]! + ((loop[i]! - loop[j]!) * (y - a)) / (b - a));
    }
  }
  return out.sort((p, q) => p - q);
}

/**
 * Distance to the nearest outline point: nearest seeds are handed from cell to cell in two sweeps (Danielsson's 8SSED), then
 * measured from the asked place itself, over the nine cells around it.
 */
function distanceField(outline: Float64Array, box: Box): (x: number, y: number) => number {
  const width = Math.ceil(box.right - box.left) + 5;
  const height = Math.ceil(box.top - box.bottom) + 5;
  const nearest = new Int32Array(width * height).fill(-1);
  const cell = (x: number, y: number) => (Math.floor(y - box.bottom) + 2) * width + Math.floor(x - box.left) + 2;
  const gap = (seed: number, x: number, y: number) =>
    seed < 0 ? Infinity : (outline[seed * 2]! - x) ** 2 + (outline[seed * 2 + 1]! - y) ** 2;
  for (let i = 0; i < outline.length / 2; i++) nearest[cell(outline[i * 2]!, outline[i * 2 + 1]!)] = i;
  const offer = (cx: number, cy: number, dx: number, dy: number) => {
    if (cx + dx < 0 || cy + dy < 0 || cx + dx >= width || cy + dy >= height) return;
    const seed = nearest[(cy + dy) * width + cx + dx]!;
    const x = cx - 1.5 + box.left;
    const y = cy - 1.5 + box.bottom;
    if (gap(seed, x, y) < gap(nearest[cy * width + cx]!, x, y)) nearest[cy * width + cx] = seed;
  };
  for (const direction of [1, -1]) {
    for (let j = 0; j < height; j++) {
      const cy = direction > 0 ? j : height - 1 - j;
      for (let i = 0; i < width; i++) for (const dx of [-1, 0, 1]) offer(direction > 0 ? i : width - 1 - i, cy, dx, -direction);
      for (let i = 0; i < width; i++) offer(i, cy, -1, 0);
      for (let i = width - 1; i >= 0; i--) offer(i, cy, 1, 0);
    }
  }
  return (x, y) => {
    const centre = cell(x, y);
    let best = Infinity;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) best = Math.min(best, gap(nearest[centre + dy * width + dx]!, x, y));
    return Math.sqrt(best);
  };
}

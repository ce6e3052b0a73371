/**
 * Solves ∇²h = -1 inside an outline, h = 0 on it, by linear finite elements on the triangles themselves, so that the border is met
 * exactly whatever its shape. Stiffness by cotangents, load by a third of each triangle's area, conjugate gradients with
 * diagonal preconditioning. √h of the solution is round: over a disc of radius R it is half a sphere's height, √(R² - r²)/2.
 */
import type { Flat } from './triangulate.js';
import type { Pace } from './pace.js';

/** Relative residual at which the solution is as good as the mesh. */
const TOLERANCE = 1e-7;

/** h at every vertex, 0 on the rim and above 0 inside. `onStep` gets 0 to 1. */
export async function solvePoisson(flat: Flat, pace: Pace, onStep: (fraction: number) => void = () => {}): Promise<Float64Array> {
  const { points, triangles, rim } = flat;
  const n = points.length / 2;
  const load = new Float64Array(n);
  const { starts, columns, values, diagonal } = stiffness(flat, load);

  const h = new Float64Array(n);
  const r = new Float64Array(n);
  const p = new Float64Array(n);
  const q = new Float64Array(n);
  let rz = 0;
  for (let i = rim; i < n; i++) {
    r[i] = load[i]!;
    p[i] = r[i]! / diagonal[i]!;
    rz += r[i]! * p[i]!;
  }
  const first = rz;
  let done = 0;
  const rounds = 40 + 8 * Math.ceil(Math.sqrt(n));
  for (let round = 0; round < rounds && rz > first * TOLERANCE * TOLERANCE; round++) {
    await pace.turn();
    // The residual may rise for a while; what is reported does not.
    done = Math.max(done, Math.log(rz / first) / Math.log(TOLERANCE * TOLERANCE));
    onStep(Math.min(1, done));
    let pq = 0;
    for (let i = rim; i < n; i++) {
      let sum = diagonal[i]! * p[i]!;
      for (let k = starts[i]!; k < starts[i + 1]!; k++) sum += values[k]! * p[columns[k]!]!;
      q[i] = sum;
      pq += sum * p[i]!;
    }
    const alpha = rz / pq;
    let next = 0;
    for (let i = rim; i < n; i++) {
      h[i]! += alpha * p[i]!;
      r[i]! -= alpha * q[i]!;
      next += (r[i]! * r[i]!) / diagonal[i]!;
    }
    const beta = next / rz;
    rz = next;
    for (let i = rim; i < n; i++) p[i] = r[i]! / diagonal[i]! + beta * p[i]!;
  }
  // Obtuse triangles may push a value next to the rim below 0 by rounding; the surface must not fold through itself.
  const least = 1e-6 * h.reduce((a, b) => Math.max(a, b), 0);
  for (let i = rim; i < n; i++) h[i] = Math.max(h[i]!, least);
  return triangles.length === 0 ? new Float64Array(n) : h;
}

/** Symmetric matrix by rows without its diagonal; rim columns stay in (their unknowns are 0). Adds each vertex's area share to `load`. */
function stiffness(flat: Flat, load: Float64Array) {
  const { points, triangles } = flat;
  const n = points.length / 2;
  const diagonal = new Float64Array(n);
  const weights = new Map<number, number>();
  const degree = new Uint32Array(n + 1);
  const add = (a: number, b: number, w: number) => {
    const key = Math.min(a, b) * n + Math.max(a, b);
    const known = weights.get(key);
    if (known === undefined) {
      degree[a]!++;
      degree[b]!++;
    }
    weights.set(key, (known ?? 0) + w);
    diagonal[a]! += w;
    diagonal[b]! += w;
  };
  for (let t = 0; t < triangles.length; t += 3) {
    const v = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!] as const;
    const area = Math.max(1e-9, cross(points, v[0], v[1], v[2]) / 2);
    for (let k = 0; k < 3; k++) {
      const [o, a, b] = [v[k]!, v[(k + 1) % 3]!, v[(k + 2) % 3]!];
      const dot =
        (points[a * 2]! - points[o * 2]!) * (points[b * 2]! - points[o * 2]!) +
        (points[a * 2 + 1]! - points[o * 2 + 1]!) * (points[b * 2 + 1]! - points[o * 2 + 1]!);
      add(a, b, dot / (4 * area));
      load[o]! += area / 3;
    }
  }
  const starts = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) starts[i + 1] = starts[i]! + degree[i]!;
  const columns = new Uint32Array(starts[n]!);
  const values = new Float64Array(starts[n]!);
  const fill = starts.slice();
  for (const [key, w] of weights) {
    const a = Math.floor(key / n);
    const b = key % n;
    columns[fill[a]!] = b;
    values[fill[a]!++] = -w;
    columns[fill[b]!] = a;
    values[fill[b]!++] = -w;
  }
  return { starts, columns, values, diagonal };
}

function cross(p: Float64Array, a: number, b: number, c: number): number {
  return (p[b * 2]! - p[a * 2]!) * (p[c * 2 + 1]! - p[a * 2 + 1]!) - (p[b * 2 + 1]! - p[a * 2 + 1]!) * (p[c * 2]! - p[a * 2]!);
}

/** Gradient of a function given at the vertices: mean over the triangles around each, weighted by area. x, y per vertex. */
export function gradients(flat: Flat, h: Float64Array): Float64Array {
  const { points, triangles } = flat;
  const out = new Float64Array(points.length);
  const area = new Float64Array(points.length / 2);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const twice = cross(points, a, b, c);
    if (twice < 1e-12) continue;
    const [x, y] = [(v: number) => points[v * 2]!, (v: number) => points[v * 2 + 1]!];
    // twice the area times the triangle's gradient: the area weight comes for free
    const gx = h[a]! * (y(b) - y(c)) + h[b]! * (y(c) - y(a)) + h[c]! * (y(a) - y(b));
    const gy = h[a]! * (x(c) - x(b)) + h[b]! * (x(a) - x(c)) + h[c]! * (x(b) - x(a));
    for (const v of [a, b, c]) {
      out[v * 2]! += gx;
      out[v * 2 + 1]! += gy;
      area[v]! += twice;
    }
  }
  for (let v = 0; v < area.length; v++) {
    if (area[v]! === 0) continue;
    out[v * 2]! /= area[v]!;
    out[v * 2 + 1]! /= area[v]!;
  }
  return out;
}

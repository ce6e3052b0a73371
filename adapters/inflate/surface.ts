/**
 * From the solution on the flat outline to a closed solid: front and back are mirror images and share the rim's vertices.
 *
 * Height is z = k√h. Normals come from h, not from the triangles: (-k ∂h/∂x, -k ∂h/∂y, 2√h) is the surface normal up to length, and at
 * the rim, where √h falls off without end, it turns exactly sideways, so both halves shade as one round edge.
 */
import { gradients } from './poisson.js';
import { splitEdges, type Flat } from './triangulate.js';

/** Between a sphere for discs (2) and a round cross-section for long bars (√2). */
const PUFF = 1.6;

export interface Solid {
  /** In cells, y up, front towards +z. */
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** Counterclockwise seen from outside. */
  readonly indices: Uint32Array;
}

export function solidOf(base: Flat, h0: Float64Array): Solid {
  // One more row of vertices close to the rim: √h is steepest there, and h itself is linear, so its values need no solving.
  const { flat, parents } = splitEdges(base, (a, b) => (a < base.rim && b >= base.rim ? 0.22 : undefined));
  const rim = flat.rim;
  const n = flat.points.length / 2;
  const h = new Float64Array(n);
  h.set(h0);
  parents.forEach(({ a, b, t }, i) => (h[h0.length + i] = h0[a]! * (1 - t) + h0[b]! * t));
  const slope = new Float64Array(n * 2);
  const coarse = gradients(base, h0);
  rimSlopes(base, coarse);
  slope.set(coarse);
  parents.forEach(({ a, b, t }, i) => {
    for (const axis of [0, 1]) slope[(h0.length + i) * 2 + axis] = coarse[a * 2 + axis]! * (1 - t) + coarse[b * 2 + axis]! * t;
  });

  const vertices = rim + 2 * (n - rim);
  const positions = new Float32Array(vertices * 3);
  const normals = new Float32Array(vertices * 3);
  for (let i = 0; i < n; i++) {
    const root = i < rim ? 0 : Math.sqrt(h[i]!);
    const normal = [-PUFF * slope[i * 2]!, -PUFF * slope[i * 2 + 1]!, 2 * root] as const;
    const length = Math.hypot(...normal) || 1;
    for (const side of i < rim ? [1] : [1, -1]) {
      const v = side > 0 ? i : i + n - rim;
      positions.set([flat.points[i * 2]!, flat.points[i * 2 + 1]!, side * PUFF * root], v * 3);
      normals.set([normal[0] / length, normal[1] / length, (side * normal[2]) / length], v * 3);
    }
  }
  const indices = new Uint32Array(flat.triangles.length * 2);
  const back = (v: number) => (v < rim ? v : v + n - rim);
  for (let t = 0; t < flat.triangles.length; t += 3) {
    const [a, b, c] = [flat.triangles[t]!, flat.triangles[t + 1]!, flat.triangles[t + 2]!];
    indices.set([a, b, c], t);
    indices.set([back(a), back(c), back(b)], flat.triangles.length + t);
  }
  return { positions, normals, indices };
}

/** On the rim the gradient of h points straight inwards; only its direction is taken from the outline, in place. */
function rimSlopes(flat: Flat, slope: Float64Array): void {
  const { points, triangles, rim } = flat;
  const inward = new Float64Array(rim * 2);
  const edges = new Map<number, number>();
  for (let t = 0; t < triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const a = triangles[t + k]!;
      const b = triangles[t + ((k + 1) % 3)]!;
      if (a < rim && b < rim) edges.set(a * rim + b, 1 + (edges.get(a * rim + b) ?? 0));
    }
  }
  for (const key of edges.keys()) {
    const a = Math.floor(key / rim);
    const b = key % rim;
    if (edges.has(b * rim + a)) continue;
    // The inside lies left of an outline edge.
    const [nx, ny] = [points[a * 2 + 1]! - points[b * 2 + 1]!, points[b * 2]! - points[a * 2]!];
    for (const v of [a, b]) {
      inward[v * 2]! += nx;
      inward[v * 2 + 1]! += ny;
    }
  }
  for (let v = 0; v < rim; v++) {
    const length = Math.hypot(inward[v * 2]!, inward[v * 2 + 1]!) || 1;
    const strength = Math.max(1e-6, Math.hypot(slope[v * 2]!, slope[v * 2 + 1]!));
    slope[v * 2] = (inward[v * 2]! / length) * strength;
    slope[v * 2 + 1] = (inward[v * 2 + 1]! / length) * strength;
  }
}

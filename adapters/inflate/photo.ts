/**
 * A best effort for photographs: which pixels look like the middle of the picture rather than like its border.
 *
 * Colours are gathered into clusters; each cluster gets a share of subject from where it occurs, and the shares are spread over the
 * picture by a random walk that crosses strong edges reluctantly (Grady, "Random walks for image segmentation", 2006, with
 * priors). Two rounds: the first answer teaches the second. A network does this better; hosts may supply one.
 */
import type { Pixels } from '../../src/registry/values.js';
import { shrink } from './resample.js';
import { oklab } from './color.js';
import type { Pace } from './pace.js';

/** Longest side the walk is solved at: its cost grows with the pixels and outlines need no more. */
const SIDE = 192;
const CLUSTERS = 24;
/** How much the colours' verdict weighs against the neighbours'. */
const PRIOR = 0.02;

export async function photoMatte(picture: Pixels, lab: Float32Array, pace: Pace): Promise<Float32Array> {
  const small = shrink(picture, SIDE);
  const { width, height } = small;
  const colours = small === picture ? lab : oklab(small.data, width * height);
  const cluster = kMeans(colours, width * height, CLUSTERS);
  await pace.turn();
  let subject: Float64Array = new Float64Array(width * height);
  for (let i = 0; i < subject.length; i++) subject[i] = middleness(i, width, height);
  for (let round = 0; round < 3; round++) {
    const verdict = clusterVerdict(cluster, subject, width, height);
    subject = await randomWalk(colours, width, height, verdict, pace);
  }
  return enlarge(subject, width, height, picture, lab, colours);
}

/** 1 in the middle, falling to 0 at the border. */
function middleness(i: number, width: number, height: number): number {
  const x = (2 * (i % width) + 1) / width - 1;
  const y = (2 * Math.floor(i / width) + 1) / height - 1;
  return Math.max(0, Math.min(1, 1.25 - 1.4 * Math.hypot(x * 0.95, y * 0.95)));
}

function clusterVerdict(cluster: Uint8Array, subject: Float64Array, width: number, height: number): Float64Array {
  const inside = new Float64Array(CLUSTERS).fill(1e-3);
  const outside = new Float64Array(CLUSTERS).fill(1e-3);
  const frame = Math.max(1, Math.round(Math.min(width, height) * 0.04));
  let totalIn = 1e-3 * CLUSTERS;
  let totalOut = 1e-3 * CLUSTERS;
  for (let i = 0; i < subject.length; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    const border = x < frame || y < frame || x >= width - frame || y >= height - frame;
    const s = border ? 0 : subject[i]!;
    const out = border ? 4 : 1 - s;
    inside[cluster[i]!]! += s;
    outside[cluster[i]!]! += out;
    totalIn += s;
    totalOut += out;
  }
  return Float64Array.from(cluster, (c, i) => {
    const p = inside[c]! / totalIn;
    const q = outside[c]! / totalOut;
    return (p / (p + q)) * (0.35 + 0.65 * Math.min(1, 2 * middleness(i, width, height)));
  });
}

/** Minimises Σ w (x_i - x_j)² + PRIOR Σ (x_i - v_i)² by conjugate gradients. */
async function randomWalk(lab: Float32Array, width: number, height: number, verdict: Float64Array, pace: Pace): Promise<Float64Array> {
  const n = width * height;
  const right = new Float64Array(n);
  const down = new Float64Array(n);
  const weight = (a: number, b: number) =>
    Math.exp(
      -((lab[a * 3]! - lab[b * 3]!) ** 2 + 2 * (lab[a * 3 + 1]! - lab[b * 3 + 1]!) ** 2 + 2 * (lab[a * 3 + 2]! - lab[b * 3 + 2]!) ** 2) *
        900,
    ) + 1e-4;
  for (let i = 0; i < n; i++) {
    if (i % width < width - 1) right[i] = weight(i, i + 1);
    if (i < n - width) down[i] = weight(i, i + width);
  }
  const apply = (x: Float64Array, out: Float64Array) => {
    for (let i = 0; i < n; i++) out[i] = PRIOR * x[i]!;
    for (let i = 0; i < n; i++) {
      if (right[i]! > 0) {
        const flow = right[i]! * (x[i]! - x[i + 1]!);
        out[i]! += flow;
        out[i + 1]! -= flow;
      }
      if (down[i]! > 0) {
        const flow = down[i]! * (x[i]! - x[i + width]!);
        out[i]! += flow;
        out[i + width]! -= flow;
      }
    }
  };
  const x = verdict.slice();
  const q = new Float64Array(n);
  apply(x, q);
  const r = verdict.map((v, i) => PRIOR * v - q[i]!);
  const p = r.slice();
  let rr = r.reduce((sum, v) => sum + v * v, 0);
  const stop = rr * 1e-8;
  for (let step = 0; step < 160 && rr > stop; step++) {
    await pace.turn();
    apply(p, q);
    const alpha = rr / p.reduce((sum, v, i) => sum + v * q[i]!, 0);
    for (let i = 0; i < n; i++) {
      x[i]! += alpha * p[i]!;
      r[i]! -= alpha * q[i]!;
    }
    const next = r.reduce((sum, v) => sum + v * v, 0);
    const beta = next / rr;
    rr = next;
    for (let i = 0; i < n; i++) p[i] = r[i]! + beta * p[i]!;
  }
  return x;
}

/** Joint bilateral enlargement: each pixel asks the coarse pixels around it, those of its own colour first. */
function enlarge(
  subject: Float64Array,
  width: number,
  height: number,
  picture: Pixels,
  lab: Float32Array,
  coarse: Float32Array,
): Float32Array {
  const out = new Float32Array(picture.width * picture.height);
  for (let i = 0; i < out.length; i++) {
    const x = Math.floor(((i % picture.width) * width) / picture.width);
    const y = Math.floor((Math.floor(i / picture.width) * height) / picture.height);
    let sum = 0;
    let total = 0;
    for (let sy = Math.max(0, y - 2); sy <= Math.min(height - 1, y + 2); sy++) {
      for (let sx = Math.max(0, x - 2); sx <= Math.min(width - 1, x + 2); sx++) {
        const k = sy * width + sx;
        let d = 0;
        for (let c = 0; c < 3; c++) d += (lab[i * 3 + c]! - coarse[k * 3 + c]!) ** 2;
        const w = Math.exp(-d * 250 - ((sx - x) ** 2 + (sy - y) ** 2) / 4);
        sum += w * subject[k]!;
        total += w;
      }
    }
    // Steeper around one half: a matte, not a likelihood.
    out[i] = Math.min(1, Math.max(0, (sum / total - 0.5) * 5 + 0.5));
  }
  return out;
}

/** Cluster number of every pixel. Starts from colours spread by distance, so the result depends on the picture alone. */
function kMeans(lab: Float32Array, count: number, k: number): Uint8Array {
  const stride = Math.max(1, Math.floor(count / 4096));
  const centres: number[][] = [[lab[0]!, lab[1]!, lab[2]!]];
  const distance = (i: number, c: number[]) => (lab[i * 3]! - c[0]!) ** 2 + (lab[i * 3 + 1]! - c[1]!) ** 2 + (lab[i * 3 + 2]! - c[2]!) ** 2;
  const nearest = (i: number) => centres.reduce((best, c, j) => (distance(i, c) < distance(i, centres[best]!) ? j : best), 0);
  while (centres.length < k) {
    let far = 0;
    let gap = -1;
    for (let i = 0; i < count; i += stride) {
      const d = distance(i, centres[nearest(i)]!);
      if (d > gap) [far, gap] = [i, d];
    }
    centres.push([lab[far * 3]!, lab[far * 3 + 1]!, lab[far * 3 + 2]!]);
  }
  for (let round = 0; round < 6; round++) {
    const sums = centres.map(() => [0, 0, 0, 0]);
    for (let i = 0; i < count; i += stride) {
      const s = sums[nearest(i)]!;
      for (let c = 0; c < 3; c++) s[c]! += lab[i * 3 + c]!;
      s[3]!++;
    }
    sums.forEach((s, j) => {
      if (s[3]! > 0) centres[j] = [s[0]! / s[3]!, s[1]! / s[3]!, s[2]! / s[3]!];
    });
  }
  return Uint8Array.from({ length: count }, (_, i) => nearest(i));
}

/**
 * A model of a plain backdrop, learned from the border of the picture: a quadratic surface in each Oklab channel, which takes in even
 * colours, gradients and vignettes. A subject that touches the border is an outlier and is weighed down (Tukey's biweight).
 */
export interface Backdrop {
  /** Distance of every pixel from the backdrop, in Oklab. */
  readonly distance: Float32Array;
  /** Share of the border that the model explains, 0 to 1. */
  readonly explained: number;
  /** Noise of the explained border pixels: median distance. */
  readonly noise: number;
}

/** Pixels this far from the model still pass for backdrop when the model is judged. */
const NEAR = 0.04;
const TERMS = 6;

export function fitBackdrop(lab: Float32Array, width: number, height: number): Backdrop {
  const samples = borderPixels(width, height);
  const basis = (i: number): number[] => {
    const x = (2 * (i % width)) / Math.max(1, width - 1) - 1;
    const y = (2 * Math.floor(i / width)) / Math.max(1, height - 1) - 1;
    return [1, x, y, x * x, x * y, y * y];
  };
  const rows = samples.map(basis);
  // From the median colour outwards: a constant first, so that a large outlier cannot tilt the surface.
  let model = [0, 1, 2].map((c) => [median(samples.map((i) => lab[i * 3 + c]!)), 0, 0, 0, 0, 0]);
  const miss = (row: number[], i: number) => Math.hypot(...model.map((terms, c) => lab[i * 3 + c]! - dot(terms, row)));
  let reach = 0.25;
  for (let round = 0; round < 8; round++) {
    const errors = samples.map((i, s) => miss(rows[s]!, i));
    const weights = errors.map((error) => (error < reach ? (1 - (error / reach) ** 2) ** 2 : 0));
    model = model.map(
      (terms, c) =>
        weightedFit(
          rows,
          samples.map((i) => lab[i * 3 + c]!),
          weights,
        ) ?? terms,
    );
    reach = Math.max(0.03, reach * 0.7);
  }
  const errors = samples.map((i, s) => miss(rows[s]!, i));
  const close = errors.filter((error) => error < NEAR);
  const distance = new Float32Array(width * height);
  for (let i = 0; i < distance.length; i++) distance[i] = miss(basis(i), i);
  return { distance, explained: close.length / errors.length, noise: close.length > 0 ? median(close) : NEAR };
}

/** About two thousand pixels, evenly along a frame of 2 % of the shorter side. */
function borderPixels(width: number, height: number): number[] {
  const depth = Math.max(1, Math.round(Math.min(width, height) * 0.02));
  const out: number[] = [];
  const stride = Math.max(1, Math.floor((2 * (width + height) * depth) / 2000));
  let k = 0;
  for (let y = 0; y < height; y++) {
    const whole = y < depth || y >= height - depth;
    for (let x = 0; x < width; x++) {
      if (!whole && x === depth && width - depth > x) x = width - depth;
      if (k++ % stride === 0) out.push(y * width + x);
    }
  }
  return out;
}

function weightedFit(rows: number[][], values: number[], weights: number[]): number[] | undefined {
  const a = Array.from({ length: TERMS }, () => new Float64Array(TERMS + 1));
  rows.forEach((row, s) => {
    const w = weights[s]!;
    if (w === 0) return;
    for (let i = 0; i < TERMS; i++) {
      for (let j = 0; j < TERMS; j++) a[i]![j]! += w * row[i]! * row[j]!;
      a[i]![TERMS]! += w * row[i]! * values[s]!;
    }
  });
  const total = a[0]![0]!;
  if (total < 1) return undefined;
  // A breath of ridge keeps narrow pictures and half-covered borders solvable.
  for (let i = 1; i < TERMS; i++) a[i]![i]! += 1e-3 * total;
  for (let i = 0; i < TERMS; i++) {
    for (let j = i + 1; j < TERMS; j++) {
      const f = a[j]![i]! / a[i]![i]!;
      for (let k = i; k <= TERMS; k++) a[j]![k]! -= f * a[i]![k]!;
    }
  }
  const out = new Array<number>(TERMS).fill(0);
  for (let i = TERMS - 1; i >= 0; i--) {
    let value = a[i]![TERMS]!;
    for (let k = i + 1; k < TERMS; k++) value -= a[i]![k]! * out[k]!;
    out[i] = value / a[i]![i]!;
  }
  return out;
}

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

function median(values: number[]): number {
  const sorted = values.slice().sort((p, q) => p - q);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

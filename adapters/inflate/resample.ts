/** Making pictures smaller and taking soft samples of them. */
import type { Pixels } from '../../src/registry/values.js';

/**
 * Shrinks by area averaging until the longest side is at most `limit` pixels; a smaller picture comes back as it is. Colours
 * are weighted by alpha, so that transparent pixels leave no tint.
 */
export function shrink(source: Pixels, limit: number): Pixels {
  const longest = Math.max(source.width, source.height);
  if (longest <= limit) return source;
  const width = Math.max(1, Math.round((source.width * limit) / longest));
  const height = Math.max(1, Math.round((source.height * limit) / longest));
  const data = new Uint8ClampedArray(width * height * 4);
  const spans = (from: number, to: number) =>
    Array.from(
      { length: to },
      (_, i) => [Math.floor((i * from) / to), Math.max(Math.floor((i * from) / to) + 1, Math.floor(((i + 1) * from) / to))] as const,
    );
  const columns = spans(source.width, width);
  const rows = spans(source.height, height);
  for (let y = 0; y < height; y++) {
    const [y0, y1] = rows[y]!;
    for (let x = 0; x < width; x++) {
      const [x0, x1] = columns[x]!;
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      for (let sy = y0; sy < y1; sy++) {
        for (let sx = x0; sx < x1; sx++) {
          const i = (sy * source.width + sx) * 4;
          const w = source.data[i + 3]!;
          r += source.data[i]! * w;
          g += source.data[i + 1]! * w;
          b += source.data[i + 2]! * w;
          a += w;
        }
      }
      const o = (y * width + x) * 4;
      if (a > 0) {
        data[o] = r / a;
        data[o + 1] = g / a;
        data[o + 2] = b / a;
      }
      data[o + 3] = a / ((y1 - y0) * (x1 - x0));
    }
  }
  return { width, height, data };
}

/** Gaussian blur of one plane; outside the picture counts as `outside`. `sigma` in pixels. */
export function blur(plane: Float32Array, width: number, height: number, sigma: number, outside = 0): Float32Array {
  const radius = Math.max(1, Math.ceil(sigma * 3));
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((a, b) => a + b, 0);
  const pass = (source: Float32Array, stepX: number, stepY: number) => {
    const out = new Float32Array(source.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let total = 0;
        for (let k = -radius; k <= radius; k++) {
          const sx = x + k * stepX;
          const sy = y + k * stepY;
          const value = sx < 0 || sy < 0 || sx >= width || sy >= height ? outside : source[sy * width + sx]!;
          total += value * kernel[k + radius]!;
        }
        out[y * width + x] = total / sum;
      }
    }
    return out;
  };
  return pass(pass(plane, 1, 0), 0, 1);
}

/**
 * The texture: the picture around the subject, with the subject's own colours carried outwards over what was background, so that
 * neither filtering nor mipmaps ever bring a fringe onto the rim.
 */
import type { Pixels } from '../../src/registry/values.js';
import { fillOutwards } from './extend.js';

/** The square of the picture that the texture shows, in pixels of the picture. It may reach beyond the picture. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** RGB of the subject everywhere, three floats a pixel, 0 to 255. */
export function subjectColours(picture: Pixels, alpha: Float32Array): Float32Array {
  const { width, height, data } = picture;
  const sure = erosion(alpha, width, height);
  return fillOutwards(data, width, height, (i) => {
    // Away from the soft edge colours are the subject's own. In thin parts there is no such pixel: a faint vote of the more opaque
    // ones keeps their colour where nothing surer is near.
    const a = alpha[i]!;
    return sure[i]! > 0.97 ? 1 : a > 0.8 ? 0.02 * a : 0;
  });
}

/** Lowest value among a pixel and its eight neighbours. */
function erosion(alpha: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(alpha.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let least = 1;
      for (let sy = Math.max(0, y - 1); sy <= Math.min(height - 1, y + 1); sy++) {
        for (let sx = Math.max(0, x - 1); sx <= Math.min(width - 1, x + 1); sx++) least = Math.min(least, alpha[sy * width + sx]!);
      }
      out[y * width + x] = least;
    }
  }
  return out;
}

/** Resamples `frame` of the colours to a square of `size` pixels: cubic (Catmull-Rom) where it enlarges, box averages where it shrinks. */
export function bakeTexture(colours: Float32Array, width: number, height: number, frame: Frame, size: number): Pixels {
  const columns = taps(frame.left, frame.size, size, width);
  const rows = taps(frame.top, frame.size, size, height);
  const first = Math.min(...rows.map((row) => row.from));
  const last = Math.max(...rows.map((row) => row.from + row.weights.length));
  const across = new Float32Array((last - first) * size * 3);
  for (let y = first; y < last; y++) {
    const sy = Math.min(height - 1, Math.max(0, y));
    for (let x = 0; x < size; x++) {
      const { from, weights } = columns[x]!;
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++)
          sum += colours[(sy * width + Math.min(width - 1, Math.max(0, from + k))) * 3 + c]! * weights[k]!;
        across[((y - first) * size + x) * 3 + c] = sum;
      }
    }
  }
  const data = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y++) {
    const { from, weights } = rows[y]!;
    for (let x = 0; x < size; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += across[((from + k - first) * size + x) * 3 + c]! * weights[k]!;
        data[(y * size + x) * 4 + c] = sum;
      }
      data[(y * size + x) * 4 + 3] = 255;
    }
  }
  return { width: size, height: size, data };
}

interface Taps {
  readonly from: number;
  readonly weights: readonly number[];
}

function taps(start: number, length: number, size: number, limit: number): Taps[] {
  const step = length / size;
  return Array.from({ length: size }, (_, i) => {
    const centre = start + (i + 0.5) * step - 0.5;
    const reach = step > 1 ? step / 2 : 2;
    const from = Math.min(limit, Math.max(-4, Math.ceil(centre - reach)));
    const to = Math.max(from, Math.min(limit + 3, Math.floor(centre + reach)));
    const raw = Array.from({ length: to - from + 1 }, (_, k) => (step > 1 ? 1 : catmullRom(from + k - centre)));
    const sum = raw.reduce((a, b) => a + b, 0);
    return { from, weights: Math.abs(sum) > 1e-6 ? raw.map((w) => w / sum) : raw.map((_, k) => (k === 0 ? 1 : 0)) };
  });
}

function catmullRom(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return 1.5 * t ** 3 - 2.5 * t ** 2 + 1;
  return t < 2 ? -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2 : 0;
}

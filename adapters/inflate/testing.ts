/** Synthetic pictures and mesh measures for the tests of this folder. Node only; not part of the product. */
import { readFileSync } from 'node:fs';
import { decode, encode } from 'fast-png';
import type { Pixels } from '../../src/registry/values.js';
import { inflate, type Inflated, type InflateOptions } from './inflate.js';
import { createPace } from './pace.js';

export type Rgba = readonly [number, number, number, number?];

/** Paints by a function of the pixel's position, averaged over 4 × 4 points, so that edges are soft as in a rendered picture. */
export function paint(width: number, height: number, colour: (x: number, y: number) => Rgba): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = [0, 0, 0, 0];
      for (let k = 0; k < 16; k++) {
        const [r, g, b, a = 255] = colour(x + ((k % 4) + 0.5) / 4, y + (Math.floor(k / 4) + 0.5) / 4);
        [r * a, g * a, b * a, a].forEach((value, c) => (sum[c]! += value));
      }
      for (let c = 0; c < 3; c++) data[(y * width + x) * 4 + c] = sum[3]! > 0 ? sum[c]! / sum[3]! : 0;
      data[(y * width + x) * 4 + 3] = sum[3]! / 16;
    }
  }
  return { width, height, data };
}

export function readPng(path: string | URL): Pixels {
  const { width, height, channels, data } = decode(readFileSync(path));
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < channels; c++) out[i * 4 + c] = data[i * channels + c]!;
  return { width, height, data: out };
}

export const encodePng = (pixels: Pixels): Promise<Uint8Array> => Promise.resolve(encode({ ...pixels, channels: 4, depth: 8 }));

export const unhurried = createPace(new AbortController().signal);

export function run(picture: Pixels, options: InflateOptions = {}): Promise<Inflated> {
  return inflate(picture, { textureSize: 256, ...options }, { signal: new AbortController().signal, onProgress: () => {}, encodePng });
}

export interface Topology {
  /** Edges not used exactly once in each direction: 0 in a closed, consistently wound surface. */
  readonly badEdges: number;
  /** Vertices - edges + faces. */
  readonly euler: number;
  /** Positive when faces turn outwards. */
  readonly volume: number;
}

export function topology(positions: ArrayLike<number>, indices: ArrayLike<number>): Topology {
  const count = positions.length / 3;
  const directed = new Map<number, number>();
  let volume = 0;
  for (let t = 0; t < indices.length; t += 3) {
    const v = [indices[t]!, indices[t + 1]!, indices[t + 2]!] as const;
    for (let k = 0; k < 3; k++) {
      const key = v[k]! * count + v[(k + 1) % 3]!;
      directed.set(key, (directed.get(key) ?? 0) + 1);
    }
    const [a, b, c] = v.map((i) => [positions[i * 3]!, positions[i * 3 + 1]!, positions[i * 3 + 2]!] as const) as [Point, Point, Point];
    volume += (a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0])) / 6;
  }
  let badEdges = 0;
  for (const [key, uses] of directed) if (uses !== 1 || directed.get((key % count) * count + Math.floor(key / count)) !== 1) badEdges++;
  const used = new Set(Array.from(indices)).size;
  return { badEdges, euler: used - directed.size / 2 + indices.length / 3, volume };
}
type Point = readonly [number, number, number];

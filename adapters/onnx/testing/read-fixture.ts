/** Files of the repository, for Node tests. */
import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import type { Pixels } from '../../../src/registry/values.js';

const ROOT = new URL('../../../', import.meta.url);

export function readBytes(path: string): Buffer {
  return readFileSync(new URL(path, ROOT));
}

export function readJson<T>(path: string): T {
  return JSON.parse(readBytes(path).toString('utf8')) as T;
}

export function readFloats(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readBytes(path)).buffer);
}

/** An 8-bit PNG with 3 or 4 channels as RGBA. */
export function readPicture(path: string): Pixels {
  const { width, height, channels, data } = decode(readBytes(path));
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++)
    for (let channel = 0; channel < channels; channel++) out[i * 4 + channel] = data[i * channels + channel]!;
  return { width, height, data: out };
}

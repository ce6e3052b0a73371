/**
 * Texels of pictures: premultiplied sRGB bytes and their mip levels. Pure; the worker and the page use the same.
 *
 * Levels are means of two by two in sRGB, as browsers scale. Premultiplied, so the colour of what cannot be seen does not bleed
 * into edges.
 */
import type { PictureTile, TexelBlock } from '../../scene/types.js';

/** Straight RGBA, row by row: what `ImageData` and previews hold. */
export interface StraightTexels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * A tile of straight texels that are at most `edge` wide and high, with `levels` mip levels (at least 1). The blocks fit into levels of a
 * layer of `edge`: level n is at most `edge >> n` wide and high.
 */
export function tileOf(source: StraightTexels, edge: number, levels: number): PictureTile {
  const { width, height } = source;
  const blocks: TexelBlock[] = [premultiplied(source, edge)];
  let [w, h] = [width, height];
  for (let level = 1; level < levels; level += 1) {
    [w, h] = [w / 2, h / 2];
    const most = Math.max(1, edge >> level);
    blocks.push(halved(blocks[level - 1]!, Math.min(most, Math.ceil(w) + 1), Math.min(most, Math.ceil(h) + 1)));
  }
  return { width, height, mean: meanOf(source), levels: blocks };
}

/** Halves `source` until it fits into `edge`. */
export function fitted(source: StraightTexels, edge: number): StraightTexels {
  let result = source;
  while (Math.max(result.width, result.height) > edge) {
    const block = { width: result.width, height: result.height, data: bytesOf(result.data) };
    const { width, height, data } = halved(block, Math.max(1, result.width >> 1), Math.max(1, result.height >> 1));
    result = { width, height, data: new Uint8ClampedArray(data.buffer) };
  }
  return result;
}

const bytesOf = (data: Uint8ClampedArray): Uint8Array<ArrayBuffer> =>
  new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);

/** Premultiplied, with the last column and row once more where the layer has room for them. */
function premultiplied({ width, height, data }: StraightTexels, edge: number): TexelBlock {
  const [w, h] = [Math.min(edge, width + 1), Math.min(edge, height + 1)];
  const source = new Uint32Array(width * height);
  const bytes = new Uint8Array(source.buffer);
  bytes.set(data.subarray(0, bytes.length));
  for (let at = 0; at < bytes.length; at += 4) {
    const alpha = bytes[at + 3]!;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel += 1) bytes[channel] = (bytes[channel]! * alpha + 127) / 255;
  }
  const result = new Uint32Array(w * h);
  for (let y = 0; y < h; y += 1) {
    const row = Math.min(y, height - 1) * width;
    result.set(source.subarray(row, row + width), y * w);
    if (w > width) result[y * w + width] = source[row + width - 1]!;
  }
  return { width: w, height: h, data: new Uint8Array(result.buffer) };
}

/** Means of two by two; beyond the last column and row these are repeated. */
function halved({ width, height, data }: TexelBlock, w: number, h: number): TexelBlock {
  const result = new Uint8Array(w * h * 4);
  let to = 0;
  for (let y = 0; y < h; y += 1) {
    const upper = Math.min(2 * y, height - 1) * width;
    const lower = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < w; x += 1) {
      const left = Math.min(2 * x, width - 1);
      const right = Math.min(2 * x + 1, width - 1);
      const [a, b, c, d] = [(upper + left) * 4, (upper + right) * 4, (lower + left) * 4, (lower + right) * 4];
      for (let channel = 0; channel < 4; channel += 1) {
        result[to] = (data[a + channel]! + data[b + channel]! + data[c + channel]! + data[d + channel]! + 2) >> 2;
        to += 1;
      }
    }
  }
  return { width: w, height: h, data: result };
}

/** Most texels that are looked at for a mean colour. */
const SAMPLES = 4096;

function meanOf({ width, height, data }: StraightTexels): PictureTile['mean'] {
  const count = width * height;
  // An odd step meets every column of pictures whose width is a power of two.
  const step = Math.max(1, Math.floor(count / SAMPLES)) | 1;
  let [r, g, b, a, seen] = [0, 0, 0, 0, 0];
  for (let index = 0; index < count; index += step) {
    const at = index * 4;
    const alpha = data[at + 3]!;
    r += data[at]! * alpha;
    g += data[at + 1]! * alpha;
    b += data[at + 2]! * alpha;
    a += alpha;
    seen += 1;
  }
  return a === 0 ? [0, 0, 0, 0] : [Math.round(r / a), Math.round(g / a), Math.round(b / a), Math.round(a / seen)];
}

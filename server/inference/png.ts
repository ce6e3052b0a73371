/**
 * PNG to pixels and back.
 *
 * Only the chunks that carry pixels are handed to the decoder, and what they inflate to is bounded by the size in the header, so a file
 * cannot ask for more memory than its picture needs.
 */
import { inflateSync } from 'node:zlib';
import { decode, encode, type DecodedPng } from 'fast-png';
import type { Pixels } from '../../src/registry/values.js';

const SIGNATURE_BYTES = 8;
const CARRIERS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** A row's filter byte, and the up to seven passes of interlacing with rows and edges of their own. */
const OVERHEAD = { perRow: 1 + 8, passes: 7 };
/** PNG 11.2.2: samples in a pixel by colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** @throws whatever is wrong with the file. */
export function decodePng(file: Uint8Array): Pixels {
  const chunks = carriers(file);
  const header = chunks[0];
  if (header?.type !== 'IHDR') throw new Error('The file does not begin with a header.');
  const view = new DataView(header.bytes.buffer, header.bytes.byteOffset + 8);
  const [width, height, depth, colour] = [view.getUint32(0), view.getUint32(4), view.getUint8(8), view.getUint8(9)];
  const row = Math.ceil((width * depth * (SAMPLES[colour] ?? 4)) / 8);
  const most = (row + OVERHEAD.perRow) * height + (row + OVERHEAD.perRow) * OVERHEAD.passes;
  inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ bytes }) => bytes.subarray(8, -4))), {
    maxOutputLength: most,
  });
  return toPixels(decode(Buffer.concat([file.subarray(0, SIGNATURE_BYTES), ...chunks.map(({ bytes }) => bytes)])));
}

/** 8 bits, RGB: the alpha of a result is always whole. */
export function encodePng({ width, height, data }: Pixels): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0, o = 0; i < data.length; i += 4) {
    rgb[o++] = data[i]!;
    rgb[o++] = data[i + 1]!;
    rgb[o++] = data[i + 2]!;
  }
  return Uint8Array.from(encode({ width, height, data: rgb, channels: 3, depth: 8 }));
}

function carriers(file: Uint8Array): { type: string; bytes: Uint8Array }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: { type: string; bytes: Uint8Array }[] = [];
  for (let at = SIGNATURE_BYTES; at + 12 <= file.length;) {
    const end = at + 12 + view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (end > file.length) throw new Error(`The chunk ${type} ends early.`);
    if (CARRIERS.has(type)) chunks.push({ type, bytes: file.subarray(at, end) });
    if (type === 'IEND') break;
    at = end;
  }
  return chunks;
}

/** Any depth and colour type to 8-bit RGBA. */
function toPixels(png: DecodedPng): Pixels {
  const { width, height, channels, depth, palette, transparency } = png;
  const data = new Uint8ClampedArray(width * height * 4);
  const perRow = Math.ceil((width * channels * depth) / 8);
  const most = 2 ** depth - 1;
  const sample = (x: number, y: number, channel: number): number => {
    if (depth >= 8) return png.data[(y * width + x) * channels + channel]!;
    const bit = x * depth;
    return (png.data[y * perRow + (bit >> 3)]! >> (8 - depth - (bit & 7))) & most;
  };
  // 16 bits keep their upper half, fewer than 8 are spread over the whole range.
  const scaled = (value: number): number => (depth === 16 ? value >> 8 : depth === 8 ? value : (value * 255) / most);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 4) {
      const first = sample(x, y, 0);
      if (palette) {
        const [red = 0, green = 0, blue = 0, alpha = 255] = palette[first] ?? [];
        data.set([red, green, blue, alpha], o);
        continue;
      }
      const isGrey = channels < 3;
      for (let channel = 0; channel < 3; channel++) data[o + channel] = scaled(isGrey ? first : sample(x, y, channel));
      const hasAlpha = channels === 2 || channels === 4;
      const isKeyed = transparency?.length && Array.from(transparency).every((value, channel) => value === sample(x, y, channel));
      data[o + 3] = hasAlpha ? scaled(sample(x, y, channels - 1)) : isKeyed ? 0 : 255;
    }
  }
  return { width, height, data };
}

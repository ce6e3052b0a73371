/** Contents of files that the server's tests send: real pictures, and headers that announce what is not there. */
import { readFileSync } from 'node:fs';

/** Memory of its own, as `fetch` asks. */
export type Bytes = Buffer<ArrayBuffer>;

export const fixture = (name: string): Bytes => readFileSync(new URL(`../../test/fixtures/backend/files/${name}`, import.meta.url));

export const PNG = fixture('rgb64.png');

/** A PNG that announces `width` × `height` and ends there. */
export function pngHeader(width: number, height: number): Bytes {
  const header = Buffer.from(PNG.subarray(0, 33));
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

/** A PNG of `size` bytes: a real one, filled up behind its end with `fill`. */
export function pngOf(size: number, fill = 0): Bytes {
  const content = Buffer.alloc(size, fill);
  PNG.copy(content);
  return content;
}

export function safetensors(header: string): Bytes {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header)]);
}

/** An ISO base media box. */
export function box(type: string, ...content: readonly (Buffer | number[])[]): Bytes {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const u32 = (value: number): Bytes => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255));

/** An AVIF whose item has `width` × `height`, without its pixels. */
export const avifHeader = (width: number, height: number): Bytes =>
  Buffer.concat([
    box('ftyp', Buffer.from('avif'), u32(0), Buffer.from('mif1avif')),
    box('meta', [0, 0, 0, 0], box('iprp', box('ipco', box('ispe', [0, 0, 0, 0], u32(width), u32(height))))),
  ]);

/** A GIF, a lossless WebP and a JPEG that announce a size. */
export function gifHeader(width: number, height: number): Bytes {
  const header = Buffer.from('GIF89a\0\0\0\0\0\0\0', 'latin1');
  header.writeUInt16LE(width, 6);
  header.writeUInt16LE(height, 8);
  return header;
}

export function webpHeader(width: number, height: number): Bytes {
  const header = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8X', 'latin1'), Buffer.alloc(14)]);
  header.writeUIntLE(width - 1, 24, 3);
  header.writeUIntLE(height - 1, 27, 3);
  return header;
}

export function jpegHeader(width: number, height: number): Bytes {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(0xfffd)]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), comment, comment, frame]);
}

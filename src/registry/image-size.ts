/**
 * Type and size of a picture from its first bytes: PNG, JPEG and WebP, without decoding it and without a DOM.
 *
 * Only headers are read, so a file that breaks off later passes here and fails where it is decoded.
 * Sources: PNG (W3C, 11.2.2 IHDR), JPEG (ITU-T T.81, B.2.2 frame header), WebP (RFC 9649, 2.5 to 2.7).
 */
import { GdsError } from '../errors.js';

export interface ImageHeader {
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp';
  /** Pixels, as stored: an EXIF rotation is not applied. */
  readonly width: number;
  readonly height: number;
}

/** @throws GdsError `GDS_IMAGE_DECODE` where it is no picture in one of the three formats. */
export async function readImageHeader(blob: Blob): Promise<ImageHeader> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const header = png(bytes) ?? webp(bytes) ?? jpeg(bytes);
  if (!header || header.width < 1 || header.height < 1) {
    throw new GdsError('GDS_IMAGE_DECODE', 'This file is not a picture that can be read. Use PNG, JPEG or WebP.');
  }
  return header;
}

function png(bytes: Uint8Array): ImageHeader | undefined {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (bytes.length < 24 || !signature.every((byte, index) => bytes[index] === byte) || !textAt(bytes, 12, 'IHDR')) return undefined;
  const view = viewOf(bytes);
  return { mime: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function jpeg(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // SOF0 to SOF15, without DHT (C4), JPG (C8) and DAC (CC).
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { mime: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    // RST0 to RST7 and TEM stand alone, every other segment names its length.
    const alone = (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;
    at += alone ? 2 : 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}

function webp(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 30 || !textAt(bytes, 0, 'RIFF') || !textAt(bytes, 8, 'WEBP')) return undefined;
  const view = viewOf(bytes);
  if (textAt(bytes, 12, 'VP8X')) return { mime: 'image/webp', width: 1 + uint24(bytes, 24), height: 1 + uint24(bytes, 27) };
  if (textAt(bytes, 12, 'VP8L')) {
    if (bytes[20] !== 0x2f) return undefined;
    const bits = view.getUint32(21, true);
    return { mime: 'image/webp', width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (textAt(bytes, 12, 'VP8 '))
    return { mime: 'image/webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function uint24(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
}

function textAt(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
}

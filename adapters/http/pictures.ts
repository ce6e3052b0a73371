/** Pictures as servers send them: text that holds a PNG, and what there is to check of it. */
import type { Pixels } from '../../src/registry/values.js';
import { protocol } from './errors.js';

const DATA_URL = /^data:([^;,]+);base64,/;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Bytes of a data URL. @throws GDS_REMOTE_PROTOCOL where it is none. */
export function fromDataUrl(label: string, url: unknown): Uint8Array<ArrayBuffer> {
  const match = typeof url === 'string' ? DATA_URL.exec(url) : null;
  if (!match) throw protocol(label, 'no picture');
  try {
    const text = atob((url as string).slice(match[0].length));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch (error) {
    throw protocol(label, 'a picture that cannot be read', error);
  }
}

export interface Png {
  readonly blob: Blob;
  /** Pixels, from the file itself. */
  readonly width: number;
  readonly height: number;
}

/** @throws GDS_REMOTE_PROTOCOL where the bytes are no PNG. */
export function pngOf(label: string, bytes: Uint8Array<ArrayBuffer>): Png {
  if (bytes.length < 24 || PNG.some((byte, index) => bytes[index] !== byte)) throw protocol(label, 'a picture that is none');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The header chunk comes first (PNG, 5.6): width and height lie behind its length and name.
  return { blob: new Blob([bytes], { type: 'image/png' }), width: view.getUint32(16), height: view.getUint32(20) };
}

/** Base64 without the head of a data URL, for forms that carry pictures as text. */
export async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  // Arguments of one call are limited; 32 KiB are safe everywhere.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** The pixels of a small picture, where the platform can decode one; undefined where it cannot, or the picture is broken. */
export async function pixelsOf(dataUrl: unknown): Promise<Pixels | undefined> {
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function') return undefined;
  try {
    const bitmap = await createImageBitmap(new Blob([fromDataUrl('', dataUrl)]));
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return context?.getImageData(0, 0, width, height);
  } catch {
    return undefined;
  }
}

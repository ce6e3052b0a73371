/** Pictures as pixels and back, in a page, a worker or Node. PNG is read and written by the same code everywhere, to the bit. */
import { GdsError } from '../../errors.js';
import { readImageHeader } from '../image-size.js';
import type { Pixels } from '../values.js';

/** @throws GdsError `GDS_IMAGE_DECODE`. Outside a browser only PNG can be read. */
export async function decodePicture(blob: Blob): Promise<Pixels> {
  const { mime } = await readImageHeader(blob);
  try {
    return mime === 'image/png' ? await decodePng(blob) : await decodeByBrowser(blob);
  } catch (error) {
    throw new GdsError('GDS_IMAGE_DECODE', 'A picture cannot be read. Use PNG; JPEG and WebP are read in browsers only.', { cause: error });
  }
}

export async function encodePicture({ width, height, data }: Pixels): Promise<Blob> {
  const { encode } = await import('fast-png');
  const bytes = encode({ width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), channels: 4, depth: 8 });
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
}

async function decodePng(blob: Blob): Promise<Pixels> {
  const { decode, convertIndexedToRgb } = await import('fast-png');
  const png = decode(new Uint8Array(await blob.arrayBuffer()));
  const { width, height } = png;
  const source = png.palette ? convertIndexedToRgb(png) : png.data;
  const channels = png.palette ? source.length / (width * height) : png.channels;
  // Of 16 bits the upper 8 count; 1, 2 and 4 bits are spread over the whole range.
  const scale = png.palette || png.depth === 8 ? 1 : 255 / (2 ** png.depth - 1);
  const data = new Uint8ClampedArray(width * height * 4);
  const grey = channels < 3;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    for (let channel = 0; channel < 3; channel++) data[pixel * 4 + channel] = source[from + (grey ? 0 : channel)]! * scale;
    data[pixel * 4 + 3] = channels % 2 === 0 ? source[from + channels - 1]! * scale : 255;
  }
  return { width, height, data };
}

async function decodeByBrowser(blob: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(blob, { premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

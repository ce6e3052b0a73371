/** Encoded pictures to pixels and back, in a worker. */
import { GdsError } from '../../src/errors.js';
import type { Pixels } from '../../src/registry/values.js';

/** @throws GdsError `GDS_IMAGE_DECODE`. */
export async function decodeImage(blob: Blob): Promise<Pixels> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob, { premultiplyAlpha: 'none' });
  } catch (error) {
    throw new GdsError('GDS_IMAGE_DECODE', 'The picture cannot be read. Use a PNG, JPEG or WebP file that opens in this browser.', {
      cause: error,
    });
  }
  const context = contextOf(bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { width, height, data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  return { width, height, data: new Uint8ClampedArray(data) };
}

export async function encodePng({ width, height, data }: Pixels): Promise<Blob> {
  const context = contextOf(width, height);
  context.putImageData(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0);
  return context.canvas.convertToBlob({ type: 'image/png' });
}

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
}

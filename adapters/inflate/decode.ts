/** Encoded picture to pixels and back, with what a worker has: ImageBitmap and OffscreenCanvas. */
import { GdsError } from '../../src/errors.js';
import type { Pixels } from '../../src/registry/values.js';

/** Decoded pictures are drawn no larger than this; the pipeline averages down from there. */
const LIMIT = 2048;

/** @throws GDS_IMAGE_DECODE when the browser cannot read the picture. */
export async function decodeImage(blob: Blob): Promise<Pixels> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch (cause) {
    const kind =
      blob.size === 0 ? 'The picture is empty.' : 'The picture could not be read: it is damaged or of a kind this browser does not know.';
    throw new GdsError('GDS_IMAGE_DECODE', `${kind} Use a PNG, JPEG or WebP file.`, { cause });
  }
  const factor = Math.min(1, LIMIT / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * factor));
  const height = Math.max(1, Math.round(bitmap.height * factor));
  const context = context2d(width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

export async function encodePng(pixels: Pixels): Promise<Uint8Array> {
  const context = context2d(pixels.width, pixels.height);
  context.putImageData(new ImageData(Uint8ClampedArray.from(pixels.data), pixels.width, pixels.height), 0, 0);
  const blob = await context.canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

function context2d(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new GdsError('GDS_IMAGE_DECODE', 'This browser gives no 2D canvas to a worker. Update it, or close other tabs to free memory.');
  return context;
}

/** Small pictures for nodes and assets. Images are decoded and scaled off the main thread by `createImageBitmap`. */
import { GdsError } from '../../errors.js';

/** Longest edge in pixels: a media area of 224 units at 2 × on a device pixel ratio of 2 shows it without blur. */
const EDGE = 512;

/** A picture's natural size; rejects with GDS_IMAGE_DECODE. */
export async function imageSize(blob: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await decode(blob);
  const size = { width: bitmap.width, height: bitmap.height };
  bitmap.close();
  return size;
}

/** A bitmap of at most 512 px; the caller closes it. `width` and `height` are the picture's own. */
export function imageThumbnail(blob: Blob, width: number, height: number, edge = EDGE): Promise<ImageBitmap> {
  const scale = Math.min(1, edge / Math.max(1, width, height));
  if (scale === 1) return decode(blob);
  return decode(blob, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: 'high',
  });
}

async function decode(blob: Blob, options?: ImageBitmapOptions): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob, options);
  } catch (cause) {
    throw new GdsError('GDS_IMAGE_DECODE', 'This file is not a picture that the browser can read. Use a PNG, JPEG or WebP file.', {
      cause,
    });
  }
}

/** PNG of a bitmap, no larger than `edge` pixels, for the asset browser. */
export async function bitmapBlob(bitmap: ImageBitmap, edge: number): Promise<Blob> {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  // In main memory, where it is read at once: the page would wait for the GPU to hand it back.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}

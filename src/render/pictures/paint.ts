/**
 * What the picture worker does, and the page where there is none: decodes a file, scales it and makes its mip levels. Between its steps
 * it gives the thread back, for the page's sake.
 */
import { GdsError } from '../../errors.js';
import type { PictureTile, TileRequest } from '../../scene/types.js';
import { createCanvas } from '../surface.js';
import { decodePicture } from './decode.js';
import { pngOf } from './png.js';
import { tileOf } from './texels.js';

export type PictureRequest =
  | ({ readonly kind: 'tile'; readonly blob: Blob } & TileRequest)
  /** A PNG whose longer side is at most `edge`. */
  | { readonly kind: 'card'; readonly blob: Blob; readonly edge: number };

export type PictureResult = { readonly tile: PictureTile } | { readonly png: Blob };

/** Side of what a mean colour is read from where no texels are wanted. */
const MEAN_EDGE = 16;

/** Rejects with GDS_IMAGE_DECODE. */
export async function paintPicture(request: PictureRequest): Promise<PictureResult> {
  const { edge } = request;
  const bitmap = await scaled(await decodePicture(request.blob), edge);
  try {
    if (request.kind === 'card') return { png: await pngOf(bitmap, edge) };
    await pause();
    if (request.levels > 0) {
      const texels = texelsOf(bitmap, bitmap.width, bitmap.height);
      await pause();
      return { tile: tileOf(texels, edge, request.levels) };
    }
    const { mean } = tileOf(texelsOf(bitmap, MEAN_EDGE, MEAN_EDGE), MEAN_EDGE, 1);
    const { width, height } = bitmap;
    // The caller gets a bitmap of its own: this one is closed below.
    return { tile: { width, height, mean, levels: [], bitmap: await createImageBitmap(bitmap) } };
  } finally {
    bitmap.close();
  }
}

/** Takes over the bitmap: what comes back is the one to close. */
async function scaled(bitmap: ImageBitmap, edge: number): Promise<ImageBitmap> {
  const { width, height } = bitmap;
  const scale = edge / Math.max(width, height);
  if (scale >= 1) return bitmap;
  try {
    return await createImageBitmap(bitmap, {
      resizeWidth: Math.max(1, Math.round(width * scale)),
      resizeHeight: Math.max(1, Math.round(height * scale)),
      resizeQuality: 'high',
    });
  } catch (cause) {
    throw new GdsError('GDS_IMAGE_DECODE', 'There was not enough memory to scale this picture. Use a smaller one.', { cause });
  } finally {
    bitmap.close();
  }
}

function texelsOf(bitmap: ImageBitmap, width: number, height: number): ImageData {
  const { context } = createCanvas(width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

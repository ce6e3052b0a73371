/** Pictures as files. */
import { GdsError } from '../../errors.js';
import { createCanvas } from '../surface.js';

/** PNG of a bitmap, no larger than `edge` pixels on its longer side. */
export async function pngOf(bitmap: ImageBitmap, edge: number): Promise<Blob> {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const { canvas, context } = createCanvas(width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type: 'image/png' });
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new GdsError('GDS_IMAGE_DECODE', 'This picture could not be made smaller. Try another file.')),
    ),
  );
}

/** Reads picture files as the browser shows them: in sRGB, and turned as the file asks for (the defaults of `createImageBitmap`). */
import { GdsError } from '../../errors.js';
import { readImageHeader } from '../../registry/image-size.js';

/** Most pixels of a picture that is decoded: 2^27 take 512 MB while they are scaled. Cameras take 2^26 and fewer. */
export const MOST_PIXELS = 2 ** 27;

/** The picture in full; the caller closes it. Rejects with GDS_IMAGE_DECODE, before decoding where the header says that it is too large. */
export async function decodePicture(blob: Blob): Promise<ImageBitmap> {
  // Formats whose header is not known here are left to the browser.
  const header = await readImageHeader(blob).catch(() => undefined);
  if (header && header.width * header.height > MOST_PIXELS) {
    const size = `${header.width} × ${header.height}`;
    throw new GdsError('GDS_IMAGE_DECODE', `This picture has ${size} pixels, more than can be shown. Use one of at most 134 million.`);
  }
  try {
    return await createImageBitmap(blob);
  } catch (cause) {
    throw new GdsError('GDS_IMAGE_DECODE', 'This file is not a picture that the browser can read. Use a PNG, JPEG or WebP file.', {
      cause,
    });
  }
}

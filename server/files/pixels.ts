/** The limit on pixels, for files and for the inputs of jobs. */
import { Problem } from '../problem.js';
import type { ByteWindow } from './byte-window.js';
import { isRaster, type Kind } from './kinds.js';
import { pictureSize } from './picture-size.js';

/** Throws `GDS_TOO_LARGE` where a picture has more pixels than `limit`, `GDS_TYPE` where its header says no size. Others pass. */
export async function requirePixels(window: ByteWindow, kind: Kind | undefined, limit: number): Promise<void> {
  if (!isRaster(kind)) return;
  const size = await pictureSize(window, kind);
  if (!size) throw new Problem(415, 'GDS_TYPE', 'The picture has no readable header.');
  if (size.width * size.height > limit) throw new Problem(413, 'GDS_TOO_LARGE', `The picture has more than ${limit} pixels.`);
}

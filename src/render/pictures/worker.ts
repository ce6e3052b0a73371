/** The worker around the scaling of pictures. */
import { serve } from '../../offload/serve.js';
import { paintPicture, type PictureRequest, type PictureResult } from './paint.js';

serve<PictureRequest, PictureResult>({
  work: paintPicture,
  transfer: (result) =>
    'tile' in result ? [...result.tile.levels.map(({ data }) => data.buffer), ...(result.tile.bitmap ? [result.tile.bitmap] : [])] : [],
  otherwise: ['GDS_IMAGE_DECODE', 'This picture could not be made smaller. Use another PNG, JPEG or WebP file.'],
});

/** The worker around the painter: three.js, its shaders and every wait for the GPU are here and not on the page's thread. */
import { serve } from '../../offload/serve.js';
import type { MeshPicture, MeshPictureRequest } from './messages.js';
import { MeshPainter } from './painter.lazy.js';

const painter = new MeshPainter();

serve<MeshPictureRequest, MeshPicture>({
  work: (request) => painter.paint(request),
  transfer: ({ bitmap }) => [bitmap],
  otherwise: ['GDS_MESH_DRAW', 'The mesh could not be drawn. Open its 3D view, or make it again.'],
});

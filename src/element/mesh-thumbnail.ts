/**
 * Small pictures of meshes for nodes and lists, transparent around the mesh, in the light and from the place that the viewer has.
 *
 * They are drawn with one WebGL context in a worker. Where a worker cannot be started or has no WebGL, the page draws them itself.
 */
import { GdsError } from '../errors.js';
import { Offload } from '../offload/offload.js';
import { shareByBase } from '../offload/share.js';
import type { MeshPicture, MeshPictureRequest } from './mesh-thumbnail/messages.js';

export type { MeshPicture } from './mesh-thumbnail/messages.js';

export interface MeshThumbnailerOptions {
  /** Base URL with `workers/mesh.js` under it, with a slash at the end. */
  readonly assetBase?: string;
  /** Makes the worker, for hosts that bundle it themselves. Wins over `assetBase`. */
  readonly createWorker?: () => Worker;
  /** Milliseconds without work after which the worker is ended. */
  readonly idleMs?: number;
}

export type ThumbnailOptions = Pick<MeshPictureRequest, 'background' | 'pngEdge'>;

const SIZES = { min: 16, max: 2048 } as const;
/** Long enough for a run of pictures that come one by one; a context and three.js hold some 50 MB. */
const IDLE = 15_000;

export class MeshThumbnailer {
  private readonly pictures: Offload<MeshPictureRequest, MeshPicture>;

  constructor({ assetBase, createWorker, idleMs = IDLE }: MeshThumbnailerOptions = {}) {
    this.pictures = new Offload({
      name: 'mesh',
      create: () => {
        if (createWorker) return createWorker();
        if (assetBase !== undefined) return new Worker(`${assetBase}workers/mesh.js`, { type: 'module' });
        return new Worker(new URL('./mesh-thumbnail/worker.js', import.meta.url), { type: 'module' });
      },
      discard: ({ bitmap }) => bitmap.close(),
      onPage: async () => {
        const { MeshPainter } = await import('./mesh-thumbnail/painter.lazy.js');
        const painter = new MeshPainter();
        return { work: (request) => painter.paint(request), dispose: () => painter.dispose() };
      },
      unable: 'GDS_MESH_WEBGL',
      idleMs,
      disposed: () => new GdsError('GDS_MESH_DISPOSED', 'The thumbnail renderer was shut down. Make a new MeshThumbnailer.'),
    });
  }

  /** Where the last picture was drawn; undefined before the first. */
  get place(): 'worker' | 'page' | undefined {
    return this.pictures.place;
  }

  /**
   * Draws `glb` as a square of `size` device pixels (16 to 2048). The caller closes the bitmap.
   * @throws GDS_MESH_PARSE, GDS_MESH_EXTERNAL, GDS_MESH_EMPTY; GDS_MESH_WEBGL where there is none at all; GDS_WORKER_LOST when two
   * workers died of it; GDS_MESH_DISPOSED after `dispose`.
   */
  render(glb: Blob, size: number, options: ThumbnailOptions = {}): Promise<MeshPicture> {
    return this.pictures.work({ glb, size: Math.round(Math.min(SIZES.max, Math.max(SIZES.min, size))), ...options });
  }

  /** Ends the worker; pictures still waiting are refused. */
  dispose(): void {
    this.pictures.dispose();
  }
}

/** The one renderer for all canvases of a page that fetch their files from `assetBase`; ended when the last of them lets go of it. */
export const shareMeshThumbnailer = shareByBase((assetBase) => new MeshThumbnailer({ assetBase }));

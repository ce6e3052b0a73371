/** Small pictures of stored files, decoded and scaled off the page's thread where the browser has workers. */
import { GdsError } from '../../errors.js';
import { Offload } from '../../offload/offload.js';
import { shareByBase } from '../../offload/share.js';
import type { PictureTile, TileRequest } from '../../scene/types.js';
import type { PictureRequest, PictureResult } from './paint.js';

export interface PicturePainterOptions {
  /** Base URL with `workers/picture.js` under it, with a slash at the end. */
  readonly assetBase?: string;
  /** Makes the worker, for hosts that bundle it themselves. Wins over `assetBase`. */
  readonly createWorker?: () => Worker;
  /** Milliseconds without work after which the worker is ended. */
  readonly idleMs?: number;
}

/** The worker is small, but it keeps what the browser's decoders hold. */
const IDLE = 30_000;

export class PicturePainter {
  private readonly pictures: Offload<PictureRequest, PictureResult>;

  constructor({ assetBase, createWorker, idleMs = IDLE }: PicturePainterOptions = {}) {
    this.pictures = new Offload({
      name: 'picture',
      create: () => {
        if (createWorker) return createWorker();
        if (assetBase !== undefined) return new Worker(`${assetBase}workers/picture.js`, { type: 'module' });
        return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
      },
      discard: (result) => {
        if ('tile' in result) result.tile.bitmap?.close();
      },
      onPage: async () => ({ work: (await import('./paint.js')).paintPicture }),
      idleMs,
      disposed: () => new GdsError('GDS_PICTURE_DISPOSED', 'Small pictures are not made any more: the last canvas has gone.'),
    });
  }

  /** Where the last picture was made; undefined before the first. */
  get place(): 'worker' | 'page' | undefined {
    return this.pictures.place;
  }

  /** Rejects with GDS_IMAGE_DECODE, GDS_WORKER_LOST, or GDS_PICTURE_DISPOSED after `dispose`. */
  async tile(blob: Blob, request: TileRequest): Promise<PictureTile> {
    const result = await this.pictures.work({ kind: 'tile', blob, ...request });
    if ('tile' in result) return result.tile;
    throw new GdsError('GDS_IMAGE_DECODE', 'The picture worker is of another version. Reload the page.');
  }

  /** A PNG whose longer side is at most `edge` pixels. Rejects like {@link tile}. */
  async card(blob: Blob, edge: number): Promise<Blob> {
    const result = await this.pictures.work({ kind: 'card', blob, edge });
    if ('png' in result) return result.png;
    throw new GdsError('GDS_IMAGE_DECODE', 'The picture worker is of another version. Reload the page.');
  }

  dispose(): void {
    this.pictures.dispose();
  }
}

/** The one worker for all canvases of a page that fetch their files from `assetBase`; ended when the last of them lets go of it. */
export const sharePicturePainter = shareByBase((assetBase) => new PicturePainter({ assetBase }));

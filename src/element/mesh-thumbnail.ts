/**
 * Small pictures of meshes for nodes and lists, transparent around the mesh, in the light and from the place that the viewer has.
 *
 * They are drawn in a worker, which is started with the first of them and ended when there has been nothing to do for a while. A picture
 * whose worker dies is drawn once more by a new one. Where a worker cannot be started or has no WebGL, the page draws them itself.
 */
import { GdsError } from '../errors.js';
import type { MeshPicture, MeshPictureRequest } from './mesh-thumbnail/messages.js';
import type { MeshPainter } from './mesh-thumbnail/painter.lazy.js';
import { ThumbnailWorker } from './mesh-thumbnail/worker-link.js';

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
  /** Where the last picture was drawn; undefined before the first. */
  place: 'worker' | 'page' | undefined;

  private worker: ThumbnailWorker | undefined;
  private painter: Promise<MeshPainter> | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private workerless = false;
  private disposed = false;

  constructor(private readonly options: MeshThumbnailerOptions = {}) {}

  /**
   * Draws `glb` as a square of `size` device pixels (16 to 2048). The caller closes the bitmap.
   * @throws GDS_MESH_PARSE, GDS_MESH_EXTERNAL, GDS_MESH_EMPTY; GDS_MESH_WEBGL where there is none at all; GDS_WORKER_LOST when two
   * workers died of it; GDS_MESH_DISPOSED after `dispose`.
   */
  async render(glb: Blob, size: number, options: ThumbnailOptions = {}): Promise<MeshPicture> {
    if (this.disposed) throw disposed();
    const request = { glb, size: Math.round(Math.min(SIZES.max, Math.max(SIZES.min, size))), ...options };
    const picture = await this.inWorker(request, true);
    if (picture) return picture;
    if (this.disposed) throw disposed();
    this.place = 'page';
    return (await this.pagePainter()).paint(request);
  }

  /** Ends the worker; pictures still waiting are refused. */
  dispose(): void {
    this.disposed = true;
    clearTimeout(this.idle);
    this.worker?.end(disposed());
    this.worker = undefined;
    this.painter?.then(
      (painter) => painter.dispose(),
      () => undefined,
    );
  }

  private pagePainter(): Promise<MeshPainter> {
    this.painter ??= import('./mesh-thumbnail/painter.lazy.js').then(
      ({ MeshPainter }) => new MeshPainter(),
      (error: unknown) => {
        // The next picture asks for the file again.
        this.painter = undefined;
        throw error;
      },
    );
    return this.painter;
  }

  /** Undefined where no worker can do it. */
  private async inWorker(request: MeshPictureRequest, again: boolean): Promise<MeshPicture | undefined> {
    const worker = this.start();
    if (!worker) return undefined;
    try {
      const picture = await worker.draw(request);
      this.place = 'worker';
      return picture;
    } catch (error) {
      const code = error instanceof GdsError ? error.code : '';
      if (code === 'GDS_MESH_WEBGL' || (code === 'GDS_WORKER_LOST' && !worker.started)) {
        this.workerless = true;
        worker.end();
        return undefined;
      }
      if (code === 'GDS_WORKER_LOST' && again && !this.disposed) return this.inWorker(request, false);
      throw error;
    } finally {
      this.restWhenIdle();
    }
  }

  private start(): ThumbnailWorker | undefined {
    if (this.workerless || typeof Worker === 'undefined') return undefined;
    if (!this.worker || this.worker.lost) {
      try {
        this.worker = new ThumbnailWorker(() => this.create());
      } catch {
        // A policy without `worker-src`.
        this.workerless = true;
        return undefined;
      }
    }
    return this.worker;
  }

  private create(): Worker {
    const { createWorker, assetBase } = this.options;
    if (createWorker) return createWorker();
    if (assetBase !== undefined) return new Worker(`${assetBase}workers/mesh.js`, { type: 'module' });
    return new Worker(new URL('./mesh-thumbnail/worker.js', import.meta.url), { type: 'module' });
  }

  private restWhenIdle(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      if (!this.worker?.busy) this.worker?.end();
    }, this.options.idleMs ?? IDLE);
  }
}

const disposed = (): GdsError => new GdsError('GDS_MESH_DISPOSED', 'The thumbnail renderer was shut down. Make a new MeshThumbnailer.');

/**
 * Small pictures of meshes for nodes and lists: one renderer for all of them, one picture at a time, transparent around the mesh.
 *
 * three.js loads with the first picture (mesh-scene.lazy.ts). Shares nothing with the viewer but the looks.
 */
import { GdsError } from '../errors.js';
import type { MeshStage } from './mesh-scene.lazy.js';

export interface ThumbnailOptions {
  /** A CSS colour behind the mesh; left out: transparent. */
  readonly background?: string;
}

const SIZE_LIMIT = 2048;

export class MeshThumbnailer {
  private stage: MeshStage | undefined;
  private canvas: OffscreenCanvas | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private disposed = false;

  /**
   * Draws `glb` as a square of `size` device pixels (16 to 2048). The caller closes the bitmap.
   * @throws what `loadMesh` and `MeshStage` throw; GDS_MESH_DISPOSED after `dispose`.
   */
  render(glb: Blob, size: number, options: ThumbnailOptions = {}): Promise<ImageBitmap> {
    const result = this.queue.then(() => this.draw(glb, Math.round(Math.min(SIZE_LIMIT, Math.max(16, size))), options));
    this.queue = result.catch(() => undefined);
    return result;
  }

  /** Frees the renderer; pictures still waiting are refused. */
  dispose(): void {
    this.disposed = true;
    this.stage?.dispose();
    this.stage = undefined;
    this.canvas = undefined;
  }

  private async draw(glb: Blob, size: number, { background }: ThumbnailOptions): Promise<ImageBitmap> {
    const lit = await import('./mesh-scene.lazy.js');
    const stage = this.usable(lit.MeshStage);
    // The room light is computed on the GPU: the page goes on meanwhile.
    await stage.settled();
    const mesh = this.disposed ? undefined : await lit.loadMesh(glb);
    if (this.disposed || !mesh) {
      mesh?.dispose();
      throw disposed();
    }
    try {
      stage.show(mesh);
      stage.resize(size, size, 1);
      stage.frame(lit.FIRST_VIEW, 1.08);
      stage.background = background;
      await stage.compiled();
      if (this.disposed) throw disposed();
      stage.render();
      const bitmap = this.canvas!.transferToImageBitmap();
      await stage.settled();
      return bitmap;
    } finally {
      stage.show(undefined);
    }
  }

  /** The stage, made anew when its context was lost. */
  private usable(Stage: typeof MeshStage): MeshStage {
    if (this.disposed) throw disposed();
    if (this.stage?.renderer.getContext().isContextLost()) {
      this.stage.dispose();
      this.stage = undefined;
    }
    if (!this.stage) {
      this.canvas = new OffscreenCanvas(16, 16);
      this.stage = new Stage(this.canvas);
    }
    return this.stage;
  }
}

const disposed = (): GdsError => new GdsError('GDS_MESH_DISPOSED', 'The thumbnail renderer was shut down. Make a new MeshThumbnailer.');

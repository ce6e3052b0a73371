/**
 * Draws pictures of meshes with one WebGL context, one after another. The same in the worker and, where that has no WebGL, on the page.
 *
 * Waits between its steps until the GPU is done with the one before, so that the page goes on where it shares the page's thread.
 */
import { GdsError } from '../../errors.js';
import { pngOf } from '../../render/pictures/png.js';
import { FIRST_VIEW, loadMesh, MeshStage } from '../mesh-scene.lazy.js';
import type { MeshPicture, MeshPictureRequest } from './messages.js';

/** A little closer than the viewer: a small picture has no room to turn in. */
const ZOOM = 1.08;

export class MeshPainter {
  private stage: MeshStage | undefined;
  private canvas: OffscreenCanvas | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private disposed = false;

  /** @throws what `loadMesh` and `MeshStage` throw; GDS_MESH_DISPOSED after `dispose`. */
  paint(request: MeshPictureRequest): Promise<MeshPicture> {
    const result = this.queue.then(() => this.draw(request));
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

  private async draw({ glb, size, background, pngEdge }: MeshPictureRequest): Promise<MeshPicture> {
    const stage = this.usable();
    const mesh = await loadMesh(glb);
    try {
      await stage.prepare(mesh);
      this.throwIfDisposed();
      stage.show(mesh);
      stage.resize(size, size, 1);
      stage.frame(FIRST_VIEW, ZOOM);
      stage.background = background;
      stage.render();
      const bitmap = this.canvas!.transferToImageBitmap();
      await stage.settled();
      return pngEdge === undefined ? { bitmap } : { bitmap, png: await pngOf(bitmap, pngEdge) };
    } finally {
      if (stage.holds(mesh)) stage.show(undefined);
      else mesh.dispose();
    }
  }

  /** The stage, made anew when its context was lost. */
  private usable(): MeshStage {
    this.throwIfDisposed();
    if (this.stage?.renderer.getContext().isContextLost()) {
      this.stage.dispose();
      this.stage = undefined;
    }
    if (!this.stage) {
      this.canvas = new OffscreenCanvas(16, 16);
      this.stage = new MeshStage(this.canvas);
    }
    return this.stage;
  }

  private throwIfDisposed(): void {
    if (this.disposed) throw new GdsError('GDS_MESH_DISPOSED', 'The thumbnail renderer was shut down. Make a new MeshThumbnailer.');
  }
}

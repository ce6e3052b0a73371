/** What `MeshThumbnailer` and its worker say to each other. Only plain, cloneable values. */
import type { GdsErrorJSON } from '../../errors.js';

export interface MeshPictureRequest {
  readonly glb: Blob;
  /** Edge of the picture, device pixels. */
  readonly size: number;
  /** A CSS colour behind the mesh; left out: transparent. */
  readonly background?: string;
  /** Longest edge of a PNG of the same, pixels; left out: none is made. */
  readonly pngEdge?: number;
}

export interface MeshPicture {
  /** Whoever gets it closes it. */
  readonly bitmap: ImageBitmap;
  readonly png?: Blob;
}

export type ToWorker =
  /** Name of the lock that the worker holds while it lives. First, once. */
  | { readonly type: 'init'; readonly lifeLock: string }
  | { readonly type: 'draw'; readonly id: number; readonly request: MeshPictureRequest };

export type FromWorker =
  /** `holdsLock`: the page may wait for the life lock to learn of the worker's end. */
  | { readonly type: 'ready'; readonly holdsLock: boolean }
  | { readonly type: 'drawn'; readonly id: number; readonly picture: MeshPicture }
  | { readonly type: 'failed'; readonly id: number; readonly error: GdsErrorJSON };

/** What the adapter and its worker say to each other. Only plain, cloneable values. */
import type { GdsErrorJSON } from '../../src/errors.js';
import type { ImageToMeshInput, Progress } from '../../src/registry/tasks.js';

export type ToWorker =
  | { readonly type: 'run'; readonly id: number; readonly input: ImageToMeshInput }
  | { readonly type: 'cancel'; readonly id: number }
  /** Answered with `alive`, between two pieces of work. */
  | { readonly type: 'ping' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'alive' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly glb: ArrayBuffer;
      readonly vertices: number;
      readonly faces: number;
      readonly timings: Record<string, number>;
    }
  | { readonly type: 'failed'; readonly id: number; readonly error: GdsErrorJSON };

/** What a page and a worker that takes over its work say to each other. Only cloneable values. */
import type { GdsErrorJSON } from '../errors.js';

export type ToWorker<Request> =
  /** Name of the lock that the worker holds while it lives. First, once. */
  { readonly type: 'init'; readonly lifeLock: string } | { readonly type: 'work'; readonly id: number; readonly request: Request };

export type FromWorker<Result> =
  /** `holdsLock`: the page may wait for the life lock to learn of the worker's end. */
  | { readonly type: 'ready'; readonly holdsLock: boolean }
  | { readonly type: 'done'; readonly id: number; readonly result: Result }
  | { readonly type: 'failed'; readonly id: number; readonly error: GdsErrorJSON };

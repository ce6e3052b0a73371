/**
 * Messages between `OnnxAdapter` (page) and its worker.
 *
 * The page sends `init` first, once. Each request carries an id of the page's choosing, and exactly one final message with that id
 * answers it. Requests are carried out in the order they come.
 */
import type { GdsErrorJSON } from '../../src/errors.js';
import type { ImageResult, ImageToImageInput, Progress, TextToImageInput } from '../../src/registry/tasks.js';
import type { ModelManifest } from './manifest.js';

export type Provider = 'auto' | 'webgpu' | 'wasm';

export type ToWorker =
  | {
      readonly type: 'init';
      /** Absolute URL with a slash at its end. */
      readonly assetBase: string;
      readonly provider: Provider;
      /** WASM threads; counts only where the page is cross-origin isolated. */
      readonly threads: number;
      /** Name of the lock that the worker holds while it lives. */
      readonly lifeLock: string;
    }
  | { readonly type: 'load-model'; readonly id: number; readonly manifest: ModelManifest }
  | { readonly type: 'run-inference'; readonly id: number; readonly manifest: ModelManifest; readonly request: InferenceRequest }
  /** Stops the request before its next step; it then answers `inference-cancelled`. */
  | { readonly type: 'cancel'; readonly id: number };

export type InferenceRequest =
  | { readonly task: 'text-to-image'; readonly input: TextToImageInput }
  | { readonly task: 'image-to-image'; readonly input: ImageToImageInput };

export type FromWorker =
  /** `holdsLock`: the page may wait for the life lock to learn of the worker's end. */
  | { readonly type: 'worker-ready'; readonly backend: string; readonly detail: string; readonly holdsLock: boolean }
  /** The worker is of no use; the page ends it. */
  | { readonly type: 'worker-error'; readonly error: GdsErrorJSON }
  | { readonly type: 'model-progress'; readonly model: string; readonly loaded: number; readonly total: number }
  | { readonly type: 'model-loaded'; readonly id: number; readonly model: string }
  | ({ readonly type: 'model-load-error'; readonly id: number; readonly model: string } & Failure)
  | { readonly type: 'inference-progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'inference-complete'; readonly id: number; readonly result: ImageResult }
  | ({ readonly type: 'inference-error'; readonly id: number } & Failure)
  | { readonly type: 'inference-cancelled'; readonly id: number };

export interface Failure {
  readonly error: GdsErrorJSON;
  /** The runtime itself failed and must not be called again: the page ends the worker. */
  readonly poisoned: boolean;
}
